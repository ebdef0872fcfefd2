//! Where an S3 bucket is, and the keys to it.

pub use rusty_s3::Credentials;

/// A bucket of any S3 that objects can be kept in, instead of in the store that comes with the server. The bucket must
/// be there already: its rules, the one for pages of other origins included, are its owner's. It is asked with path-style
/// URLs, and not through a proxy.
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
