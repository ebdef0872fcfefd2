//! The object store: the backend's S3 client, and the embedded S3 store that this server runs by default.
//!
//! The backend's side: `client` makes S3 requests, `presigned_url` signs them, `transport` sends them, `spool` holds
//! request bodies until their length is known, `contents` lists what the store holds.
//!
//! The embedded store: `embedded` puts it together, `request_checks`, `error_response` and `cors` add what MinIO does
//! around the protocol, `s3_service` answers S3 operations, `object_name` checks keys, `object_range` reads objects,
//! `open_uploads` and `part_file` hold multipart uploads, `key_index` maps file names back to keys, `inventory` lists
//! objects.
//!
//! Both sides speak ordinary signed S3 requests, so that the client works with any other S3 too.

mod client;
mod constants;
mod contents;
mod cors;
mod embedded;
mod error;
mod error_response;
mod inventory;
mod key_index;
mod object_name;
mod object_range;
mod open_uploads;
mod part_file;
mod presigned_url;
mod request_checks;
mod s3_service;
mod spool;
mod startup;
mod transport;
mod xml;

pub(crate) use client::{StoreClient, UploadedPart};
pub(crate) use contents::StoreContents;
pub(crate) use embedded::EmbeddedStore;
pub(crate) use error::StoreError;
pub(crate) use spool::Spool;
pub(crate) use startup::{Store, StoreLocation};
