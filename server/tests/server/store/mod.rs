//! The object store: signed requests, multipart uploads, ranges, and another S3 in its place.

#[cfg(feature = "s3-endpoint")]
mod external_s3;
#[cfg(feature = "s3-endpoint")]
mod external_s3_tls;
mod multipart;
mod ranges;
mod requests;
