//! Collecting what is wrong with a request, since Opik reports all of it at once.

use axum::http::StatusCode;

use crate::backend::error::ApiError;

/// The complaints so far. Each check records one if it fails and hands its value back.
#[derive(Debug)]
pub(crate) struct Validation {
    status: StatusCode,
    prefix: &'static str,
    errors: Vec<String>,
}

impl Validation {
    /// For query parameters, named as on the wire: 400.
    pub(crate) const fn for_query() -> Self {
        Self { status: StatusCode::BAD_REQUEST, prefix: "query param ", errors: Vec::new() }
    }

    /// For a JSON body: 422. Opik names its fields in camelCase here, although the keys on the wire are not.
    pub(crate) const fn for_json() -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, prefix: "", errors: Vec::new() }
    }

    fn push_error(&mut self, name: &str, rule: &str) {
        self.errors.push(format!("{}{name} {rule}", self.prefix));
    }

    pub(crate) fn not_null<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.push_error(name, "must not be null");
        }
        value
    }

    pub(crate) fn not_blank<T: AsRef<str>>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        let value = value.filter(|text| !is_blank(text.as_ref()));
        if value.is_none() {
            self.push_error(name, "must not be blank");
        }
        value
    }

    /// May be missing, but not blank.
    pub(crate) fn null_or_not_blank(&mut self, name: &str, value: Option<&str>) {
        if value.is_some_and(is_blank) {
            self.push_error(name, "must not be blank");
        }
    }

    pub(crate) fn at_least_one(&mut self, name: &str, value: i32) {
        if value < 1 {
            self.push_error(name, "must be greater than or equal to 1");
        }
    }

    /// The answer listing every complaint.
    pub(crate) fn into_error(self) -> ApiError {
        ApiError::List(self.status, self.errors)
    }

    /// Goes on if there was nothing to complain about.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }
}

/// Nothing but white space, or nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
