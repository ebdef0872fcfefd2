//! The responses to invalid requests.

use opik_attachments_server::{Config, EntityIds, Mode};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::{BOTH_MODES, ENTITY, TestServer, json_answer};

const NULL: &str = "must not be null";
const BLANK: &str = "must not be blank";
const PROJECT: &str = "0190babc-62a0-71d2-832a-0feffa4676eb";

fn errors(prefix: &str, complaints: &[(&str, &str)]) -> Value {
    let mut list: Vec<String> = complaints.iter().map(|(name, rule)| format!("{prefix}{name} {rule}")).collect();
    list.sort();
    json!({ "errors": list })
}

fn sorted(mut answer: Value) -> Value {
    if let Some(list) = answer.get_mut("errors").and_then(Value::as_array_mut) {
        list.sort_by_key(|item| item.as_str().map(str::to_owned));
    }
    answer
}

fn bare(code: u16, reason: &str) -> Value {
    json!({"code": code, "message": format!("HTTP {code} {reason}")})
}

#[tokio::test]
async fn invalid_queries_are_refused() {
    let entity = format!("entity_type=trace&entity_id={ENTITY}");
    let list = |change: &str| format!("list?project_id={PROJECT}&{entity}&path=aHR0cDovL2E{change}");
    let not_found = bare(404, "Not Found");
    let kind = json!({"code": 400, "message": "Failed to convert query param entity_type to EntityType"});
    let path = json!({"code": 400, "message": "Invalid base URL format"});
    let query = |complaints: &[(&str, &str)]| errors("query param ", complaints);
    let at_least = "must be greater than or equal to 1";
    let cases: Vec<(Method, String, u16, Value)> = vec![
        (
            Method::GET,
            "list".into(),
            400,
            query(&[("project_id", NULL), ("entity_type", NULL), ("entity_id", NULL), ("path", BLANK)]),
        ),
        (
            Method::GET,
            "list?project_id=&entity_type=&entity_id=&path=+&page=&size=1".to_owned(),
            400,
            query(&[("project_id", NULL), ("entity_type", NULL), ("entity_id", NULL), ("path", BLANK)]),
        ),
        (Method::GET, list("&page=0&size=-1"), 400, query(&[("page", at_least), ("size", at_least)])),
        (Method::GET, list("&page=x"), 404, not_found.clone()),
        (Method::GET, list("&size=2147483648"), 404, not_found.clone()),
        (Method::GET, format!("list?project_id=x&{entity}&path=aHR0cDovL2E"), 404, not_found.clone()),
        (
            Method::GET,
            format!(
                "list?project_id={PROJECT}&entity_type=trace&entity_id=0190babc62a071d2832a0feffa4676eb&path=aHR0cDovL2E"
            ),
            404,
            not_found.clone(),
        ),
        (
            Method::GET,
            format!("list?project_id={PROJECT}&entity_type=Trace&entity_id={ENTITY}&path=aHR0cDovL2E"),
            400,
            kind.clone(),
        ),
        (Method::GET, list("%3D%3D"), 400, path.clone()),
        (Method::GET, list("%2Fxx"), 400, path.clone()),
        (Method::GET, list("+xx"), 400, path),
        (
            Method::GET,
            "download".into(),
            400,
            query(&[
                ("container_id", NULL),
                ("entity_type", NULL),
                ("entity_id", NULL),
                ("file_name", BLANK),
                ("mime_type", BLANK),
            ]),
        ),
        (
            Method::GET,
            format!("download?container_id={PROJECT}&{entity}&file_name=+&mime_type="),
            400,
            query(&[("file_name", BLANK), ("mime_type", BLANK)]),
        ),
        (Method::GET, format!("download?container_id=1&{entity}&file_name=a&mime_type=a"), 404, not_found.clone()),
        (Method::PUT, "upload".into(), 400, query(&[("file_name", NULL), ("entity_type", NULL), ("entity_id", NULL)])),
        (Method::PUT, format!("upload?file_name=a&{entity}&project_name=+"), 400, query(&[("project_name", BLANK)])),
        (Method::PUT, format!("upload?file_name=a&entity_type=x&entity_id={ENTITY}"), 400, kind),
        (Method::POST, "list".into(), 405, bare(405, "Method Not Allowed")),
        (Method::GET, "upload-start".into(), 405, bare(405, "Method Not Allowed")),
        (Method::GET, "nothing".into(), 404, not_found),
    ];
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for (method, path, status, answer) in &cases {
            let request = server.request(method.clone(), &format!("attachment/{path}"));
            let (got_status, got) = json_answer(request.send().await.unwrap()).await;
            assert_eq!((got_status.as_u16(), sorted(got)), (*status, answer.clone()), "{mode:?} {method} {path}");
        }
    }
}

#[tokio::test]
async fn invalid_bodies_are_refused() {
    let start = |change: Value| {
        changed(
            json!({"file_name": "a", "num_of_file_parts": 1, "entity_type": "span", "entity_id": ENTITY, "path": "aHR0cDovL2E"}),
            change,
        )
    };
    let complete = |change: Value| {
        changed(
            json!({"file_name": "a", "entity_type": "span", "entity_id": ENTITY, "file_size": 1, "upload_id": "x", "uploaded_file_parts": []}),
            change,
        )
    };
    let json422 = |complaints: &[(&str, &str)]| (422, Some(errors("", complaints)));
    let unable = || (400, None);
    let cases = [
        ("projects/retrieve", json!({}), json422(&[("name", BLANK)])),
        ("projects/retrieve", json!({"name": null}), json422(&[("name", BLANK)])),
        ("projects/retrieve", json!({"name": " "}), json422(&[("name", BLANK)])),
        ("projects/retrieve", json!({"name": []}), unable()),
        ("projects/retrieve", json!([]), unable()),
        (
            "attachment/upload-start",
            json!({}),
            json422(&[
                ("fileName", BLANK),
                ("numOfFileParts", NULL),
                ("entityType", NULL),
                ("entityId", NULL),
                ("path", BLANK),
            ]),
        ),
        (
            "attachment/upload-start",
            start(json!({"file_name": " ", "project_name": ""})),
            json422(&[("fileName", BLANK), ("projectName", BLANK)]),
        ),
        ("attachment/upload-start", start(json!({"num_of_file_parts": 2_147_483_648_i64})), unable()),
        ("attachment/upload-start", start(json!({"entity_type": "TRACE"})), unable()),
        ("attachment/upload-start", start(json!({"entity_id": "1-1-1-1-1"})), unable()),
        ("attachment/upload-start", start(json!({"container_id": "x"})), unable()),
        (
            "attachment/upload-complete",
            json!({}),
            json422(&[
                ("fileName", BLANK),
                ("entityType", NULL),
                ("entityId", NULL),
                ("fileSize", NULL),
                ("uploadId", BLANK),
                ("uploadedFileParts", NULL),
            ]),
        ),
        ("attachment/upload-complete", complete(json!({"project_name": " "})), json422(&[("projectName", BLANK)])),
        ("attachment/upload-complete", complete(json!({"uploaded_file_parts": [{"part_number": "x"}]})), unable()),
        (
            "attachment/delete",
            json!({"file_name": "a", "entity_type": "trace", "entity_id": ENTITY, "file_size": 5, "upload_id": "x", "uploaded_file_parts": []}),
            json422(&[("containerId", NULL), ("fileNames", NULL)]),
        ),
        (
            "attachment/delete",
            json!({}),
            json422(&[("containerId", NULL), ("fileNames", NULL), ("entityType", NULL), ("entityId", NULL)]),
        ),
    ];
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for (path, body, (status, answer)) in &cases {
            let (got_status, got) = server.post(path, body).await;
            assert_eq!(got_status, *status, "{mode:?} {path} {body}: {got}");
            match answer {
                Some(answer) => assert_eq!(&sorted(got), answer, "{mode:?} {path} {body}"),
                None => assert!(got["message"].as_str().unwrap().starts_with("Unable to process JSON. "), "{got}"),
            }
        }
    }
}

fn changed(mut body: Value, change: Value) -> Value {
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn content_types_and_missing_bodies_are_checked() {
    let server = TestServer::new(Mode::Direct).await;
    let post = |kind: Option<&'static str>, body: &'static str| {
        let mut request = server.request(Method::POST, "projects/retrieve").body(body);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        async { json_answer(request.send().await.unwrap()).await }
    };
    let demo = r#"{"name":"default project"}"#;
    assert_eq!(post(Some("Application/JSON; charset=utf-8"), demo).await.0, 200);
    for kind in [Some("text/plain"), None] {
        let (status, answer) = post(kind, demo).await;
        assert_eq!((status.as_u16(), answer), (415, bare(415, "Unsupported Media Type")));
    }
    assert_eq!(post(Some("application/json"), "{").await.0, 400);
    assert_eq!(post(Some("application/json"), "").await.0, 500);
    assert_eq!(post(None, "").await.0, 500);
}

#[tokio::test]
async fn the_path_is_decoded_at_the_start_in_direct_mode_only() {
    for (mode, status) in [(Mode::Direct, 400), (Mode::Store, 200)] {
        let server = TestServer::new(mode).await;
        let body = changed(server.start_body("a", None, 1), json!({"path": "not base64"}));
        assert_eq!(server.post("attachment/upload-start", &body).await.0, status);
    }
}

#[tokio::test]
async fn unknown_workspaces_are_refused() {
    let server = TestServer::new(Mode::Direct).await;
    for (workspace, status) in [("", 200), ("default", 200), ("Default", 404), ("other", 404)] {
        // Nothing else is valid about the second request, but the workspace is looked at first.
        for (path, known) in
            [("projects/retrieve", status), ("attachment/upload-start", if status == 404 { 404 } else { 422 })]
        {
            let request = server
                .request(Method::POST, path)
                .header("content-type", "application/json")
                .header("comet-workspace", workspace)
                .header("authorization", "whatever")
                .body(r#"{"name":"default project"}"#);
            let (status, answer) = json_answer(request.send().await.unwrap()).await;
            assert_eq!(status, known, "{workspace:?} {path}");
            if status == 404 {
                assert_eq!(answer, json!({"code": 404, "message": "Workspace not found"}));
            }
        }
    }
}

#[tokio::test]
async fn missing_files_and_downloads_in_store_mode_are_refused() {
    let query =
        format!("container_id={PROJECT}&entity_type=span&entity_id={ENTITY}&file_name=a+b&mime_type=text/plain");
    let server = TestServer::new(Mode::Direct).await;
    let (status, answer) = json_answer(server.get(&server.url(&format!("attachment/download?{query}"))).await).await;
    let key = format!("opik/attachment/workspaces/{PROJECT}/projects/{PROJECT}/spans/{ENTITY}/files/a b");
    assert_eq!(
        (status.as_u16(), answer),
        (404, json!({"code": 404, "message": format!("File not found for key: {key}")}))
    );

    let store = TestServer::new(Mode::Store).await;
    let (status, answer) = json_answer(store.get(&store.url(&format!("attachment/download?{query}"))).await).await;
    let message = "Direct attachment download is forbidden for S3, please use presigned url";
    assert_eq!((status.as_u16(), answer), (403, json!({"code": 403, "message": message})));

    let upload = format!("attachment/upload?file_name=a&entity_type=span&entity_id={ENTITY}");
    let (status, answer) = json_answer(store.put(&store.url(&upload), vec![1]).await).await;
    let message = "Direct attachment upload is forbidden for S3, please use multi-part upload with presigned urls";
    assert_eq!((status.as_u16(), answer), (403, json!({"code": 403, "message": message})));
}

#[tokio::test]
async fn a_list_of_errors_from_download_is_octet_stream_unless_json_is_accepted() {
    let server = TestServer::new(Mode::Direct).await;
    for (accept, label) in [("*/*", "application/octet-stream"), ("application/json", "application/json")] {
        let request = server.request(Method::GET, "attachment/download").header("accept", accept);
        assert_eq!(request.send().await.unwrap().headers()["content-type"], label);
    }
}

#[tokio::test]
async fn uploads_need_version_7_ids_unless_any_are_accepted() {
    for (mode, ids) in [
        (Mode::Direct, EntityIds::V7),
        (Mode::Store, EntityIds::V7),
        (Mode::Direct, EntityIds::Any),
        (Mode::Store, EntityIds::Any),
    ] {
        let server = TestServer::with(Config { mode, ids, ..Config::default() }).await;
        let other = "0197c0de-0000-4000-8000-00000000e001";
        for (kind, subject) in [("trace", "Trace"), ("span", "Span")] {
            let refusal = json!({
                "code": 400, "message": "Invalid UUID for id", "details": format!("{subject} id must be a version 7 UUID"),
            });
            let change = json!({"entity_id": other, "entity_type": kind});
            let start = changed(server.start_body("a", None, 1), change.clone());
            let complete = changed(server.complete_body("a", None, 1, "x", &["x".to_owned()]), change);
            let mut answers = vec![
                server.post("attachment/upload-start", &start).await,
                server.post("attachment/upload-complete", &complete).await,
            ];
            if mode == Mode::Direct {
                let put = server.url(&format!("attachment/upload?file_name=a&entity_type={kind}&entity_id={other}"));
                answers.push(json_answer(server.put(&put, vec![1]).await).await);
            }
            for (status, answer) in answers {
                assert_eq!(answer == refusal, ids == EntityIds::V7, "{mode:?} {ids:?}: {answer}");
                assert_eq!(status == 400, ids == EntityIds::V7, "{mode:?} {ids:?}: {status}");
            }
            // Reading and deleting take any.
            let body = json!({"file_names": ["a"], "entity_type": kind, "entity_id": other, "container_id": PROJECT});
            assert_eq!(server.post("attachment/delete", &body).await.0, 204);
            let list = format!(
                "attachment/list?project_id={PROJECT}&entity_type={kind}&entity_id={other}&path={}",
                server.path()
            );
            assert_eq!(server.get(&server.url(&list)).await.status(), 200);
        }
    }
}
