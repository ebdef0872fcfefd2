//! A thousand concurrent requests of every kind, each with the response that it would get alone.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use opik_attachments_server::Mode;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::support::server::{BOTH_MODES, ENTITY, TestServer, bytes, json_answer, rows};

const KINDS: usize = 10;
const OF_EACH: usize = 100;

/// A request and what to expect of its answer.
struct Case {
    request: RequestBuilder,
    status: u16,
    check: fn(&str, Value),
    name: String,
}

/// Every connection is a file, here and in the server, and the usual limit is about a thousand.
fn allow_many_files() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
}

fn content(name: &str) -> Vec<u8> {
    let mut content = bytes(20_000);
    content.extend(name.as_bytes());
    content
}

fn json_post(server: &TestServer, path: &str, body: &Value) -> RequestBuilder {
    server.request(Method::POST, path).header("content-type", "application/json").body(body.to_string())
}

fn any(_: &str, _: Value) {}

fn is_a_page(_: &str, answer: Value) {
    let names: Vec<String> = rows(&answer).into_iter().map(|row| row.name).collect();
    assert!(names.is_sorted_by(|a, b| a > b), "{names:?}");
    assert!(answer["total"].as_u64().unwrap() >= 2 * OF_EACH as u64, "the files nobody touches are always there");
}

fn is_refused(_: &str, answer: Value) {
    assert!(answer["errors"].is_array() || answer["code"].is_u64(), "{answer}");
}

fn is_a_start(_: &str, answer: Value) {
    assert_eq!(answer["pre_sign_urls"].as_array().unwrap().len(), 1, "{answer}");
}

/// What the ways of uploading differ in: for direct mode a PUT that makes a file, for store mode the completion that does.
async fn upload_request(server: &TestServer, name: &str, sent: &[u8]) -> RequestBuilder {
    let (id, urls) = server.start_upload(name, Some("text/plain"), 1).await;
    if id == "BEMinIO" {
        return server.http.put(&urls[0]).body(sent.to_vec());
    }
    let tag = server.put_part(&urls[0], sent.to_vec()).await;
    let body = server.complete_body(name, Some("text/plain"), sent.len(), &id, &[tag]);
    json_post(server, "attachment/upload-complete", &body)
}

async fn case(
    server: &TestServer,
    project: &str,
    links: &BTreeMap<String, String>,
    kind: usize,
    number: usize,
) -> Case {
    let list = |entity: &str| {
        let path = server.path();
        server.request(
            Method::GET,
            &format!("attachment/list?project_id={project}&entity_type=trace&entity_id={entity}&path={path}"),
        )
    };
    let name = format!("{kind}-{number:03}");
    let (request, status, check): (_, _, fn(&str, Value)) = match kind {
        0 => (upload_request(server, &name, &content(&name)).await, 204, any),
        // All to one name, and all as long.
        1 => (upload_request(server, "contended", &content(&name)).await, 204, any),
        2 => (list(ENTITY), 200, is_a_page),
        3 => (list("not-an-id"), 404, is_refused),
        4 => {
            let body =
                json!({"file_names": [name], "entity_type": "trace", "entity_id": ENTITY, "container_id": project});
            (json_post(server, "attachment/delete", &body), 204, any)
        }
        5 => (json_post(server, "attachment/upload-start", &server.start_body(&name, None, 1)), 200, is_a_start),
        6 => (json_post(server, "attachment/upload-start", &json!({"file_name": " "})), 422, is_refused),
        7 => (json_post(server, "projects/retrieve", &json!({"name": "DEMO"})), 200, any),
        8 => (server.store_client.get(&links[&name]), 200, any),
        _ if server.inner.mode() == Mode::Direct => {
            let body = server.complete_body(&name, None, 1, "BEMinIO", &[]);
            (json_post(server, "attachment/upload-complete", &body), 204, any)
        }
        _ => {
            let body = server.complete_body(&name, None, 1, "00000000-0000-4000-8000-000000000000", &["x".to_owned()]);
            (json_post(server, "attachment/upload-complete", &body), 500, is_refused)
        }
    };
    Case { request, status, check, name }
}

async fn assert_answer(case: Case) {
    let Case { request, status, check, name } = case;
    let response: Response = request.send().await.unwrap_or_else(|e| panic!("{name}: {e:?}"));
    assert_eq!(response.status(), status, "{name}");
    if name.starts_with("8-") {
        assert!(response.bytes().await.unwrap() == content(&name), "{name}: other bytes");
    } else {
        check(&name, json_answer(response).await.1);
    }
}

async fn crowd(mode: Mode) {
    let server = TestServer::new(mode).await;
    // 8 is to be fetched, 4 to be deleted, and `quiet` to be left alone.
    for prefix in ["4", "8", "quiet"] {
        for number in 0..OF_EACH {
            let name = format!("{prefix}-{number:03}");
            server.upload(&name, Some("text/plain"), &content(&name)).await;
        }
    }
    let project = server.project("demo").await.unwrap();
    let links = rows(&server.page("&size=1000").await).into_iter().map(|row| (row.name, row.link)).collect();
    let barrier = Arc::new(Barrier::new(KINDS * OF_EACH));
    let mut requests = JoinSet::new();
    for number in 0..OF_EACH {
        for kind in 0..KINDS {
            let (case, barrier) = (case(&server, &project, &links, kind, number).await, Arc::clone(&barrier));
            requests.spawn(async move {
                barrier.wait().await;
                assert_answer(case).await;
            });
        }
    }
    while let Some(answered) = requests.join_next().await {
        answered.unwrap();
    }

    let mut expected: Vec<String> = ["0", "8", "quiet"]
        .iter()
        .flat_map(|prefix| (0..OF_EACH).map(move |number| format!("{prefix}-{number:03}")))
        .chain(["contended".to_owned()])
        .collect();
    expected.sort_by(|a, b| b.cmp(a));
    let found = rows(&server.page("&size=1000").await);
    assert_eq!(found.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), expected);
    for row in found {
        let got = server.store_client.get(&row.link).send().await.unwrap();
        assert_eq!(got.status(), StatusCode::OK, "{}", row.name);
        let got = got.bytes().await.unwrap();
        assert_eq!(row.size, got.len() as i64, "{}", row.name);
        if row.name == "contended" {
            assert!((0..OF_EACH).any(|number| got == content(&format!("1-{number:03}"))), "two uploads were mixed");
        } else {
            assert!(got == content(&row.name), "{}: other bytes", row.name);
        }
    }
    let data = server.inner.data();
    assert_eq!(std::fs::read_dir(data.join("spool")).unwrap().count(), 0);
    // Those of kind 5 alone.
    let open = std::fs::read_dir(data.join("uploads")).unwrap().count();
    assert_eq!(open, if mode == Mode::Store { OF_EACH } else { 0 });
    server.inner.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_at_once() {
    allow_many_files();
    for mode in BOTH_MODES {
        tokio::time::timeout(Duration::from_secs(300), crowd(mode)).await.unwrap();
    }
}
