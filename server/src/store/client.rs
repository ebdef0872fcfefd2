//! The backend's side of S3: signing links for clients, and making a few requests itself.

use std::fmt::Write as _;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio_util::io::ReaderStream;

use super::constants::{ACCESS_KEY, BUCKET, CHUNK, REGION, SECRET_KEY};
use super::error::StoreError;
use super::presigned_url::Bucket;
use super::spool::SpooledBody;
use super::transport::Transport;
use super::xml::{element, unescape};
use crate::config::s3_location::Credentials;

/// Lifetime of the signatures of the backend's own requests, which are used at once.
const REQUEST_LIFETIME: Duration = Duration::from_secs(60);
/// Time limit for the check of the bucket at the start.
#[cfg(feature = "s3-endpoint")]
const CHECK_TIMEOUT: Duration = Duration::from_secs(20);
/// The longest XML answer that is read.
const MAX_ANSWER: usize = 1 << 20;

/// An S3 client for one bucket.
#[derive(Clone, Debug)]
pub(crate) struct StoreClient {
    bucket: Bucket,
    transport: Transport,
    /// Lifetime of links for clients.
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
    /// A client for the embedded store, whose clients reach it at `origin`.
    pub(super) fn embedded(router: Router, origin: &str, presign_lifetime: Duration) -> Result<Self, String> {
        let origin = origin.parse().map_err(|e| format!("{origin}: {e}"))?;
        let bucket = Bucket::new(&origin, BUCKET, REGION, Credentials::new(ACCESS_KEY, SECRET_KEY))?;
        Ok(Self { bucket, transport: Transport::Embedded(router), presign_lifetime })
    }

    /// A client for a bucket of another S3.
    #[cfg(feature = "s3-endpoint")]
    pub(super) fn external(
        location: &crate::config::s3_location::S3Location,
        presign_lifetime: Duration,
    ) -> Result<Self, String> {
        let endpoint = location.endpoint.parse().map_err(|e: url::ParseError| e.to_string())?;
        let bucket = Bucket::new(&endpoint, &location.bucket, &location.region, location.credentials.clone())?;
        Ok(Self { bucket, transport: Transport::http()?, presign_lifetime })
    }

    /// Origin that links lead to, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        self.bucket.origin().to_owned()
    }

    /// Fails unless the bucket is there and the keys open it.
    #[cfg(feature = "s3-endpoint")]
    pub(super) async fn check_bucket(&self) -> Result<(), String> {
        let sending = self.send("HEAD", "", &[], [], Body::empty());
        let response =
            tokio::time::timeout(CHECK_TIMEOUT, sending).await.map_err(|_| "no answer in time".to_owned())?;
        // The answer to a HEAD has no body that would say more than its status.
        match response?.status() {
            status if status.is_success() => Ok(()),
            StatusCode::FORBIDDEN => Err("the keys are wrong, or do not open this bucket (403)".to_owned()),
            StatusCode::NOT_FOUND => Err("there is no such bucket (404)".to_owned()),
            status @ (StatusCode::BAD_REQUEST | StatusCode::MOVED_PERMANENTLY) => {
                Err(format!("the answer is {status}; is its region {:?}?", self.bucket.region()))
            }
            status => Err(format!("the answer is {status}")),
        }
    }

    /// Makes the bucket, unless it is there.
    pub(super) async fn ensure_bucket(&self) -> Result<(), StoreError> {
        let response = self.send("PUT", "", &[], [NO_BODY], Body::empty()).await.map_err(StoreError::new)?;
        // Conflict is how stores say that it exists.
        if response.status() == StatusCode::CONFLICT { Ok(()) } else { ensure_success(response).await.map(|_| ()) }
    }

    /// A link that fetches an object.
    pub(crate) fn presigned_get(&self, key: &str) -> String {
        self.bucket.presign("GET", key, &[], self.presign_lifetime)
    }

    /// A link that takes one part of an upload.
    pub(crate) fn presigned_part(&self, key: &str, upload_id: &str, number: i32) -> String {
        let parameters = [("partNumber", number.to_string()), ("uploadId", upload_id.to_owned())];
        let parameters = parameters.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.bucket.presign("PUT", key, &parameters, self.presign_lifetime)
    }

    /// Opens a multipart upload whose object will have that content type, and returns its id.
    pub(crate) async fn create_upload(&self, key: &str, mime_type: &str) -> Result<String, StoreError> {
        let headers = [content_type(mime_type)?, NO_BODY];
        let answer = self.request("POST", key, &[("uploads", "")], headers, Body::empty()).await?;
        let answer = text(answer).await?;
        element(&answer, "UploadId").map(unescape).ok_or_else(|| StoreError::new(&answer))
    }

    /// Makes an object of the parts.
    pub(crate) async fn complete_upload(
        &self,
        key: &str,
        upload_id: &str,
        parts: &[UploadedPart],
    ) -> Result<(), StoreError> {
        let body = Body::from(parts_xml(parts));
        let answer = text(self.request("POST", key, &[("uploadId", upload_id)], [], body).await?).await?;
        // S3 may send 200 before it knows, and the failure in the body.
        if answer.contains("<CompleteMultipartUploadResult") { Ok(()) } else { Err(StoreError::new(answer)) }
    }

    /// Stores an object from a body of known length, without holding it.
    pub(crate) async fn put(&self, key: &str, mime_type: &str, body: &SpooledBody) -> Result<(), StoreError> {
        let file = body.open().await.map_err(StoreError::new)?;
        let headers = [content_type(mime_type)?, (header::CONTENT_LENGTH, HeaderValue::from(body.length))];
        let body = Body::from_stream(ReaderStream::with_capacity(file, CHUNK));
        self.request("PUT", key, &[], headers, body).await.map(|_| ())
    }

    /// An object's bytes as they arrive, or `None` if there is no such object.
    pub(crate) async fn get(&self, key: &str) -> Result<Option<BodyDataStream>, StoreError> {
        let response = self.send("GET", key, &[], [], Body::empty()).await.map_err(StoreError::new)?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        Ok(Some(ensure_success(response).await?.into_body().into_data_stream()))
    }

    /// Removes an object; one that is not there is fine.
    pub(crate) async fn delete(&self, key: &str) -> Result<(), StoreError> {
        self.request("DELETE", key, &[], [], Body::empty()).await.map(|_| ())
    }

    /// Sends a signed request, and fails unless the store does as asked.
    async fn request<const N: usize>(
        &self,
        method: &str,
        key: &str,
        parameters: &[(&str, &str)],
        headers: [(HeaderName, HeaderValue); N],
        body: Body,
    ) -> Result<Response, StoreError> {
        ensure_success(self.send(method, key, parameters, headers, body).await.map_err(StoreError::new)?).await
    }

    /// Sends a signed request. The error is the reason why there was no answer.
    async fn send<const N: usize>(
        &self,
        method: &str,
        key: &str,
        parameters: &[(&str, &str)],
        headers: [(HeaderName, HeaderValue); N],
        body: Body,
    ) -> Result<Response, String> {
        let url = self.bucket.presign(method, key, parameters, REQUEST_LIFETIME);
        let mut request = Request::builder().method(method).uri(url).body(body).map_err(|e| e.to_string())?;
        request.headers_mut().extend(headers);
        self.transport.send(request).await
    }
}

/// Some stores want the length of a body that is not there.
const NO_BODY: (HeaderName, HeaderValue) = (header::CONTENT_LENGTH, HeaderValue::from_static("0"));

fn content_type(mime_type: &str) -> Result<(HeaderName, HeaderValue), StoreError> {
    HeaderValue::from_str(mime_type).map(|value| (header::CONTENT_TYPE, value)).map_err(StoreError::new)
}

async fn ensure_success(response: Response) -> Result<Response, StoreError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    // On one line of the log.
    let body = text(response).await.unwrap_or_default().replace('\n', "");
    Err(StoreError::new(format!("{status} {body}")))
}

async fn text(response: Response) -> Result<String, StoreError> {
    let bytes = to_bytes(response.into_body(), MAX_ANSWER).await.map_err(StoreError::new)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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
