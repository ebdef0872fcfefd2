//! Delayed requests.

use std::time::{Duration, Instant};

use opik_attachments_server::{Config, Mode};
use reqwest::Method;

use crate::support::server::TestServer;

#[tokio::test]
async fn every_request_to_either_origin_waits() {
    let latency = Duration::from_millis(300);
    let server = TestServer::with(Config { mode: Mode::Store, cors: true, latency, ..Config::default() }).await;
    let page = server.inner.page_url();
    let api = server.url("attachment/list");
    let store = server.inner.store_url();
    for (method, url, status) in [
        (Method::GET, &api, 400),
        (Method::OPTIONS, &api, 200),
        (Method::GET, &page, 404),
        (Method::GET, &store, 403),
        (Method::OPTIONS, &store, 204),
    ] {
        let asked = Instant::now();
        let request = server.http.request(method.clone(), url).header("origin", "http://page.example");
        let response = request.header("access-control-request-method", "GET").send().await.unwrap();
        assert_eq!(response.status(), status, "{method} {url}");
        assert!(asked.elapsed() >= latency, "{method} {url}: {:?}", asked.elapsed());
    }
    server.upload("a", None, b"x").await;
    assert_eq!(server.get(&server.row("a").await.link).await.text().await.unwrap(), "x");
}
