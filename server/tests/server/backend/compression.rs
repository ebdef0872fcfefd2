//! Gzip and `Content-Length` of responses.

use std::io::Read as _;

use opik_attachments_server::Mode;
use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::server::{TestServer, bytes};

fn is_gzipped(response: &Response) -> bool {
    response.headers().get("content-encoding").is_some_and(|value| value == "gzip")
}

async fn inflated(response: Response) -> Vec<u8> {
    let body = response.bytes().await.unwrap();
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(body.as_ref()).read_to_end(&mut plain).unwrap();
    plain
}

async fn accepting(server: &TestServer, url: &str) -> Response {
    server.http.get(url).header("accept-encoding", "gzip, deflate, br").send().await.unwrap()
}

fn length(response: &Response) -> Option<usize> {
    response.headers().get("content-length").map(|value| value.to_str().unwrap().parse().unwrap())
}

/// Jersey's output buffer.
const BUFFER: usize = 8192;

#[tokio::test]
async fn direct_downloads_are_gzipped_by_type() {
    let server = TestServer::new(Mode::Direct).await;
    for (mime, gzipped) in [
        ("text/plain", true),
        ("Text/HTML; charset=utf-8", true),
        ("application/json", true),
        ("application/octet-stream", true),
        ("application/x-anything", true),
        ("image/svg+xml", true),
        ("image/png", false),
        ("IMAGE/png", false),
        ("audio/vnd.wave", false),
        ("video/mp4", false),
        ("application/zip", false),
        ("application/gzip", false),
    ] {
        for size in [300, 300_000] {
            let sent = bytes(size);
            server.upload("a", Some(mime), &sent).await;
            let link = server.row("a").await.link;
            let response = accepting(&server, &link).await;
            assert_eq!(is_gzipped(&response), gzipped, "{mime} {size}");
            assert_eq!(response.headers()["content-type"], mime);
            assert_eq!(response.headers()["vary"], "Accept-Encoding");
            assert_eq!(length(&response).is_some(), size < BUFFER, "{mime} {size}");
            if gzipped {
                assert!(inflated(response).await == sent, "{mime}: other bytes");
            } else {
                assert!(response.bytes().await.unwrap() == sent);
            }
            let plain = server.get(&link).await;
            assert!(!is_gzipped(&plain));
            assert!(plain.bytes().await.unwrap() == sent);
        }
    }
}

#[tokio::test]
async fn short_responses_have_a_length_and_longer_ones_are_chunked() {
    let server = TestServer::new(Mode::Direct).await;
    for size in [0, 1, 255, 256, BUFFER, BUFFER + 1, 300_000] {
        // What compresses well is long all the same: the length before compression counts.
        let sent = vec![b'x'; size];
        server.upload("a", Some("text/plain"), &sent).await;
        let link = server.row("a").await.link;
        let plain = server.get(&link).await;
        assert_eq!(length(&plain), (size <= BUFFER).then_some(size));
        assert_eq!(plain.headers().get("transfer-encoding").is_some(), size > BUFFER, "{size}");
        assert!(plain.bytes().await.unwrap() == sent);

        let response = accepting(&server, &link).await;
        assert_eq!(is_gzipped(&response), size >= 256, "{size}");
        let told = length(&response);
        assert_eq!(told.is_some(), size <= BUFFER, "{size}");
        if is_gzipped(&response) {
            let body = response.bytes().await.unwrap();
            // The length is that of the compressed bytes, which is what travels.
            assert_eq!(told.unwrap_or(body.len()), body.len());
            assert!(body.len() < size);
        } else {
            assert_eq!(told, Some(size));
        }

        let head = server.http.head(&link).send().await.unwrap();
        assert_eq!((head.status().as_u16(), length(&head)), (200, (size <= BUFFER).then_some(size)), "{size}");
        assert_eq!(head.headers()["content-type"], "text/plain");
        assert_eq!(head.headers()["content-disposition"], "attachment; filename=\"a\"");
        assert!(!head.headers().contains_key("vary"));
    }
}

#[tokio::test]
async fn responses_are_gzipped_from_256_bytes_up() {
    for (parts, gzipped, sized) in [(0, false, true), (1, true, true), (100, true, false)] {
        let server = TestServer::new(Mode::Store).await;
        let body = server.start_body("a", None, parts).to_string();
        let request = server.request(Method::POST, "attachment/upload-start").header("accept-encoding", "gzip");
        let response = request.header("content-type", "application/json").body(body).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(is_gzipped(&response), gzipped);
        assert_eq!(length(&response).is_some(), sized, "{parts}");
        if gzipped {
            let answer: Value = serde_json::from_slice(&inflated(response).await).unwrap();
            assert_eq!(answer["pre_sign_urls"].as_array().unwrap().len(), parts);
        }
    }
}

#[tokio::test]
async fn other_methods_are_never_gzipped() {
    let server = TestServer::new(Mode::Direct).await;
    // Six complaints are more than 256 bytes.
    for (method, gzipped) in [(Method::GET, true), (Method::HEAD, false)] {
        let request = server.request(method, "attachment/list?page=0&size=0").header("accept-encoding", "gzip");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 400);
        assert_eq!(is_gzipped(&response), gzipped);
        assert_eq!(response.headers().contains_key("vary"), gzipped);
        assert!(length(&response).is_some());
    }
}

#[tokio::test]
async fn the_store_never_gzips() {
    let server = TestServer::new(Mode::Store).await;
    server.upload("a", Some("text/plain"), &[b'x'; 1000]).await;
    let response = accepting(&server, &server.row("a").await.link).await;
    assert!(!is_gzipped(&response));
    assert_eq!(response.headers()["content-length"], "1000");
}
