//! Uploading, listing, downloading, overwriting and deleting, in both modes.

use std::io::Write as _;

use futures_util::stream;
use opik_attachments_server::Mode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::{BOTH_MODES, ENTITY, PART, TestServer, bytes, json_answer};

#[tokio::test]
async fn files_of_any_size_round_trip() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for length in [1, 0, 12 << 20] {
            let name = format!("{length}.bin");
            let sent = bytes(length);
            server.upload(&name, Some("application/x-test"), &sent).await;
            let row = server.row(&name).await;
            assert_eq!((row.size, row.mime.as_str()), (length as i64, "application/x-test"), "{mode:?} {length}");
            let response = server.get(&row.link).await;
            assert_eq!(response.status(), 200);
            assert_eq!(response.headers()["content-type"], "application/x-test", "{mode:?} {length}");
            assert!(response.bytes().await.unwrap() == sent, "{mode:?} {length}: other bytes");
        }
        server.inner.stop().await;
    }
}

#[tokio::test]
async fn direct_downloads_have_a_name_and_no_etag() {
    let server = TestServer::new(Mode::Direct).await;
    server.upload("a b.txt", None, b"hello").await;
    let response = server.get(&server.row("a b.txt").await.link).await;
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"a b.txt\"");
    assert!(!response.headers().contains_key("etag"));
}

#[tokio::test]
async fn presigned_downloads_have_length_etag_and_ranges() {
    let server = TestServer::new(Mode::Store).await;
    server.upload("a.txt", None, b"hello").await;
    let link = server.row("a.txt").await.link;
    let response = server.get(&link).await;
    assert_eq!(response.headers()["content-length"], "5");
    assert!(response.headers()["etag"].to_str().unwrap().ends_with("-1\""));
    assert!(!response.headers().contains_key("content-disposition"));
    let part = server.http.get(&link).header("range", "bytes=1-2").send().await.unwrap();
    assert_eq!((part.status().as_u16(), part.headers()["content-range"].to_str().unwrap()), (206, "bytes 1-2/5"));
    assert_eq!(part.bytes().await.unwrap(), "el");
}

#[tokio::test]
async fn the_same_name_is_overwritten() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        server.upload("a", Some("text/plain"), b"first").await;
        server.upload("a", Some("text/html"), b"second").await;
        let rows = server.rows().await;
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].size, rows[0].mime.as_str()), (6, "text/html"));
        let response = server.get(&rows[0].link).await;
        assert_eq!(response.headers()["content-type"], "text/html", "{mode:?}");
        assert_eq!(response.bytes().await.unwrap(), "second");
    }
}

#[tokio::test]
async fn deleted_files_are_gone_and_unknown_names_are_ignored() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for name in ["a", "b", "c"] {
            server.upload(name, None, b"x").await;
        }
        let link = server.row("a").await.link;
        let container = server.project("demo").await;
        let delete = |names: Value| json!({"file_names": names, "entity_type": "trace", "entity_id": ENTITY, "container_id": container});
        for names in [json!([]), json!(["a", "nobody", "c"])] {
            let answer = server.post("attachment/delete", &delete(names)).await;
            assert_eq!((answer.0.as_u16(), answer.1), (204, Value::Null));
        }
        let names: Vec<_> = server.rows().await.into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["b"]);
        assert_eq!(server.get(&link).await.status(), 404, "{mode:?}");
    }
}

#[tokio::test]
async fn projects_are_created_at_upload_start_or_at_the_put() {
    for (mode, made_at_start) in [(Mode::Direct, false), (Mode::Store, true)] {
        let server = TestServer::new(mode).await;
        assert_eq!(server.project("demo").await, None);
        server.start_upload("a", None, 1).await;
        assert_eq!(server.project("demo").await.is_some(), made_at_start, "{mode:?}");
        server.upload("a", None, b"x").await;
        let id = server.project(" demo").await.or(server.project("DEMO  ").await);
        assert_eq!(id, server.project("demo").await);
        assert_eq!(id.unwrap().as_bytes()[14], b'7');
    }
}

#[tokio::test]
async fn no_project_name_means_the_default_project() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        let id = server.project("default project").await;
        assert_eq!(id.as_deref(), Some("0190babc-62a0-71d2-832a-0feffa4676eb"));
        let mut body = server.start_body("a", None, 1);
        body["project_name"] = Value::Null;
        let (_, answer) = server.post("attachment/upload-start", &body).await;
        let url = answer["pre_sign_urls"][0].as_str().unwrap();
        match mode {
            Mode::Direct => assert!(!url.contains("project_name"), "{url}"),
            Mode::Store => assert!(url.contains("/projects/0190babc-62a0-71d2-832a-0feffa4676eb/traces/"), "{url}"),
        }
    }
}

#[tokio::test]
async fn direct_uploads_may_be_chunked_or_gzipped() {
    let server = TestServer::new(Mode::Direct).await;
    let sent = bytes(3 << 20);
    let (_, urls) = server.start_upload("chunked", None, 1).await;
    let chunks: Vec<Result<Vec<u8>, std::io::Error>> = sent.chunks(70_000).map(|chunk| Ok(chunk.to_vec())).collect();
    let body = reqwest::Body::wrap_stream(stream::iter(chunks));
    assert_eq!(server.http.put(&urls[0]).body(body).send().await.unwrap().status(), 204);
    let row = server.row("chunked").await;
    assert_eq!(row.size, 3 << 20);
    assert!(server.get(&row.link).await.bytes().await.unwrap() == sent);

    let (_, urls) = server.start_upload("gzipped", None, 1).await;
    let put = server.http.put(&urls[0]).header("content-encoding", "gzip").body(gzip(b"hello"));
    assert_eq!(put.send().await.unwrap().status(), 204);
    let row = server.row("gzipped").await;
    assert_eq!(row.size, 5);
    assert_eq!(server.get(&row.link).await.bytes().await.unwrap(), "hello");
}

#[tokio::test]
async fn gzipped_json_is_inflated() {
    let server = TestServer::new(Mode::Store).await;
    let body = gzip(server.start_body("a", None, 1).to_string().as_bytes());
    let request = server
        .request(Method::POST, "attachment/upload-start")
        .header("content-type", "application/json")
        .header("content-encoding", "gzip");
    let (status, answer) = json_answer(request.body(body).send().await.unwrap()).await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn completion_is_ignored_in_direct_mode() {
    let server = TestServer::new(Mode::Direct).await;
    let body = server.complete_body("a", None, 3, "BEMinIO", &["x".to_owned()]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    assert_eq!(server.project("demo").await, None);
}

#[tokio::test]
async fn etags_may_be_unquoted_but_must_match() {
    let server = TestServer::new(Mode::Store).await;
    let complete = async |id: &str, tags: &[String]| {
        let body = server.complete_body("a", None, 3, id, tags);
        server.post("attachment/upload-complete", &body).await
    };
    let (id, urls) = server.start_upload("a", None, 2).await;
    let first = server.put_part(&urls[0], bytes(PART)).await;
    let second = server.put_part(&urls[1], b"x".to_vec()).await;
    assert!(first.starts_with('"') && first.ends_with('"') && first.len() == 34, "{first}");

    let wrong = [vec![first.clone(), first.clone()], vec![], vec![first.clone(), second.clone(), second.clone()]];
    for tags in wrong {
        let (status, answer) = complete(&id, &tags).await;
        assert_eq!(status, 500);
        let message = answer["message"].as_str().unwrap();
        assert!(message.starts_with("There was an error processing your request. It has been logged (ID "));
    }
    assert_eq!(complete("00000000-0000-4000-8000-000000000000", std::slice::from_ref(&first)).await.0, 500);
    // None of the refusals spoiled the upload.
    let tags = [first.trim_matches('"').to_owned(), second];
    assert_eq!(complete(&id, &tags).await.0, 204);
    assert_eq!(complete(&id, &tags).await.0, 500);
}

#[tokio::test]
async fn only_the_last_part_may_be_small() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 2).await;
    let tags = [server.put_part(&urls[0], bytes(PART - 1)).await, server.put_part(&urls[1], vec![1]).await];
    let body = server.complete_body("a", None, PART, &id, &tags);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 500);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
