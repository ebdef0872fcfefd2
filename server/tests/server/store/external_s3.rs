//! Objects in another S3, played by the store of a second server.

use std::process::Command;

use opik_attachments_server::{Config, Credentials, Mode, S3Location, start};
use serde_json::{Value, json};

use crate::support::admin::server_with_admin;
use crate::support::process;
use crate::support::server::{BOTH_MODES, ENTITY, PART, TestServer, bytes};
use crate::support::signed_request::Signer;

pub(crate) const BUCKET: &str = "opik-attachments";
const KEY: &str = "local-access-key";
const SECRET: &str = "local-secret-key";
/// What the program is told them by.
pub(crate) const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)];
const VARIABLES: [&str; 5] =
    ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"];

fn location(endpoint: &str) -> S3Location {
    S3Location {
        endpoint: endpoint.to_owned(),
        bucket: BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        credentials: Credentials::new(KEY, SECRET),
    }
}

/// A server in that mode whose objects are in the other's store.
async fn on_top_of(other: &TestServer, mode: Mode) -> TestServer {
    let s3 = Some(location(&other.inner.store_url()));
    TestServer::with(Config { mode, s3, ..Config::default() }).await
}

/// The program with these arguments, and no other keys than these.
pub(crate) fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = process::command(arguments);
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    command
}

#[tokio::test]
async fn the_round_trip_works_there() {
    let other = TestServer::new(Mode::Store).await;
    for mode in BOTH_MODES {
        let server = on_top_of(&other, mode).await;
        assert_eq!(server.inner.store_url(), other.inner.store_url());
        assert_eq!(server.inner.store_addr(), None);
        for (name, length) in [("empty", 0), ("é large", PART + 1)] {
            let sent = bytes(length);
            server.upload(name, Some("application/x-test"), &sent).await;
            let row = server.row(name).await;
            let origin = if mode == Mode::Store { other.inner.store_url() } else { server.inner.api_url() };
            assert!(row.link.starts_with(&origin), "{mode:?} {}", row.link);
            let response = server.get(&row.link).await;
            assert_eq!(response.headers()["content-type"], "application/x-test", "{mode:?} {name}");
            assert!(response.bytes().await.unwrap() == sent, "{mode:?} {name}");
        }
        let link = server.row("empty").await.link;
        let body = json!({"file_names": ["empty"], "entity_type": "trace", "entity_id": ENTITY,
            "container_id": server.project("demo").await});
        assert_eq!(server.post("attachment/delete", &body).await.0, 204);
        assert_eq!(server.get(&link).await.status(), 404, "{mode:?}");
        // No store of its own: nothing but rows is in its directory.
        assert!(!server.inner.data().join("objects").exists());
        server.inner.stop().await;
    }
}

#[tokio::test]
async fn stopping_keeps_the_objects() {
    let other = TestServer::new(Mode::Store).await;
    let server = on_top_of(&other, Mode::Store).await;
    server.upload("a", None, b"kept").await;
    let link = server.row("a").await.link;
    let http = server.store_client.clone();
    server.inner.stop().await;
    assert_eq!(http.get(link).send().await.unwrap().text().await.unwrap(), "kept");
}

#[tokio::test]
async fn the_state_lists_the_objects_of_its_rows() {
    let other = server_with_admin(Mode::Store).await;
    other.upload("theirs", None, b"not ours").await;
    for mode in BOTH_MODES {
        let s3 = Some(location(&other.inner.store_url()));
        let server = TestServer::with(Config { mode, s3, admin_port: Some(0), ..Config::default() }).await;
        assert_eq!(server.state().await, json!({ "rows": [], "objects": [], "open_uploads": [] }));
        for (name, content) in [("b", &b"second"[..]), ("a", b"first"), ("lost", b"third")] {
            server.upload(name, None, content).await;
        }
        server.start_upload("open", None, 1).await;
        let key = |row: &Value| row["key"].as_str().unwrap().to_owned();
        let keys: Vec<String> = server.state().await["rows"].as_array().unwrap().iter().map(key).collect();
        assert_eq!(keys.len(), 3);
        delete(&other, &keys[2]).await;

        let state = server.state().await;
        assert_eq!(state["rows"].as_array().unwrap().len(), 3);
        assert_eq!(state["open_uploads"], json!([]));
        // The other server looks into its files.
        let there = other.state().await["objects"].take();
        let ours: Vec<&Value> = there.as_array().unwrap().iter().filter(|object| keys.contains(&key(object))).collect();
        assert_eq!((ours.len(), json!(ours)), (2, state["objects"].clone()), "{mode:?}");
    }
}

/// Removes an object behind the back of whoever has a row of it.
async fn delete(store: &TestServer, key: &str) {
    let (_, urls) = store.start_upload("any", None, 1).await;
    let signer = Signer::new(store.inner.store_addr().unwrap(), &urls[0]);
    let key = key.to_owned();
    let (status, _) = tokio::task::spawn_blocking(move || signer.send("DELETE", &key, false, b"")).await.unwrap();
    assert_eq!(status, 204);
}

#[tokio::test]
async fn an_unusable_bucket_is_reported_at_the_start() {
    let other = TestServer::new(Mode::Store).await;
    let right = location(&other.inner.store_url());
    let nobody = "http://127.0.0.1:1".to_owned();
    for (wrong, words) in [
        (S3Location { bucket: "nowhere".into(), ..right.clone() }, "no such bucket"),
        (S3Location { credentials: Credentials::new(KEY, "wrong"), ..right.clone() }, "the keys are wrong"),
        (S3Location { credentials: Credentials::new("wrong", SECRET), ..right.clone() }, "the keys are wrong"),
        (S3Location { endpoint: nobody, ..right.clone() }, "refused"),
        (S3Location { endpoint: "ftp://127.0.0.1".into(), ..right.clone() }, "cannot use the S3 endpoint"),
        (S3Location { endpoint: "127.0.0.1".into(), ..right.clone() }, "cannot use the S3 endpoint"),
    ] {
        let config = Config { s3: Some(wrong.clone()), ..Config::default() };
        let text = start(config).await.unwrap_err().to_string();
        assert!(text.contains(words), "{wrong:?}: {text}");
        for secret in [SECRET, "X-Amz"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn secrets_are_not_shown() {
    let credentials = Credentials::new(KEY, SECRET).with_session_token("the token");
    let shown =
        format!("{:?}", Config { s3: Some(S3Location { credentials, ..location("http://h") }), ..Config::default() });
    assert!(shown.contains(KEY) && !shown.contains(SECRET) && !shown.contains("the token"), "{shown}");
}

// With threads of its own, since waiting for the program must not keep the other server from answering it.
#[tokio::test(flavor = "multi_thread")]
async fn the_bucket_comes_from_the_command_line_and_the_environment() {
    let other = TestServer::new(Mode::Store).await;
    let endpoint = other.inner.store_url();
    let arguments = ["--mode", "store", "--s3-endpoint", &endpoint, "--s3-bucket", BUCKET];
    let token = [("AWS_SESSION_TOKEN", "a token")];
    for (region, expected) in [
        (&[][..], "us-east-1"),
        (&[("AWS_DEFAULT_REGION", "here")][..], "here"),
        (&[("AWS_DEFAULT_REGION", "here"), ("AWS_REGION", "there")][..], "there"),
    ] {
        let environment = [&KEYS[..], &token[..], region].concat();
        let (program, ready) = process::start(&mut command(&arguments, &environment));
        assert_eq!(ready["storeUrl"], endpoint);
        let url = process::start_upload(ready["apiUrl"].as_str().unwrap(), "default").await;
        process::end(program);
        assert!(url.starts_with(&format!("{endpoint}/{BUCKET}/")), "{url}");
        assert!(url.contains(&format!("%2F{expected}%2Fs3%2F")), "{url}");
        assert!(url.contains("X-Amz-Security-Token=a%20token"), "{url}");
    }
}

#[test]
fn missing_keys_are_named() {
    let arguments = ["--s3-endpoint", "http://127.0.0.1:1", "--s3-bucket", BUCKET];
    let [key, secret] = KEYS;
    for environment in [&[][..], &[key], &[secret], &[key, ("AWS_SECRET_ACCESS_KEY", " ")]] {
        let (status, text) = process::start_error(&mut command(&arguments, environment));
        assert_eq!(status, Some(1), "{environment:?}");
        assert!(text.contains("AWS_ACCESS_KEY_ID") && text.contains("AWS_SECRET_ACCESS_KEY"), "{text}");
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn conflicting_options_are_refused() {
    let both = "--s3-endpoint http://127.0.0.1:1 --s3-bucket b";
    for (arguments, named) in [
        ("--s3-endpoint http://127.0.0.1:1".to_owned(), "--s3-bucket"),
        ("--s3-bucket b".to_owned(), "--s3-endpoint"),
        ("--s3-endpoint http://127.0.0.1:1 --s3-bucket=".to_owned(), "--s3-bucket"),
        (format!("{both} --store-port 0"), "--store-port"),
        (format!("{both} --store-cors on"), "--store-cors"),
    ] {
        let (status, text) = process::start_error(&mut command(&arguments.split(' ').collect::<Vec<_>>(), &[]));
        assert_eq!(status, Some(2), "{arguments}");
        assert!(text.contains(named), "{arguments}: {text}");
    }
}
