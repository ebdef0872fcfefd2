//! The conditions and triggers of fault rules.

use opik_attachments_server::{Config, Mode};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::admin::{both_origins, server_with_admin};
use crate::support::server::TestServer;

fn teapot() -> Value {
    json!({ "type": "status", "status": 418 })
}

/// Whether each of so many requests was the victim of a fault.
async fn victims(server: &TestServer, count: usize) -> Vec<bool> {
    let mut victims = Vec::new();
    for _ in 0..count {
        victims.push(server.get(&server.url("attachment/list")).await.status() == 418);
    }
    victims
}

#[tokio::test]
async fn only_the_nth_match_is_acted_on() {
    let server = server_with_admin(Mode::Direct).await;
    let id = server.add_rule(json!({ "nth": 3, "action": teapot() })).await;
    assert_eq!(victims(&server, 5).await, [false, false, true, false, false]);
    assert_eq!(server.counts(id).await, (5, 1));
}

#[tokio::test]
async fn a_rule_acts_at_most_times_times() {
    let server = server_with_admin(Mode::Direct).await;
    let id = server.add_rule(json!({ "times": 2, "action": teapot() })).await;
    assert_eq!(victims(&server, 4).await, [true, true, false, false]);
    assert_eq!(server.counts(id).await, (4, 2));
}

#[tokio::test]
async fn the_same_seed_makes_the_same_choices() {
    let server = server_with_admin(Mode::Direct).await;
    let mut sequences = Vec::new();
    for seed in [7, 7, 8] {
        server.admin(Method::DELETE, "/faults", None).await;
        // Two more, of which neither may change what the other does.
        server.add_rule(json!({ "probability": 0.0, "seed": 1, "action": teapot() })).await;
        server.add_rule(json!({ "probability": 0.5, "seed": seed, "action": teapot() })).await;
        sequences.push(victims(&server, 40).await);
    }
    assert_eq!(sequences[0], sequences[1]);
    assert_ne!(sequences[0], sequences[2]);
    assert!(sequences[0].contains(&true) && sequences[0].contains(&false));
}

#[tokio::test]
async fn the_first_matching_rule_acts_and_all_count() {
    let server = server_with_admin(Mode::Direct).await;
    let rules = json!([
        { "nth": 2, "action": teapot() },
        { "action": { "type": "status", "status": 500 } },
        { "action": teapot() },
    ]);
    let (status, answer) = server.admin(Method::POST, "/faults", Some(rules)).await;
    assert_eq!((status.as_u16(), &answer), (201, &json!({ "ids": [1, 2, 3] })));
    assert_eq!(victims(&server, 3).await, [false, true, false]);
    assert_eq!([server.counts(1).await, server.counts(2).await, server.counts(3).await], [(3, 1), (3, 2), (3, 0)]);
    assert_eq!(server.requests().await.iter().map(|request| request["fault"].clone()).collect::<Vec<_>>(), [2, 1, 2]);
}

#[tokio::test]
async fn rules_are_removed_one_by_one_or_all_at_once() {
    let server = server_with_admin(Mode::Direct).await;
    let (first, second) =
        (server.add_rule(json!({ "action": teapot() })).await, server.add_rule(json!({ "action": teapot() })).await);
    let removed = server.admin(Method::DELETE, &format!("/faults/{first}"), None).await;
    assert_eq!(removed.0, 204);
    assert_eq!(server.admin(Method::DELETE, &format!("/faults/{first}"), None).await.0, 404);
    assert_eq!(victims(&server, 1).await, [true]);
    assert_eq!(server.counts(second).await, (1, 1));
    assert_eq!(server.admin(Method::DELETE, "/faults", None).await.0, 204);
    assert_eq!(victims(&server, 1).await, [false]);
    assert_eq!(server.admin(Method::GET, "/faults", None).await.1, json!({ "faults": [] }));
}

#[tokio::test]
async fn every_condition_must_match() {
    let server = server_with_admin(Mode::Store).await;
    let path = "/api/v1/private/attachment/list";
    for (condition, acts) in [
        (json!({}), true),
        (json!({ "origin": "backend" }), true),
        (json!({ "origin": "store" }), false),
        (json!({ "method": "GET" }), true),
        (json!({ "method": "PUT" }), false),
        (json!({ "path": path }), true),
        (json!({ "path": "/api/*/attachment/*" }), true),
        (json!({ "path": "/api/*/attachment" }), false),
        (json!({ "path": "*/lis?" }), false),
        (json!({ "query": "*number=2&*" }), true),
        (json!({ "query": "*number=2" }), false),
        (json!({ "query": "" }), false),
    ] {
        server.admin(Method::DELETE, "/faults", None).await;
        let mut rule = condition.clone();
        rule["action"] = teapot();
        server.add_rule(rule).await;
        let status = server.get(&server.url("attachment/list?number=2&x")).await.status();
        assert_eq!(status == 418, acts, "{condition}");
    }
    server.admin(Method::DELETE, "/faults", None).await;
    server.add_rule(json!({ "query": "", "action": teapot() })).await;
    assert_eq!(victims(&server, 1).await, [true]);
}

#[tokio::test]
async fn preflights_match_no_rule() {
    for cors in [true, false] {
        let server = TestServer::with(Config { admin_port: Some(0), cors, ..Config::default() }).await;
        let id = server.add_rule(json!({ "action": teapot() })).await;
        for url in [server.url("attachment/list"), server.inner.store_url()] {
            let preflight = server.http.request(Method::OPTIONS, url).header("origin", "http://page.example");
            let response = preflight.header("access-control-request-method", "GET").send().await.unwrap();
            assert_ne!(response.status(), 418);
        }
        assert_eq!(server.counts(id).await, (0, 0));
        assert_eq!(server.requests().await.len(), 2);
        // No preflight, for all its method.
        let options = server.http.request(Method::OPTIONS, server.url("x")).send().await.unwrap();
        assert_eq!(options.status(), 418);
    }
}

#[tokio::test]
async fn the_backends_own_requests_meet_no_fault() {
    for target in both_origins().await {
        let id = target.server.add_rule(json!({ "origin": "store", "method": "POST", "action": teapot() })).await;
        target.server.upload("a", None, b"abc").await;
        assert_eq!(target.server.counts(id).await, (0, 0));
    }
}

#[tokio::test]
async fn an_invalid_rule_is_refused_with_the_field() {
    let server = server_with_admin(Mode::Direct).await;
    for (rule, telling) in [
        (json!(7), vec!["object", "7"]),
        (json!({}), vec!["action", "missing"]),
        (json!({ "action": 7 }), vec!["action", "7"]),
        (json!({ "action": {} }), vec!["action.type"]),
        (json!({ "action": { "type": "explode" } }), vec!["explode", "reset"]),
        (json!({ "action": { "type": "status" } }), vec!["action", "status", "missing"]),
        (json!({ "action": { "type": "status", "status": "500" } }), vec!["action", "status", "\"500\"", "u16"]),
        (json!({ "action": { "type": "status", "status": 100 } }), vec!["status", "100", "200 to 599"]),
        (json!({ "action": { "type": "status", "status": 500, "headers": { "a b": "1" } } }), vec!["headers", "a b"]),
        (json!({ "action": { "type": "status", "status": 500, "late": 1 } }), vec!["late", "after_work"]),
        (json!({ "action": { "type": "reset", "seconds": 1 } }), vec!["seconds", "stall"]),
        (json!({ "action": { "type": "stall", "seconds": -1 } }), vec!["seconds", "-1"]),
        (json!({ "action": { "type": "stall", "after_work": true, "request_bytes": 1 } }), vec!["at most one"]),
        (json!({ "action": { "type": "slow", "bytes_per_second": 0 } }), vec!["bytes_per_second", "nonzero"]),
        (json!({ "action": { "type": "truncate", "bytes": 1, "length": "half" } }), vec!["length", "half", "whole"]),
        (json!({ "action": { "type": "replace", "pointer": "a", "value": 1 } }), vec!["pointer", "\"a\""]),
        (json!({ "origin": "moon", "action": teapot() }), vec!["origin", "moon", "backend"]),
        (json!({ "colour": 1, "action": teapot() }), vec!["colour", "origin"]),
        (json!({ "nth": 0, "action": teapot() }), vec!["nth", "0"]),
        (json!({ "nth": 1, "probability": 0.5, "action": teapot() }), vec!["nth", "probability"]),
        (json!({ "probability": 2, "action": teapot() }), vec!["probability", "2"]),
        (json!({ "seed": 2, "action": teapot() }), vec!["seed", "probability"]),
        (json!({ "times": 0, "action": teapot() }), vec!["times", "0"]),
        (json!({ "method": "a b", "action": teapot() }), vec!["method", "a b"]),
        (json!([{ "action": teapot() }, { "nth": "x", "action": teapot() }]), vec!["[1]", "nth", "\"x\"", "u64"]),
    ] {
        let (status, answer) = server.admin(Method::POST, "/faults", Some(rule.clone())).await;
        assert_eq!(status, 400, "{rule}");
        let text = answer["error"].as_str().unwrap();
        assert!(telling.iter().all(|word| text.contains(word)), "{rule}: {text}");
    }
    let no_json = server
        .store_client
        .post(format!("{}/faults", server.inner.admin_url().unwrap()))
        .body("{")
        .send()
        .await
        .unwrap();
    assert_eq!(no_json.status(), 400);
    assert_eq!(server.admin(Method::GET, "/faults", None).await.1, json!({ "faults": [] }));
}

#[tokio::test]
async fn there_is_no_admin_port_by_default() {
    let server = TestServer::new(Mode::Direct).await;
    assert_eq!(server.inner.admin_url(), None);
    for origin in [server.inner.page_url(), format!("{}/", server.inner.store_url())] {
        for path in ["faults", "requests", "state"] {
            let status = server.get(&format!("{origin}{path}")).await.status();
            assert!(status.is_client_error(), "{origin}{path}: {status}");
        }
    }
}
