//! The object store: the backend's client for it, and the one that comes with this server.
//!
//! The two meet only over HTTP, in ordinary signed S3 requests, so that the client would work with any other S3 too.

mod client;
mod cors;
pub(crate) mod embedded;
mod front;
mod http;
mod part_ledger;
mod shelf;

pub(crate) use client::{StoreClient, UploadedPart};

/// The bucket everything is in.
const BUCKET: &str = "opik-attachments";
const REGION: &str = "us-east-1";
// No secrets: whoever can reach 127.0.0.1 may use this store. They are fixed so that links outlive a restart.
const ACCESS_KEY: &str = "local-access-key";
const SECRET_KEY: &str = "local-secret-key";
