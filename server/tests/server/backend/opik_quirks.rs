//! Responses that look unusual and match Opik.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use opik_attachments_server::Mode;
use serde_json::json;

use crate::support::server::{BOTH_MODES, ENTITY, TestServer, json_answer};

#[tokio::test]
async fn the_health_check_answers() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        let api = server.inner.api_url();
        for base in [api.as_str(), api.strip_suffix("/api").unwrap()] {
            let (status, answer) = json_answer(server.get(&format!("{base}/is-alive/ping")).await).await;
            assert_eq!((status.as_u16(), &answer["healthy"]), (200, &json!(true)));
        }
    }
}

#[tokio::test]
async fn size_and_type_of_a_row_come_from_the_completion() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", Some("text/start"), 1).await;
    let tag = server.put_part(&urls[0], b"x".to_vec()).await;
    let body = server.complete_body("a", Some("text/end"), 77, &id, &[tag]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    let row = server.row("a").await;
    assert_eq!((row.size, row.mime.as_str()), (77, "text/end"));
    let object = server.get(&row.link).await;
    assert_eq!((&object.headers()["content-type"], object.content_length()), (&"text/start".parse().unwrap(), Some(1)));
}

#[tokio::test]
async fn parts_without_a_number_or_an_etag_are_refused() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 1).await;
    let tag = server.put_part(&urls[0], b"x".to_vec()).await;
    for parts in
        [json!([{}]), json!([{"e_tag": tag}]), json!([{"part_number": 1}]), json!([{"e_tag": tag, "part_number": 2}])]
    {
        let mut body = server.complete_body("a", None, 1, &id, &[]);
        body["uploaded_file_parts"] = parts.clone();
        assert_eq!(server.post("attachment/upload-complete", &body).await.0, 500, "{parts}");
    }
    assert_eq!(server.page("").await["total"], 0);
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn a_download_has_the_requested_type() {
    let server = TestServer::new(Mode::Direct).await;
    server.upload("a", Some("text/plain"), b"x").await;
    let link = server.row("a").await.link;
    for mime in ["text/html", "text/plain;charset=utf-8", "x/y; a=\"b c\"", "*/*"] {
        let response = server.get(&link.replace("text%2Fplain", &encoded(mime))).await;
        assert_eq!((response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()), (200, mime));
    }
    // Anything else gets by everything that would turn it into JSON.
    for mime in ["nonsense", "a/b/c", "text/plain; charset=\"x", "a/é", "a/b\nX: y"] {
        let url = link.replace("text%2Fplain", &encoded(mime));
        let response = server.get(&url).await;
        assert_eq!(response.status(), 500, "{mime}");
        assert_eq!(response.headers()["content-type"], "text/html;charset=iso-8859-1");
        assert!(!response.headers().contains_key("vary"));
        let page: String = response.bytes().await.unwrap().iter().copied().map(char::from).collect();
        assert!(page.contains("Error parsing media type &apos;"), "{page}");
        assert!(page.contains(&format!("<td>{}</td>", url.replace('&', "&amp;"))), "{page}");
    }
    let nothing = link.replace("text%2Fplain", "nonsense").replace("file_name=a&", "file_name=b&");
    assert_eq!(server.get(&nothing).await.status(), 404);
}

#[tokio::test]
async fn an_invalid_base_url_makes_dead_links() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        server.upload("a", None, b"x").await;
        let project = server.project("demo").await.unwrap();
        // "not a uri"
        let list = |kind: &str| {
            format!("attachment/list?project_id={project}&entity_type={kind}&entity_id={ENTITY}&path=bm90IGEgdXJp")
        };
        let (status, answer) = json_answer(server.get(&server.url(&list("trace"))).await).await;
        let link = answer["content"][0]["link"].as_str().unwrap();
        assert_eq!((status.as_u16(), link.starts_with("not%20a%20uri/v1/")), (200, mode == Mode::Direct), "{link}");
    }
}

#[tokio::test]
async fn ids_in_json_may_be_base64() {
    let server = TestServer::new(Mode::Direct).await;
    let mut body = server.start_body("a", None, 1);
    body["entity_id"] = json!("AZfA3gAAcACAAAAAAADgAQ==");
    let (status, answer) = server.post("attachment/upload-start", &body).await;
    assert_eq!(status, 200);
    assert!(answer["pre_sign_urls"][0].as_str().unwrap().contains(ENTITY), "{answer}");
}

#[tokio::test]
async fn request_line_and_headers_have_a_maximum_length() {
    let server = TestServer::new(Mode::Direct).await;
    let url = server.url("attachment/list");
    let padded = async |line: usize, header: usize| {
        let request = server.http.get(format!("{url}?x={}", "x".repeat(line))).header("x-pad", "x".repeat(header));
        request.send().await.unwrap()
    };
    for (line, header, status) in [(15_000, 500, 400), (16_400, 1, 414), (1, 16_400, 431), (8_200, 8_200, 431)] {
        let response = padded(line, header).await;
        assert_eq!(response.status(), status, "{line} {header}");
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert_eq!(kind == "text/html;charset=iso-8859-1", status != 400);
    }
}

#[tokio::test]
async fn a_part_without_content_length_is_empty() {
    let server = TestServer::new(Mode::Store).await;
    let (_, urls) = server.start_upload("a", None, 1).await;
    let address = server.inner.store_addr().unwrap();
    let target = urls[0].strip_prefix(&server.inner.store_url()).unwrap().to_owned();
    let talk = move || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "PUT {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    let answer = tokio::task::spawn_blocking(talk).await.unwrap().unwrap();
    let empty = "etag: \"d41d8cd98f00b204e9800998ecf8427e\"";
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains(empty), "{answer}");
}
