//! File names with special characters, and types guessed from names.

use form_urlencoded::Serializer;
use opik_attachments_server::{Config, Mode, ObjectNames};

use crate::support::server::{BOTH_MODES, ENTITY, TestServer};

/// Names that every way of uploading keeps.
fn odd_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "with space.txt",
        "résumé & co +1?.txt",
        "a#b;c=d:e@f$g,h.txt",
        "100% sure.txt",
        "quote\"back\\slash'.txt",
        "smile \u{1F600}\u{1F468}\u{200D}\u{1F469}.png",
        "dir/file.txt",
        "dir",
        "日本語.txt",
        "~-._*()!",
        "trailing/",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("n".repeat(255));
    names.push("é".repeat(127));
    names.push("d/".repeat(431) + "xy");
    names
}

#[tokio::test]
async fn unusual_names_survive_the_given_links() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for name in odd_names() {
            if mode == Mode::Direct || !name.ends_with('/') {
                server.upload(&name, Some("text/plain"), name.as_bytes()).await;
            }
        }
        for name in odd_names().into_iter().filter(|name| mode == Mode::Direct || !name.ends_with('/')) {
            let response = server.get(&server.row(&name).await.link).await;
            assert_eq!(response.status(), 200, "{mode:?} {name:?}");
            assert_eq!(response.bytes().await.unwrap(), name.as_bytes(), "{mode:?} {name:?}");
        }
    }
}

#[tokio::test]
async fn names_that_no_file_can_have_are_refused_when_the_file_is_written() {
    let long = "n".repeat(256);
    // When an upload starts, and when its bytes or its completion come.
    for (name, start, end) in [
        ("a//b", 500, None),
        ("/a", 500, None),
        ("a/../b", 500, None),
        ("a/./b", 500, None),
        ("nul\0", 500, None),
        ("a/", 500, None),
        (long.as_str(), 200, Some(500)),
        (&format!("a/{}", "é".repeat(128)), 200, Some(500)),
    ] {
        let store = TestServer::new(Mode::Store).await;
        let (status, answer) = store.post("attachment/upload-start", &store.start_body(name, None, 1)).await;
        assert_eq!(status, start, "{name:?}");
        if let Some(end) = end {
            let tag = store.put_part(answer["pre_sign_urls"][0].as_str().unwrap(), vec![1]).await;
            let id = answer["upload_id"].as_str().unwrap();
            let body = store.complete_body(name, None, 1, id, &[tag]);
            assert_eq!(store.post("attachment/upload-complete", &body).await.0, end, "{name:?}");
        }
        assert!(store.rows().await.is_empty(), "{name:?}");

        let direct = TestServer::new(Mode::Direct).await;
        let (_, urls) = direct.start_upload(name, None, 1).await;
        // Only a name that ends in a slash is one to the backend's own request.
        let refused = name != "a/";
        assert_eq!(direct.put(&urls[0], vec![1]).await.status() == 500, refused, "{name:?}");
        assert_eq!(direct.rows().await.is_empty(), refused, "{name:?}");
        let download = urls[0].replace("/upload?", "/download?");
        let project = direct.project("demo").await.unwrap();
        let got = direct.get(&format!("{download}&container_id={project}")).await.status();
        assert_eq!(got, if refused { 500 } else { 200 }, "{name:?}");
    }
}

#[tokio::test]
async fn object_names_any_accepts_what_aws_accepts() {
    for mode in BOTH_MODES {
        let server = TestServer::with(Config { mode, object_names: ObjectNames::Any, ..Config::default() }).await;
        for name in ["a//b", "/a", "a/", &"n".repeat(864)] {
            server.upload(name, Some("text/plain"), name.as_bytes()).await;
            let response = server.get(&server.row(name).await.link).await;
            assert_eq!(response.bytes().await.unwrap(), name.as_bytes(), "{mode:?} {name:?}");
        }
    }
}

#[tokio::test]
async fn escapes_and_braces_are_plain_text_to_the_store() {
    let server = TestServer::new(Mode::Store).await;
    for name in ["50%25 off.txt", "{braces}.txt", "%zz"] {
        server.upload(name, None, name.as_bytes()).await;
        let response = server.get(&server.row(name).await.link).await;
        assert_eq!(response.bytes().await.unwrap(), name.as_bytes());
    }
}

#[tokio::test]
async fn a_given_upload_link_decodes_escapes() {
    let server = TestServer::new(Mode::Direct).await;
    server.upload("50%25 off.txt", None, b"x").await;
    let names: Vec<_> = server.rows().await.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["50% off.txt"]);
}

#[tokio::test]
async fn a_self_built_upload_link_keeps_the_name_and_braces_break_the_list() {
    let server = TestServer::new(Mode::Direct).await;
    let upload = async |name: &str| {
        let query = Serializer::new(String::new())
            .append_pair("file_name", name)
            .append_pair("entity_type", "trace")
            .append_pair("entity_id", ENTITY)
            .append_pair("project_name", " demo ")
            .finish();
        server.put(&server.url(&format!("attachment/upload?{query}")), b"x".to_vec()).await.status()
    };
    for name in ["50%25 off.txt", "", "data.zzunknown"] {
        assert_eq!(upload(name).await, 204);
        let row = server.row(name).await;
        assert_eq!((row.size, row.mime.ends_with("octet-stream")), (1, !name.contains("txt")));
    }

    let start = server.post("attachment/upload-start", &server.start_body("{x}", None, 1)).await;
    assert_eq!(start.0, 500);
    assert_eq!(upload("{x}").await, 204);
    let project = server.project("demo").await.unwrap();
    let path = server.path();
    let list = format!("attachment/list?project_id={project}&entity_type=trace&entity_id={ENTITY}&path={path}");
    assert_eq!(server.get(&server.url(&list)).await.status(), 500);
}

#[tokio::test]
async fn a_missing_type_is_guessed_from_the_name() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for (name, mime) in
            [("a.md", "text/x-web-markdown"), ("b.wav", "audio/vnd.wave"), ("c", "application/octet-stream")]
        {
            server.upload(name, None, b"x").await;
            let row = server.row(name).await;
            assert_eq!(row.mime, mime);
            assert_eq!(server.get(&row.link).await.headers()["content-type"], mime);
        }
    }
}
