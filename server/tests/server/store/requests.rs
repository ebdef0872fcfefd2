//! Requests to the embedded store itself.

use std::time::{Duration, Instant};

use opik_attachments_server::{Config, Mode};
use reqwest::{Method, Response};

use crate::support::server::TestServer;

const BUCKET: &str = "opik-attachments";

async fn xml(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    let code = text.split("<Code>").nth(1).and_then(|rest| rest.split("</Code>").next()).unwrap_or(&text);
    (status, code.to_owned())
}

#[tokio::test]
async fn credentials_next_to_a_signature_are_refused() {
    let server = TestServer::new(Mode::Store).await;
    server.upload("a", None, b"x").await;
    let link = server.row("a").await.link;
    let (_, urls) = server.start_upload("a", None, 1).await;
    for request in [server.http.get(&link), server.http.put(&urls[0]).body("x")] {
        let response = request.header("authorization", "some key").send().await.unwrap();
        assert_eq!(xml(response).await, (400, "InvalidArgument".to_owned()));
    }
}

#[tokio::test]
async fn links_allow_one_method_on_one_object_for_one_hour() {
    let server = TestServer::new(Mode::Store).await;
    server.upload("a", None, b"x").await;
    server.upload("b", None, b"x").await;
    let link = server.row("a").await.link;
    assert!(link.starts_with(&server.inner.store_url()));
    assert!(link.contains("X-Amz-Expires=3600&") && link.contains("X-Amz-SignedHeaders=host&"));
    let denied = |code: &str| (403, code.to_owned());
    assert_eq!(server.http.head(&link).send().await.unwrap().status(), 403);
    let other_object = link.replacen("/files/a?", "/files/b?", 1);
    assert_eq!(xml(server.get(&other_object).await).await, denied("SignatureDoesNotMatch"));
    let unsigned = link.split('?').next().unwrap();
    assert_eq!(xml(server.get(unsigned).await).await, denied("AccessDenied"));
    // Signed long ago: expiry is looked at before the signature.
    let date = link.split("X-Amz-Date=").nth(1).unwrap().split('&').next().unwrap();
    let old = link.replace(date, "20200101T000000Z").replace(date.split('T').next().unwrap(), "20200101");
    assert_eq!(xml(server.get(&old).await).await, denied("AccessDenied"));
}

#[tokio::test]
async fn an_expired_link_is_denied() {
    let directory = tempfile::tempdir().unwrap();
    let config = Config { mode: Mode::Store, data: Some(directory.path().into()), ..Config::default() };
    // Uploaded with time enough: signatures know only whole seconds, so that one second may be much less.
    let server = TestServer::with(config.clone()).await;
    server.upload("a", None, b"x").await;
    server.inner.stop().await;

    let server = TestServer::with(Config { presign_lifetime: Duration::from_secs(1), ..config }).await;
    let link = server.row("a").await.link;
    let (_, urls) = server.start_upload("b", None, 1).await;
    for (method, url) in [(Method::GET, &link), (Method::PUT, &urls[0])] {
        assert!(url.contains("X-Amz-Expires=1&"), "{url}");
        let request = || server.http.request(method.clone(), url).header("content-length", 0).send();
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut response = request().await.unwrap();
        while response.status() == 200 {
            assert!(Instant::now() < deadline, "never expires");
            tokio::time::sleep(Duration::from_millis(50)).await;
            response = request().await.unwrap();
        }
        assert_eq!(response.headers()["content-type"], "application/xml");
        assert_eq!(xml(response).await, (403, "AccessDenied".to_owned()));
    }
}

#[tokio::test]
async fn a_deleted_object_is_not_found() {
    let server = TestServer::new(Mode::Store).await;
    server.upload("a", None, b"x").await;
    let link = server.row("a").await.link;
    let body = serde_json::json!({"file_names": ["a"], "entity_type": "trace", "entity_id": crate::support::server::ENTITY,
        "container_id": server.project("demo").await});
    assert_eq!(server.post("attachment/delete", &body).await.0, 204);
    let response = server.get(&link).await;
    assert_eq!(response.headers()["content-type"], "application/xml");
    assert_eq!(xml(response).await, (404, "NoSuchKey".to_owned()));
}

#[tokio::test]
async fn a_deleted_object_leaves_no_file() {
    for mode in [Mode::Direct, Mode::Store] {
        let server = TestServer::new(mode).await;
        let objects = server.inner.data().join("objects");
        let files = || {
            let entries = std::fs::read_dir(&objects).unwrap().chain(std::fs::read_dir(objects.join(BUCKET)).unwrap());
            entries.map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>()
        };
        let before = files();
        server.upload("a", None, b"x").await;
        assert_ne!(files(), before);
        let body = serde_json::json!({"file_names": ["a"], "entity_type": "trace", "entity_id": crate::support::server::ENTITY,
            "container_id": server.project("demo").await});
        assert_eq!(server.post("attachment/delete", &body).await.0, 204);
        assert_eq!(files(), before);
    }
}

#[tokio::test]
async fn a_part_needs_a_content_length() {
    let server = TestServer::new(Mode::Store).await;
    let (_, urls) = server.start_upload("a", None, 1).await;
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("x")]);
    let request = server.http.put(&urls[0]).body(reqwest::Body::wrap_stream(chunks));
    assert_eq!(xml(request.send().await.unwrap()).await, (411, "MissingContentLength".to_owned()));
}

#[tokio::test]
async fn a_part_of_another_upload_is_refused() {
    let server = TestServer::new(Mode::Store).await;
    let (id, _) = server.start_upload("a", None, 1).await;
    let body = server.complete_body("b", None, 1, &id, &["x".to_owned()]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 500);
}

#[tokio::test]
async fn upload_start_returns_any_number_of_links() {
    let server = TestServer::new(Mode::Store).await;
    for (parts, urls) in [(0, 0), (-1, 0), (3, 3)] {
        let mut body = server.start_body("a", None, 1);
        body["num_of_file_parts"] = parts.into();
        let (status, answer) = server.post("attachment/upload-start", &body).await;
        assert_eq!((status.as_u16(), answer["pre_sign_urls"].as_array().unwrap().len()), (200, urls));
    }
    let (_, urls) = server.start_upload("a", None, 10_001).await;
    assert_eq!(server.put(&urls[9_999], vec![1]).await.status(), 200);
    assert_eq!(server.put(&urls[10_000], vec![1]).await.status(), 400);
}
