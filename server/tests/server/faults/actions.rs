//! Faults that answer something else, or late.

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, HeaderValue};
use serde_json::{Value, json};

use crate::support::admin::{both_origins, watched};
use crate::support::server::{BOTH, bytes, client};

#[tokio::test]
async fn another_answer_comes_instead_of_the_work() {
    for watched in both_origins().await {
        let url = watched.put_url("a").await;
        let action = json!({ "type": "status", "status": 429, "headers": { "Retry-After": "7", "x-more": "1" },
            "body": "slow down" });
        watched.fail("PUT", action).await;
        let response = watched.server.put(&url, bytes(300_000)).await;
        assert_eq!(response.status(), 429);
        assert_eq!(
            (&response.headers()["retry-after"], &response.headers()["x-more"]),
            (&"7".parse().unwrap(), &"1".parse().unwrap())
        );
        assert_eq!(response.text().await.unwrap(), "slow down");
        assert!(watched.arrived().await.is_empty());
        let last = watched.server.last_ended().await;
        assert_eq!((&last["body"]["bytes"], &last["answer"]["status"]), (&json!(300_000), &json!(429)));
    }
}

#[tokio::test]
async fn another_answer_comes_after_the_work() {
    for watched in both_origins().await {
        let url = watched.put_url("a").await;
        watched.fail("PUT", json!({ "type": "status", "status": 500, "after_work": true })).await;
        let response = watched.server.put(&url, b"abc".to_vec()).await;
        assert_eq!((response.status().as_u16(), response.bytes().await.unwrap().len()), (500, 0));
        assert_eq!(watched.arrived().await, [3]);
    }
}

#[tokio::test]
async fn pages_of_other_origins_can_read_a_fault_unless_it_is_a_gateways() {
    for watched in both_origins().await {
        for bare in [false, true] {
            watched.server.admin(Method::DELETE, "/faults", None).await;
            watched.fail("GET", json!({ "type": "status", "status": 503, "bare": bare })).await;
            let url = if watched.origin == "store" {
                watched.server.running.store_url()
            } else {
                watched.server.running.api_url()
            };
            let response = watched.server.http.get(url).header("origin", "http://page.example").send().await.unwrap();
            assert_eq!(response.status(), 503);
            let labels = ["access-control-allow-origin", "access-control-expose-headers", "vary"];
            for label in labels {
                assert_eq!(response.headers().contains_key(label), !bare, "{} {label} {bare}", watched.origin);
            }
        }
    }
}

#[tokio::test]
async fn an_etag_is_replaced_or_removed() {
    for watched in both_origins().await {
        let url = watched.put_url("a").await;
        watched.fail("PUT", json!({ "type": "etag", "value": "\"other\"" })).await;
        let response = watched.server.put(&url, b"abc".to_vec()).await;
        assert!(response.status().is_success());
        assert_eq!(response.headers()["etag"], "\"other\"");
        assert_eq!(watched.arrived().await, [3]);
        watched.server.admin(Method::DELETE, "/faults", None).await;
        watched.fail("PUT", json!({ "type": "etag" })).await;
        assert!(!watched.server.put(&url, b"abc".to_vec()).await.headers().contains_key("etag"));
    }
}

#[tokio::test]
async fn there_are_more_part_urls_or_fewer() {
    for mode in BOTH {
        let server = watched(mode).await;
        let (_, real) = server.begin("a", None, 2).await;
        for count in [0, 1, 5] {
            server.admin(Method::DELETE, "/faults", None).await;
            server.order(json!({ "path": "*/upload-start", "action": { "type": "part_urls", "count": count } })).await;
            let (_, urls) = server.begin("a", None, 2).await;
            assert_eq!(urls.len(), count);
            assert!(urls.iter().skip(real.len()).all(|url| *url == urls[real.len() - 1]));
        }
    }
}

#[tokio::test]
async fn a_value_is_replaced() {
    for mode in BOTH {
        let mut server = watched(mode).await;
        server.upload("a", None, b"abc").await;
        // Compressed answers are welcome, but nobody here could read one.
        let headers = [(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))].into_iter().collect();
        server.http = client().default_headers(headers).build().unwrap();
        let longer = "http://elsewhere.example/".repeat(100);
        for (pointer, value) in
            [("/content/0/link", json!(longer)), ("/content/0/file_size", json!(7)), ("/nowhere/1", json!(1))]
        {
            let action = json!({ "type": "replace", "pointer": pointer, "value": value });
            server.order(json!({ "path": "*/list", "times": 1, "action": action })).await;
            let answer: Value = server.page("").await;
            assert_eq!(answer.pointer(pointer), if pointer == "/nowhere/1" { None } else { Some(&value) });
        }
        server.http = server.bare.clone();
        assert_eq!(server.row("a").await.size, 3);
    }
}

#[tokio::test]
async fn slow_bodies_arrive_whole() {
    for watched in both_origins().await {
        let content = bytes(20_000);
        let link = watched.stored("a", &content).await;
        let url = watched.put_url("b").await;
        watched.fail("PUT", json!({ "type": "slow", "bytes_per_second": 50_000 })).await;
        watched.fail("GET", json!({ "type": "slow", "bytes_per_second": 50_000 })).await;
        let asked = Instant::now();
        assert!(watched.server.put(&url, content.clone()).await.status().is_success());
        assert!(asked.elapsed() >= Duration::from_millis(300), "{:?}", asked.elapsed());
        let asked = Instant::now();
        let response = watched.server.get(&link).await;
        assert_eq!(response.content_length().is_some(), watched.origin == "store");
        assert!(response.bytes().await.unwrap() == content);
        assert!(asked.elapsed() >= Duration::from_millis(300), "{:?}", asked.elapsed());
        assert!(watched.arrived().await.contains(&20_000));
    }
}

#[tokio::test]
async fn a_slow_answer_keeps_its_length() {
    for watched in both_origins().await {
        watched.fail("GET", json!({ "type": "slow", "bytes_per_second": 100_000 })).await;
        let url = if watched.origin == "store" {
            watched.server.running.store_url()
        } else {
            watched.server.url("attachment/list")
        };
        let response = watched.server.get(&url).await;
        let length = response.content_length();
        assert_eq!(length, Some(response.bytes().await.unwrap().len() as u64), "{}", watched.origin);
    }
}

#[tokio::test]
async fn a_delayed_answer_is_the_real_one() {
    for watched in both_origins().await {
        let link = watched.stored("a", b"abc").await;
        watched.fail("GET", json!({ "type": "delay", "ms": 200 })).await;
        let asked = Instant::now();
        assert_eq!(watched.server.get(&link).await.bytes().await.unwrap(), "abc");
        assert!(asked.elapsed() >= Duration::from_millis(200));
    }
}
