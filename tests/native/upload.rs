//! Uploading: what is decided before the first byte, and direct mode.

use opik_attachments::client::{IfExists, UploadRequest};
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{Code, Error};
use opik_attachments::core::http::request::Redirect;
use opik_attachments::core::opik::attachment::{UploadStatus, UploadedAttachment};
use serde_json::{Value, json};

use crate::fixture::{
    API, Fixture, KEY, PROJECT_ID, STORE, ask_project, complete, file, no_project, page, project, row, start,
    start_direct, start_parts, tagged, upload_url,
};
use crate::host_values::{Blob, Body};
use crate::step::{Step, post, put};

const BRACE_HINT: &str = "Some servers take no file name with a brace";

fn file_if(if_exists: IfExists, bytes: &[u8]) -> UploadRequest<Blob> {
    UploadRequest { if_exists, ..file("a.txt", bytes) }
}

fn outcome(file_size: u64, status: UploadStatus) -> UploadedAttachment {
    UploadedAttachment { file_name: "a.txt".to_owned(), file_size, mime_type: "text/plain".to_owned(), status }
}

fn direct(bytes: &[u8]) -> [Step; 2] {
    [start_direct("a.txt", 1), put(upload_url("a.txt"), bytes)]
}

#[test]
fn direct_mode_opens_the_upload_with_exactly_these_fields() {
    let fields = json!({
        "file_name": "a.txt", "mime_type": "text/plain", "project_name": "demo", "entity_type": "trace",
        "entity_id": "0197c0de-1111-7000-8000-000000000001", "num_of_file_parts": 1,
        "path": "aHR0cDovL2xvY2FsaG9zdDo1MTczL2FwaQ",
    });
    let open = post("/v1/private/attachment/upload-start", fields);
    let answer = json!({"upload_id": "BEMinIO", "pre_sign_urls": ["http://trap.example"]});
    let world = Fixture::new([open.answers_json(200, &answer), put(upload_url("a.txt"), b"hi!")]);
    assert_eq!(world.upload(&file("a.txt", b"hi!")).unwrap(), outcome(3, UploadStatus::Uploaded));
}

#[test]
fn direct_mode_puts_all_bytes_to_the_backend_with_credentials() {
    let world = Fixture::new(direct(b"hi!"));
    world.upload(&file("a.txt", b"hi!")).unwrap();
    let sent = world.host.sent.borrow();
    assert!(sent[1].headers.contains(&("Authorization".to_owned(), KEY.to_owned())));
    assert!(sent[1].headers.iter().all(|(name, _)| name != "Content-Type"), "the type travels in the query");
    assert_eq!(sent[1].redirect, Redirect::Manual);
    assert_eq!(sent[0].redirect, Redirect::Manual);
}

#[test]
fn direct_mode_needs_no_list_of_urls() {
    for answer in [json!({"upload_id": "BEMinIO"}), json!({"upload_id": "BEMinIO", "pre_sign_urls": null})] {
        let world = Fixture::new([start("a.txt", 1).answers_json(200, &answer), put(upload_url("a.txt"), b"hi!")]);
        world.upload(&file("a.txt", b"hi!")).unwrap();
    }
}

#[test]
fn direct_mode_escapes_odd_names_so_that_they_come_back_as_they_are() {
    for (name, spelled) in [
        ("50%25 off.txt", "50%2525+off.txt"),
        ("a&b=c+d#e?.txt", "a%26b%3Dc%2Bd%23e%3F.txt"),
        ("dir/Größe~_-.md", "dir%2FGr%C3%B6%C3%9Fe~_-.md"),
        ("\u{1F600}\"'", "%F0%9F%98%80%22%27"),
    ] {
        let world = Fixture::new([start_direct(name, 1), put(upload_url(spelled), b"hi!")]);
        assert_eq!(world.upload(&file(name, b"hi!")).unwrap().file_name, name);
    }
}

#[test]
fn direct_mode_sends_a_large_file_in_one_request_and_an_empty_one_too() {
    for (size, parts) in [(0, 1), (9 * 1024 * 1024, 2)] {
        let bytes = vec![7; size];
        let world = Fixture::new([start_direct("a.txt", parts), put(upload_url("a.txt"), &bytes)]);
        assert_eq!(world.upload(&file("a.txt", &bytes)).unwrap(), outcome(size as u64, UploadStatus::Uploaded));
    }
}

#[test]
fn a_direct_put_that_fails_is_sent_again_with_all_its_bytes() {
    let world = Fixture::new([
        start_direct("a.txt", 1),
        put(upload_url("a.txt"), b"hi!").no_answer("reset"),
        put(upload_url("a.txt"), b"hi!").answers(502, ""),
        put(upload_url("a.txt"), b"hi!"),
    ]);
    world.upload(&file("a.txt", b"hi!")).unwrap();
}

#[test]
fn a_refusal_of_the_direct_put_is_reported_with_what_to_do() {
    let changed = json!({"code": 403, "message": "Direct attachment upload is forbidden for S3, please use ..."});
    for (status, body, code, hint) in [
        (403, changed.to_string(), Code::Forbidden, "mode has changed"),
        (413, "<html>too large</html>".to_owned(), Code::FileTooLarge, "client_max_body_size"),
    ] {
        let world = Fixture::new([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").answers(status, body)]);
        let details = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.attempts), (code, Some(status), 1));
        assert!(details.hint.as_ref().unwrap().contains(hint), "{:?}", details.hint);
    }
}

#[test]
fn an_opened_upload_of_another_shape_is_an_api_error_and_no_byte_is_sent() {
    for (field, answer) in [
        ("upload_id", json!({})),
        ("upload_id", json!({"upload_id": 7, "pre_sign_urls": ["http://s"]})),
        ("pre_sign_urls", json!({"upload_id": "u"})),
        ("pre_sign_urls", json!({"upload_id": "u", "pre_sign_urls": "http://s"})),
        ("pre_sign_urls", json!({"upload_id": "u", "pre_sign_urls": [null]})),
    ] {
        let world = Fixture::new([start("a.txt", 1).answers_json(200, &answer)]);
        let error = world.upload(&file("a.txt", b"hi!")).unwrap_err();
        assert_eq!(error.code(), Code::ApiError, "{answer}");
        assert!(error.to_string().contains(&format!("\"{field}\"")), "{error}");
    }
}

#[test]
fn a_file_that_no_store_takes_is_refused_before_anything_is_sent() {
    let largest = 10_000 * 5 * 1024 * 1024 * 1024;
    for if_exists in [IfExists::Replace, IfExists::Error, IfExists::Skip] {
        let world = Fixture::new([]);
        let too_large = UploadRequest { bytes: Blob::claiming(largest + 1), ..file_if(if_exists, b"") };
        let error = world.upload(&too_large).unwrap_err();
        assert_eq!((error.code(), error.details().attempts), (Code::FileTooLarge, 0));
        assert_eq!(world.requests(), 0);
    }
    // The largest that fits is opened in as many parts as there can be.
    let world = Fixture::new([start("a.txt", 10_000).answers(400, "")]);
    let fits = UploadRequest { bytes: Blob::claiming(largest), ..file("a.txt", b"") };
    assert_eq!(world.upload(&fits).unwrap_err().status(), Some(400));
}

fn taken(size: u64) -> [Step; 2] {
    let mut taken = row("a.txt", "http://h");
    taken["file_size"] = Value::from(size);
    [project(PROJECT_ID), page(1, &[row("b.txt", "http://h"), taken], 2)]
}

fn free() -> [Step; 2] {
    [project(PROJECT_ID), page(1, &[row("A.txt", "http://h")], 1)]
}

#[test]
fn if_exists_error_refuses_a_taken_name_and_uploads_a_free_one() {
    let world = Fixture::new(taken(3));
    let error = world.upload(&file_if(IfExists::Error, b"hi!")).unwrap_err();
    assert_eq!(error.code(), Code::AlreadyExists);
    assert!(error.to_string().contains("\"a.txt\"") && error.to_string().contains("3 bytes"), "{error}");

    let world = Fixture::new(free().into_iter().chain(direct(b"hi!")));
    let uploaded = world.upload(&file_if(IfExists::Error, b"hi!")).unwrap();
    assert_eq!(uploaded, outcome(3, UploadStatus::Uploaded));
}

#[test]
fn if_exists_skip_leaves_a_file_of_the_same_size_alone() {
    let world = Fixture::new(taken(3));
    assert_eq!(world.upload(&file_if(IfExists::Skip, b"hi!")).unwrap(), outcome(3, UploadStatus::Skipped));
}

#[test]
fn if_exists_skip_uploads_what_is_missing_or_has_another_size() {
    for before in [taken(4), taken(0), free()] {
        let world = Fixture::new(before.into_iter().chain(direct(b"hi!")));
        assert_eq!(world.upload(&file_if(IfExists::Skip, b"hi!")).unwrap(), outcome(3, UploadStatus::Uploaded));
    }
}

#[test]
fn if_exists_replace_asks_nothing_first() {
    let world = Fixture::new(direct(b"hi!"));
    world.upload(&file_if(IfExists::Replace, b"hi!")).unwrap();
    assert_eq!(world.requests(), 2);
}

#[test]
fn a_project_that_does_not_exist_yet_has_no_such_file() {
    for if_exists in [IfExists::Error, IfExists::Skip] {
        let world = Fixture::new([no_project()].into_iter().chain(direct(b"hi!")));
        assert_eq!(world.upload(&file_if(if_exists, b"hi!")).unwrap(), outcome(3, UploadStatus::Uploaded));
    }
}

#[test]
fn a_list_that_fails_otherwise_stops_the_upload() {
    let workspace = json!({"code": 404, "message": "Workspace not found"});
    let world = Fixture::new([ask_project().answers_json(404, &workspace)]);
    assert_eq!(world.upload(&file_if(IfExists::Skip, b"hi!")).unwrap_err().code(), Code::ApiError);
}

#[test]
fn a_name_with_a_brace_is_tried_once_at_a_server_that_cannot_take_it() {
    let failure = json!({"code": 500, "message": "There was an error processing your request."});
    for (name, brace) in [("a{b.txt", '{'), ("a}b.txt", '}'), ("{}", '{')] {
        let world = Fixture::new([start(name, 1).answers_json(500, &failure)]);
        let details = world.upload(&file(name, b"hi!")).unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.attempts), (Code::ApiError, Some(500), 1));
        assert!(!details.retryable);
        let hint = details.hint.unwrap();
        assert!(hint.starts_with(BRACE_HINT) && hint.contains(&format!("(\"{brace}\")")), "{hint}");
    }
}

#[test]
fn a_name_with_a_brace_is_repeated_after_other_failures_and_taken_where_it_can_be() {
    let world = Fixture::new([
        start("{a}", 1).answers(503, ""),
        start("{a}", 1).no_answer("reset"),
        start_direct("{a}", 1),
        put(upload_url("%7Ba%7D"), b"hi!"),
    ]);
    world.upload(&file("{a}", b"hi!")).unwrap();
    let bad = Fixture::new([start("{a}", 1).answers(401, "")]).upload(&file("{a}", b"hi!")).unwrap_err();
    assert!(!bad.details().hint.as_ref().unwrap().starts_with(BRACE_HINT));
}

/// Names that only some stores take, with their spelling in a query and what a hint says of them.
fn name_hint() -> [(String, String, &'static str); 5] {
    let long = "a".repeat(256);
    [
        ("a//b".into(), "a%2F%2Fb".into(), "(\"//\")"),
        ("/a".into(), "%2Fa".into(), "a slash at its start (\"/\")"),
        ("a/".into(), "a%2F".into(), "a slash at its end (\"/\")"),
        (long.clone(), long.clone(), "a segment of more than 255 bytes (\"aaaaaaaaaaaaaaaaaaaa\")"),
        (format!("b/{long}"), format!("b%2F{long}"), "a segment of more than 255 bytes"),
    ]
}

fn is_final(error: Error, expected: &str) {
    let details = error.into_details();
    assert_eq!((details.code, details.status, details.attempts), (Code::ApiError, Some(500), 1));
    assert!(!details.retryable);
    let hint = details.hint.unwrap();
    assert!(hint.contains("Some servers") && hint.contains(expected), "{hint}");
}

#[test]
fn a_name_that_some_stores_cannot_take_is_tried_once_and_named() {
    let failure = json!({"code": 500, "message": "There was an error processing your request."}).to_string();
    for (name, spelled, expected) in name_hint() {
        let world = Fixture::new([start(&name, 1).answers(500, failure.as_str())]);
        is_final(world.upload(&file(&name, b"hi!")).unwrap_err(), expected);

        let refused = put(upload_url(&spelled), b"hi!").answers(500, failure.as_str());
        let world = Fixture::new([start_direct(&name, 1), refused]);
        is_final(world.upload(&file(&name, b"hi!")).unwrap_err(), expected);

        let url = format!("{STORE}/a?uploadId=u&partNumber=1");
        let steps = [
            start_parts(&name, "u", 1, std::slice::from_ref(&url)),
            put(url, b"hi!").answers(200, "").header("ETag", "\"tag\""),
            complete(&name, "u", 3, &tagged(&["\"tag\""])).answers(500, failure.as_str()),
            // The completion may have been done all the same.
            project(PROJECT_ID),
            page(1, &[], 0),
        ];
        is_final(Fixture::new(steps).upload(&file(&name, b"hi!")).unwrap_err(), expected);
    }
}

#[test]
fn a_name_that_some_stores_cannot_take_is_repeated_after_other_failures_and_taken_where_it_can_be() {
    for (name, spelled, _) in name_hint() {
        let world = Fixture::new([
            start(&name, 1).answers(503, ""),
            start_direct(&name, 1),
            put(upload_url(&spelled), b"hi!").answers(502, ""),
            put(upload_url(&spelled), b"hi!").no_answer("reset"),
            put(upload_url(&spelled), b"hi!"),
        ]);
        world.upload(&file(&name, b"hi!")).unwrap();
        let bad = Fixture::new([start(&name, 1).answers(401, "")]).upload(&file(&name, b"hi!")).unwrap_err();
        assert!(!bad.details().hint.as_ref().unwrap().contains("Some servers"));
    }
}

#[test]
fn a_part_is_repeated_after_a_500_whatever_the_name() {
    let url = format!("{STORE}/a?uploadId=u&partNumber=1");
    let part = || put(url.as_str(), b"hi!");
    let world = Fixture::new([
        start_parts("a//b", "u", 1, std::slice::from_ref(&url)),
        part().answers(500, ""),
        part().answers(200, "").header("ETag", "\"tag\""),
        complete("a//b", "u", 3, &tagged(&["\"tag\""])),
    ]);
    world.upload(&file("a//b", b"hi!")).unwrap();
}

#[test]
fn a_name_without_a_brace_is_repeated_after_a_500_and_gets_no_such_hint() {
    let tuning = Tuning { max_attempts: 2, ..Tuning::default() };
    let step = || start("a.txt", 1).answers(500, "");
    let world = Fixture::with(Some(KEY), tuning, [step(), step()]);
    let details = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
    assert_eq!((details.attempts, details.retryable, details.hint), (2, true, None));
}

#[test]
fn messages_name_the_endpoint_and_no_file() {
    let world = Fixture::new([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").answers(400, "")]);
    let error = world.upload(&file("a.txt", b"hi!")).unwrap_err();
    let expected = format!("PUT {API}/v1/private/attachment/upload: answered 400");
    assert_eq!(error.details().message, expected);
    assert!(matches!(&world.host.sent.borrow()[1].body, Body::Bytes(bytes) if bytes == b"hi!"));
}
