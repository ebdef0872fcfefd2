//! Lengths, chunks and gzip of the backend's responses, as Opik's web server applies them. A short body is buffered and
//! sent with its length, a longer one in chunks. Clients that accept gzip get it, depending on length and type; the length
//! is that of the compressed bytes.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::{Stream, StreamExt as _, stream};
use hyper::body::{Frame, SizeHint};

use crate::http::cors::is_verbatim;

/// The longest body that is collected: Jersey's output buffer.
const MAX_BUFFERED: usize = 8 << 10;
/// Bodies that are known to be shorter are not compressed.
const MIN_COMPRESSED: usize = 256;

/// Types that are already compressed, in addition to images, audio and video.
const COMPRESSED_TYPES: [&str; 10] = [
    "application/brotli",
    "application/compress",
    "application/gzip",
    "application/vnd.bzip3",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-rar-compressed",
    "application/x-xz",
    "application/zip",
    "application/zstd",
];

/// Gives the answer its length, its chunks or its compression. A `HEAD` is answered as the `GET` would be, without a body
/// and never compressed.
pub(crate) async fn frame_response(mut request: Request, next: Next) -> Response {
    let head = request.method() == Method::HEAD;
    if head {
        *request.method_mut() = Method::GET;
    }
    let negotiated = !head && [Method::GET, Method::POST].contains(request.method());
    let gzip = negotiated && accepts_gzip(request.headers());

    let mut response = next.run(request).await;
    if is_verbatim(&response) {
        return response;
    }
    if negotiated {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if response.status() == StatusCode::NO_CONTENT {
        return response;
    }
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let gzip = gzip && is_compressible(response.headers());
    let (mut parts, body) = response.into_parts();
    let body = match buffer_start(body).await {
        Buffered::Complete(mut bytes) => {
            if gzip
                && bytes.len() >= MIN_COMPRESSED
                && let Ok(compressed) = compress(&bytes)
            {
                parts.headers.insert(header::CONTENT_ENCODING, GZIP);
                bytes = compressed.into();
            }
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            if head { Body::empty() } else { Body::from(bytes) }
        }
        Buffered::Partial(..) if head => Body::new(UnsizedEmptyBody),
        Buffered::Partial(bytes) if gzip => {
            parts.headers.insert(header::CONTENT_ENCODING, GZIP);
            Body::from_stream(compress_stream(bytes))
        }
        Buffered::Partial(bytes) => Body::from_stream(bytes),
    };
    Response::from_parts(parts, body)
}

const GZIP: HeaderValue = HeaderValue::from_static("gzip");

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"))
            && parts.filter_map(|part| part.strip_prefix("q=")).all(|weight| weight.parse().is_ok_and(|q: f32| q > 0.0))
    })
}

fn is_compressible(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // The one picture that is text.
    kind == "image/svg+xml"
        || !["image/", "audio/", "video/"].iter().any(|prefix| kind.starts_with(prefix))
            && !COMPRESSED_TYPES.contains(&kind.as_str())
}

/// The start of a body, read as far as needed to know whether it is short.
enum Buffered {
    Complete(Bytes),
    Partial(Chunks),
}

/// The chunks that were read, followed by the rest.
type Chunks = stream::Chain<stream::Iter<std::vec::IntoIter<Result<Bytes, axum::Error>>>, BodyDataStream>;

async fn buffer_start(body: Body) -> Buffered {
    let mut rest = body.into_data_stream();
    let mut chunks = Vec::new();
    let mut length = 0;
    while let Some(chunk) = rest.next().await {
        length += chunk.as_ref().map_or(MAX_BUFFERED, Bytes::len);
        let broken = chunk.is_err();
        chunks.push(chunk);
        if broken || length > MAX_BUFFERED {
            return Buffered::Partial(stream::iter(chunks).chain(rest));
        }
    }
    let mut chunks = chunks.into_iter().flatten();
    match (chunks.next(), chunks.next()) {
        (None, _) => Buffered::Complete(Bytes::new()),
        (Some(only), None) => Buffered::Complete(only),
        (Some(first), Some(second)) => {
            let mut bytes = Vec::with_capacity(length);
            for chunk in [first, second].into_iter().chain(chunks) {
                bytes.extend_from_slice(&chunk);
            }
            Buffered::Complete(bytes.into())
        }
    }
}

/// The body of an answer to `HEAD` that would be too long to have its length told.
struct UnsizedEmptyBody;

impl HttpBody for UnsizedEmptyBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }

    fn size_hint(&self) -> SizeHint {
        // Not that of an empty body, which would be told.
        SizeHint::new()
    }
}

fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn compress_stream(chunks: Chunks) -> impl Stream<Item = io::Result<Bytes>> {
    let encoder = GzEncoder::new(Vec::new(), Compression::default());
    stream::unfold(Some((chunks, encoder)), |state| async {
        let (mut chunks, mut encoder) = state?;
        let written = match chunks.next().await {
            None => return Some((encoder.finish().map(Bytes::from), None)),
            Some(Ok(chunk)) => encoder.write_all(&chunk),
            Some(Err(error)) => Err(io::Error::other(error)),
        };
        Some(match written {
            Ok(()) => (Ok(mem::take(encoder.get_mut()).into()), Some((chunks, encoder))),
            Err(error) => (Err(error), None),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_accepted_by_its_name_and_weight() {
        for (value, accepted) in [
            ("gzip", true),
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("identity", false),
            ("x-gzipped", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
            assert_eq!(accepts_gzip(&headers), accepted, "{value:?}");
        }
    }
}
