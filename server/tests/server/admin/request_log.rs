//! The request log.

use opik_attachments_server::{Config, Mode};
use reqwest::Method;
use s3s::crypto::{Checksum as _, Sha256};
use serde_json::{Value, json};

use crate::support::admin::{both_origins, server_with_admin, upload_path};
use crate::support::server::{TestServer, bytes};

fn sha256(bytes: &[u8]) -> String {
    Sha256::checksum(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_request_and_its_response_are_logged_completely() {
    let server = server_with_admin(Mode::Direct).await;
    let body = server.start_body("a", None, 1);
    let text = body.to_string();
    let request =
        server.http.post(server.url("attachment/upload-start?x=%20")).header("content-type", "application/json");
    let response =
        request.header("x-b", "1").header("x-a", "2").header("x-b", "3").body(text.clone()).send().await.unwrap();
    let length = response.bytes().await.unwrap().len();

    let entry = server.requests().await.pop().unwrap();
    assert_eq!(entry["id"], 1);
    assert_eq!((&entry["origin"], &entry["connection"]), (&json!("backend"), &json!(1)));
    assert_eq!((&entry["method"], &entry["query"]), (&json!("POST"), &json!("x=%20")));
    assert_eq!(entry["path"], "/api/v1/private/attachment/upload-start");
    let own = |header: &&Value| ["content-type", "x-a", "x-b"].contains(&header[0].as_str().unwrap());
    let headers: Vec<&Value> = entry["headers"].as_array().unwrap().iter().filter(own).collect();
    assert_eq!(json!(headers), json!([["content-type", "application/json"], ["x-b", "1"], ["x-b", "3"], ["x-a", "2"]]));
    assert_eq!(entry["body"], json!({ "bytes": text.len(), "sha256": sha256(text.as_bytes()), "text": text }));
    assert_eq!((&entry["fault"], &entry["outcome"]), (&Value::Null, &json!("answered")));
    assert_eq!((&entry["answer"]["status"], &entry["answer"]["bytes"]), (&json!(200), &json!(length)));
    let answer_headers = entry["answer"]["headers"].as_array().unwrap();
    assert!(answer_headers.contains(&json!(["content-type", "application/json"])), "{answer_headers:?}");
    assert!(entry["at_ms"].is_u64() && entry["took_ms"].is_u64());
}

#[tokio::test]
async fn bodies_are_counted_and_hashed_at_both_origins() {
    for target in both_origins().await {
        let content = bytes(300_000);
        let url = target.put_url("a").await;
        target.server.put(&url, content.clone()).await;
        let put = target.server.requests().await.pop().unwrap();
        assert_eq!((&put["origin"], &put["outcome"]), (&json!(target.origin), &json!("answered")));
        assert_eq!(put["body"], json!({ "bytes": content.len(), "sha256": sha256(&content) }));

        let link = target.stored("b", &content).await;
        target.server.get(&link).await.bytes().await.unwrap();
        let get = target.server.requests().await.pop().unwrap();
        assert_eq!((&get["method"], &get["outcome"]), (&json!("GET"), &json!("answered")));
        assert_eq!((&get["body"]["sha256"], &get["answer"]["bytes"]), (&json!(sha256(b"")), &json!(content.len())));
        target.server.http.head(&link).send().await.unwrap();
        assert_eq!(target.server.requests().await.pop().unwrap()["outcome"], "answered");
    }
}

#[tokio::test]
async fn only_short_json_is_kept() {
    let server = server_with_admin(Mode::Direct).await;
    for (kind, length, kept) in
        [("application/json", 65_536, true), ("application/json", 65_537, false), ("text/plain", 3, false)]
    {
        let text = "x".repeat(length);
        server
            .http
            .put(server.url(&upload_path("a")))
            .header("content-type", kind)
            .body(text.clone())
            .send()
            .await
            .unwrap();
        let entry = server.requests().await.pop().unwrap();
        assert_eq!(entry["body"]["bytes"], length);
        assert_eq!(entry["body"].get("text"), kept.then(|| json!(text)).as_ref(), "{kind} {length}");
    }
}

#[tokio::test]
async fn only_requests_of_clients_are_logged() {
    let server = TestServer::with(Config { mode: Mode::Store, admin_port: Some(0), ..Config::default() }).await;
    server.upload("a", None, b"abc").await;
    let requests = server.requests().await;
    let seen: Vec<_> =
        requests.iter().map(|entry| (entry["origin"].as_str().unwrap(), entry["method"].as_str().unwrap())).collect();
    assert_eq!(seen, [("backend", "POST"), ("store", "PUT"), ("backend", "POST")]);
    // A connection is kept, and each origin counts its own.
    assert_eq!(requests.iter().map(|entry| entry["connection"].clone()).collect::<Vec<_>>(), [1, 1, 1]);

    let preflight = server.http.request(Method::OPTIONS, server.inner.store_url()).header("origin", "http://a.example");
    preflight.header("access-control-request-method", "GET").send().await.unwrap();
    assert_eq!(server.requests().await.pop().unwrap()["method"], "OPTIONS");
}

#[tokio::test]
async fn the_log_is_read_incrementally_and_cleared() {
    let server = server_with_admin(Mode::Direct).await;
    for _ in 0..3 {
        server.get(&server.inner.page_url()).await;
    }
    let ids = |answer: &Value| {
        answer["requests"].as_array().unwrap().iter().map(|entry| entry["id"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let (_, answer) = server.admin(Method::GET, "/requests?after=1", None).await;
    assert_eq!((ids(&answer), &answer["dropped"]), (vec![2, 3], &json!(0)));
    assert_eq!(server.admin(Method::GET, "/requests?after=x", None).await.0, 400);
    assert_eq!(server.admin(Method::DELETE, "/requests", None).await.0, 204);
    assert!(server.requests().await.is_empty());
    server.get(&server.inner.page_url()).await;
    assert_eq!(ids(&server.admin(Method::GET, "/requests", None).await.1), [4]);
}
