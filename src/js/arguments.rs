//! The argument object of each method.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::fields::{Fields, text, wrong};
use super::file::{Source, is_file};
use super::values::list_of;
use crate::client::{DownloadRequest, IfExists};
use crate::core::api_url::check_link;
use crate::core::config::{Settings, check_name};
use crate::core::error::Error;
use crate::core::file_name::check_file_name;
use crate::core::mime::check_media_type;
use crate::core::resume::ByteRange;
use crate::core::target::{EntityType, Target, parse_uuid};

/// 2^53 - 1: the largest size that JS can tell from its neighbours.
const MOST_BYTES: u64 = 9_007_199_254_740_991;

/// What every method takes.
pub(super) struct Arguments {
    fields: Fields,
    /// The entity.
    pub(super) target: Target,
    /// Who talks to the call, and whom it talks to.
    pub(super) listeners: Listeners,
}

/// Who talks to a call while it is under way, and whom it talks to.
#[derive(Clone)]
pub(super) struct Listeners {
    pub(super) signal: Option<AbortSignal>,
    pub(super) on_progress: Option<Function>,
}

/// A file to upload.
pub(super) struct UploadArguments {
    pub(super) source: Source,
    pub(super) file_name: String,
    pub(super) mime_type: Option<String>,
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
        let listeners = Listeners { signal: fields.signal(), on_progress: fields.function("onProgress") };
        fields.check()?;
        Ok(Self { fields, target: Target { project_name, entity_type, entity_id }, listeners })
    }

    pub(super) fn download(&self) -> Result<DownloadRequest, Error> {
        let file_name = self.fields.required_text("fileName");
        self.fields.keep(check_file_name("fileName", &file_name, self.target.entity_type));
        let mime_type = mime_type(&self.fields);
        let file_size = self.fields.integer("fileSize", 0, MOST_BYTES);
        let range = self.fields.get("range").map(|range| self.fields.keep(read_range(range))).unwrap_or_default();
        let link = self.fields.text("link");
        if let Some(link) = &link {
            self.fields.keep(check_link("link", link));
        }
        self.fields.check()?;
        Ok(DownloadRequest {
            target: self.target.clone(),
            file_name: file_name.into(),
            mime_type,
            link,
            file_size,
            range,
        })
    }

    pub(super) fn if_exists(&self) -> Result<IfExists, Error> {
        let if_exists = self.fields.choice("ifExists", "\"replace\", \"error\" or \"skip\"", IfExists::parse);
        self.fields.check()?;
        Ok(if_exists.unwrap_or_default())
    }

    pub(super) fn upload(&self) -> Result<UploadArguments, Error> {
        self.file(&self.fields)
    }

    /// The `files` of an upload of many. Each is a file by itself, or an object with the fields of one.
    pub(super) fn uploads(&self) -> Result<Vec<UploadArguments>, Error> {
        const EXPECTED: &str = "an array of files, or of objects with file or filePath";
        let files = self.fields.get("files").unwrap_or(JsValue::UNDEFINED);
        self.fields.check()?;
        let list = list_of(&files).ok_or_else(|| wrong("files", EXPECTED, &files))?;
        let mut uploads = Vec::new();
        for (index, file) in (0_u64..).zip(list.iter()) {
            let (name, prefix) = (format!("files[{index}]"), format!("files[{index}]."));
            let upload = if is_file(&file) {
                self.named(Source::of_file(&name, &file)?, None, None)
            } else if file.is_object() {
                self.file(&Fields::required(&name, file)).map(|upload| upload.below(&prefix))
            } else {
                return Err(wrong(&name, "a file, or an object with file or filePath", &file));
            };
            uploads.push(upload.map_err(|error| error.below(&prefix))?);
        }
        Ok(uploads)
    }

    fn file(&self, fields: &Fields) -> Result<UploadArguments, Error> {
        let mime_type = mime_type(fields);
        let given_name = fields.text("fileName");
        fields.check()?;
        let source = Source::read(fields)?;
        self.named(source, given_name, mime_type)
    }

    fn named(
        &self,
        source: Source,
        given_name: Option<String>,
        mime_type: Option<String>,
    ) -> Result<UploadArguments, Error> {
        let file_name = given_name.or_else(|| source.name.clone()).ok_or_else(|| {
            wrong("fileName", "a string, since this file has no name of its own", &JsValue::UNDEFINED)
        })?;
        check_file_name("fileName", &file_name, self.target.entity_type)?;
        Ok(UploadArguments { source, file_name, mime_type })
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
}

impl UploadArguments {
    fn below(mut self, prefix: &str) -> Self {
        self.source = self.source.below(prefix);
        self
    }
}

fn mime_type(fields: &Fields) -> Option<String> {
    let given = fields.text("mimeType");
    if let Some(mime_type) = &given {
        fields.keep(check_media_type("mimeType", mime_type));
    }
    given
}

fn read_range(range: JsValue) -> Result<ByteRange, Error> {
    let fields = Fields::required("range", range);
    let start = fields.integer("start", 0, MOST_BYTES).unwrap_or_default();
    let end = fields.integer("end", start, MOST_BYTES);
    fields.check().map_err(|error| error.below("range."))?;
    Ok(ByteRange { start, end })
}
