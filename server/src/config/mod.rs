//! The settings of a server, and their defaults.

pub(crate) mod api_key;
pub(crate) mod s3_location;

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use self::api_key::ApiKey;
use self::s3_location::S3Location;

/// The path of file bytes. A server has one mode, like an installation of Opik.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Through the backend: one `PUT` to upload, one `GET` to download.
    #[default]
    Direct,
    /// Straight to and from the object store, through presigned links.
    Store,
}

impl Mode {
    /// The word used for this mode on the command line and in the ready line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Store => "store",
        }
    }
}

/// The CORS configuration of the embedded store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreCors {
    /// Any page may fetch and upload, and read the `ETag` an upload cannot be completed without.
    #[default]
    On,
    /// No CORS: a bucket without a configuration.
    Off,
    /// Any page may fetch and upload, but not read the `ETag`: a common misconfiguration.
    NoEtag,
}

/// The object names that the embedded store accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ObjectNames {
    /// The names that MinIO accepts, which stores each object in a file of that name.
    #[default]
    Minio,
    /// Every name that a URL can express, as in AWS S3.
    Any,
}

/// The ids of traces and spans that uploads accept. Lists, downloads and deletions accept any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntityIds {
    /// Version 7 UUIDs, as Opik's SDKs make them: Opik since 21 July 2026.
    #[default]
    V7,
    /// Any UUID: Opik before.
    Any,
}

/// Settings of one server. [`Config::default`] is direct mode on two free ports with a temporary data directory.
#[derive(Clone, Debug)]
pub struct Config {
    /// The path of file bytes. Default: [`Mode::Direct`].
    pub mode: Mode,
    /// Directory for the database and the objects, made if missing. Default `None`: a fresh temporary directory,
    /// removed when the server is stopped.
    pub data: Option<PathBuf>,
    /// TCP port of the backend on 127.0.0.1. Default 0: any free port.
    pub port: u16,
    /// TCP port of the object store on 127.0.0.1. Default 0: any free port. Links and open uploads outlive a restart
    /// only on the same port, because the port is part of what a presigned link signs.
    pub store_port: u16,
    /// A bucket of another S3 for the objects, in builds with the feature `s3-endpoint`. The embedded store is not started
    /// then: settings of both origins apply to the backend only, and settings of the store are ignored. Default `None`.
    pub s3: Option<S3Location>,
    /// Allows pages of other origins to use the backend. Default `false`, as in Opik.
    pub cors: bool,
    /// The accepted API keys, each with its workspace. Default: none, and no authentication.
    pub auth: Vec<ApiKey>,
    /// The ids of traces and spans that uploads accept. Default: [`EntityIds::V7`].
    pub ids: EntityIds,
    /// CORS of the embedded store. Default: [`StoreCors::On`].
    pub store_cors: StoreCors,
    /// The object names that the embedded store accepts. Default: [`ObjectNames::Minio`].
    pub object_names: ObjectNames,
    /// Lifetime of part URLs and download links in store mode, in whole seconds. Default: an hour, as in Opik.
    pub presign_lifetime: Duration,
    /// Maximum size of a direct upload, in bytes on the wire. Default `None`: unlimited.
    pub max_body: Option<u64>,
    /// Delay of every request to either origin. Default: none. The backend's own requests to the embedded store are not
    /// delayed.
    pub latency: Duration,
    /// Bandwidth limit of each direction of each connection to either origin, in bytes per second. Default `None`:
    /// unlimited.
    pub bandwidth: Option<NonZeroU64>,
    /// TCP port of the admin port on 127.0.0.1, for fault rules, the request log and the state; 0 takes any free port.
    /// Default `None`: no admin port and no log.
    pub admin_port: Option<u16>,
    /// Directory served at `/`. Default `None`: nothing is.
    pub www: Option<PathBuf>,
    /// Directory served at `/pkg/`. Default `None`: nothing is.
    pub pkg: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            data: None,
            port: 0,
            store_port: 0,
            s3: None,
            cors: false,
            store_cors: StoreCors::default(),
            object_names: ObjectNames::default(),
            auth: Vec::new(),
            ids: EntityIds::default(),
            presign_lifetime: Duration::from_secs(3600),
            max_body: None,
            latency: Duration::ZERO,
            bandwidth: None,
            admin_port: None,
            www: None,
            pkg: None,
        }
    }
}
