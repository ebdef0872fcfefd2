//! A server with an admin port, and calls to it.

use std::time::{Duration, Instant};

use opik_attachments_server::{Config, Mode};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::server::{ENTITY, TestServer, json_answer};

/// One of the two origins, in the mode in which bytes travel through it.
pub(crate) struct OriginServer {
    pub(crate) server: TestServer,
    pub(crate) origin: &'static str,
}

/// Both origins, each of a server of its own.
pub(crate) async fn both_origins() -> [OriginServer; 2] {
    let start = |origin, mode| async move { OriginServer { server: server_with_admin(mode).await, origin } };
    [start("backend", Mode::Direct).await, start("store", Mode::Store).await]
}

pub(crate) async fn server_with_admin(mode: Mode) -> TestServer {
    TestServer::with(Config { mode, admin_port: Some(0), cors: true, ..Config::default() }).await
}

impl OriginServer {
    /// Where a small file can be sent: the body of an upload, or its only part.
    pub(crate) async fn put_url(&self, name: &str) -> String {
        self.server.start_upload(name, Some("image/png"), 1).await.1.remove(0)
    }

    /// Uploads a file and returns its link.
    pub(crate) async fn stored(&self, name: &str, content: &[u8]) -> String {
        self.server.upload(name, Some("image/png"), content).await;
        self.server.row(name).await.link
    }

    /// Orders a fault for one method at this origin.
    pub(crate) async fn add_fault(&self, method: &str, action: Value) -> u64 {
        self.server.add_rule(json!({ "origin": self.origin, "method": method, "action": action })).await
    }

    /// How many bytes have arrived for good: of rows' objects, or of open uploads' parts.
    pub(crate) async fn stored_sizes(&self) -> Vec<u64> {
        let state = self.server.state().await;
        let objects = state["objects"].as_array().unwrap().iter();
        let uploads = state["open_uploads"].as_array().unwrap().iter();
        let parts = uploads.flat_map(|upload| upload["parts"].as_array().unwrap());
        objects.chain(parts).map(|item| item["bytes"].as_u64().unwrap()).collect()
    }
}

impl TestServer {
    pub(crate) async fn admin(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let url = format!("{}{path}", self.inner.admin_url().unwrap());
        let request = self.store_client.request(method, url);
        let request = match body {
            Some(body) => request.body(body.to_string()),
            None => request,
        };
        json_answer(request.send().await.unwrap()).await
    }

    /// Orders one fault and returns its id.
    pub(crate) async fn add_rule(&self, rule: Value) -> u64 {
        let (status, answer) = self.admin(Method::POST, "/faults", Some(rule)).await;
        assert_eq!(status, 201, "{answer}");
        assert_eq!(answer["ids"].as_array().unwrap().len(), 1);
        answer["ids"][0].as_u64().unwrap()
    }

    /// How often a rule has matched and acted.
    pub(crate) async fn counts(&self, id: u64) -> (u64, u64) {
        let (_, answer) = self.admin(Method::GET, "/faults", None).await;
        let rule = answer["faults"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap();
        (rule["matched"].as_u64().unwrap(), rule["acted"].as_u64().unwrap())
    }

    pub(crate) async fn state(&self) -> Value {
        let (status, state) = self.admin(Method::GET, "/state", None).await;
        assert_eq!(status, 200, "{state}");
        state
    }

    pub(crate) async fn requests(&self) -> Vec<Value> {
        let (status, mut answer) = self.admin(Method::GET, "/requests", None).await;
        assert_eq!(status, 200, "{answer}");
        let Value::Array(requests) = answer["requests"].take() else { panic!("{answer}") };
        requests
    }

    /// The latest request, once it has ended.
    pub(crate) async fn last_ended(&self) -> Value {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let last = self.requests().await.pop().unwrap();
            if last["outcome"] != "pending" {
                return last;
            }
            assert!(Instant::now() < deadline, "{last}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// The path of a direct upload.
pub(crate) fn upload_path(name: &str) -> String {
    format!("attachment/upload?file_name={name}&entity_type=trace&entity_id={ENTITY}&project_name=demo")
}
