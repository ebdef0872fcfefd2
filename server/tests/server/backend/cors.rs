//! CORS of the backend and of the store.

use opik_attachments_server::{Config, Mode, StoreCors};
use reqwest::{Method, Response};

use crate::support::server::TestServer;

const ORIGIN: &str = "http://page.example";

async fn preflight(server: &TestServer, url: &str, method: &str, headers: &str) -> Response {
    server
        .http
        .request(Method::OPTIONS, url)
        .header("origin", ORIGIN)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", headers)
        .send()
        .await
        .unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_backend_is_closed_to_other_origins_by_default() {
    let server = TestServer::new(Mode::Direct).await;
    let url = server.url("attachment/list");
    let refused = preflight(&server, &url, "GET", "comet-workspace").await;
    assert_eq!((refused.status().as_u16(), header(&refused, "allow")), (200, "HEAD,GET,OPTIONS"));
    let got = server.http.get(&url).header("origin", ORIGIN).send().await.unwrap();
    for response in [refused, got] {
        assert!(!response.headers().keys().any(|name| name.as_str().starts_with("access-control")));
    }
}

#[tokio::test]
async fn the_backend_allows_a_fixed_list_of_headers() {
    let server = TestServer::with(Config { cors: true, ..Config::default() }).await;
    for path in ["attachment/list", "no/such/path"] {
        let response = preflight(&server, &server.url(path), "GET", "content-encoding, x-fern-language").await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "access-control-allow-origin"), ORIGIN);
        assert_eq!(header(&response, "access-control-allow-credentials"), "true");
        assert_eq!(header(&response, "access-control-max-age"), "60");
        assert_eq!(header(&response, "vary"), "Origin");
        assert_eq!(header(&response, "access-control-allow-methods"), "HEAD,POST,PATCH,PUT,OPTIONS,GET,DELETE");
        let allowed = header(&response, "access-control-allow-headers").to_ascii_lowercase();
        assert!(allowed.contains("comet-workspace") && allowed.contains("authorization"));
        assert!(!allowed.contains("content-encoding") && !allowed.contains("x-fern"), "{allowed}");
        assert_eq!(response.bytes().await.unwrap(), "");
    }
    let response = server.http.get(server.url("attachment/list")).header("origin", ORIGIN).send().await.unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(header(&response, "access-control-allow-origin"), ORIGIN);
    assert_eq!(header(&response, "access-control-expose-headers"), "X-Opik-Actual-Model,Location,X-Opik-Provider");
    let same_origin = server.get(&server.url("attachment/list")).await;
    assert_eq!((header(&same_origin, "access-control-allow-origin"), same_origin.status().as_u16()), ("", 400));
    let vary: Vec<_> = same_origin.headers().get_all("vary").iter().collect();
    assert_eq!(vary, ["Accept-Encoding", "Origin"]);
}

#[tokio::test]
async fn the_store_is_open_to_everyone() {
    let server = TestServer::new(Mode::Store).await;
    let (_, urls) = server.start_upload("a", None, 1).await;
    let response = preflight(&server, &urls[0], "PUT", "content-type,x-anything").await;
    assert_eq!(response.status(), 204);
    assert_eq!(header(&response, "access-control-allow-origin"), ORIGIN);
    assert_eq!(header(&response, "access-control-allow-headers"), "content-type,x-anything");
    assert_eq!(header(&response, "access-control-allow-methods"), "PUT");
    assert_eq!(header(&response, "access-control-allow-credentials"), "true");
    assert!(!response.headers().contains_key("access-control-max-age"));
    assert_eq!(preflight(&server, &urls[0], "DELETE", "x").await.status(), 204);

    // Refusals must be readable as well, or a page could not tell them from a broken network.
    let tampered = urls[0].replacen("/files/a?", "/files/b?", 1);
    for (url, status) in [(urls[0].clone(), 200), (tampered, 403)] {
        let response = server.http.put(url).header("origin", ORIGIN).body("x").send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(header(&response, "access-control-allow-origin"), ORIGIN);
        assert_eq!(header(&response, "access-control-allow-credentials"), "true");
        let exposed: Vec<_> = header(&response, "access-control-expose-headers").split(", ").collect();
        assert!(["Etag", "Content-Range", "*"].iter().all(|name| exposed.contains(name)), "{exposed:?}");
    }
}

#[tokio::test]
async fn a_bucket_can_be_misconfigured() {
    for store_cors in [StoreCors::Off, StoreCors::NoEtag] {
        let server = TestServer::with(Config { mode: Mode::Store, store_cors, ..Config::default() }).await;
        let (_, urls) = server.start_upload("a", None, 1).await;
        let asked = preflight(&server, &urls[0], "PUT", "content-type").await;
        let put = server.http.put(&urls[0]).header("origin", ORIGIN).body("x").send().await.unwrap();
        assert_eq!(put.status(), 200);
        assert!(put.headers().contains_key("etag"));
        if store_cors == StoreCors::Off {
            assert_eq!(asked.status(), 403);
            for response in [asked, put] {
                assert!(!response.headers().keys().any(|name| name.as_str().starts_with("access-control")));
            }
        } else {
            assert_eq!(asked.status(), 200);
            assert_eq!(header(&put, "access-control-allow-origin"), "*");
            let exposed = header(&put, "access-control-expose-headers").to_ascii_lowercase();
            assert!(exposed.contains("content-range") && !exposed.contains("etag"), "{exposed}");
        }
    }
}
