//! Reading JSON bodies as Opik's Jackson does: what it takes for what, and its words for what it does not take.

mod jackson;
mod locations;

use std::borrow::Cow;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};
use uuid::Uuid;

use self::jackson::{Class, JacksonError};
use crate::backend::error::ApiError;
use crate::backend::model::EntityType;
use crate::backend::uuid_text::parse_json_uuid;
use crate::backend::validation::is_blank;

/// The largest JSON body read, 16 MiB: many times a completion of 10,000 parts.
const MAX_BODY: usize = 16 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The object a request carries. Unknown keys are ignored, and `null` is the same as a missing key.
#[derive(Debug)]
pub(crate) struct JsonObject {
    fields: Map<String, Value>,
    /// The whole body, to tell where in it something is.
    text: Bytes,
    class: Class,
}

impl<S: Sync> FromRequest<S> for JsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let class = Class::of(request.uri().path());
        // Most likely because it says that it is gzip and is not.
        let unread = |error: axum::Error| ApiError::internal(format!("a JSON request that cannot be read: {error}"));
        let mut text = to_bytes(request.into_body(), MAX_BODY).await.map_err(unread)?;
        if text.is_empty() {
            // Opik's handlers do not guard against this one.
            return Err(ApiError::internal("a JSON request without a body"));
        }
        if text.starts_with(BYTE_ORDER_MARK) {
            text = text.split_off(BYTE_ORDER_MARK.len());
        }
        match serde_json::from_slice(&text) {
            Ok(Value::Object(fields)) => Ok(Self { fields, text, class }),
            Ok(Value::Null) => Err(ApiError::internal("a JSON request with null for a body")),
            Ok(other) => Err(JacksonError::not_an_object(&text, class, &other).into()),
            Err(error) => Err(JacksonError::syntax(&text, class, &error).into()),
        }
    }
}

impl JsonObject {
    fn read<'a, T>(
        &'a self,
        key: &str,
        convert: impl FnOnce(&'a Value) -> Result<Option<T>, JacksonError>,
    ) -> Result<Option<T>, ApiError> {
        match self.fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => convert(value).map_err(|error| error.in_field(&self.text, self.class, key).into()),
        }
    }

    /// Numbers and truth values are taken for their text.
    pub(crate) fn text(&self, key: &str) -> Result<Option<Cow<'_, str>>, ApiError> {
        self.read(key, |value| text_of(value).map(Some))
    }

    pub(crate) fn int32(&self, key: &str) -> Result<Option<i32>, ApiError> {
        let number = self.read(key, |value| integer(value, "Integer", "int", i32::MIN.into(), i32::MAX.into()))?;
        Ok(number.and_then(|number| i32::try_from(number).ok()))
    }

    pub(crate) fn int64(&self, key: &str) -> Result<Option<i64>, ApiError> {
        self.read(key, |value| integer(value, "Long", "long", i64::MIN, i64::MAX))
    }

    pub(crate) fn uuid(&self, key: &str) -> Result<Option<Uuid>, ApiError> {
        self.read(key, |value| match value.as_str() {
            None => Err(JacksonError::wrong_token("java.util.UUID", value)),
            Some(text) if is_blank(text) => Ok(None),
            Some(text) => parse_json_uuid(text).map(Some).ok_or_else(|| {
                let why = "UUID has to be represented by standard 36-char representation";
                JacksonError::wrong_text("java.util.UUID", text, why)
            }),
        })
    }

    pub(crate) fn entity_type(&self) -> Result<Option<EntityType>, ApiError> {
        self.read("entity_type", |value| {
            let text = text_of(value)?;
            EntityType::parse(&text).map(Some).ok_or_else(|| JacksonError::unknown_entity_type(&text))
        })
    }

    /// A list of texts, in which `null` is let in to fail later.
    pub(crate) fn texts(&self, key: &str) -> Result<Option<Vec<Option<String>>>, ApiError> {
        self.read(key, |value| match value {
            Value::Array(items) => items
                .iter()
                .map(|item| if item.is_null() { Ok(None) } else { text_of(item).map(|text| Some(text.into_owned())) })
                .collect::<Result<_, _>>()
                .map(Some),
            Value::String(text) => Err(JacksonError::no_creator("java.util.HashSet", text)),
            other => Err(JacksonError::wrong_token("java.util.HashSet<java.lang.String>", other)),
        })
    }

    /// A list of objects, none of which is looked into yet; `null` is taken for an empty one.
    pub(crate) fn objects(&self, key: &str) -> Result<Option<Vec<Self>>, ApiError> {
        self.read(key, |value| match value {
            Value::Array(items) => items.iter().map(|item| self.part(item)).collect::<Result<_, _>>().map(Some),
            other => Err(JacksonError::wrong_token("java.util.ArrayList", other)),
        })
    }

    fn part(&self, item: &Value) -> Result<Self, JacksonError> {
        let fields = match item {
            Value::Object(fields) => fields.clone(),
            Value::Null => Map::new(),
            other => return Err(JacksonError::wrong_token(Class::PART.name(), other)),
        };
        Ok(Self { fields, text: self.text.clone(), class: Class::PART })
    }
}

fn text_of(value: &Value) -> Result<Cow<'_, str>, JacksonError> {
    match value {
        Value::String(text) => Ok(text.into()),
        Value::Number(number) => Ok(number.to_string().into()),
        Value::Bool(truth) => Ok(truth.to_string().into()),
        other => Err(JacksonError::wrong_token("java.lang.String", other)),
    }
}

/// A whole number, also one in quotes; blank text is none, and fractions are cut off.
fn integer(value: &Value, class: &str, word: &str, min: i64, max: i64) -> Result<Option<i64>, JacksonError> {
    let class = format!("java.lang.{class}");
    let fits = |number: i64| (min..=max).contains(&number);
    match value {
        Value::String(text) if is_blank(text) => Ok(None),
        Value::String(text) => match text.trim().parse() {
            Ok(number) if fits(number) => Ok(Some(number)),
            _ => Err(JacksonError::wrong_text(&class, text, &format!("not a valid `{class}` value"))),
        },
        Value::Number(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "cutting off the fraction is what is wanted")]
            let whole = number
                .as_i64()
                .or_else(|| number.as_f64().filter(|float| float.abs() < 9e18).map(|float| float as i64));
            match whole {
                Some(number) if fits(number) => Ok(Some(number)),
                _ => Err(JacksonError::out_of_range(number, word, min, max)),
            }
        }
        other => Err(JacksonError::wrong_token(&class, other)),
    }
}
