//! The backend's side of S3: signing links for others, and making a few requests itself.

use std::fmt::Write as _;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Client, Response, StatusCode};
use rusty_s3::actions::{CompleteMultipartUploadResponse, CreateMultipartUpload};
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use tokio_util::io::ReaderStream;

use super::http_client::{error_chain, http_client};
use super::presigned_url::order_query;
use super::{ACCESS_KEY, BUCKET, CHUNK, REGION, SECRET_KEY};
use crate::backend::error::ApiError;
use crate::config::s3_location::S3Location;
use crate::store::spool::SpooledBody;

/// How long the backend's own signatures work. They are used at once.
const REQUEST_LIFETIME: Duration = Duration::from_secs(60);
/// How long a store outside may take to say at the start that its bucket is there.
const CHECK_TIMEOUT: Duration = Duration::from_secs(20);

/// An S3 client for one bucket.
#[derive(Clone, Debug)]
pub(crate) struct StoreClient {
    http: Client,
    /// The bucket where clients reach it: what links point to.
    links: Bucket,
    /// The bucket where this client itself reaches it.
    internal: Bucket,
    credentials: Credentials,
    /// How long links given to clients work.
    presign_lifetime: Duration,
}

/// A part as the client claims to have uploaded it.
#[derive(Debug)]
pub(crate) struct UploadedPart {
    pub(crate) number: Option<i32>,
    /// With or without its quotes.
    pub(crate) e_tag: Option<String>,
}

impl StoreClient {
    /// A client for the store that comes with this server. It asks at `internal_origin`, and its links lead to
    /// `public_origin` and work for as long as that.
    pub(crate) fn new(
        public_origin: &str,
        internal_origin: &str,
        presign_lifetime: Duration,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let links = bucket_at(public_origin)?;
        let internal = bucket_at(internal_origin)?;
        let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
        Ok(Self { http: http_client()?, links, internal, credentials, presign_lifetime })
    }

    /// A client for a bucket of somebody else's, which has one address for all.
    pub(crate) fn external(
        location: &S3Location,
        presign_lifetime: Duration,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let S3Location { endpoint, bucket, region, credentials } = location.clone();
        let bucket = Bucket::new(endpoint.parse()?, UrlStyle::Path, bucket, region)?;
        Ok(Self { http: http_client()?, links: bucket.clone(), internal: bucket, credentials, presign_lifetime })
    }

    /// Origin that links lead to, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        self.links.base_url().origin().ascii_serialization()
    }

    /// Fails unless the bucket is there and the keys open it.
    pub(crate) async fn check_bucket(&self) -> Result<(), String> {
        let url = self.internal.head_bucket(Some(&self.credentials)).sign(REQUEST_LIFETIME);
        let response = self.http.head(url).timeout(CHECK_TIMEOUT).send().await.map_err(error_chain)?;
        // The answer to a HEAD has no body that would say more than its status.
        match response.status() {
            status if status.is_success() => Ok(()),
            StatusCode::FORBIDDEN => Err("the keys are wrong, or do not open this bucket (403)".to_owned()),
            StatusCode::NOT_FOUND => Err("there is no such bucket (404)".to_owned()),
            status @ (StatusCode::BAD_REQUEST | StatusCode::MOVED_PERMANENTLY) => {
                Err(format!("the answer is {status}; is its region {:?}?", self.internal.region()))
            }
            status => Err(format!("the answer is {status}")),
        }
    }

    /// Makes the bucket, unless it is there.
    pub(crate) async fn ensure_bucket(&self) -> Result<(), Box<dyn std::error::Error>> {
        let url = self.internal.create_bucket(&self.credentials).sign(REQUEST_LIFETIME);
        let response = self.http.put(url).header(CONTENT_LENGTH, 0).send().await?;
        match response.status() {
            // Conflict is how stores say that it exists.
            status if status.is_success() || status == StatusCode::CONFLICT => Ok(()),
            status => Err(format!("the store answered {status}: {}", response.text().await?).into()),
        }
    }

    /// A link that fetches an object.
    pub(crate) fn presigned_get(&self, key: &str) -> String {
        order_query(self.links.get_object(Some(&self.credentials), key).sign(self.presign_lifetime).into())
    }

    /// A link that takes one part of an upload.
    pub(crate) fn presigned_part(&self, key: &str, upload_id: &str, number: i32) -> String {
        // The signing library's own action stops at 65,535, but Opik hands out links for any number it is asked for.
        let mut action = self.links.put_object(Some(&self.credentials), key);
        action.query_mut().insert("partNumber", number.to_string());
        action.query_mut().insert("uploadId", upload_id);
        order_query(action.sign(self.presign_lifetime).into())
    }

    /// Opens a multipart upload whose object will have that content type, and returns its id.
    pub(crate) async fn create_upload(&self, key: &str, mime_type: &str) -> Result<String, ApiError> {
        let url = self.internal.create_multipart_upload(Some(&self.credentials), key).sign(REQUEST_LIFETIME);
        let request = self.http.post(url).header(CONTENT_TYPE, mime_type).header(CONTENT_LENGTH, 0);
        let body = ensure_success(request.send().await).await?.text().await.map_err(|e| store_error(&e))?;
        let answer = CreateMultipartUpload::parse_response(&body).map_err(|e| store_error(&e))?;
        Ok(answer.upload_id().to_owned())
    }

    /// Makes an object of the parts.
    pub(crate) async fn complete_upload(
        &self,
        key: &str,
        upload_id: &str,
        parts: &[UploadedPart],
    ) -> Result<(), ApiError> {
        let action =
            self.internal.complete_multipart_upload(Some(&self.credentials), key, upload_id, std::iter::empty());
        let url = action.sign(REQUEST_LIFETIME);
        let body = ensure_success(self.http.post(url).body(parts_xml(parts)).send().await)
            .await?
            .text()
            .await
            .map_err(|e| store_error(&e))?;
        // S3 may send 200 before it knows, and the failure in the body.
        CompleteMultipartUploadResponse::parse(&body).map(|_| ()).map_err(|_| store_error(&body))
    }

    /// Stores an object from a body of known length, without holding it.
    pub(crate) async fn put(&self, key: &str, mime_type: &str, body: &SpooledBody) -> Result<(), ApiError> {
        let url = self.internal.put_object(Some(&self.credentials), key).sign(REQUEST_LIFETIME);
        let file = body.open().await.map_err(|e| store_error(&e))?;
        let request = self
            .http
            .put(url)
            .header(CONTENT_TYPE, mime_type)
            .header(CONTENT_LENGTH, body.length)
            .body(reqwest::Body::wrap_stream(ReaderStream::with_capacity(file, CHUNK)));
        ensure_success(request.send().await).await.map(|_| ())
    }

    /// An object's bytes as they arrive, or `None` if there is no such object.
    pub(crate) async fn get(
        &self,
        key: &str,
    ) -> Result<Option<impl Stream<Item = reqwest::Result<Bytes>> + use<>>, ApiError> {
        let url = self.internal.get_object(Some(&self.credentials), key).sign(REQUEST_LIFETIME);
        let response = self.http.get(url).send().await.map_err(|e| store_error(&error_chain(e)))?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        Ok(Some(ensure_success(Ok(response)).await?.bytes_stream()))
    }

    /// Removes an object; one that is not there is fine.
    pub(crate) async fn delete(&self, key: &str) -> Result<(), ApiError> {
        let url = self.internal.delete_object(Some(&self.credentials), key).sign(REQUEST_LIFETIME);
        ensure_success(self.http.delete(url).send().await).await.map(|_| ())
    }
}

fn bucket_at(origin: &str) -> Result<Bucket, Box<dyn std::error::Error>> {
    Bucket::new(origin.parse()?, UrlStyle::Path, BUCKET, REGION).map_err(|e| e.to_string().into())
}

/// Every failure of the store is the same to Opik's clients: the generic 500.
pub(super) fn store_error(cause: &(impl std::fmt::Display + ?Sized)) -> ApiError {
    ApiError::internal(format!("object store: {cause}"))
}

async fn ensure_success(sent: reqwest::Result<Response>) -> Result<Response, ApiError> {
    let response = sent.map_err(|e| store_error(&error_chain(e)))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    // On one line of the log.
    let body = response.text().await.unwrap_or_default().replace('\n', "");
    Err(store_error(&format!("{status} {body}")))
}

/// The body of a completion. Written here because the signing library numbers parts by their place in the list, and
/// the client's own numbers are what the store must check.
fn parts_xml(parts: &[UploadedPart]) -> String {
    let mut xml = String::from("<CompleteMultipartUpload>");
    for part in parts {
        xml.push_str("<Part>");
        if let Some(e_tag) = &part.e_tag {
            xml.push_str("<ETag>&quot;");
            for character in e_tag.trim_matches('"').chars() {
                match character {
                    '&' => xml.push_str("&amp;"),
                    '<' => xml.push_str("&lt;"),
                    '>' => xml.push_str("&gt;"),
                    '"' => xml.push_str("&quot;"),
                    other => xml.push(other),
                }
            }
            xml.push_str("&quot;</ETag>");
        }
        if let Some(number) = part.number {
            // Writing to a string cannot fail.
            let _ = write!(xml, "<PartNumber>{number}</PartNumber>");
        }
        xml.push_str("</Part>");
    }
    xml.push_str("</CompleteMultipartUpload>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_quoted_once_and_escaped() {
        let parts = [
            UploadedPart { number: Some(1), e_tag: Some("\"ab\"".into()) },
            UploadedPart { number: Some(7), e_tag: Some("a<&".into()) },
            UploadedPart { number: None, e_tag: None },
        ];
        assert_eq!(
            parts_xml(&parts),
            "<CompleteMultipartUpload>\
             <Part><ETag>&quot;ab&quot;</ETag><PartNumber>1</PartNumber></Part>\
             <Part><ETag>&quot;a&lt;&amp;&quot;</ETag><PartNumber>7</PartNumber></Part>\
             <Part></Part></CompleteMultipartUpload>"
        );
    }
}
