//! The part of the command line that chooses the store, and the environment that goes with it.

use std::env;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use opik_attachments_server::{Credentials, S3Location};

/// The region if the environment names none.
const DEFAULT_REGION: &str = "us-east-1";

#[derive(Debug, Args)]
pub(crate) struct S3Args {
    /// Keep the objects in this S3 instead of the server's own store. The keys are AWS_ACCESS_KEY_ID,
    /// AWS_SECRET_ACCESS_KEY and, if need be, AWS_SESSION_TOKEN; the region is AWS_REGION or AWS_DEFAULT_REGION
    #[arg(long, value_name = "URL", requires = "s3_bucket", conflicts_with_all = ["store_port", "store_cors"])]
    s3_endpoint: Option<String>,

    /// The bucket in that S3. It must exist, and its CORS rule is its own
    #[arg(long, value_name = "NAME", requires = "s3_endpoint", value_parser = NonEmptyStringValueParser::new())]
    s3_bucket: Option<String>,
}

impl S3Args {
    /// The bucket that was asked for, with keys and region from the environment.
    pub(crate) fn into_location(self) -> Result<Option<S3Location>, &'static str> {
        let (Some(endpoint), Some(bucket)) = (self.s3_endpoint, self.s3_bucket) else {
            return Ok(None);
        };
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
