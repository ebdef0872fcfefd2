//! The argument object of each method.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::fields::{Fields, text, wrong};
use super::file::Source;
use super::values::list_of;
use crate::client::{DownloadRequest, IfExists};
use crate::core::api_url::check_link;
use crate::core::config::{Settings, check_name};
use crate::core::error::Error;
use crate::core::file_name::check_file_name;
use crate::core::mime::check_media_type;
use crate::core::target::{EntityType, Target, parse_uuid};

/// What every method takes.
pub(super) struct Arguments {
    fields: Fields,
    /// The entity.
    pub(super) target: Target,
    /// The caller's signal.
    pub(super) signal: Option<AbortSignal>,
}

/// What an upload takes besides.
pub(super) struct UploadArguments {
    pub(super) source: Source,
    pub(super) file_name: String,
    pub(super) mime_type: Option<String>,
    pub(super) if_exists: IfExists,
}

impl Arguments {
    /// Reads what every method takes.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field; so for all methods below.
    pub(super) fn read(argument: JsValue, settings: &Settings) -> Result<Self, Error> {
        const TYPES: &str = "\"trace\" or \"span\"";
        let fields = Fields::required("argument", argument);
        let project_name = fields.text("projectName").unwrap_or_else(|| settings.project_name.clone());
        fields.keep(check_name("projectName", &project_name));
        let entity_type = fields.choice("entityType", TYPES, EntityType::parse).unwrap_or_else(|| {
            fields.complain(wrong("entityType", TYPES, &JsValue::UNDEFINED));
            EntityType::Trace
        });
        let entity_id = fields.keep(parse_uuid("entityId", &fields.required_text("entityId")));
        let signal = fields.signal();
        fields.check()?;
        Ok(Self { fields, target: Target { project_name, entity_type, entity_id }, signal })
    }

    pub(super) fn download(&self) -> Result<DownloadRequest, Error> {
        let file_name = self.file_name(self.fields.required_text("fileName"));
        if let Some(range) = self.fields.get("range") {
            self.fields.complain(wrong("range", "undefined, since this version downloads whole files", &range));
        }
        let mime_type = self.mime_type();
        let link = self.fields.text("link");
        if let Some(link) = &link {
            self.fields.keep(check_link("link", link));
        }
        self.fields.check()?;
        Ok(DownloadRequest { target: self.target.clone(), file_name, mime_type, link })
    }

    pub(super) fn upload(&self) -> Result<UploadArguments, Error> {
        let if_exists = self.fields.choice("ifExists", "\"replace\", \"error\" or \"skip\"", IfExists::parse);
        let mime_type = self.mime_type();
        let given_name = self.fields.text("fileName");
        self.fields.check()?;
        let source = Source::read(&self.fields)?;
        let file_name = given_name.or_else(|| source.name.clone()).ok_or_else(|| {
            wrong("fileName", "a string, since this file has no name of its own", &JsValue::UNDEFINED)
        })?;
        let file_name = self.file_name(file_name);
        self.fields.check()?;
        Ok(UploadArguments { source, file_name, mime_type, if_exists: if_exists.unwrap_or_default() })
    }

    pub(super) fn delete(&self) -> Result<Vec<String>, Error> {
        const EXPECTED: &str = "an array of strings";
        let names = self.fields.get("fileNames").unwrap_or(JsValue::UNDEFINED);
        self.fields.check()?;
        let list = list_of(&names).ok_or_else(|| wrong("fileNames", EXPECTED, &names))?;
        let mut texts = Vec::new();
        for (index, name) in (0_u64..).zip(list.iter()) {
            texts.push(text(&format!("fileNames[{index}]"), &name)?);
        }
        Ok(texts)
    }

    fn file_name(&self, name: String) -> String {
        self.fields.keep(check_file_name("fileName", &name, self.target.entity_type));
        name
    }

    fn mime_type(&self) -> Option<String> {
        let given = self.fields.text("mimeType");
        if let Some(mime_type) = &given {
            self.fields.keep(check_media_type("mimeType", mime_type));
        }
        given
    }
}
