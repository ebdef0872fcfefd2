//! The command line, and the environment variables that go with it.

use std::env;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use clap::{Parser, ValueEnum, value_parser};
use opik_attachments_server::{ApiKey, Config, Credentials, EntityIds, Mode, ObjectNames, S3Location, StoreCors};

/// The region if the environment names none.
const DEFAULT_REGION: &str = "us-east-1";

/// A local stand-in for Opik's attachment API, with an embedded object store. Listens on 127.0.0.1 only.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Args {
    /// The path of file bytes: through the backend, or directly to and from the object store by presigned links
    #[arg(long, value_enum, default_value_t = ModeArg::Direct)]
    mode: ModeArg,

    /// Directory that keeps all data between runs [default: a temporary one, removed at the end]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Port of the backend; 0 takes any free port
    #[arg(long, value_name = "N", default_value_t = 5173)]
    port: u16,

    /// Port of the object store; 0 takes any free port
    #[arg(long, value_name = "N", default_value_t = 0)]
    store_port: u16,

    #[command(flatten)]
    s3: S3Args,

    /// Allow pages of other origins to use the backend
    #[arg(long)]
    cors: bool,

    /// CORS of the object store
    #[arg(long, value_enum, default_value_t = StoreCorsArg::On)]
    store_cors: StoreCorsArg,

    /// Object names that the store accepts
    #[arg(long, value_enum, default_value_t = ObjectNamesArg::Minio)]
    object_names: ObjectNamesArg,

    /// Require an API key, and give this one access to the workspace (`default` if none is named); can be repeated
    #[arg(long, value_name = "KEY[@WORKSPACE]")]
    auth: Vec<ApiKey>,

    /// Ids of traces and spans that uploads accept
    #[arg(long, value_enum, default_value_t = IdsArg::V7)]
    ids: IdsArg,

    /// Lifetime of part URLs and download links; at most a week, as in S3
    #[arg(long, value_name = "N", default_value_t = 3600, value_parser = value_parser!(u64).range(1..=604_800))]
    presign_seconds: u64,

    /// Maximum size of a direct upload; larger ones get a 413 page of the web server in front [default: unlimited]
    #[arg(long, value_name = "BYTES")]
    max_body: Option<u64>,

    /// Delay of every request to either origin, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0, value_parser = value_parser!(u64).range(..=30_000))]
    latency: u64,

    /// Bandwidth limit of each direction of each connection, in bytes per second [default: unlimited]
    #[arg(long, value_name = "BYTES")]
    bandwidth: Option<NonZeroU64>,

    /// Admin port, for fault rules, the request log and the state; 0 takes any free port [default: none]
    #[arg(long, value_name = "N")]
    admin_port: Option<u16>,

    /// Serve this directory at /
    #[arg(long, value_name = "DIR")]
    www: Option<PathBuf>,

    /// Serve this directory at /pkg/
    #[arg(long, value_name = "DIR")]
    pkg: Option<PathBuf>,

    /// Print the ready line as JSON instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeArg {
    Direct,
    Store,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum IdsArg {
    /// Version 7 UUIDs, like Opik since 21 July 2026
    V7,
    /// Any UUID, like Opik before
    Any,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StoreCorsArg {
    /// Fetch, upload, and read the ETag
    On,
    /// Nothing
    Off,
    /// Fetch and upload, but not read the ETag
    NoEtag,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ObjectNamesArg {
    /// The names that MinIO accepts
    Minio,
    /// Every name that a URL can express, like AWS S3
    Any,
}

impl Args {
    /// The settings, with the keys from the environment.
    pub(crate) fn into_config(self) -> Result<Config, &'static str> {
        let mode = match self.mode {
            ModeArg::Direct => Mode::Direct,
            ModeArg::Store => Mode::Store,
        };
        let store_cors = match self.store_cors {
            StoreCorsArg::On => StoreCors::On,
            StoreCorsArg::Off => StoreCors::Off,
            StoreCorsArg::NoEtag => StoreCors::NoEtag,
        };
        let ids = match self.ids {
            IdsArg::V7 => EntityIds::V7,
            IdsArg::Any => EntityIds::Any,
        };
        let object_names = match self.object_names {
            ObjectNamesArg::Minio => ObjectNames::Minio,
            ObjectNamesArg::Any => ObjectNames::Any,
        };
        let presign_lifetime = Duration::from_secs(self.presign_seconds);
        let latency = Duration::from_millis(self.latency);
        let Self { data, port, store_port, s3, cors, auth, max_body, bandwidth, admin_port, www, pkg, .. } = self;
        let s3 = s3.into_location()?;
        Ok(Config {
            mode,
            data,
            port,
            store_port,
            s3,
            cors,
            store_cors,
            object_names,
            auth,
            ids,
            presign_lifetime,
            max_body,
            latency,
            bandwidth,
            admin_port,
            www,
            pkg,
        })
    }
}

#[derive(Debug, clap::Args)]
struct S3Args {
    /// Keep the objects in this S3 instead of the embedded store; needs a build with `--features s3-endpoint`. The keys
    /// are AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary keys, AWS_SESSION_TOKEN; the region is AWS_REGION
    /// or AWS_DEFAULT_REGION
    #[arg(long, value_name = "URL", requires = "s3_bucket", conflicts_with_all = ["store_port", "store_cors"])]
    s3_endpoint: Option<String>,

    /// The bucket in that S3; it must exist, and keeps its own CORS rules
    #[arg(long, value_name = "NAME", requires = "s3_endpoint", value_parser = NonEmptyStringValueParser::new())]
    s3_bucket: Option<String>,
}

impl S3Args {
    /// The bucket that was asked for, with keys and region from the environment.
    fn into_location(self) -> Result<Option<S3Location>, &'static str> {
        let (Some(endpoint), Some(bucket)) = (self.s3_endpoint, self.s3_bucket) else {
            return Ok(None);
        };
        if cfg!(not(feature = "s3-endpoint")) {
            return Err("--s3-endpoint needs a build of this program with `--features s3-endpoint`");
        }
        // Blank counts as missing, here as in the library that reads the keys.
        let variable = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let credentials = Credentials::from_env().ok_or(
            "--s3-endpoint needs keys in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and \
             AWS_SESSION_TOKEN if they came with one",
        )?;
        let region = region.unwrap_or_else(|| DEFAULT_REGION.to_owned());
        Ok(Some(S3Location { endpoint, bucket, region, credentials }))
    }
}
