//! Direct uploads that exceed the size limit.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use futures_util::stream;
use opik_attachments_server::{Config, Mode};
use reqwest::{Body, Response};

use crate::support::server::{ENTITY, TestServer};

const LIMIT: usize = 100_000;

async fn put(server: &TestServer, path: &str, length: usize, chunked: bool) -> Response {
    let body = vec![b'x'; length];
    let request = server.http.put(server.url(path)).header("origin", "http://page.example");
    let request = if chunked {
        let chunks: Vec<Result<Vec<u8>, std::io::Error>> = body.chunks(30_000).map(|part| Ok(part.to_vec())).collect();
        request.body(Body::wrap_stream(stream::iter(chunks)))
    } else {
        request.body(body)
    };
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_larger_upload_gets_an_html_page() {
    let config = Config { cors: true, max_body: Some(LIMIT as u64), ..Config::default() };
    let server = TestServer::with(config).await;
    let path = format!("attachment/upload?file_name=a&entity_type=trace&entity_id={ENTITY}&project_name=demo");
    for chunked in [false, true] {
        // The largest is more than a connection holds by itself: the answer must arrive all the same.
        for length in [LIMIT + 1, 32 << 20] {
            let response = put(&server, &path, length, chunked).await;
            assert_eq!(response.status(), 413, "{length} {chunked}");
            assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
            let labels = response.headers().keys().map(reqwest::header::HeaderName::as_str);
            assert!(!labels.into_iter().any(|name| name.starts_with("access-control") || name == "vary"));
            let page = response.text().await.unwrap();
            assert!(page.starts_with("<html>") && page.contains("413 Request Entity Too Large"), "{page}");
        }
        assert_eq!(server.project("demo").await.is_some(), chunked, "a refused upload left a project");

        let response = put(&server, &path, LIMIT, chunked).await;
        assert_eq!(response.status(), 204);
        assert!(response.headers().contains_key("access-control-allow-origin"));
        assert_eq!(server.row("a").await.size, LIMIT as i64);
    }
}

#[tokio::test]
async fn the_limit_comes_before_keys_and_parameters_and_is_for_uploads_only() {
    let config = Config { max_body: Some(10), auth: vec!["key".parse().unwrap()], ..Config::default() };
    let server = TestServer::with(config).await;
    assert_eq!(put(&server, "attachment/upload", 11, false).await.status(), 413);
    assert_eq!(put(&server, "attachment/upload", 10, false).await.status(), 403);
    assert_eq!(put(&server, "attachment/download", 11, false).await.status(), 405);

    let store = TestServer::with(Config { mode: Mode::Store, max_body: Some(10), ..Config::default() }).await;
    store.upload("a", None, b"more than ten").await;
    assert_eq!(store.row("a").await.size, 13);
}

#[tokio::test]
async fn a_client_that_reads_only_after_sending_everything_is_answered() {
    let server = TestServer::with(Config { max_body: Some(10), ..Config::default() }).await;
    let address = server.inner.backend_addr();
    let length = 32 << 20;
    let path = format!("/api/v1/private/attachment/upload?file_name=a&entity_type=trace&entity_id={ENTITY}");
    for (framing, end) in [
        (format!("Content-Length: {length}\r\n\r\n"), b"".as_slice()),
        (format!("Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n"), b"\r\n0\r\n\r\n"),
    ] {
        let head = format!("PUT {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{framing}");
        let talk = move || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(address)?;
            stream.write_all(head.as_bytes())?;
            stream.write_all(&vec![b'x'; length])?;
            stream.write_all(end)?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let answer = tokio::task::spawn_blocking(talk).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}
