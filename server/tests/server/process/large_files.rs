//! Files much larger than the memory limit of the server. Linux reports the memory.
#![cfg(target_os = "linux")]

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use opik_attachments_server::Mode;
use reqwest::{Body, Response};

use crate::support::program::Program;

const BLOCK: u64 = 1 << 20;
const SIZE: u64 = 2 << 30;
const PART: u64 = 64 << 20;
const MOST_MEMORY: u64 = 100_000_000;

/// The block at that place of the file; no two are alike.
fn block(number: u64) -> Vec<u8> {
    let mut block = vec![0x5A; BLOCK as usize];
    block[..8].copy_from_slice(&number.to_le_bytes());
    block
}

/// A piece of the file, made as it is sent.
async fn put(program: &Program, url: &str, from: u64, to: u64) -> Response {
    let blocks =
        stream::iter(from / BLOCK..to / BLOCK).map(|number| Ok::<_, std::io::Error>(Bytes::from(block(number))));
    let request = program.http.put(url).header("content-length", to - from);
    request.body(Body::wrap_stream(blocks)).send().await.unwrap()
}

async fn assert_whole(program: &Program, link: &str) {
    let response = program.http.get(link).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut chunks = response.bytes_stream();
    let (mut at, mut expected) = (0, block(0));
    while let Some(mut chunk) = chunks.try_next().await.unwrap() {
        while !chunk.is_empty() {
            let offset = (at % BLOCK) as usize;
            if offset == 0 {
                expected = block(at / BLOCK);
            }
            let piece = chunk.split_to(chunk.len().min(BLOCK as usize - offset));
            assert!(piece == expected[offset..offset + piece.len()], "other bytes at {at}");
            at += piece.len() as u64;
        }
    }
    assert_eq!(at, SIZE);
}

fn assert_small(program: &Program) {
    let peak = program.peak_memory();
    assert!(peak < MOST_MEMORY, "{peak} bytes");
}

#[tokio::test]
async fn two_gibibytes_through_the_backend() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(data.path(), Mode::Direct, (0, 0));
    let (_, urls) = program.start_upload("huge", 1).await.unwrap();
    assert_eq!(put(&program, &urls[0], 0, SIZE).await.status(), 204);
    let row = program.rows().await.remove(0);
    assert_eq!(row.size, SIZE as i64);
    assert_whole(&program, &row.link).await;
    assert_small(&program);
}

#[tokio::test]
async fn two_gibibytes_by_parts() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::start(data.path(), Mode::Store, (0, 0));
    let (id, urls) = program.start_upload("huge", (SIZE / PART) as usize).await.unwrap();
    let mut tags = Vec::new();
    for (url, from) in urls.iter().zip((0..SIZE).step_by(PART as usize)) {
        let response = put(&program, url, from, from + PART).await;
        assert_eq!(response.status(), 200);
        tags.push(response.headers()["etag"].to_str().unwrap().to_owned());
    }
    assert_eq!(program.complete("huge", SIZE, &id, &tags).await.unwrap(), 204);
    assert_whole(&program, &program.rows().await.remove(0).link).await;
    assert_small(&program);
}
