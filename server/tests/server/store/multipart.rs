//! Links for parts, and the parts of a multipart upload.

use std::collections::HashSet;

use opik_attachments_server::Mode;
use serde_json::json;

use crate::support::server::{PART, TestServer, bytes};

#[tokio::test]
async fn links_are_in_part_order_and_every_start_is_a_new_upload() {
    let server = TestServer::new(Mode::Store).await;
    let mut ids = HashSet::new();
    for _ in 0..2 {
        let (id, urls) = server.start_upload("a", None, 12).await;
        assert_eq!(urls.len(), 12);
        for (url, number) in urls.iter().zip(1..) {
            // In the order that Opik's library signs them in.
            let (_, query) = url.split_once('?').unwrap();
            let names: Vec<_> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
            let amz = ["Algorithm", "Date", "SignedHeaders", "Credential", "Expires", "Signature"];
            let amz = amz.map(|name| format!("X-Amz-{name}"));
            assert_eq!(names, [["partNumber", "uploadId"].map(str::to_owned).as_slice(), &amz].concat());
            assert!(query.starts_with(&format!("partNumber={number}&uploadId={id}&")), "{url}");
        }
        assert!(ids.insert(id));
    }
}

#[tokio::test]
async fn the_last_of_two_parts_with_one_number_counts() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 2).await;
    let old = server.put_part(&urls[0], vec![b'x'; PART]).await;
    let tags = [server.put_part(&urls[0], bytes(PART)).await, server.put_part(&urls[1], b"end".to_vec()).await];
    let refused = server.complete_body("a", None, PART + 3, &id, &[old, tags[1].clone()]);
    assert_eq!(server.post("attachment/upload-complete", &refused).await.0, 500);
    let body = server.complete_body("a", None, PART + 3, &id, &tags);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    let whole = server.get(&server.row("a").await.link).await.bytes().await.unwrap();
    assert!(whole[..PART] == bytes(PART) && &whole[PART..] == b"end");
}

#[tokio::test]
async fn parts_out_of_order_are_refused() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 2).await;
    let tags = [server.put_part(&urls[0], bytes(PART)).await, server.put_part(&urls[1], vec![b'x'; PART]).await];
    let part = |number: usize| json!({"e_tag": tags[number - 1], "part_number": number});
    let complete = async |numbers: &[usize]| {
        let mut body = server.complete_body("a", None, 2 * PART, &id, &[]);
        body["uploaded_file_parts"] = numbers.iter().map(|number| part(*number)).collect();
        server.post("attachment/upload-complete", &body).await.0
    };
    for numbers in [[2, 1].as_slice(), &[1, 2, 1], &[]] {
        assert_eq!(complete(numbers).await, 500, "{numbers:?}");
    }
    assert_eq!(complete(&[1, 2]).await, 204);
}

#[tokio::test]
async fn parts_may_be_skipped_or_repeated() {
    let server = TestServer::new(Mode::Store).await;
    let (first, second) = (bytes(PART), vec![b'x'; PART]);
    for (numbers, whole) in [
        ([2].as_slice(), second.clone()),
        (&[1], first.clone()),
        (&[1, 1, 2], [first.clone(), first.clone(), second.clone()].concat()),
    ] {
        let (id, urls) = server.start_upload("a", None, 3).await;
        let tags = [server.put_part(&urls[0], first.clone()).await, server.put_part(&urls[1], second.clone()).await];
        let mut body = server.complete_body("a", None, whole.len(), &id, &[]);
        body["uploaded_file_parts"] =
            numbers.iter().map(|number| json!({"e_tag": tags[number - 1], "part_number": number})).collect();
        assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204, "{numbers:?}");
        let stored = server.get(&server.row("a").await.link).await.bytes().await.unwrap();
        assert!(stored == whole, "{numbers:?}: other bytes");
    }
}

#[tokio::test]
async fn a_part_with_a_wrong_content_md5_is_refused() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 1).await;
    let tag = server.put_part(&urls[0], b"whole".to_vec()).await;
    let put = server.store_client.put(&urls[0]).header("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==").body("abc");
    let refused = put.send().await.unwrap();
    assert_eq!(refused.status(), 400);
    assert!(refused.text().await.unwrap().contains("<Code>BadDigest</Code>"));
    // The part that was there before has stayed.
    let body = server.complete_body("a", None, 5, &id, &[tag]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);

    let (_, urls) = server.start_upload("a", None, 1).await;
    let put = server.store_client.put(&urls[0]).header("content-md5", "kAFQmDzST7DWlj99KOF/cg==").body("abc");
    assert_eq!(put.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_type_of_a_part_does_not_set_the_type_of_the_object() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", Some("text/start"), 1).await;
    let part = server.store_client.put(&urls[0]).header("content-type", "text/part").body("x").send().await.unwrap();
    assert_eq!(part.status(), 200);
    let tag = part.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(part.bytes().await.unwrap(), "");
    let body = server.complete_body("a", Some("text/start"), 1, &id, &[tag]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    assert_eq!(server.get(&server.row("a").await.link).await.headers()["content-type"], "text/start");
}

#[tokio::test]
async fn a_truncated_part_is_not_stored() {
    let server = TestServer::new(Mode::Store).await;
    let (id, urls) = server.start_upload("a", None, 1).await;
    let tag = server.put_part(&urls[0], b"whole".to_vec()).await;
    let broken = futures_util::stream::iter([Ok("ha"), Err(std::io::Error::other("cut"))]);
    let request =
        server.store_client.put(&urls[0]).header("content-length", 5).body(reqwest::Body::wrap_stream(broken));
    assert!(request.send().await.is_err());
    let body = server.complete_body("a", None, 5, &id, &[tag]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    assert_eq!(server.get(&server.row("a").await.link).await.text().await.unwrap(), "whole");
}
