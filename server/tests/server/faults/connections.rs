//! Faults that reset, stall or truncate.

use std::io::ErrorKind::{ConnectionReset, WouldBlock};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::admin::both_origins;
use crate::support::raw_http::raw_request;
use crate::support::server::bytes;

/// Longer than anything takes that ends at all.
const LONG: Duration = Duration::from_secs(30);
/// Long enough to see that nothing comes.
const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_reset_comes_before_the_work() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        let id = target.add_fault("PUT", json!({ "type": "reset" })).await;
        let answer = raw_request("PUT", &url, 3, b"abc".to_vec(), LONG).await;
        assert_eq!((answer.head.as_str(), answer.error), ("", Some(ConnectionReset)), "{}", target.origin);
        let last = target.server.last_ended().await;
        assert_eq!((&last["outcome"], &last["fault"], &last["answer"]), (&json!("reset"), &json!(id), &json!(null)));
        assert_eq!(last["body"]["bytes"], 0);
        assert!(target.stored_sizes().await.is_empty());
    }
}

#[tokio::test]
async fn a_reset_comes_in_the_middle_of_the_request() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        target.add_fault("PUT", json!({ "type": "reset", "request_bytes": 100_000 })).await;
        // The rest is never sent: the reset must not wait for it.
        let answer = raw_request("PUT", &url, 200_000, bytes(100_000), LONG).await;
        assert_eq!((answer.head.as_str(), answer.error), ("", Some(ConnectionReset)), "{}", target.origin);
        let last = target.server.last_ended().await;
        assert_eq!((&last["outcome"], &last["body"]["bytes"]), (&json!("reset"), &json!(100_000)));
        assert!(target.stored_sizes().await.is_empty());
    }
}

#[tokio::test]
async fn a_reset_comes_after_the_work() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        target.add_fault("PUT", json!({ "type": "reset", "after_work": true })).await;
        let answer = raw_request("PUT", &url, 3, b"abc".to_vec(), LONG).await;
        assert_eq!((answer.head.as_str(), answer.error), ("", Some(ConnectionReset)), "{}", target.origin);
        assert_eq!(target.stored_sizes().await, [3]);
    }
}

#[tokio::test]
async fn a_completion_succeeds_although_its_response_is_lost() {
    let [_, target] = both_origins().await;
    let (id, urls) = target.server.start_upload("a", None, 1).await;
    let tag = target.server.put_part(&urls[0], b"abc".to_vec()).await;
    let rule = json!({ "path": "*/upload-complete", "nth": 1, "action": { "type": "reset", "after_work": true } });
    target.server.add_rule(rule).await;
    let url = target.server.url("attachment/upload-complete");
    let body = target.server.complete_body("a", None, 3, &id, &[tag]).to_string();
    let request = target.server.http.post(url).header("content-type", "application/json").body(body);
    assert!(request.send().await.unwrap_err().is_request());
    assert_eq!(target.server.row("a").await.size, 3);
}

#[tokio::test]
async fn a_reset_comes_in_the_middle_of_the_response() {
    for target in both_origins().await {
        let content = bytes(200_000);
        let url = target.stored("a", &content).await;
        target.add_fault("GET", json!({ "type": "reset", "response_bytes": 1234 })).await;
        let answer = raw_request("GET", &url, 0, Vec::new(), LONG).await;
        assert!(answer.head.starts_with("HTTP/1.1 200 "), "{answer:?}");
        assert_eq!(answer.error, Some(ConnectionReset), "{}", target.origin);
        assert!(payload(&answer.body, target.origin) == content[..1234]);
        let last = target.server.last_ended().await;
        assert_eq!((&last["outcome"], &last["answer"]["bytes"]), (&json!("reset"), &json!(1234)));
    }
}

#[tokio::test]
async fn a_response_shorter_than_the_reset_point_is_complete() {
    for target in both_origins().await {
        let url = target.stored("a", b"abc").await;
        target.add_fault("GET", json!({ "type": "reset", "response_bytes": 4 })).await;
        assert_eq!(target.server.get(&url).await.bytes().await.unwrap(), "abc");
    }
}

#[tokio::test]
async fn a_stall_ends_with_a_reset() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        let stored = target.stored("b", &bytes(200_000)).await;
        for place in ["request_bytes", "after_work"] {
            let value = if place == "after_work" { json!(true) } else { json!(2) };
            target.add_fault("PUT", json!({ "type": "stall", "seconds": 0.2, place: value })).await;
            let asked = Instant::now();
            let answer = raw_request("PUT", &url, 3, b"abc".to_vec(), LONG).await;
            assert_eq!((answer.head.as_str(), answer.error), ("", Some(ConnectionReset)), "{place}");
            assert!(asked.elapsed() >= Duration::from_millis(200), "{place}");
            let done = target.stored_sizes().await.contains(&3);
            assert_eq!(done, place == "after_work");
            target.server.admin(reqwest::Method::DELETE, "/faults", None).await;
        }
        target.add_fault("GET", json!({ "type": "stall", "seconds": 0.2, "response_bytes": 1234 })).await;
        let answer = raw_request("GET", &stored, 0, Vec::new(), LONG).await;
        assert_eq!(answer.error, Some(ConnectionReset));
        assert_eq!(payload(&answer.body, target.origin).len(), 1234);
        assert_eq!(target.server.last_ended().await["outcome"], "reset");
    }
}

#[tokio::test]
async fn an_endless_stall_moves_no_bytes_and_does_not_keep_the_server_from_stopping() {
    for target in both_origins().await {
        let put = target.put_url("a").await;
        let get = target.stored("b", &bytes(200_000)).await;
        target.add_fault("PUT", json!({ "type": "stall", "request_bytes": 2 })).await;
        target.add_fault("GET", json!({ "type": "stall", "response_bytes": 1234 })).await;
        let answer = raw_request("PUT", &put, 3, b"abc".to_vec(), SHORT).await;
        assert_eq!((answer.head.as_str(), answer.error), ("", Some(WouldBlock)));
        let answer = raw_request("GET", &get, 0, Vec::new(), SHORT).await;
        assert_eq!(answer.error, Some(WouldBlock));
        assert_eq!(payload(&answer.body, target.origin).len(), 1234);

        let (waiting, listening) =
            (tokio::spawn(async move { raw_request("PUT", &put, 3, b"abc".to_vec(), LONG).await }), Instant::now());
        while target.server.requests().await.pop().unwrap()["body"]["bytes"] != 3 {
            assert!(listening.elapsed() < LONG);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let asked = Instant::now();
        target.server.inner.stop().await;
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
        assert_eq!(waiting.await.unwrap().head, "");
    }
}

#[tokio::test]
async fn a_client_that_disconnects_is_logged() {
    for target in both_origins().await {
        let put = target.put_url("a").await;
        let get = target.stored("b", &bytes(200_000)).await;
        target.add_fault("PUT", json!({ "type": "stall", "request_bytes": 2 })).await;
        target.add_fault("GET", json!({ "type": "stall", "response_bytes": 1234 })).await;
        // The connection is closed when nothing more comes.
        raw_request("GET", &get, 0, Vec::new(), SHORT).await;
        assert_eq!(target.server.last_ended().await["outcome"], "aborted");
        raw_request("PUT", &put, 3, b"abc".to_vec(), SHORT).await;
        let last = target.server.last_ended().await;
        assert_eq!((&last["method"], &last["outcome"]), (&json!("PUT"), &json!("aborted")));
    }
}

#[tokio::test]
async fn a_truncated_response_closes_early_without_an_error() {
    for target in both_origins().await {
        let content = bytes(200_000);
        let url = target.stored("a", &content).await;
        target.add_fault("GET", json!({ "type": "truncate", "bytes": 1234, "length": "whole" })).await;
        let answer = raw_request("GET", &url, 0, Vec::new(), LONG).await;
        assert_eq!(answer.error, None, "{}", target.origin);
        assert!(payload(&answer.body, target.origin) == content[..1234]);
        match target.origin {
            "store" => assert_eq!(answer.header("content-length"), Some("200000")),
            _ => assert!(!answer.body.ends_with(b"0\r\n\r\n")),
        }
        assert!(target.server.get(&url).await.bytes().await.is_err());
        let last = target.server.last_ended().await;
        assert_eq!((&last["outcome"], &last["answer"]["bytes"]), (&json!("answered"), &json!(1234)));
    }
}

#[tokio::test]
async fn a_cut_response_looks_complete() {
    for target in both_origins().await {
        let content = bytes(200_000);
        let url = target.stored("a", &content).await;
        target.add_fault("GET", json!({ "type": "truncate", "bytes": 1234, "length": "cut" })).await;
        let response = target.server.get(&url).await;
        let expected = if target.origin == "store" { Some(1234) } else { None };
        assert_eq!(response.content_length(), expected);
        assert!(response.bytes().await.unwrap() == content[..1234]);
    }
}

/// The bytes of a body as it was on the wire: in chunks from the backend, as they are from the store.
fn payload(body: &[u8], origin: &str) -> Vec<u8> {
    if origin == "store" {
        return body.to_vec();
    }
    let mut payload = Vec::new();
    let mut rest = body;
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        payload.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
    payload
}
