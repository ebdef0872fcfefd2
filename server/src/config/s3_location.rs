//! The location of an S3 bucket, and its keys.

use std::env;
use std::fmt;

/// A bucket of any S3 that objects can be kept in, instead of in the embedded store. The bucket must exist: its rules,
/// CORS included, are its owner's. Requests use path-style URLs and no proxy.
///
/// Printing it for debugging shows neither the secret nor the session token.
#[derive(Clone, Debug)]
pub struct S3Location {
    /// URL of the store, without the bucket.
    pub endpoint: String,
    /// Name of the bucket.
    pub bucket: String,
    /// The region that signatures are made for.
    pub region: String,
    /// The keys.
    pub credentials: Credentials,
}

/// Keys to an S3.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: Option<String>,
}

impl Credentials {
    /// Keys that do not expire.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self { access_key_id: access_key_id.into(), secret_access_key: secret_access_key.into(), session_token: None }
    }

    /// The same keys with the session token that came with them.
    #[must_use]
    pub fn with_session_token(self, session_token: impl Into<String>) -> Self {
        Self { session_token: Some(session_token.into()), ..self }
    }

    /// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. `None` if one of the first two is
    /// missing or blank.
    #[must_use]
    pub fn from_env() -> Option<Self> {
        let variable = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
        Some(Self {
            access_key_id: variable("AWS_ACCESS_KEY_ID")?,
            secret_access_key: variable("AWS_SECRET_ACCESS_KEY")?,
            session_token: variable("AWS_SESSION_TOKEN"),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}
