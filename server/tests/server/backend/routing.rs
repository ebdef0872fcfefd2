//! Routing: methods, slashes, `Accept` and `Content-Type`.

use opik_attachments_server::{Config, Mode};
use reqwest::{Method, Response};

use crate::support::raw_http::raw_request;
use crate::support::server::{TestServer, json_answer};

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn options_lists_the_methods_of_every_path() {
    // With CORS, what is no preflight gets the same answer.
    for cors in [false, true] {
        let server = TestServer::with(Config { cors, ..Config::default() }).await;
        for (path, options, allow) in [
            ("attachment/list", "HEAD, GET, OPTIONS", "GET,OPTIONS"),
            ("attachment/download", "HEAD, GET, OPTIONS", "GET,OPTIONS"),
            ("attachment/upload", "OPTIONS, PUT", "OPTIONS,PUT"),
            ("attachment/upload-start", "POST, OPTIONS", "POST,OPTIONS"),
            ("attachment/upload-complete", "POST, OPTIONS", "POST,OPTIONS"),
            ("attachment/delete", "POST, OPTIONS", "POST,OPTIONS"),
            ("projects/retrieve", "POST, OPTIONS", "POST,OPTIONS"),
        ] {
            let told = server.request(Method::OPTIONS, path).send().await.unwrap();
            assert_eq!((told.status().as_u16(), header(&told, "content-type")), (200, "text/plain"), "{path}");
            assert_eq!(header(&told, "allow"), options.replace(' ', ""));
            assert_eq!(told.text().await.unwrap(), options);
            let refused = server.request(Method::PATCH, path).send().await.unwrap();
            assert_eq!((refused.status().as_u16(), header(&refused, "allow")), (405, allow), "{path}");
        }
        assert_eq!(server.request(Method::OPTIONS, "attachment/nothing").send().await.unwrap().status(), 404);
    }
}

#[tokio::test]
async fn one_trailing_slash_is_ignored_and_other_empty_segments_are_refused() {
    let server = TestServer::new(Mode::Direct).await;
    for base in [server.inner.api_url(), server.inner.api_url().replace("/api", "")] {
        for (path, status) in [
            ("/v1/private/attachment/list", 400),
            ("/v1/private/attachment/list/", 400),
            ("/v1/private/attachment/list/x", 404),
        ] {
            let (got, answer) = json_answer(server.get(&format!("{base}{path}?page=0")).await).await;
            assert_eq!(got, status, "{path}");
            assert_eq!(answer.get("errors").is_some(), status == 400, "{path}");
        }
        for (path, reason) in [
            ("//v1/private/attachment/list", "Ambiguous URI empty segment"),
            ("/v1/private/attachment/list//", "Ambiguous URI empty segment"),
            ("/v1/private/attachment%2Flist", "Ambiguous URI path separator"),
            ("/v1/private/attachment%2flist?x=%2F", "Ambiguous URI path separator"),
        ] {
            let response = server.get(&format!("{base}{path}")).await;
            assert_eq!(response.status(), 400, "{path}");
            assert_eq!(header(&response, "content-type"), "text/html;charset=iso-8859-1");
            assert_eq!(header(&response, "connection"), "close");
            assert!(response.text().await.unwrap().contains(&format!("<title>Error 400 {reason}</title>")), "{path}");
        }
    }
    // In a query both are nothing special.
    assert_eq!(json_answer(server.get(&server.url("attachment/list?page=0&x=a//b%2F")).await).await.0, 400);
}

#[tokio::test]
async fn json_must_be_acceptable_where_there_is_nothing_else() {
    let server = TestServer::new(Mode::Direct).await;
    for (accept, refused) in [
        ("text/html", true),
        ("text/html, image/*", true),
        ("text/html, application/json;q=0.5", false),
        ("Application/*", false),
        ("*/*;q=0.1", false),
    ] {
        for (method, path, status) in [
            (Method::GET, "attachment/list", 400),
            (Method::PUT, "attachment/upload", 400),
            (Method::POST, "projects/retrieve", 500),
            (Method::POST, "attachment/upload-start", 500),
            (Method::POST, "attachment/upload-complete", 500),
            (Method::POST, "attachment/delete", 500),
        ] {
            let response = server.request(method, path).header("accept", accept).send().await.unwrap();
            assert_eq!(response.status(), if refused { 406 } else { status }, "{path} {accept}");
        }
        let download = server.request(Method::GET, "attachment/download").header("accept", accept);
        assert_eq!(download.send().await.unwrap().status(), 400);
    }
}

#[tokio::test]
async fn an_invalid_content_type_is_refused_with_an_empty_body() {
    let server = TestServer::with(Config { cors: true, ..Config::default() }).await;
    let request = server.request(Method::PUT, "attachment/upload").header("origin", "http://page.example");
    let response = request.header("content-type", "nonsense").body("x").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "content-length")), (400, "0"));
    assert!(!response.headers().contains_key("vary"));
    assert!(!response.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn head_is_answered_with_the_length_and_no_body() {
    let server = TestServer::new(Mode::Direct).await;
    let second = std::time::Duration::from_secs(1);
    let response = raw_request("HEAD", &server.url("attachment/list"), 0, Vec::new(), second).await;
    assert!(response.head.starts_with("HTTP/1.1 400 "), "{}", response.head);
    assert!(response.header("content-length").unwrap().parse::<usize>().unwrap() > 100);
    assert_eq!(response.body, b"");
}
