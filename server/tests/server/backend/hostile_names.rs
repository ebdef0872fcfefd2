//! Hostile file names: each is refused or stored like any other, and no other file changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use form_urlencoded::Serializer;
use opik_attachments_server::{Config, Mode};
use serde_json::json;
use tempfile::TempDir;

use crate::support::server::{BOTH_MODES, ENTITY, TestServer};
use crate::support::signed_request::Signer;

const OTHER: &str = "0197c0de-0000-7000-8000-00000000e002";

fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "../../etc/passwd",
        "../../../../../../../../../../tmp/hostile",
        "/etc/passwd",
        "//etc/passwd",
        "..",
        ".",
        "../victim",
        "./victim",
        "a/../victim",
        "victim/",
        "victim/.",
        "\0",
        "victim\0.txt",
        "line\nbreak",
        "head\r\ner: x",
        "%2e%2e%2fvictim",
        "..%2fvictim",
        "%00",
        "..\\..\\windows\\system32",
        "C:\\victim",
        "NUL.txt",
        "...",
        "~/victim",
        "$(victim)",
        "-rf",
        "\u{202E}fdp.exe",
        ".tmp.0.internal.part",
        "about",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push(format!("../../{OTHER}/files/victim"));
    names.push(format!("{}/{}", "y".repeat(300), "z".repeat(300)));
    names.push("x".repeat(2000));
    names.push("é".repeat(433));
    names
}

/// No object has such a name.
fn impossible(name: &str) -> bool {
    name.len() > 864 || unfit(name)
}

/// No object has a key that ends like this.
fn unfit(name: &str) -> bool {
    let segments = || name.split('/');
    segments().any(|segment| [".", ".."].contains(&segment))
        || segments().rev().skip(1).any(str::is_empty)
        || name.contains('\0')
        || too_long(name)
}

/// No file has such a name.
fn too_long(name: &str) -> bool {
    name.split('/').any(|segment| segment.len() > 255)
}

/// A server whose data directory lies deep in a directory with things to be harmed.
struct Guarded {
    server: TestServer,
    around: TempDir,
    before: BTreeMap<PathBuf, Vec<u8>>,
}

/// Every file below a directory with its content, and every directory, but nothing of the data directory.
fn snapshot(directory: &Path, data: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path == data {
            continue;
        }
        if path.is_dir() {
            found.insert(path.clone(), Vec::new());
            snapshot(&path, data, found);
        } else {
            found.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
}

fn outside(around: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let around = around.canonicalize().unwrap();
    let mut found = BTreeMap::new();
    snapshot(&around, &around.join("a/b/data"), &mut found);
    let passwd = Path::new("/etc/passwd");
    found.insert(passwd.into(), std::fs::read(passwd).unwrap());
    assert!(!Path::new("/tmp/hostile").exists());
    found
}

impl Guarded {
    async fn new(mode: Mode) -> Self {
        let around = tempfile::tempdir().unwrap();
        for directory in ["etc", "a/etc", "a/b/etc", "a/b/data"] {
            std::fs::create_dir_all(around.path().join(directory)).unwrap();
        }
        for file in ["victim", "a/victim", "a/b/victim", "etc/passwd", "a/etc/passwd", "a/b/etc/passwd"] {
            std::fs::write(around.path().join(file), file).unwrap();
        }
        let config = Config { mode, data: Some(around.path().join("a/b/data")), ..Config::default() };
        let server = TestServer::with(config).await;
        server.upload("victim", None, b"victim").await;
        let before = outside(around.path());
        assert!(before.len() > 10);
        Self { server, around, before }
    }

    /// Everything accepted is in the list and comes back, and nothing else has changed.
    async fn assert_harmless(&self, accepted: &BTreeMap<String, Vec<u8>>) {
        let rows = self.server.rows().await;
        let listed: Vec<&str> = rows.iter().rev().map(|row| row.name.as_str()).collect();
        let mut expected: Vec<&str> = accepted.keys().map(String::as_str).chain(["victim"]).collect();
        expected.sort_unstable();
        assert_eq!(listed, expected);
        for row in &rows {
            let response = self.server.get(&row.link).await;
            assert_eq!(response.status(), 200, "{:?}", row.name);
            let wanted = accepted.get(&row.name).map_or(b"victim".as_slice(), Vec::as_slice);
            assert_eq!(response.bytes().await.unwrap(), wanted, "{:?}", row.name);
        }
        assert!(outside(self.around.path()) == self.before, "something outside has changed");
    }
}

#[tokio::test]
async fn hostile_names_in_json() {
    for mode in BOTH_MODES {
        let guarded = Guarded::new(mode).await;
        let server = &guarded.server;
        let mut accepted = BTreeMap::new();
        for name in names() {
            let (status, answer) = server.post("attachment/upload-start", &server.start_body(&name, None, 1)).await;
            if status != 200 {
                let refused = impossible(&name) || name.ends_with('/');
                assert!(status == 500 && mode == Mode::Store && refused, "{mode:?} {name:?}: {status} {answer}");
                let body = server.complete_body(&name, None, 1, "00000000-0000-4000-8000-000000000000", &["x".into()]);
                assert_eq!(server.post("attachment/upload-complete", &body).await.0, 500);
                continue;
            }
            let content = format!("json {name}").into_bytes();
            let response = server.put(answer["pre_sign_urls"][0].as_str().unwrap(), content.clone()).await;
            if mode == Mode::Direct {
                // The given link takes what looks like an escape for its meaning.
                let meant = name.replace("%2e", ".").replace("%2f", "/").replace("%00", "\0");
                assert_eq!(response.status().as_u16(), if impossible(&meant) { 500 } else { 204 }, "{name:?}");
                if response.status() == 204 {
                    accepted.insert(meant, content);
                }
            } else {
                assert_eq!(response.status(), 200, "{name:?}");
                let tag = response.headers()["etag"].to_str().unwrap().to_owned();
                let id = answer["upload_id"].as_str().unwrap();
                let body = server.complete_body(&name, None, content.len(), id, &[tag]);
                let status = server.post("attachment/upload-complete", &body).await.0.as_u16();
                // Only a name that is too long gets as far as this.
                assert_eq!(status, if too_long(&name) { 500 } else { 204 }, "{name:?}");
                if status == 204 {
                    accepted.insert(name, content);
                }
            }
        }
        assert!(accepted.len() > 10);
        guarded.assert_harmless(&accepted).await;
    }
}

#[tokio::test]
async fn hostile_names_in_the_query() {
    let guarded = Guarded::new(Mode::Direct).await;
    let server = &guarded.server;
    let mut accepted = BTreeMap::new();
    let mut all = names();
    all.push(String::new());
    for name in all {
        let query = Serializer::new(format!("entity_type=trace&entity_id={ENTITY}&project_name=demo&"))
            .append_pair("file_name", &name)
            .finish();
        let content = format!("query {name}").into_bytes();
        let response = server.put(&server.url(&format!("attachment/upload?{query}")), content.clone()).await;
        assert_eq!(response.status().as_u16(), if impossible(&name) { 500 } else { 204 }, "{name:?}");
        if response.status() == 204 {
            accepted.insert(name, content);
        }
    }
    // What reaches the list in a link that reads escapes would be another name.
    let misread: Vec<_> = ["%2e%2e%2fvictim", "..%2fvictim", "%00"].map(str::to_owned).to_vec();
    let project = server.project("demo").await.unwrap();
    for name in misread {
        let query =
            Serializer::new(format!("entity_type=trace&entity_id={ENTITY}&container_id={project}&mime_type=a/b&"))
                .append_pair("file_name", &name)
                .finish();
        let response = server.get(&server.url(&format!("attachment/download?{query}"))).await;
        assert_eq!(response.bytes().await.unwrap(), accepted[&name], "{name:?}");
        let body = json!({"file_names": [name], "entity_type": "trace", "entity_id": ENTITY, "container_id": project});
        assert_eq!(server.post("attachment/delete", &body).await.0, 204);
        accepted.remove(&name);
    }
    // A list's link for an empty name would be refused.
    let body = json!({"file_names": [""], "entity_type": "trace", "entity_id": ENTITY, "container_id": project});
    assert_eq!(server.post("attachment/delete", &body).await.0, 204);
    accepted.remove("");
    guarded.assert_harmless(&accepted).await;
}

#[tokio::test]
async fn hostile_names_of_downloads_and_deletions() {
    for mode in BOTH_MODES {
        let guarded = Guarded::new(mode).await;
        let server = &guarded.server;
        let project = server.project("demo").await.unwrap();
        let mut all = names();
        all.retain(|name| name.trim() != "victim");
        for name in &all {
            let query =
                Serializer::new(format!("entity_type=trace&entity_id={ENTITY}&container_id={project}&mime_type=a/b&"))
                    .append_pair("file_name", name)
                    .finish();
            let status = server.get(&server.url(&format!("attachment/download?{query}"))).await.status();
            let in_direct_mode = if impossible(name) { 500 } else { 404 };
            assert_eq!(status.as_u16(), if mode == Mode::Direct { in_direct_mode } else { 403 }, "{name:?}");
        }
        // A NUL fails the whole request before anything is deleted.
        let body = json!({"file_names": ["victim", "\0"], "entity_type": "trace", "entity_id": ENTITY,
            "container_id": project});
        assert_eq!(server.post("attachment/delete", &body).await.0, 500);
        all.retain(|name| !name.contains('\0'));
        let body = json!({"file_names": all, "entity_type": "trace", "entity_id": ENTITY, "container_id": project});
        assert_eq!(server.post("attachment/delete", &body).await.0, 204);
        guarded.assert_harmless(&BTreeMap::new()).await;
    }
}

#[tokio::test]
async fn a_lone_surrogate_is_refused() {
    for mode in BOTH_MODES {
        let guarded = Guarded::new(mode).await;
        let server = &guarded.server;
        for half in ["\\ud800", "\\udc00", "a\\ud800b", "\\udc00\\ud800"] {
            for (path, body) in [
                ("attachment/upload-start", server.start_body("HALF", None, 1)),
                ("attachment/upload-complete", server.complete_body("HALF", None, 1, "x", &["x".to_owned()])),
            ] {
                let body = body.to_string().replace("HALF", half);
                let request = server.request(reqwest::Method::POST, path).header("content-type", "application/json");
                let response = request.body(body).send().await.unwrap();
                assert_eq!(response.status(), 400, "{half}");
            }
        }
        guarded.assert_harmless(&BTreeMap::new()).await;
    }
}

#[tokio::test]
async fn hostile_keys_of_the_store() {
    let guarded = Guarded::new(Mode::Store).await;
    let server = &guarded.server;
    let (_, urls) = server.start_upload("x", None, 1).await;
    let signer = Signer::new(server.inner.store_addr().unwrap(), &urls[0]);
    let talk = move || {
        let mut accepted = Vec::new();
        for (key, escape_all) in names().into_iter().flat_map(|key| [(key.clone(), false), (key, true)]) {
            let content = format!("key {escape_all} {key}").into_bytes();
            let (status, answer) = signer.send("PUT", &key, escape_all, &content);
            let refused = key.len() > 1024 || unfit(&key);
            assert_eq!(status, if refused { 400 } else { 200 }, "{key:?}: {}", String::from_utf8_lossy(&answer));
            if status == 200 {
                // However it is spelled, it is one key.
                for spelling in [false, true] {
                    assert_eq!(signer.send("GET", &key, spelling, b""), (200, content.clone()), "{key:?}");
                }
                accepted.push((key, content));
            }
        }
        // No key has taken the place of another.
        for (key, content) in accepted.iter().skip(1).step_by(2) {
            assert_eq!(signer.send("GET", key, false, b"").1, *content, "{key:?}");
        }
        accepted.len()
    };
    let accepted = tokio::task::spawn_blocking(talk).await.unwrap();
    assert!(accepted > 20, "{accepted}");
    guarded.assert_harmless(&BTreeMap::new()).await;
}
