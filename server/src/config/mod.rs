//! What a server is started with.

pub(crate) mod api_key;
pub(crate) mod s3_location;

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use self::api_key::ApiKey;
use self::s3_location::S3Location;

/// Where the bytes of uploads and downloads travel. An installation of Opik has one mode, and so has a process.
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

/// What the object store tells browsers about pages of other origins: how well its bucket was set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreCors {
    /// Any page may fetch and upload, and read the `ETag` an upload cannot be completed without.
    #[default]
    On,
    /// Nothing: a bucket that nobody set up.
    Off,
    /// Any page may fetch and upload, but not read the `ETag`: the usual mistake.
    NoEtag,
}

/// Which names of objects the store that comes with the server takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ObjectNames {
    /// What MinIO takes, which keeps objects in files under their names.
    #[default]
    Minio,
    /// All that a URL can lead to, as AWS S3 does.
    Any,
}

/// Which ids an upload may be for. Lists, downloads and deletions take any, whatever this says.
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
    /// Where bytes travel. Default: [`Mode::Direct`].
    pub mode: Mode,
    /// Directory for the database and the objects, made if missing. Default `None`: a fresh temporary directory,
    /// removed when the server is stopped.
    pub data: Option<PathBuf>,
    /// TCP port of the backend on 127.0.0.1. Default 0: any free one.
    pub port: u16,
    /// TCP port of the object store on 127.0.0.1. Default 0: any free one. Links and open uploads outlive a restart
    /// only on the same port, because the port is part of what a presigned link signs.
    pub store_port: u16,
    /// A bucket elsewhere that the objects go to. There is no store of the server's own then, and what is said here of
    /// that one, or of both origins, is for the backend alone or means nothing. Default `None`.
    pub s3: Option<S3Location>,
    /// Whether the backend answers pages of other origins. Default `false`, as in Opik.
    pub cors: bool,
    /// The API keys that are let in, each to a workspace. Default: none, and no authentication.
    pub auth: Vec<ApiKey>,
    /// Which ids of traces and spans uploads may name. Default: [`EntityIds::V7`].
    pub ids: EntityIds,
    /// What the object store allows pages of other origins. Default: [`StoreCors::On`].
    pub store_cors: StoreCors,
    /// Which names of objects the store takes. Default: [`ObjectNames::Minio`].
    pub object_names: ObjectNames,
    /// How long part URLs and download links of store mode work, in whole seconds. Default: an hour, as in Opik.
    pub presign_lifetime: Duration,
    /// The largest direct upload that is taken, in bytes on the wire. Default `None`: any.
    pub max_body: Option<u64>,
    /// How long every request to either origin waits before it is handled. Default: not at all. The backend's own
    /// requests to the store take another way and do not wait.
    pub latency: Duration,
    /// What each direction of each connection carries at most, in bytes a second, at both origins. Default `None`: all
    /// it can.
    pub bandwidth: Option<NonZeroU64>,
    /// TCP port of the admin endpoint on 127.0.0.1, where faults are ordered and the request log is read; 0 takes any
    /// free one. Default `None`: there is neither an endpoint nor a log.
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
