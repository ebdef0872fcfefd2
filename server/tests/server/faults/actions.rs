//! Faults that change or delay a response.

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, HeaderValue};
use serde_json::{Value, json};

use crate::support::admin::{both_origins, server_with_admin};
use crate::support::server::{BOTH_MODES, bytes, client};

#[tokio::test]
async fn a_status_replaces_the_work() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        let action = json!({ "type": "status", "status": 429, "headers": { "Retry-After": "7", "x-more": "1" },
            "body": "slow down" });
        target.add_fault("PUT", action).await;
        let response = target.server.put(&url, bytes(300_000)).await;
        assert_eq!(response.status(), 429);
        assert_eq!(
            (&response.headers()["retry-after"], &response.headers()["x-more"]),
            (&"7".parse().unwrap(), &"1".parse().unwrap())
        );
        assert_eq!(response.text().await.unwrap(), "slow down");
        assert!(target.stored_sizes().await.is_empty());
        let last = target.server.last_ended().await;
        assert_eq!((&last["body"]["bytes"], &last["answer"]["status"]), (&json!(300_000), &json!(429)));
    }
}

#[tokio::test]
async fn a_status_can_follow_the_work() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        target.add_fault("PUT", json!({ "type": "status", "status": 500, "after_work": true })).await;
        let response = target.server.put(&url, b"abc".to_vec()).await;
        assert_eq!((response.status().as_u16(), response.bytes().await.unwrap().len()), (500, 0));
        assert_eq!(target.stored_sizes().await, [3]);
    }
}

#[tokio::test]
async fn a_fault_has_cors_headers_unless_it_is_bare() {
    for target in both_origins().await {
        for bare in [false, true] {
            target.server.admin(Method::DELETE, "/faults", None).await;
            target.add_fault("GET", json!({ "type": "status", "status": 503, "bare": bare })).await;
            let url =
                if target.origin == "store" { target.server.inner.store_url() } else { target.server.inner.api_url() };
            let response = target.server.http.get(url).header("origin", "http://page.example").send().await.unwrap();
            assert_eq!(response.status(), 503);
            let labels = ["access-control-allow-origin", "access-control-expose-headers", "vary"];
            for label in labels {
                assert_eq!(response.headers().contains_key(label), !bare, "{} {label} {bare}", target.origin);
            }
        }
    }
}

#[tokio::test]
async fn an_etag_is_replaced_or_removed() {
    for target in both_origins().await {
        let url = target.put_url("a").await;
        target.add_fault("PUT", json!({ "type": "etag", "value": "\"other\"" })).await;
        let response = target.server.put(&url, b"abc".to_vec()).await;
        assert!(response.status().is_success());
        assert_eq!(response.headers()["etag"], "\"other\"");
        assert_eq!(target.stored_sizes().await, [3]);
        target.server.admin(Method::DELETE, "/faults", None).await;
        target.add_fault("PUT", json!({ "type": "etag" })).await;
        assert!(!target.server.put(&url, b"abc".to_vec()).await.headers().contains_key("etag"));
    }
}

#[tokio::test]
async fn part_urls_are_added_or_dropped() {
    for mode in BOTH_MODES {
        let server = server_with_admin(mode).await;
        let (_, real) = server.start_upload("a", None, 2).await;
        for count in [0, 1, 5] {
            server.admin(Method::DELETE, "/faults", None).await;
            server
                .add_rule(json!({ "path": "*/upload-start", "action": { "type": "part_urls", "count": count } }))
                .await;
            let (_, urls) = server.start_upload("a", None, 2).await;
            assert_eq!(urls.len(), count);
            assert!(urls.iter().skip(real.len()).all(|url| *url == urls[real.len() - 1]));
        }
    }
}

#[tokio::test]
async fn a_json_value_is_replaced() {
    for mode in BOTH_MODES {
        let mut server = server_with_admin(mode).await;
        server.upload("a", None, b"abc").await;
        // Compressed answers are welcome, but nobody here could read one.
        let headers = [(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))].into_iter().collect();
        server.http = client().default_headers(headers).build().unwrap();
        let longer = "http://elsewhere.example/".repeat(100);
        for (pointer, value) in
            [("/content/0/link", json!(longer)), ("/content/0/file_size", json!(7)), ("/nowhere/1", json!(1))]
        {
            let action = json!({ "type": "replace", "pointer": pointer, "value": value });
            server.add_rule(json!({ "path": "*/list", "times": 1, "action": action })).await;
            let answer: Value = server.page("").await;
            assert_eq!(answer.pointer(pointer), if pointer == "/nowhere/1" { None } else { Some(&value) });
        }
        server.http = server.store_client.clone();
        assert_eq!(server.row("a").await.size, 3);
    }
}

#[tokio::test]
async fn slow_bodies_arrive_complete() {
    for target in both_origins().await {
        let content = bytes(20_000);
        let link = target.stored("a", &content).await;
        let url = target.put_url("b").await;
        target.add_fault("PUT", json!({ "type": "slow", "bytes_per_second": 50_000 })).await;
        target.add_fault("GET", json!({ "type": "slow", "bytes_per_second": 50_000 })).await;
        let asked = Instant::now();
        assert!(target.server.put(&url, content.clone()).await.status().is_success());
        assert!(asked.elapsed() >= Duration::from_millis(300), "{:?}", asked.elapsed());
        let asked = Instant::now();
        let response = target.server.get(&link).await;
        assert_eq!(response.content_length().is_some(), target.origin == "store");
        assert!(response.bytes().await.unwrap() == content);
        assert!(asked.elapsed() >= Duration::from_millis(300), "{:?}", asked.elapsed());
        assert!(target.stored_sizes().await.contains(&20_000));
    }
}

#[tokio::test]
async fn a_slow_response_keeps_its_length() {
    for target in both_origins().await {
        target.add_fault("GET", json!({ "type": "slow", "bytes_per_second": 100_000 })).await;
        let url = if target.origin == "store" {
            target.server.inner.store_url()
        } else {
            target.server.url("attachment/list")
        };
        let response = target.server.get(&url).await;
        let length = response.content_length();
        assert_eq!(length, Some(response.bytes().await.unwrap().len() as u64), "{}", target.origin);
    }
}

#[tokio::test]
async fn a_delayed_response_is_unchanged() {
    for target in both_origins().await {
        let link = target.stored("a", b"abc").await;
        target.add_fault("GET", json!({ "type": "delay", "ms": 200 })).await;
        let asked = Instant::now();
        assert_eq!(target.server.get(&link).await.bytes().await.unwrap(), "abc");
        assert!(asked.elapsed() >= Duration::from_millis(200));
    }
}
