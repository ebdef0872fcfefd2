//! The program as a child process, to measure its memory and to kill it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use opik_attachments_server::Mode;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::support::server::{ENTITY, Row, client, json_answer, rows};

/// A running program, killed when dropped.
pub(crate) struct Program {
    child: Mutex<Child>,
    api: String,
    pub(crate) http: Client,
}

impl Program {
    pub(crate) fn start(data: &Path, mode: Mode, (port, store_port): (u16, u16)) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_opik-attachments-server"))
            .args(["--json", "--mode", mode.as_str(), "--data", data.to_str().unwrap()])
            .args(["--port", &port.to_string(), "--store-port", &store_port.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("it did not start: {line:?}"));
        let http = client().build().unwrap();
        Self { child: Mutex::new(child), api: ready["apiUrl"].as_str().unwrap().to_owned(), http }
    }

    /// Ends it without leave to tidy up.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/v1/private/{path}", self.api)
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> reqwest::Result<(StatusCode, Value)> {
        let request = self.http.post(self.url(path)).header("content-type", "application/json");
        let response = request.body(body.to_string()).send().await?;
        let (status, body) = (response.status(), response.bytes().await?);
        Ok((status, if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() }))
    }

    /// Opens an upload: its id and its URLs.
    pub(crate) async fn start_upload(&self, name: &str, parts: usize) -> reqwest::Result<(String, Vec<String>)> {
        let body = json!({
            "file_name": name, "num_of_file_parts": parts, "entity_type": "trace", "entity_id": ENTITY,
            "path": URL_SAFE_NO_PAD.encode(&self.api),
        });
        let (status, answer) = self.post("attachment/upload-start", &body).await?;
        assert_eq!(status, 200, "{answer}");
        let urls = answer["pre_sign_urls"].as_array().unwrap().iter().map(|url| url.as_str().unwrap().to_owned());
        Ok((answer["upload_id"].as_str().unwrap().to_owned(), urls.collect()))
    }

    pub(crate) async fn complete(
        &self,
        name: &str,
        size: u64,
        id: &str,
        tags: &[String],
    ) -> reqwest::Result<StatusCode> {
        let parts: Vec<Value> =
            tags.iter().zip(1..).map(|(tag, number)| json!({"e_tag": tag, "part_number": number})).collect();
        let body = json!({
            "file_name": name, "entity_type": "trace", "entity_id": ENTITY, "file_size": size, "upload_id": id,
            "uploaded_file_parts": parts,
        });
        Ok(self.post("attachment/upload-complete", &body).await?.0)
    }

    /// What is attached to the entity in the default project.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        let query = format!(
            "project_id=0190babc-62a0-71d2-832a-0feffa4676eb&entity_type=trace&entity_id={ENTITY}&size=100000&path={}",
            URL_SAFE_NO_PAD.encode(&self.api)
        );
        let answer = self.http.get(self.url(&format!("attachment/list?{query}"))).send().await.unwrap();
        let (status, page) = json_answer(answer).await;
        assert_eq!(status, 200, "{page}");
        rows(&page)
    }

    /// The most memory it ever held, in bytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory(&self) -> u64 {
        let id = self.child.lock().unwrap().id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
