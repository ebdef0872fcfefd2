//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use opik_attachments_server::{Config, Mode};

/// A local stand-in for Opik's attachment API, with an object store of its own. Listens on 127.0.0.1 only.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Args {
    /// Where bytes travel: through the backend, or straight to and from the object store by presigned links
    #[arg(long, value_enum, default_value_t = ModeArg::Direct)]
    mode: ModeArg,

    /// Directory that holds everything, kept between runs [default: a temporary one, removed at the end]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Port of the backend; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 5173)]
    port: u16,

    /// Port of the object store; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    store_port: u16,

    /// Let pages of other origins use the backend
    #[arg(long)]
    cors: bool,

    /// Serve this directory at /
    #[arg(long, value_name = "DIR")]
    www: Option<PathBuf>,

    /// Serve this directory at /pkg/
    #[arg(long, value_name = "DIR")]
    pkg: Option<PathBuf>,

    /// Once ready, print one line of JSON instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeArg {
    Direct,
    Store,
}

impl Args {
    pub(crate) fn into_config(self) -> Config {
        let mode = match self.mode {
            ModeArg::Direct => Mode::Direct,
            ModeArg::Store => Mode::Store,
        };
        let Self { data, port, store_port, cors, www, pkg, .. } = self;
        Config { mode, data, port, store_port, cors, www, pkg }
    }
}
