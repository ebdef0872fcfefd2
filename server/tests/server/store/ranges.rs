//! Range requests, as media players send them.

use opik_attachments_server::Mode;
use reqwest::Response;

use crate::support::server::{PART, TestServer, bytes};

async fn ask(server: &TestServer, link: &str, range: &str) -> Response {
    server.http.get(link).header("range", range).send().await.unwrap()
}

#[tokio::test]
async fn ranges_of_a_multipart_object() {
    let server = TestServer::new(Mode::Store).await;
    let whole = bytes(PART + 1000);
    let size = whole.len();
    server.upload("a", Some("video/mp4"), &whole).await;
    let link = server.row("a").await.link;
    assert_eq!(server.get(&link).await.headers()["accept-ranges"], "bytes");
    for (range, from, to) in [
        ("bytes=0-0".to_owned(), 0, 1),
        (format!("bytes={}-{}", PART - 5, PART + 4), PART - 5, PART + 5),
        (format!("bytes={PART}-"), PART, size),
        ("bytes=-7".to_owned(), size - 7, size),
        (format!("bytes=10-{}", size * 2), 10, size),
        (format!("bytes=-{}", size * 2), 0, size),
    ] {
        let response = ask(&server, &link, &range).await;
        assert_eq!(response.status(), 206, "{range}");
        assert_eq!(response.headers()["content-range"], format!("bytes {from}-{}/{size}", to - 1).as_str());
        assert_eq!(response.headers()["content-type"], "video/mp4");
        assert!(response.headers()["etag"].to_str().unwrap().ends_with("-2\""));
        assert!(response.bytes().await.unwrap() == whole[from..to], "{range}: other bytes");
    }
}

#[tokio::test]
async fn a_range_beyond_the_end_is_refused() {
    let server = TestServer::new(Mode::Store).await;
    for (name, content, range) in
        [("a", b"hello".as_slice(), "bytes=5-"), ("empty", b"", "bytes=0-"), ("e", b"", "bytes=-1")]
    {
        server.upload(name, None, content).await;
        let response = ask(&server, &server.row(name).await.link, range).await;
        assert_eq!(response.status(), 416, "{name} {range}");
        assert_eq!(response.headers()["content-type"], "application/xml");
        assert!(response.text().await.unwrap().contains("<Code>InvalidRange</Code>"));
    }
}

#[tokio::test]
async fn the_backend_ignores_ranges() {
    let server = TestServer::new(Mode::Direct).await;
    server.upload("a", None, b"hello").await;
    let response = ask(&server, &server.row("a").await.link, "bytes=1-2").await;
    assert_eq!(response.status(), 200);
    assert!(!response.headers().contains_key("accept-ranges"));
    assert_eq!(response.text().await.unwrap(), "hello");
}
