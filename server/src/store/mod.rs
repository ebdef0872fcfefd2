//! The object store: the backend's client for it, and the one that comes with this server.
//!
//! The two meet only over HTTP, in ordinary signed S3 requests, so that the client would work with any other S3 too.

mod client;
mod contents;
mod cors;
pub(crate) mod embedded;
pub(crate) mod embedded_server;
mod error_response;
mod http_client;
mod inventory;
mod key_index;
mod object_name;
mod object_range;
mod open_uploads;
mod part_file;
mod presigned_url;
mod request_checks;
mod s3_service;
pub(crate) mod spool;
pub(crate) mod startup;

pub(crate) use client::{StoreClient, UploadedPart};
pub(crate) use contents::StoreContents;
pub(crate) use cors::with_bucket_cors;
pub(crate) use inventory::Inventory;

/// The bucket everything is in.
const BUCKET: &str = "opik-attachments";
/// Where things are below the data directory.
const OBJECTS: &str = "objects";
const KEYS: &str = "keys";
const UPLOADS: &str = "uploads";
/// How much of a file is read at a time. Every read is a trip to another thread.
const CHUNK: usize = 256 << 10;
const REGION: &str = "us-east-1";
// No secrets: whoever can reach 127.0.0.1 may use this store. They are fixed so that links outlive a restart.
const ACCESS_KEY: &str = "local-access-key";
const SECRET_KEY: &str = "local-secret-key";
