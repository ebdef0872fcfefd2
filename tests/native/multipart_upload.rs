//! Uploading to a server in object-store mode: parts to presigned URLs, then the completion.

use opik_attachments::client::IfExists;
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::Code;
use opik_attachments::core::error::network_hint::RuntimeInfo;
use opik_attachments::core::http::request::Redirect;
use opik_attachments::core::opik::attachment::UploadStatus;
use serde_json::{Value, json};

use crate::fixture::{self, Fixture, KEY, PROJECT_ID, STORE, file, no_project, page, project, rows};
use crate::step::{Step, put};

const MIB: usize = 1024 * 1024;

/// Every byte differs from its neighbours and from those a part further, so that no two ranges look alike.
fn bytes(size: usize) -> Vec<u8> {
    (0..size).map(|at| u8::try_from((at * 31 + at / 251) % 251).unwrap()).collect()
}

/// Odd on purpose: nothing of it may be rewritten.
fn part_url(number: usize) -> String {
    format!("{STORE}/opik/a%20{{b}}?uploadId=u%2f1&partNumber={number}&X-Amz-Signature=5ec3e7{number}&b=&a")
}

fn start_parts(parts: u32, urls: usize) -> Step {
    let urls: Vec<String> = (1..=urls).map(part_url).collect();
    fixture::start_parts("a.txt", "u/1", parts, &urls)
}

fn put_part(number: usize, bytes: &[u8]) -> Step {
    put(part_url(number), bytes).answers(200, "")
}

fn complete(size: usize, parts: &Value) -> Step {
    fixture::complete("a.txt", "u/1", size, parts)
}

fn world_of_parts(part_size: usize, steps: impl IntoIterator<Item = Step>) -> Fixture {
    Fixture::with(Some(KEY), Tuning { part_size: Some(part_size as u64), ..Tuning::default() }, steps)
}

#[test]
fn every_part_goes_to_its_own_url_and_the_completion_names_them_in_order() {
    let bytes = bytes(12 * MIB);
    let tags = json!([
        {"e_tag": "\"tag-1\"", "part_number": 1},
        {"e_tag": "\"tag-2\"", "part_number": 2},
        {"e_tag": "\"tag-3\"", "part_number": 3},
    ]);
    let world = world_of_parts(
        5 * MIB,
        [
            start_parts(3, 3),
            put_part(1, &bytes[..5 * MIB]).header("ETag", "\"tag-1\""),
            put_part(2, &bytes[5 * MIB..10 * MIB]).header("etag", "\"tag-2\""),
            put_part(3, &bytes[10 * MIB..]).header("ETag", "\"tag-3\""),
            complete(12 * MIB, &tags),
        ],
    );
    let uploaded = world.upload(&file("a.txt", &bytes)).unwrap();
    assert_eq!((uploaded.file_size, uploaded.status), (12 * MIB as u64, UploadStatus::Uploaded));
    for sent in &world.host.sent.borrow()[1..4] {
        assert!(sent.headers.is_empty(), "{sent:?}");
        assert_eq!(sent.redirect, Redirect::Manual);
    }
}

#[test]
fn a_part_size_that_s3_would_refuse_is_not_used() {
    let bytes = bytes(5 * MIB + 1);
    let tags = json!([{"e_tag": "1", "part_number": 1}, {"e_tag": "2", "part_number": 2}]);
    let world = world_of_parts(
        1,
        [
            start_parts(2, 2),
            put_part(1, &bytes[..5 * MIB]).header("ETag", "1"),
            put_part(2, &bytes[5 * MIB..]).header("ETag", "2"),
            complete(5 * MIB + 1, &tags),
        ],
    );
    world.upload(&file("a.txt", &bytes)).unwrap();
}

#[test]
fn an_etag_is_passed_on_verbatim() {
    for tag in ["\"9a0364b9e99bb480dd25e1f0284c8555\"", "unquoted", "W/\"weak\"", "\"with \\\"quotes\\\"\"", " "] {
        let done = complete(3, &json!([{"e_tag": tag, "part_number": 1}]));
        let world = Fixture::new([start_parts(1, 1), put_part(1, b"hi!").header("ETag", tag), done]);
        world.upload(&file("a.txt", b"hi!")).unwrap();
    }
}

#[test]
fn an_empty_file_is_one_empty_part() {
    let done = complete(0, &json!([{"e_tag": "\"e\"", "part_number": 1}]));
    let world = Fixture::new([start_parts(1, 1), put_part(1, b"").header("ETag", "\"e\""), done]);
    assert_eq!(world.upload(&file("a.txt", b"")).unwrap().file_size, 0);
}

#[test]
fn every_success_is_a_part_if_it_has_an_etag() {
    for status in [200, 201, 204] {
        let done = complete(3, &json!([{"e_tag": "\"e\"", "part_number": 1}]));
        let part = put(part_url(1), b"hi!").answers(status, "").header("ETag", "\"e\"");
        Fixture::new([start_parts(1, 1), part, done]).upload(&file("a.txt", b"hi!")).unwrap();
    }
}

#[test]
fn another_number_of_urls_than_of_parts_is_an_api_error_and_no_byte_is_sent() {
    let bytes = bytes(11 * MIB);
    for urls in [0, 1, 2, 4] {
        let world = world_of_parts(5 * MIB, [start_parts(3, urls)]);
        let details = world.upload(&file("a.txt", &bytes)).unwrap_err().into_details();
        assert_eq!((details.code, details.retryable), (Code::ApiError, false));
        assert!(details.message.contains(&format!("asked for 3 part URLs, got {urls}")), "{}", details.message);
    }
}

#[test]
fn a_hidden_etag_stops_the_upload_after_the_first_part_and_says_what_rule_to_add() {
    let bytes = bytes(6 * MIB);
    for tag in [None, Some("")] {
        let mut part = put_part(1, &bytes[..5 * MIB]);
        if let Some(tag) = tag {
            part = part.header("ETag", tag);
        }
        let world = world_of_parts(5 * MIB, [start_parts(2, 2), part]);
        let page_origin = Some("https://app".to_owned());
        *world.host.runtime_info.borrow_mut() = RuntimeInfo { page_origin, ..RuntimeInfo::default() };
        let details = world.upload(&file("a.txt", &bytes)).unwrap_err().into_details();
        assert_eq!((details.code, details.attempts, details.retryable), (Code::EtagNotExposed, 1, false));
        let hint = details.hint.unwrap();
        assert!(hint.contains("\"ExposeHeaders\": [\"ETag\"]"), "{hint}");
    }
}

#[test]
fn a_missing_etag_outside_of_a_browser_is_the_work_of_a_proxy() {
    let world = Fixture::new([start_parts(1, 1), put_part(1, b"hi!")]);
    let details = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
    assert_eq!(details.code, Code::EtagNotExposed);
    let hint = details.hint.unwrap();
    assert!(hint.contains("proxy") && !hint.contains("CORS"), "{hint}");
}

#[test]
fn a_part_that_meets_a_transient_failure_is_sent_again_alone() {
    let bytes = bytes(6 * MIB);
    let tags = json!([{"e_tag": "1", "part_number": 1}, {"e_tag": "2", "part_number": 2}]);
    let second = || put_part(2, &bytes[5 * MIB..]);
    let world = world_of_parts(
        5 * MIB,
        [
            start_parts(2, 2),
            put_part(1, &bytes[..5 * MIB]).header("ETag", "1"),
            second().answers(500, "<Error><Code>InternalError</Code></Error>"),
            second().no_answer("reset"),
            second().header("ETag", "2"),
            complete(6 * MIB, &tags),
        ],
    );
    world.upload(&file("a.txt", &bytes)).unwrap();
    assert_eq!(world.host.sleeps.borrow().len(), 2);
}

#[test]
fn a_refused_part_url_is_replaced_once_and_then_told_for_what_the_store_says() {
    for (body, code) in [
        ("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", Code::UrlExpired),
        ("<Error><Code>ExpiredToken</Code><Message>The provided token is old.</Message></Error>", Code::UrlExpired),
        ("<Error><Code>RequestExpired</Code></Error>", Code::UrlExpired),
        ("<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>", Code::ApiError),
        ("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", Code::ApiError),
        ("", Code::ApiError),
    ] {
        let refused = || put(part_url(1), b"hi!").answers(403, body);
        let world = Fixture::new([start_parts(1, 1), refused(), start_parts(1, 1), refused()]);
        let details = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.attempts), (code, Some(403), 1), "{body}");
        assert!(details.hint.is_some());
    }
}

#[test]
fn a_completion_that_is_refused_fails_the_upload() {
    let tags = json!([{"e_tag": "1", "part_number": 1}]);
    let refusal = json!({"errors": ["fileSize must not be null"]});
    let world = Fixture::new([
        start_parts(1, 1),
        put_part(1, b"hi!").header("ETag", "1"),
        complete(3, &tags).answers_json(422, &refusal),
    ]);
    let error = world.upload(&file("a.txt", b"hi!")).unwrap_err();
    assert_eq!((error.code(), error.status()), (Code::ApiError, Some(422)));
    assert!(error.to_string().ends_with("answered 422: fileSize must not be null"), "{error}");
}

#[test]
fn a_completion_without_an_answer_is_no_success_where_the_tags_prove_nothing() {
    // An older file of the same name and size may be there, and a list could not tell it from this one.
    let done = || complete(3, &json!([{"e_tag": "1", "part_number": 1}]));
    let steps =
        [start_parts(1, 1), put_part(1, b"hi!").header("ETag", "1"), done().answers(503, ""), done().no_answer("")];
    let world = Fixture::with(Some(KEY), Tuning { max_attempts: 2, ..Tuning::default() }, steps);
    world.host.expect([project(PROJECT_ID), page(1, &rows(&["a.txt"]), 1)]);
    let error = world.upload(&file("a.txt", b"hi!")).unwrap_err();
    assert_eq!((error.code(), world.requests()), (Code::NetworkError, 6));
}

#[test]
fn a_brace_is_harmless_where_the_store_takes_the_bytes() {
    let world = Fixture::new([
        fixture::start_parts("{a}", "u/1", 1, &[part_url(1)]),
        put_part(1, b"hi!").header("ETag", "1"),
        fixture::complete("{a}", "u/1", 3, &json!([{"e_tag": "1", "part_number": 1}])),
    ]);
    world.upload(&file("{a}", b"hi!")).unwrap();
}

#[test]
fn if_exists_looks_first_in_store_mode_too() {
    let done = complete(3, &json!([{"e_tag": "1", "part_number": 1}]));
    let world = Fixture::new([no_project(), start_parts(1, 1), put_part(1, b"hi!").header("ETag", "1"), done]);
    let mut file = file("a.txt", b"hi!");
    file.if_exists = IfExists::Error;
    assert_eq!(world.upload(&file).unwrap().status, UploadStatus::Uploaded);
}
