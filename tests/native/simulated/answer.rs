//! What the model answers, before the network has it.

use opik_attachments::client::host::Bytes;
use serde_json::Value;

use super::virtual_bytes::Extent;

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) content: Content,
}

/// Its body.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(String),
    File(Extent),
}

impl Content {
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::File(extent) => extent.size(),
        }
    }
}

impl Answer {
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self { status, headers: Vec::new(), content: Content::Text(text.to_owned()) }
    }

    pub(super) fn empty(status: u16) -> Self {
        Self::text(status, "")
    }

    pub(super) fn json(status: u16, document: &Value) -> Self {
        Self::text(status, &document.to_string())
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
}
