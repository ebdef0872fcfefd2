//! The program: its ready line, its options, its exit.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::process::{Program, command, end, kill, start, start_error, start_upload};
use crate::support::server::client;

fn spawn(arguments: &[&str]) -> (Program, Value) {
    start(&mut command(arguments))
}

#[tokio::test]
async fn it_serves_files_prints_its_addresses_and_stops_at_once() {
    let files = tempfile::tempdir().unwrap();
    for (name, text) in [("index.html", "<p>"), ("a.js", "1"), ("a.wasm", "\0asm")] {
        std::fs::write(files.path().join(name), text).unwrap();
    }
    let directory = files.path().to_str().unwrap();
    for signal in ["-INT", "-TERM"] {
        let (mut program, ready) = spawn(&["--www", directory, "--pkg", directory, "--mode", "store"]);
        assert_eq!(ready["mode"], "store");
        assert_eq!(ready.get("adminUrl"), None);
        let page = ready["pageUrl"].as_str().unwrap();
        assert_eq!(ready["apiUrl"].as_str().unwrap(), format!("{page}api"));
        // Kept alive until after the end.
        let http = client().build().unwrap();
        for (path, kind) in [("", "text/html"), ("a.js", "text/javascript"), ("pkg/a.wasm", "application/wasm")] {
            let response = http.get(format!("{page}{path}")).send().await.unwrap();
            assert_eq!(response.status(), 200);
            assert_eq!(response.headers()["content-type"], kind);
            assert_eq!(response.headers()["cache-control"], "no-cache");
        }
        kill(&program.0, signal);
        let asked = Instant::now();
        let status = program.0.wait().unwrap();
        assert!(status.success(), "{status}");
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
        assert!(!std::path::Path::new(ready["data"].as_str().unwrap()).exists());
    }
}

#[tokio::test]
async fn options_apply_to_both_origins() {
    let (program, ready) = spawn(
        "--mode store --auth other --auth key@team --presign-seconds 77 --max-body 5 --store-cors no-etag --latency 200 --bandwidth 4000 \
         --admin-port 0"
            .split(' ')
            .collect::<Vec<_>>()
            .as_slice(),
    );
    let api = ready["apiUrl"].as_str().unwrap();
    let http = client().build().unwrap();
    let asked = Instant::now();
    let url = start_upload(api, "team").await;
    assert!(asked.elapsed() >= Duration::from_millis(200));
    assert!(url.contains("X-Amz-Expires=77&"), "{url}");
    let put = http.put(&url).header("origin", "http://page.example").body("x").send().await.unwrap();
    assert_eq!(put.headers()["access-control-expose-headers"], "Content-Range, Accept-Ranges, Content-Length");
    // Half a second by the book; a rested connection may hurry at first.
    let asked = Instant::now();
    assert_eq!(http.put(url).body(vec![b'x'; 2000]).send().await.unwrap().status(), 200);
    assert!(asked.elapsed() >= Duration::from_millis(400), "{:?}", asked.elapsed());
    let admin = ready["adminUrl"].as_str().unwrap();
    assert_eq!(http.get(format!("{admin}/requests")).send().await.unwrap().status(), 200);
    let refused = http.put(format!("{api}/v1/private/attachment/upload")).body("123456").send().await.unwrap();
    assert_eq!(refused.status(), 413);
    end(program);
}

#[tokio::test]
async fn a_killed_server_still_knows_the_keys_of_its_objects() {
    let directory = tempfile::tempdir().unwrap();
    let switches = ["--data", directory.path().to_str().unwrap(), "--admin-port", "0"];
    let http = client().build().unwrap();
    let state = async |ready: &Value| -> Value {
        let answer = http.get(format!("{}/state", ready["adminUrl"].as_str().unwrap())).send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    };

    let (mut program, ready) = spawn(&switches);
    let path = "v1/private/attachment/upload?file_name=a&entity_type=trace";
    let entity = "0197c0de-0000-7000-8000-00000000e001";
    let url = format!("{}/{path}&entity_id={entity}", ready["apiUrl"].as_str().unwrap());
    assert_eq!(http.put(url).body("abc").send().await.unwrap().status(), 204);
    let before = state(&ready).await;
    assert!(before["objects"][0]["key"].as_str().unwrap().ends_with("/files/a"), "{before}");
    kill(&program.0, "-KILL");
    program.0.wait().unwrap();

    let (_program, ready) = spawn(&switches);
    assert_eq!(state(&ready).await, before);
}

#[test]
fn invalid_options_are_refused_at_the_start() {
    for (option, value) in [
        ("--auth", "@team"),
        ("--presign-seconds", "0"),
        ("--presign-seconds", "604801"),
        ("--store-cors", "maybe"),
        ("--max-body", "-1"),
        ("--latency", "30001"),
        ("--bandwidth", "0"),
        ("--admin-port", "65536"),
    ] {
        assert_eq!(start_error(&mut command(&[option, value])).0, Some(2), "{option} {value}");
    }
}

#[tokio::test]
async fn a_port_in_use_exits_with_status_1() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_opik-attachments-server")).args(["--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains(&port) && text.contains("--port"), "{text}");
}

#[cfg(not(feature = "s3-endpoint"))]
#[test]
fn another_s3_needs_a_build_with_its_feature() {
    let (status, text) = start_error(&mut command(&["--s3-endpoint", "http://127.0.0.1:1", "--s3-bucket", "b"]));
    assert_eq!(status, Some(1));
    assert!(text.contains("--features s3-endpoint"), "{text}");
}
