//! The object store: signed requests, multipart uploads, ranges, and another S3 in its place.

mod external_s3;
mod external_s3_tls;
mod multipart;
mod ranges;
mod requests;
