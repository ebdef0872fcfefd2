//! Presigned S3 URLs: AWS Signature Version 4 in the query string.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

use std::fmt::Write as _;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use url::{Position, Url};

use crate::config::s3_location::Credentials;
use crate::digest::hex;

/// The unreserved characters of RFC 3986 stay as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const ENCODED_IN_PATH: &AsciiSet = &ENCODED.remove(b'/');

/// A bucket with path-style URLs, and what its requests are signed with.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    /// Scheme, host and port.
    origin: String,
    /// The `Host` header: the port is left out where it is the scheme's own.
    host: String,
    /// Path of the bucket, percent-encoded, with a slash at both ends.
    path: String,
    region: String,
    credentials: Credentials,
}

impl Bucket {
    pub(super) fn new(endpoint: &Url, name: &str, region: &str, credentials: Credentials) -> Result<Self, String> {
        if !matches!(endpoint.scheme(), "http" | "https") {
            return Err(format!("expected an http or https URL, got the scheme {:?}", endpoint.scheme()));
        }
        let host = endpoint[Position::BeforeHost..Position::AfterPort].to_owned();
        let prefix = endpoint.path().trim_end_matches('/');
        Ok(Self {
            // Without a user name and a password: HTTP clients send those in a header that S3 rejects next to a signature.
            origin: endpoint.origin().ascii_serialization(),
            host,
            path: format!("{prefix}/{}/", utf8_percent_encode(name, ENCODED)),
            region: region.to_owned(),
            credentials,
        })
    }

    /// Scheme, host and port, without a slash at the end.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    #[cfg(feature = "s3-endpoint")]
    pub(super) fn region(&self) -> &str {
        &self.region
    }

    /// Signs a request for an object, or for the bucket itself if the key is empty. `parameters` come first in the query.
    pub(super) fn presign(&self, method: &str, key: &str, parameters: &[(&str, &str)], expires: Duration) -> String {
        self.presign_at(OffsetDateTime::now_utc(), method, key, parameters, expires)
    }

    fn presign_at(
        &self,
        now: OffsetDateTime,
        method: &str,
        key: &str,
        parameters: &[(&str, &str)],
        expires: Duration,
    ) -> String {
        let path = format!("{}{}", self.path, utf8_percent_encode(key, ENCODED_IN_PATH));
        let date = format!("{:04}{:02}{:02}", now.year(), u8::from(now.month()), now.day());
        let date_time = format!("{date}T{:02}{:02}{:02}Z", now.hour(), now.minute(), now.second());
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let credential = format!("{}/{scope}", self.credentials.access_key_id);
        let expires = expires.as_secs().to_string();
        // In the order of the library that Opik signs with. The signature does not depend on it.
        let mut pairs = parameters.to_vec();
        pairs.extend(self.credentials.session_token.as_deref().map(|token| ("X-Amz-Security-Token", token)));
        pairs.extend([
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Date", &date_time),
            ("X-Amz-SignedHeaders", "host"),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Expires", &expires),
        ]);
        let mut pairs: Vec<String> = pairs.iter().map(|(name, value)| encode_pair(name, value)).collect();
        let query = pairs.join("&");
        pairs.sort();
        let canonical = format!("{method}\n{path}\n{}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", pairs.join("&"), self.host);
        let to_sign = format!("AWS4-HMAC-SHA256\n{date_time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let signing_key = scope
            .split('/')
            .fold(format!("AWS4{}", self.credentials.secret_access_key).into_bytes(), |key, step| hmac(&key, step));
        format!("{}{path}?{query}&X-Amz-Signature={}", self.origin, hex(&hmac(&signing_key, &to_sign)))
    }
}

fn encode_pair(name: &str, value: &str) -> String {
    let mut pair = String::new();
    // Writing to a string cannot fail.
    let _ = write!(pair, "{}={}", utf8_percent_encode(name, ENCODED), utf8_percent_encode(value, ENCODED));
    pair
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // A key of any length is valid.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| Vec::new(),
        |mut mac| {
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(endpoint: &str, name: &str) -> Bucket {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        Bucket::new(&endpoint.parse().unwrap(), name, "us-east-1", credentials).unwrap()
    }

    fn at() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_369_353_600).unwrap()
    }

    #[test]
    fn the_signature_is_that_of_the_example_in_the_documentation_of_aws() {
        // The documentation's bucket is part of the host. Here the path is all that differs.
        let mut bucket = bucket("https://examplebucket.s3.amazonaws.com", "");
        bucket.path = "/".to_owned();
        let url = bucket.presign_at(at(), "GET", "test.txt", &[], Duration::from_secs(86_400));
        assert!(
            url.ends_with("&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"),
            "{url}"
        );
    }

    #[test]
    fn the_part_comes_first_and_the_signature_last() {
        let parameters = [("partNumber", "1"), ("uploadId", "u=")];
        let mut bucket = bucket("http://h:80/", "b");
        bucket.credentials.session_token = Some("t/".to_owned());
        let url = bucket.presign_at(at(), "PUT", "k é", &parameters, Duration::from_secs(60));
        let (start, signature) = url.split_once("&X-Amz-Signature=").unwrap();
        assert_eq!(
            start,
            "http://h/b/k%20%C3%A9?partNumber=1&uploadId=u%3D&X-Amz-Security-Token=t%2F&\
             X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20130524T000000Z&X-Amz-SignedHeaders=host&\
             X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Expires=60"
        );
        assert_eq!(signature.len(), 64);
    }

    #[test]
    fn an_endpoint_may_have_a_path_but_no_password() {
        let url = bucket("http://user:secret@h:9000/prefix/", "b c").presign("GET", "k", &[], Duration::from_secs(1));
        assert!(url.starts_with("http://h:9000/prefix/b%20c/k?"), "{url}");
    }
}
