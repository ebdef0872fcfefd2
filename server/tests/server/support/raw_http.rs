//! Requests without an HTTP client, to observe the connection itself.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// What came back until the connection ended, and how it ended.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// `None` if it ended in order.
    pub(crate) error: Option<ErrorKind>,
}

impl RawResponse {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// Sends a request that announces `length` bytes and carries `body`. Reads until nothing has come for `read_timeout`,
/// which counts as the error `WouldBlock`.
pub(crate) async fn raw_request(
    method: &str,
    url: &str,
    length: usize,
    body: Vec<u8>,
    read_timeout: Duration,
) -> RawResponse {
    let (authority, target) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let head = format!("{method} /{target} HTTP/1.1\r\nHost: {authority}\r\nContent-Length: {length}\r\n\r\n");
    let authority = authority.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(authority).unwrap();
        stream.set_read_timeout(Some(read_timeout)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // Broken off in the middle is what some of it is for.
        let _ = stream.write_all(&body);
        let mut answer = Vec::new();
        let error = stream.read_to_end(&mut answer).err().map(|error| error.kind());
        let end_of_head = answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |start| start + 4);
        let body = answer.split_off(end_of_head);
        RawResponse { head: String::from_utf8(answer).unwrap(), body, error }
    })
    .await
    .unwrap()
}
