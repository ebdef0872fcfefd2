//! A server on free ports with a temporary directory, and the calls that most tests make.

use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use opik_attachments_server::{Config, Mode, Server, start};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

pub(crate) const BOTH_MODES: [Mode; 2] = [Mode::Direct, Mode::Store];
pub(crate) const ENTITY: &str = "0197c0de-0000-7000-8000-00000000e001";
pub(crate) const PART: usize = 5 << 20;

pub(crate) struct TestServer {
    pub(crate) inner: Server,
    /// For the backend; a test may put one in its place that sends credentials.
    pub(crate) http: Client,
    /// For the store, which refuses credentials.
    pub(crate) store_client: Client,
}

/// One row of a list.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) size: i64,
    pub(crate) mime: String,
    pub(crate) link: String,
}

impl TestServer {
    pub(crate) async fn new(mode: Mode) -> Self {
        Self::with(Config { mode, ..Config::default() }).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let http = client().build().unwrap();
        Self { inner: start(config).await.unwrap(), store_client: http.clone(), http }
    }

    /// On a directory that stays, and ports that can be taken again.
    pub(crate) async fn on(data: &Path, mode: Mode, (port, store_port): (u16, u16)) -> Self {
        Self::with(Config { mode, data: Some(data.into()), port, store_port, ..Config::default() }).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/v1/private/{path}", self.inner.api_url())
    }

    pub(crate) fn path(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.inner.api_url())
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    pub(crate) async fn get(&self, url: &str) -> Response {
        self.http.get(url).send().await.unwrap()
    }

    pub(crate) async fn put(&self, url: &str, body: Vec<u8>) -> Response {
        put(&self.http, url, body).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.request(Method::POST, path).header("content-type", "application/json");
        json_answer(request.body(body.to_string()).send().await.unwrap()).await
    }

    pub(crate) fn start_body(&self, name: &str, mime: Option<&str>, parts: usize) -> Value {
        json!({
            "file_name": name, "num_of_file_parts": parts, "mime_type": mime, "project_name": "demo",
            "entity_type": "trace", "entity_id": ENTITY, "path": self.path(),
        })
    }

    pub(crate) fn complete_body(
        &self,
        name: &str,
        mime: Option<&str>,
        size: usize,
        id: &str,
        tags: &[String],
    ) -> Value {
        let parts: Vec<Value> =
            tags.iter().zip(1..).map(|(tag, number)| json!({"e_tag": tag, "part_number": number})).collect();
        json!({
            "file_name": name, "project_name": "demo", "entity_type": "trace", "entity_id": ENTITY,
            "file_size": size, "mime_type": mime, "upload_id": id, "uploaded_file_parts": parts,
        })
    }

    /// Opens an upload: its id and its URLs.
    pub(crate) async fn start_upload(&self, name: &str, mime: Option<&str>, parts: usize) -> (String, Vec<String>) {
        let (status, answer) = self.post("attachment/upload-start", &self.start_body(name, mime, parts)).await;
        assert_eq!(status, 200, "{answer}");
        let urls = answer["pre_sign_urls"].as_array().unwrap();
        let urls = urls.iter().map(|url| url.as_str().unwrap().to_owned()).collect();
        (answer["upload_id"].as_str().unwrap().to_owned(), urls)
    }

    /// Sends one part and returns its tag, quotes and all.
    pub(crate) async fn put_part(&self, url: &str, body: Vec<u8>) -> String {
        let response = put(&self.store_client, url, body).await;
        assert_eq!(response.status(), 200);
        response.headers()["etag"].to_str().unwrap().to_owned()
    }

    /// The whole job of a client, in whichever mode the server says it is in.
    pub(crate) async fn upload(&self, name: &str, mime: Option<&str>, bytes: &[u8]) {
        let parts: Vec<&[u8]> = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(PART).collect() };
        let (id, urls) = self.start_upload(name, mime, parts.len()).await;
        if id == "BEMinIO" {
            assert_eq!(urls.len(), 1);
            let response = self.put(&urls[0], bytes.to_vec()).await;
            assert_eq!(response.status(), 204);
            return;
        }
        assert_eq!(urls.len(), parts.len());
        let mut tags = Vec::new();
        for (url, part) in urls.iter().zip(parts) {
            tags.push(self.put_part(url, part.to_vec()).await);
        }
        let body = self.complete_body(name, mime, bytes.len(), &id, &tags);
        assert_eq!(self.post("attachment/upload-complete", &body).await, (StatusCode::NO_CONTENT, Value::Null));
    }

    pub(crate) async fn project(&self, name: &str) -> Option<String> {
        let (status, answer) = self.post("projects/retrieve", &json!({ "name": name })).await;
        if status == 404 {
            assert_eq!(answer, json!({"errors": ["Project not found"]}));
            return None;
        }
        assert_eq!(status, 200);
        Some(answer["id"].as_str().unwrap().to_owned())
    }

    /// A page of the entity's list, as it came.
    pub(crate) async fn page(&self, more: &str) -> Value {
        let project = self.project("demo").await.unwrap();
        let path = self.path();
        let query = format!("project_id={project}&entity_type=trace&entity_id={ENTITY}&path={path}{more}");
        let (status, answer) = json_answer(self.get(&self.url(&format!("attachment/list?{query}"))).await).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    pub(crate) async fn rows(&self) -> Vec<Row> {
        rows(&self.page("").await)
    }

    pub(crate) async fn row(&self, name: &str) -> Row {
        let found = self.rows().await.into_iter().find(|row| row.name == name);
        found.unwrap_or_else(|| panic!("{name:?} is not in the list"))
    }
}

/// What every client here is built from.
pub(crate) fn client() -> ClientBuilder {
    // With this feature a client can speak TLS, and looks for its cryptography when it is built.
    #[cfg(feature = "s3-endpoint")]
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy()
}

async fn put(http: &Client, url: &str, body: Vec<u8>) -> Response {
    // Spelled out because an empty body would otherwise go without.
    http.put(url).header("content-length", body.len()).body(body).send().await.unwrap()
}

pub(crate) fn rows(page: &Value) -> Vec<Row> {
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    let content = page["content"].as_array().unwrap();
    assert_eq!(page["size"], content.len());
    content
        .iter()
        .map(|item| Row {
            name: text(item, "file_name"),
            size: item["file_size"].as_i64().unwrap(),
            mime: text(item, "mime_type"),
            link: text(item, "link"),
        })
        .collect()
}

/// Status and JSON, `null` for an empty body.
pub(crate) async fn json_answer(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let body = response.bytes().await.unwrap();
    if body.is_empty() {
        return (status, Value::Null);
    }
    (status, serde_json::from_slice(&body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&body))))
}

/// Bytes in which no two parts are alike.
pub(crate) fn bytes(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_u32;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_le_bytes()[3]
    })
    .take(length)
    .collect()
}

/// Two ports that nobody gets by chance while a server is down: systems give away higher ones.
pub(crate) fn two_free_ports() -> (u16, u16) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut free = std::iter::repeat_with(|| NEXT.fetch_add(1, Ordering::Relaxed))
        .map(|number| 20_000 + u16::try_from((std::process::id() * 16 + number) % 10_000).unwrap())
        .filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    (free.next().unwrap(), free.next().unwrap())
}
