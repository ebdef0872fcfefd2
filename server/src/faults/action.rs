//! The actions of fault rules, read from JSON.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An action of a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Action {
    /// Another answer.
    Status {
        #[serde(deserialize_with = "status")]
        status: StatusCode,
        #[serde(default, deserialize_with = "headers")]
        headers: HeaderMap,
        #[serde(default)]
        body: String,
        /// Does the work first.
        #[serde(default)]
        after_work: bool,
        /// Leaves out CORS headers, as a gateway in front would.
        #[serde(default)]
        bare: bool,
    },
    /// The connection is reset.
    Reset(Interruption),
    /// Nothing moves any more; where `seconds` are given, the connection is reset after them.
    Stall(Interruption),
    /// The answer's body ends early.
    Truncate { bytes: u64, length: ContentLength },
    /// Another `ETag`, or none.
    Etag {
        #[serde(default, deserialize_with = "header_value")]
        value: Option<HeaderValue>,
    },
    /// Fewer part URLs than were asked for, or more.
    PartUrls { count: usize },
    /// Another value somewhere in a JSON answer.
    Replace { pointer: String, value: Value },
    /// Both bodies at that speed.
    Slow { bytes_per_second: NonZeroU64 },
    /// A wait, and then nothing special.
    Delay { ms: u64 },
}

/// The point at which a connection is interrupted, and how long it stalls first.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Interruption {
    request_bytes: Option<u64>,
    response_bytes: Option<u64>,
    #[serde(default)]
    after_work: bool,
    #[serde(default, deserialize_with = "seconds")]
    pub(super) seconds: Option<Duration>,
}

/// A point in a request and its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InterruptAt {
    /// After that much of the request's body, or a little more, or all of it if it is shorter. Nothing is done.
    Request(u64),
    /// After the work, before the answer.
    AfterWork,
    /// After that much of the answer's body. A shorter answer stays whole.
    Response(u64),
}

/// The `Content-Length` of a body that ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ContentLength {
    /// The length of the whole: the connection closes too early.
    Whole,
    /// The length of what is left: nothing looks wrong.
    Cut,
}

impl Action {
    /// Checks fields that are valid by themselves against each other.
    pub(super) fn check(&self) -> Result<(), String> {
        match self {
            Self::Reset(interruption) if interruption.seconds.is_some() => {
                Err("reset: `seconds` is for `stall`; a reset does not wait".to_owned())
            }
            Self::Reset(interruption) | Self::Stall(interruption) if interruption.points_given() > 1 => {
                Err("give at most one of `request_bytes`, `response_bytes` and `after_work`".to_owned())
            }
            Self::Replace { pointer, .. } if !pointer.is_empty() && !pointer.starts_with('/') => {
                Err(format!("replace.pointer: expected a JSON pointer, which starts with `/`, got {pointer:?}"))
            }
            _ => Ok(()),
        }
    }
}

impl Interruption {
    fn points_given(&self) -> usize {
        [self.request_bytes.is_some(), self.response_bytes.is_some(), self.after_work].iter().filter(|is| **is).count()
    }

    pub(super) fn at(&self) -> InterruptAt {
        match (self.request_bytes, self.response_bytes) {
            (Some(bytes), _) => InterruptAt::Request(bytes),
            (None, Some(bytes)) => InterruptAt::Response(bytes),
            (None, None) if self.after_work => InterruptAt::AfterWork,
            (None, None) => InterruptAt::Request(0),
        }
    }
}

fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StatusCode, D::Error> {
    let number = u16::deserialize(deserializer)?;
    // An interim answer would leave the client waiting for the final one.
    StatusCode::from_u16(number)
        .ok()
        .filter(|status| (200..600).contains(&status.as_u16()))
        .ok_or_else(|| D::Error::invalid_value(Unexpected::Unsigned(number.into()), &"a status from 200 to 599"))
}

fn headers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HeaderMap, D::Error> {
    BTreeMap::<String, String>::deserialize(deserializer)?
        .iter()
        .map(|(name, value)| {
            let header_name = HeaderName::try_from(name);
            let header_name =
                header_name.map_err(|_| D::Error::invalid_value(Unexpected::Str(name), &"the name of a header"))?;
            Ok((header_name, parse_header_value(value)?))
        })
        .collect()
}

fn header_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<HeaderValue>, D::Error> {
    Option::<String>::deserialize(deserializer)?.as_deref().map(parse_header_value).transpose()
}

fn parse_header_value<E: serde::de::Error>(text: &str) -> Result<HeaderValue, E> {
    HeaderValue::try_from(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &"the value of a header"))
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let Some(number) = Option::<f64>::deserialize(deserializer)? else { return Ok(None) };
    let duration = Duration::try_from_secs_f64(number);
    duration.map(Some).map_err(|_| D::Error::invalid_value(Unexpected::Float(number), &"seconds, not below zero"))
}
