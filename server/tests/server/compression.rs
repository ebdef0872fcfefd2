//! Which answers are gzipped, and that nothing else about them changes.

use std::io::Read as _;

use opik_attachments_server::Mode;
use reqwest::{Method, Response};
use serde_json::Value;

use crate::harness::{Server, bytes};

fn is_gzipped(response: &Response) -> bool {
    response.headers().get("content-encoding").is_some_and(|value| value == "gzip")
}

async fn inflated(response: Response) -> Vec<u8> {
    let body = response.bytes().await.unwrap();
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(body.as_ref()).read_to_end(&mut plain).unwrap();
    plain
}

async fn accepting(server: &Server, url: &str) -> Response {
    server.http.get(url).header("accept-encoding", "gzip, deflate, br").send().await.unwrap()
}

#[tokio::test]
async fn direct_downloads_are_gzipped_by_type() {
    let server = Server::new(Mode::Direct).await;
    let sent = bytes(300_000);
    for (mime, gzipped) in [
        ("text/plain", true),
        ("Text/HTML; charset=utf-8", true),
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
        server.upload("a", Some(mime), &sent).await;
        let link = server.row("a").await.link;
        let response = accepting(&server, &link).await;
        assert_eq!(is_gzipped(&response), gzipped, "{mime}");
        assert_eq!(response.headers()["content-type"], mime);
        assert!(!response.headers().contains_key("content-length"));
        if gzipped {
            assert!(response.headers()["vary"].to_str().unwrap().eq_ignore_ascii_case("Accept-Encoding"));
            assert!(inflated(response).await == sent, "{mime}: other bytes");
        }
        let plain = server.get(&link).await;
        assert!(!is_gzipped(&plain));
        assert!(plain.bytes().await.unwrap() == sent);
    }
    // Even a short one: its length is not known when it begins.
    server.upload("a", Some("text/plain"), b"x").await;
    let response = accepting(&server, &server.row("a").await.link).await;
    assert!(is_gzipped(&response));
    assert_eq!(inflated(response).await, b"x");
}

#[tokio::test]
async fn answers_are_gzipped_from_256_bytes_up() {
    for (parts, gzipped) in [(1, true), (0, false)] {
        let server = Server::new(Mode::Store).await;
        let body = server.start_body("a", None, parts).to_string();
        let request = server.request(Method::POST, "attachment/upload-start").header("accept-encoding", "gzip");
        let response = request.header("content-type", "application/json").body(body).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(is_gzipped(&response), gzipped);
        assert_eq!(response.headers().contains_key("content-length"), !gzipped);
        if gzipped {
            let answer: Value = serde_json::from_slice(&inflated(response).await).unwrap();
            assert_eq!(answer["pre_sign_urls"].as_array().unwrap().len(), parts);
        }
    }
}

#[tokio::test]
async fn other_methods_are_answered_plainly() {
    let server = Server::new(Mode::Direct).await;
    // Six complaints are more than 256 bytes.
    for (method, gzipped) in [(Method::GET, true), (Method::HEAD, false)] {
        let request = server.request(method, "attachment/list?page=0&size=0").header("accept-encoding", "gzip");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 400);
        assert_eq!(is_gzipped(&response), gzipped);
        assert_eq!(response.headers().contains_key("content-length"), !gzipped);
    }
}

#[tokio::test]
async fn the_store_never_gzips() {
    let server = Server::new(Mode::Store).await;
    server.upload("a", Some("text/plain"), &[b'x'; 1000]).await;
    let response = accepting(&server, &server.row("a").await.link).await;
    assert!(!is_gzipped(&response));
    assert_eq!(response.headers()["content-length"], "1000");
}
