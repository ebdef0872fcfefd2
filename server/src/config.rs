//! What a server is started with.

use std::path::PathBuf;

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

/// Settings of one server. [`Config::default`] is direct mode on two free ports with a temporary data directory.
#[derive(Clone, Debug, Default)]
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
    /// Whether the backend answers pages of other origins. Default `false`, as in Opik.
    pub cors: bool,
    /// Directory served at `/`. Default `None`: nothing is.
    pub www: Option<PathBuf>,
    /// Directory served at `/pkg/`. Default `None`: nothing is.
    pub pkg: Option<PathBuf>,
}
