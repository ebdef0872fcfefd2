//! Kills during many uploads, and the state after a restart.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use opik_attachments_server::Mode;
use reqwest::{Body, Response};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::support::program::Program;
use crate::support::server::{BOTH_MODES, PART, two_free_ports};
use crate::support::signed_request::Signer;

const CHUNK: usize = 64 << 10;
const WORKERS: usize = 12;
/// After how many chunks sent the kill comes.
const KILLS: [u64; 6] = [1, 150, 400, 700, 1100, 1700];

/// What the clients know when the server is gone.
#[derive(Default)]
struct Known {
    /// Chunks that went into bodies, which is when to kill: a clock would tell nothing.
    sent: AtomicU64,
    enough: Notify,
    /// Chunks of every file whose upload was acknowledged.
    done: Mutex<HashMap<String, usize>>,
    open: Mutex<HashMap<String, Open>>,
}

/// An upload by parts that was not acknowledged.
#[derive(Clone)]
struct Open {
    name: String,
    urls: Vec<String>,
    tags: [Option<String>; 2],
    completing: bool,
}

/// No two chunks of any two files are alike.
fn chunk(name: &str, number: usize) -> Bytes {
    let mut chunk = format!("{name} {number} ").into_bytes();
    chunk.resize(CHUNK, b'.');
    chunk.into()
}

fn content(name: &str, chunks: usize) -> Vec<u8> {
    let chunks: Vec<Bytes> = (0..chunks).map(|number| chunk(name, number)).collect();
    chunks.concat()
}

const FIRST_PART: usize = PART / CHUNK;
/// Chunks of a file sent by parts.
const TWO_PARTS: usize = FIRST_PART + 3;

/// Sends chunks of a file, and says when enough were sent.
async fn put(
    program: &Program,
    known: &Arc<Known>,
    url: &str,
    name: &str,
    chunks: std::ops::Range<usize>,
) -> reqwest::Result<Response> {
    let length = chunks.len() * CHUNK;
    let (counting, file) = (Arc::clone(known), name.to_owned());
    let body = stream::iter(chunks.map(move |number| {
        counting.sent.fetch_add(1, Ordering::Relaxed);
        counting.enough.notify_one();
        Ok::<_, io::Error>(chunk(&file, number))
    }));
    program.http.put(url).header("content-length", length).body(Body::wrap_stream(body)).send().await
}

/// Uploads through the backend until it is gone.
async fn upload(program: &Program, known: &Arc<Known>, worker: &str) -> reqwest::Result<()> {
    for number in 0.. {
        let name = format!("{worker}-{number}");
        let chunks = 1 + (name.len() * 7 + number * 13) % 40;
        let (_, urls) = program.start_upload(&name, 1).await?;
        let response = put(program, known, &urls[0], &name, 0..chunks).await?;
        assert_eq!(response.status(), 204);
        known.done.lock().unwrap().insert(name, chunks);
    }
    Ok(())
}

/// Uploads by two parts until the server is gone.
async fn upload_parts(program: &Program, known: &Arc<Known>, worker: &str) -> reqwest::Result<()> {
    for number in 0.. {
        let name = format!("{worker}-{number}");
        let (id, urls) = program.start_upload(&name, 2).await?;
        let open = Open { name: name.clone(), urls, tags: [None, None], completing: false };
        known.open.lock().unwrap().insert(id.clone(), open.clone());
        finish(program, known, &id, open).await?;
    }
    Ok(())
}

/// Sends whatever an upload lacks and completes it.
async fn finish(program: &Program, known: &Arc<Known>, id: &str, mut open: Open) -> reqwest::Result<()> {
    for (index, range) in [0..FIRST_PART, FIRST_PART..TWO_PARTS].into_iter().enumerate() {
        if open.tags[index].is_none() {
            let response = put(program, known, &open.urls[index], &open.name, range).await?;
            assert_eq!(response.status(), 200);
            open.tags[index] = Some(response.headers()["etag"].to_str().unwrap().to_owned());
            known.open.lock().unwrap().insert(id.to_owned(), open.clone());
        }
    }
    known.open.lock().unwrap().get_mut(id).unwrap().completing = true;
    let tags = open.tags.map(Option::unwrap);
    let status = program.complete(&open.name, (TWO_PARTS * CHUNK) as u64, id, &tags).await?;
    if status == 500 {
        // It went through, only the news of it was lost: Opik, too, then has an object without a row.
        assert!(open.completing, "{} cannot be completed", open.name);
        let got = object(open.urls[0].clone()).await;
        assert!(got == (200, content(&open.name, TWO_PARTS)), "{} is neither open nor done", open.name);
        known.open.lock().unwrap().remove(id);
        return Ok(());
    }
    assert_eq!(status, 204);
    known.open.lock().unwrap().remove(id);
    known.done.lock().unwrap().insert(open.name, TWO_PARTS);
    Ok(())
}

/// What the store has under the key of a part's link.
async fn object(link: String) -> (u16, Vec<u8>) {
    let url: reqwest::Url = link.parse().unwrap();
    let address = format!("127.0.0.1:{}", url.port().unwrap()).parse().unwrap();
    let key = url.path().splitn(3, '/').nth(2).unwrap().to_owned();
    let ask = move || Signer::new(address, &link).send("GET", &key, false, b"");
    tokio::task::spawn_blocking(ask).await.unwrap()
}

/// Has many clients upload, and kills the server once that many chunks were sent.
async fn kill_amid_uploads(program: Program, known: &Arc<Known>, mode: Mode, round: usize, kill_at: u64) {
    let program = Arc::new(program);
    let kill_at = known.sent.load(Ordering::Relaxed) + kill_at;
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let (program, known, worker) = (Arc::clone(&program), Arc::clone(known), format!("{round}-{worker}"));
        workers.spawn(async move {
            let ended = match mode {
                Mode::Direct => upload(&program, &known, &worker).await,
                Mode::Store => upload_parts(&program, &known, &worker).await,
            };
            assert!(ended.is_err());
        });
    }
    while known.sent.load(Ordering::Relaxed) < kill_at {
        known.enough.notified().await;
    }
    program.kill();
    while let Some(worker) = workers.join_next().await {
        worker.unwrap();
    }
}

/// Every row has all its bytes, and every acknowledged upload has a row.
async fn assert_whole(program: &Program, known: &Known) {
    let mut expected = known.done.lock().unwrap().clone();
    for row in program.rows().await {
        let chunks = usize::try_from(row.size).unwrap() / CHUNK;
        let response = program.http.get(&row.link).send().await.unwrap();
        assert_eq!(response.status(), 200, "{}", row.name);
        assert!(response.bytes().await.unwrap() == content(&row.name, chunks), "{}: other bytes", row.name);
        if let Some(acknowledged) = expected.remove(&row.name) {
            assert_eq!(chunks, acknowledged, "{}", row.name);
        }
    }
    assert!(expected.is_empty(), "lost: {expected:?}");
}

fn names_in(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Nothing is left of what a kill interrupted, but uploads that are open, and every object has its key.
fn assert_tidy(data: &Path) {
    assert_eq!(names_in(&data.join("spool")), [""; 0]);
    let temporary = |name: &String| name.starts_with(".tmp");
    assert_eq!(names_in(&data.join("objects")).iter().find(|name| temporary(name)), None);
    let keys = names_in(&data.join("keys"));
    assert_eq!(keys.iter().find(|name| temporary(name)), None);
    for object in names_in(&data.join("objects/opik-attachments")) {
        assert!(keys.contains(&object), "{object} has lost its key");
    }
    for upload in names_in(&data.join("uploads")) {
        assert_eq!(upload.len(), 36, "{upload}");
        let names = names_in(&data.join("uploads").join(&upload));
        assert!(names.iter().all(|name| ["about", "1", "2"].contains(&name.as_str())), "{names:?}");
    }
}

async fn survive(mode: Mode) {
    let data = tempfile::tempdir().unwrap();
    let ports = two_free_ports();
    let known = Arc::new(Known::default());
    for (round, kill_at) in KILLS.into_iter().enumerate() {
        let program = Program::start(data.path(), mode, ports);
        kill_amid_uploads(program, &known, mode, round, kill_at).await;

        let program = Program::start(data.path(), mode, ports);
        assert_tidy(data.path());
        assert_whole(&program, &known).await;
        let open = known.open.lock().unwrap().clone();
        for (id, open) in open {
            finish(&program, &known, &id, open).await.unwrap();
        }
        assert!(known.open.lock().unwrap().is_empty());
        program.kill();
    }
    // An upload whose answer was lost may have left nothing open; all others were finished.
    let program = Program::start(data.path(), mode, ports);
    assert_tidy(data.path());
    let uploads = names_in(&data.path().join("uploads")).len();
    assert!(uploads <= WORKERS * KILLS.len(), "{uploads} uploads nobody knows of");
    assert_whole(&program, &known).await;
}

#[tokio::test]
async fn a_kill_loses_no_acknowledged_upload() {
    for mode in BOTH_MODES {
        tokio::time::timeout(Duration::from_secs(300), survive(mode)).await.unwrap();
    }
}
