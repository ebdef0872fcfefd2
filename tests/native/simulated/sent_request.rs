//! What a request is about, which its attempts have in common.

use opik_attachments::core::http::request::{Method, Payload, Request};
use serde_json::Value;

use super::virtual_bytes::Extent;

/// A request as the world sees it.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) document: Value,
    pub(super) bytes: Option<Extent>,
    pub(super) range: Option<String>,
}

impl Asked {
    pub(super) fn new(request: &Request<'_, Extent>) -> Self {
        Self {
            method: request.method,
            url: request.to.url().to_owned(),
            document: match &request.payload {
                Payload::Json(document) => serde_json::to_value(document).unwrap(),
                _ => Value::Null,
            },
            bytes: match &request.payload {
                Payload::Bytes(bytes) => Some(*bytes),
                _ => None,
            },
            range: request.range.clone(),
        }
    }

    pub(super) fn address(&self) -> &str {
        self.url.split('?').next().unwrap()
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.url.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    pub(super) fn field(&self, name: &str) -> &str {
        self.document[name].as_str().unwrap_or_default()
    }

    /// The same for every attempt, and for every link to one file.
    pub(super) fn identity(&self) -> String {
        let (method, address) = (self.method.as_str(), self.address());
        let from_query = |name| self.query(name).unwrap_or_default();
        let (part, upload) = (from_query("partNumber"), from_query("uploadId"));
        format!("{method} {address} {} {} {part} {upload}", self.field("file_name"), from_query("file_name"))
    }
}
