//! A request as plain data, before any host turns it into a fetch.

use crate::core::config::api_url::BackendUrl;
use crate::core::json::object::JsonObject;
use crate::core::text::strings::{fill, until};

/// The methods the wire uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// JSON calls.
    Post,
    /// Bytes.
    Put,
}

impl Method {
    /// The method as HTTP spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// Where a request goes, which decides what may go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The backend: credentials are sent along.
    Backend(BackendUrl),
    /// The presigned URL of one part of an upload: used verbatim, without credentials.
    PresignedPart(String),
    /// The presigned URL of a stored file: used verbatim, without credentials.
    PresignedFile(String),
}

impl Destination {
    /// The URL as text.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Backend(url) => url.as_str(),
            Self::PresignedPart(url) | Self::PresignedFile(url) => url,
        }
    }

    /// The URL up to its query, which is where names and signatures are: fit for a message.
    #[must_use]
    pub fn without_query(&self) -> &str {
        until(self.url(), "?#")
    }
}

/// What a request carries. `B` is the host's handle of some bytes, never the bytes themselves.
#[derive(Clone, Debug)]
pub enum Payload<'a, B> {
    /// No body.
    None,
    /// A JSON document.
    Json(JsonObject<'a>),
    /// Raw bytes.
    Bytes(B),
}

/// A request, complete but for its headers, which follow from the destination.
#[derive(Clone, Debug)]
pub struct Request<'a, B> {
    /// The method.
    pub method: Method,
    /// Where it goes.
    pub to: Destination,
    /// What it carries.
    pub payload: Payload<'a, B>,
    /// The `Range` header, of a download from elsewhere: the backend knows no ranges.
    pub range: Option<String>,
    /// Whether the answer is not to be compressed on the way.
    pub identity_encoding: bool,
    /// Whether an answer of success has no body: what is sent is stored, or deletes.
    pub expects_empty_body: bool,
}

/// The headers a request is sent with.
pub type Headers<'a> = Vec<(&'static str, &'a str)>;

/// What to do when a server redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// Follow, as fetch does by default: only where nothing of ours is sent.
    Follow,
    /// Hand the redirect back, so that neither credentials nor bytes travel to where it points.
    Manual,
}

impl Redirect {
    /// The mode as the fetch standard spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Manual => "manual",
        }
    }
}

/// What messages call a request.
#[must_use]
pub fn request_name(method: Method, to: &Destination) -> String {
    fill("{} {}", &[method.as_str(), to.without_query()])
}

impl<'a, B> Request<'a, B> {
    /// What messages call it.
    pub fn name(&self) -> String {
        request_name(self.method, &self.to)
    }

    /// A request for all of what is there.
    pub fn new(method: Method, to: Destination, payload: Payload<'a, B>) -> Self {
        let expects_empty_body = matches!(payload, Payload::Bytes(_));
        Self { method, to, payload, range: None, identity_encoding: false, expects_empty_body }
    }

    /// A JSON call to an endpoint of the backend.
    pub fn post(to: BackendUrl, body: JsonObject<'a>) -> Self {
        Self::new(Method::Post, Destination::Backend(to), Payload::Json(body))
    }

    /// How redirects of this request are treated.
    #[must_use]
    pub const fn redirect(&self) -> Redirect {
        match self.to {
            Destination::Backend(_) | Destination::PresignedPart(_) => Redirect::Manual,
            Destination::PresignedFile(_) => Redirect::Follow,
        }
    }
}
