//! The state: rows, objects and open uploads.

use opik_attachments_server::{Config, Mode};
use s3s::crypto::{Checksum as _, Sha256};
use serde_json::{Value, json};

use crate::support::admin::{server_with_admin, upload_path};
use crate::support::server::{BOTH_MODES, ENTITY, PART, TestServer, bytes, client};

fn sha256(bytes: &[u8]) -> String {
    Sha256::checksum(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn rows_and_their_objects_are_shown_in_order() {
    for mode in BOTH_MODES {
        let server = server_with_admin(mode).await;
        assert_eq!(server.state().await, json!({ "rows": [], "objects": [], "open_uploads": [] }));
        server.upload("b/ é", Some("text/x-b"), b"second").await;
        server.upload("a", Some("text/x-a"), b"first").await;
        let project = server.project("demo").await.unwrap();
        let state = server.state().await;
        let key = state["rows"][0]["key"].as_str().unwrap();
        assert!(key.ends_with(&format!("/projects/{project}/traces/{ENTITY}/files/a")), "{key}");
        let other = format!("{}b/ é", key.strip_suffix('a').unwrap());
        let row = |name: &str, mime: &str, size: u64, key: &str| {
            json!({ "workspace": "default", "project": "demo", "project_id": project, "entity_type": "trace",
                "entity_id": ENTITY, "file_name": name, "mime_type": mime, "file_size": size, "key": key })
        };
        let object =
            |key: &str, content: &[u8]| json!({ "key": key, "bytes": content.len(), "sha256": sha256(content) });
        let expected = json!({
            "rows": [row("a", "text/x-a", 5, key), row("b/ é", "text/x-b", 6, &other)],
            "objects": [object(key, b"first"), object(&other, b"second")],
            "open_uploads": [],
        });
        assert_eq!(state, expected);
    }
}

#[tokio::test]
async fn a_name_with_dot_segments_is_not_another_name() {
    // A client of the store would take a key that ends in `b/../é` for the one that ends in `é`.
    let server = server_with_admin(Mode::Direct).await;
    server.upload("é", None, b"kept").await;
    let before = server.state().await;
    let put = server.put(&server.url(&upload_path("b/../%C3%A9")), b"other".to_vec()).await;
    assert_eq!(put.status(), 500);
    assert_eq!(server.state().await, before);

    let server = server_with_admin(Mode::Store).await;
    let (status, _) = server.post("attachment/upload-start", &server.start_body("b/../é", None, 1)).await;
    assert_eq!(status, 500);
    assert_eq!(server.state().await, json!({ "rows": [], "objects": [], "open_uploads": [] }));
}

#[tokio::test]
async fn an_object_without_a_row_keeps_its_key_over_a_restart() {
    for mode in BOTH_MODES {
        let directory = tempfile::tempdir().unwrap();
        let config = || Config { mode, data: Some(directory.path().into()), admin_port: Some(0), ..Config::default() };
        let server = TestServer::with(config()).await;
        server.upload("orphan", None, b"abc").await;
        let key = server.state().await["rows"][0]["key"].clone();
        let row_only = |path: std::path::PathBuf| {
            let database = rusqlite::Connection::open(path).unwrap();
            assert_eq!(database.execute("DELETE FROM attachments", []).unwrap(), 1);
        };
        server.inner.stop().await;
        row_only(directory.path().join("attachments.sqlite"));

        let state = TestServer::with(config()).await.state().await;
        assert_eq!(state["rows"], json!([]));
        assert_eq!(state["objects"], json!([{ "key": key, "bytes": 3, "sha256": sha256(b"abc") }]));
    }
}

#[tokio::test]
async fn a_deleted_object_is_gone() {
    for mode in BOTH_MODES {
        let server = server_with_admin(mode).await;
        server.upload("a", None, b"abc").await;
        let body = json!({ "file_names": ["a"], "entity_type": "trace", "entity_id": ENTITY,
            "container_id": server.project("demo").await });
        assert_eq!(server.post("attachment/delete", &body).await.0, 204);
        assert_eq!(server.state().await, json!({ "rows": [], "objects": [], "open_uploads": [] }));
    }
}

#[tokio::test]
async fn open_uploads_are_shown_with_their_parts() {
    let server = server_with_admin(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 2).await;
    for name in ["f", "e", "d", "c", "b"] {
        server.start_upload(name, None, 1).await;
    }
    let second = server.put_part(&urls[1], b"end".to_vec()).await;
    let first = server.put_part(&urls[0], bytes(PART)).await;
    let state = server.state().await;
    let uploads = state["open_uploads"].as_array().unwrap();
    let names: String = uploads.iter().filter_map(|upload| upload["key"].as_str()?.chars().last()).collect();
    assert_eq!(names, "abcdef");
    assert_eq!(uploads[0]["upload_id"], id);
    let part = |number: u64, bytes: usize, tag: &str| {
        let tag = tag.trim_matches('"');
        json!({ "number": number, "bytes": bytes, "etag": tag })
    };
    assert_eq!(uploads[0]["parts"], json!([part(1, PART, &first), part(2, 3, &second)]));
    assert_eq!(uploads[1]["parts"], json!([]));
    assert_eq!((&state["rows"], &state["objects"]), (&json!([]), &json!([])));

    let body = server.complete_body("a", None, PART + 3, &id, &[first, second]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    let state = server.state().await;
    assert_eq!(state["open_uploads"].as_array().unwrap().len(), 5);
    assert_eq!(state["objects"][0]["bytes"], PART + 3);
}

#[tokio::test]
async fn rows_of_all_workspaces_are_shown() {
    let auth = vec!["key@team".parse().unwrap()];
    let mut server = TestServer::with(Config { auth, admin_port: Some(0), ..Config::default() }).await;
    let headers = [("authorization", "key"), ("comet-workspace", "team")];
    let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).into_iter().collect();
    server.http = client().default_headers(headers).build().unwrap();
    server.upload("a", None, b"abc").await;
    let rows: Value = server.state().await["rows"].take();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["workspace"]), (1, &json!("team")));
}
