//! The program as a child process: its ready line, its exit, and what it writes when it refuses to start.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::server::client;

/// The program on a free port, with these arguments besides.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opik-attachments-server"));
    command.args(["--port", "0", "--json"]).args(arguments);
    command
}

/// The running program, which does not outlive its test.
pub(crate) struct Program(pub(crate) Child);

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended already is fine.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program, and returns it with its ready line.
pub(crate) fn start(command: &mut Command) -> (Program, Value) {
    let mut program = Program(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (program, serde_json::from_str(&line).unwrap())
}

/// Status and complaint of a program that must not start. One that does is ended, and fails the test.
pub(crate) fn start_error(command: &mut Command) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    if !line.is_empty() {
        kill(&child, "-TERM");
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(line, "", "it started");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

pub(crate) fn kill(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

/// The first URL of an upload to a server in store mode.
pub(crate) async fn start_upload(api_url: &str, workspace: &str) -> String {
    let body = json!({"file_name": "a", "num_of_file_parts": 1, "entity_type": "trace", "path": "aHR0cDovL2E",
        "entity_id": "0197c0de-0000-7000-8000-00000000e001"});
    let request = client().build().unwrap().post(format!("{api_url}/v1/private/attachment/upload-start"));
    let request = request.header("content-type", "application/json").header("authorization", "key");
    let response = request.header("comet-workspace", workspace).body(body.to_string()).send().await.unwrap();
    let answer: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    answer["pre_sign_urls"][0].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// Ends the program, which must be content with that.
pub(crate) fn end(mut program: Program) {
    kill(&program.0, "-TERM");
    assert!(program.0.wait().unwrap().success());
}
