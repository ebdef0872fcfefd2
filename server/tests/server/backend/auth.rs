//! API keys and workspaces.

use std::collections::HashSet;
use std::path::Path;

use opik_attachments_server::{Config, Mode};
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::server::{self, BOTH_MODES, ENTITY, TestServer, json_answer};

const DEFAULT_ID: &str = "0190babc-62a0-71d2-832a-0feffa4676eb";

fn config(mode: Mode, data: Option<&Path>) -> Config {
    let auth = ["key", "both@default", "both@team", "a@b@team"].map(|text| text.parse().unwrap()).to_vec();
    Config { mode, auth, data: data.map(Into::into), ..Config::default() }
}

fn client(key: &'static str, workspace: &'static str) -> Client {
    let headers = [("authorization", key), ("comet-workspace", workspace)];
    let headers: HeaderMap =
        headers.map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).into_iter().collect();
    server::client().default_headers(headers).build().unwrap()
}

#[tokio::test]
async fn every_refusal_has_opiks_message() {
    let server = TestServer::with(config(Mode::Direct, None)).await;
    let nameless = (403, "Workspace name should be provided");
    let keyless = (401, "API key should be provided");
    let unknown = (401, "User not found");
    let not_allowed = (403, "User is not allowed to access workspace");
    let cases = [
        (None, None, "", nameless),
        (Some("key"), None, "", nameless),
        (Some("key"), None, "&workspace_name=+", nameless),
        // A header that is there keeps the query from being looked at.
        (Some("key"), Some(""), "&workspace_name=default", nameless),
        (Some("key"), Some(" "), "&workspace_name=default", nameless),
        (None, Some("default"), "", keyless),
        (Some(" "), Some("default"), "", keyless),
        (None, None, "&workspace_name=default", keyless),
        (Some("Key"), Some("default"), "", unknown),
        (Some("Bearer key"), Some("default"), "", unknown),
        (Some("a"), Some("team"), "", unknown),
        (Some("key"), Some("team"), "", not_allowed),
        (Some("key"), Some("Default"), "", not_allowed),
        (Some("key"), Some("team"), "&workspace_name=default", not_allowed),
        (Some("a@b"), Some("default"), "", not_allowed),
        (Some("a@b"), Some("nowhere"), "", not_allowed),
    ];
    // Nothing else is right about these requests: who may come in is settled before.
    for (method, path) in [
        (Method::PUT, "attachment/upload?entity_id=bad"),
        (Method::POST, "attachment/upload-start?"),
        (Method::POST, "attachment/upload-complete?"),
    ] {
        for (key, workspace, query, (status, message)) in &cases {
            let mut request = server.request(method.clone(), &format!("{path}{query}"));
            for (name, value) in [("authorization", key), ("comet-workspace", workspace)] {
                if let Some(value) = value {
                    request = request.header(name, *value);
                }
            }
            let answer = json_answer(request.send().await.unwrap()).await;
            let expected = json!({"code": status, "message": message});
            assert_eq!((answer.0.as_u16(), answer.1), (*status, expected), "{path}{query} {key:?} {workspace:?}");
        }
    }
    // Routing comes first.
    assert_eq!(server.get(&server.url("no/such/path")).await.status(), 404);
    assert_eq!(server.get(&server.url("attachment/delete")).await.status(), 405);
    let typed = server.request(Method::POST, "projects/retrieve").header("content-type", "text/plain").body("x");
    assert_eq!(typed.send().await.unwrap().status(), 415);
}

#[tokio::test]
async fn without_read_access_no_project_is_found() {
    let mut server = TestServer::with(config(Mode::Direct, None)).await;
    server.http = client("a@b", "team");
    server.upload("a", None, b"x").await;
    let project = server.project("demo").await.unwrap();
    let entity = format!("entity_type=trace&entity_id={ENTITY}");
    let list = format!("attachment/list?project_id={project}&{entity}&path={}", server.path());
    let download = format!("attachment/download?container_id={project}&{entity}&file_name=a&mime_type=text/plain");
    let delete =
        json!({"file_names": ["a"], "entity_type": "trace", "entity_id": ENTITY, "container_id": project}).to_string();
    let requests = [
        (Method::GET, list.as_str(), String::new()),
        (Method::GET, &download, String::new()),
        (Method::POST, "attachment/delete", delete),
        (Method::POST, "projects/retrieve", json!({"name": "demo"}).to_string()),
    ];
    let ask = async |method: &Method, path: &str, body: &str, key: Option<&str>, workspace: Option<&str>| {
        let mut request = server.store_client.request(method.clone(), server.url(path)).body(body.to_owned());
        request = request.header("content-type", "application/json");
        for (name, value) in [("authorization", key), ("comet-workspace", workspace)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        json_answer(request.send().await.unwrap()).await
    };
    for (method, path, body) in &requests {
        for (key, workspace) in [(None, "team"), (Some(" "), "team"), (Some("wrong"), "team"), (Some("key"), "team")] {
            let (status, answer) = ask(method, path, body, key, Some(workspace)).await;
            let expected = (404, json!({"errors": ["Project not found"]}));
            assert_eq!((status.as_u16(), answer), expected, "{path} {key:?} {workspace}");
        }
        // Only who names no workspace is refused.
        for workspace in [None, Some(" ")] {
            let (status, answer) = ask(method, path, body, Some("a@b"), workspace).await;
            let expected = (403, json!({"code": 403, "message": "Workspace name should be provided"}));
            assert_eq!((status.as_u16(), answer), expected, "{path} {workspace:?}");
        }
    }
    // Bad parameters are told even to them.
    assert_eq!(ask(&Method::GET, "attachment/list", "", None, Some("team")).await.0, 400);
    assert_eq!(ask(&Method::POST, "projects/retrieve", "{}", None, Some("team")).await.0, 422);
    assert_eq!(server.rows().await.len(), 1);
}

#[tokio::test]
async fn preflights_need_no_key() {
    let server = TestServer::with(Config { cors: true, ..config(Mode::Direct, None) }).await;
    let origin = server.request(Method::OPTIONS, "attachment/list").header("origin", "http://page.example");
    let response = origin.header("access-control-request-method", "GET").send().await.unwrap();
    assert_eq!(response.status(), 200);
    let refused = server.request(Method::GET, "attachment/list").header("origin", "http://page.example");
    let refused = refused.send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(refused.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn the_query_names_the_workspace_if_the_header_is_missing() {
    let mut server = TestServer::with(config(Mode::Direct, None)).await;
    server.http = client("a@b", "team");
    server.upload("a", None, b"team's").await;
    let link = server.row("a").await.link;
    assert!(link.contains("?workspace_name=team&"), "{link}");

    assert_eq!(server.store_client.get(&link).send().await.unwrap().status(), 404);
    let response = server.store_client.get(&link).header("authorization", "a@b").send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "team's");
}

#[tokio::test]
async fn workspaces_are_isolated() {
    for mode in BOTH_MODES {
        let mut server = TestServer::with(config(mode, None)).await;
        let mut found = Vec::new();
        let mut ids = HashSet::new();
        for workspace in ["default", "team"] {
            server.http = client("both", workspace);
            assert_eq!(server.project("demo").await, None, "{mode:?} {workspace}");
            let default_project = server.project("Default Project").await.unwrap();
            assert_eq!(default_project == DEFAULT_ID, workspace == "default");
            server.upload("a", None, workspace.as_bytes()).await;
            found.push((workspace, server.project("demo").await.unwrap()));
            ids.extend([default_project, server.project("demo").await.unwrap()]);
        }
        assert_eq!(ids.len(), 4);
        let foreign = found[0].1.clone();
        for (workspace, project) in found {
            server.http = client("both", workspace);
            let rows = server.rows().await;
            assert_eq!(rows.len(), 1);
            let http = if mode == Mode::Store { &server.store_client } else { &server.http };
            let answer = http.get(&rows[0].link).send().await.unwrap();
            assert_eq!(answer.text().await.unwrap(), workspace, "{mode:?}");

            // Knowing another workspace's project is of no use.
            let query = format!("project_id={foreign}&entity_type=trace&entity_id={ENTITY}&path={}", server.path());
            let list = json_answer(server.get(&server.url(&format!("attachment/list?{query}"))).await).await.1;
            assert_eq!(list["total"], u8::from(foreign == project));
        }
        // Nor for removing: the request above came from the workspace `team`.
        let body = json!({"file_names": ["a"], "entity_type": "trace", "entity_id": ENTITY, "container_id": foreign});
        assert_eq!(server.post("attachment/delete", &body).await.0, 204);
        server.http = client("both", "default");
        assert_eq!(server.rows().await.len(), 1);
    }
}

#[tokio::test]
async fn a_workspace_keeps_its_id_and_keys_its_objects() {
    let directory = tempfile::tempdir().unwrap();
    let mut seen = HashSet::new();
    for _ in 0..2 {
        let mut server = TestServer::with(config(Mode::Store, Some(directory.path()))).await;
        for workspace in ["default", "team"] {
            server.http = client("both", workspace);
            let mut body = server.start_body("a", None, 1);
            body["project_name"] = Value::Null;
            let (_, answer) = server.post("attachment/upload-start", &body).await;
            let url = answer["pre_sign_urls"][0].as_str().unwrap();
            let key = url.split('?').next().unwrap().split("/workspaces/").nth(1).unwrap().to_owned();
            let default = format!("{DEFAULT_ID}/projects/{DEFAULT_ID}/traces/");
            assert_eq!(key.starts_with(&default), workspace == "default", "{key}");
            assert_eq!(key.matches(DEFAULT_ID).count(), if workspace == "default" { 2 } else { 0 });
            seen.insert(key);
        }
        server.inner.stop().await;
    }
    assert_eq!(seen.len(), 2, "{seen:?}");
}
