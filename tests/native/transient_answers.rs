//! Answers that pass, told by the store's code where their status does not tell it, and successes that are not Opik's.

use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{Code, Details};
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{
    API, Fixture, KEY, PROJECT_ID, STORE, TRACE, ask_project, complete, download_url, file, page, project,
    request_by_link, rows, start_direct, start_parts, tagged, upload_url, wanted,
};
use crate::step::{Step, get, put};

const SIGN_IN: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Who are you?</body></html>";

fn error(code: &str) -> String {
    format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>Please try again.</Message></Error>")
}

fn part_url() -> String {
    format!("{STORE}/a.txt?partNumber=1&X-Amz-Signature=5ec3e7")
}

fn part() -> Step {
    put(part_url(), b"hi!").answers(200, "").header("ETag", "\"1\"")
}

fn opened() -> Step {
    start_parts("a.txt", "u", 1, &[part_url()])
}

fn completed() -> Step {
    complete("a.txt", "u", 3, &tagged(&["\"1\""]))
}

fn once(steps: impl IntoIterator<Item = Step>) -> Fixture {
    Fixture::with(Some(KEY), Tuning { max_attempts: 1, ..Tuning::default() }, steps)
}

#[test]
fn a_part_that_the_store_refuses_for_the_moment_is_sent_again_whatever_the_status() {
    for (status, code) in [
        (400, "RequestTimeout"),
        (409, "OperationAborted"),
        (200, "InternalError"),
        (200, "SlowDown"),
        (400, "Throttling"),
        (501, "ServiceUnavailable"),
    ] {
        let refused = put(part_url(), b"hi!").answers(status, error(code)).header("ETag", "\"0\"");
        let world = Fixture::new([opened(), refused.clone(), refused, part(), completed()]);
        world.upload(&file("a.txt", b"hi!")).unwrap();
        assert_eq!(world.host.sleeps.borrow().len(), 2, "{status} {code}");
        assert!(world.host.told.borrow().iter().all(|told| told.code == Code::ApiError));
    }
}

#[test]
fn a_download_that_the_store_refuses_for_the_moment_is_sent_again() {
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    for (status, code) in [(400, "RequestTimeout"), (409, "OperationAborted")] {
        let refused = get(link.as_str()).answers(status, error(code));
        let world = Fixture::new([refused, get(link.as_str()).answers(200, "hi!")]);
        assert_eq!(world.download(&request_by_link("a", &link)).unwrap(), "hi!");
    }
}

#[test]
fn other_refusals_by_the_store_are_final_even_with_200() {
    for (status, code) in [(200, "AccessDenied"), (409, "BucketAlreadyExists"), (400, "InvalidPart")] {
        let refused = put(part_url(), b"hi!").answers(status, error(code)).header("ETag", "\"0\"");
        let details = Fixture::new([opened(), refused]).upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.retryable), (Code::ApiError, Some(status), false));
        assert_eq!(details.message, format!("PUT {STORE}/a.txt: answered {status}: {code}: Please try again."));
        assert_eq!(details.body.as_deref(), Some(error(code).as_str()));
    }
}

fn is_foreign(details: &Details, status: u16, body: &str) {
    assert_eq!((details.code, details.status, details.retryable), (Code::ApiError, Some(status), false));
    assert_eq!((details.body.as_deref(), details.attempts), (Some(body), 1));
    let hint = details.hint.as_deref().unwrap();
    assert!(hint.contains("sign-in page"), "{hint}");
}

#[test]
fn what_stores_or_deletes_succeeds_only_with_the_status_and_the_empty_body_of_opik() {
    let delete = || {
        let document =
            json!({"file_names": ["a"], "entity_type": "trace", "entity_id": TRACE, "container_id": PROJECT_ID});
        crate::step::post("/v1/private/attachment/delete", document)
    };
    for (status, body, is_success) in [
        (204, "", true),
        (200, "", true),
        (200, " \r\n", true),
        (200, SIGN_IN, false),
        (201, SIGN_IN, false),
        (200, "<p>Sign in", false),
        (200, "OK", false),
        (200, r#"{"error":"sign in"}"#, false),
        (202, "", false),
        (206, "", false),
    ] {
        let direct = once([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").answers(status, body)]);
        let done = once([opened(), part(), completed().answers(status, body)]);
        let deleted = once([project(PROJECT_ID), delete().answers(status, body)]);
        let file = file("a.txt", b"hi!");
        for result in [direct.upload(&file).map(drop), done.upload(&file).map(drop), deleted.delete(&["a"])] {
            match result {
                Ok(()) => assert!(is_success, "{status} {body}"),
                Err(error) => {
                    assert!(!is_success, "{status} {body}: {error}");
                    is_foreign(error.details(), status, body);
                }
            }
        }
    }
}

#[test]
fn a_part_succeeds_only_where_the_store_has_answered() {
    let tagged = |answer: Step| answer.header("ETag", "\"1\"");
    let html = |answer: Step| answer.header("Content-Type", "text/html; charset=utf-8");
    for page in [
        tagged(put(part_url(), b"hi!").answers(200, SIGN_IN)),
        html(tagged(put(part_url(), b"hi!").answers(200, SIGN_IN))),
        put(part_url(), b"hi!").answers(203, SIGN_IN),
    ] {
        let crate::step::Answer::Response(ref reply) = page.answer else { panic!("it answers") };
        let status = reply.status;
        let details = once([opened(), page]).upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        is_foreign(&details, status, SIGN_IN);
    }
    let titled = html(tagged(put(part_url(), b"hi!").answers(200, "<title>Sign in</title>")));
    is_foreign(
        once([opened(), titled]).upload(&file("a.txt", b"hi!")).unwrap_err().details(),
        200,
        "<title>Sign in</title>",
    );
    // Some stores say more than S3, and some give the type of a page to nothing.
    for answer in [tagged(put(part_url(), b"hi!").answers(200, "stored")), html(tagged(put(part_url(), b"hi!")))] {
        once([opened(), answer, completed()]).upload(&file("a.txt", b"hi!")).unwrap();
    }
}

#[test]
fn a_page_instead_of_json_points_to_sign_in_pages_too() {
    for world in [
        once([ask_project().answers(200, SIGN_IN)]),
        once([project(PROJECT_ID), page(1, &[], 0).answers(200, SIGN_IN)]),
    ] {
        let hint = world.list().unwrap_err().into_details().hint.unwrap();
        assert!(hint.contains("sign-in page") && hint.contains("apiUrl"), "{hint}");
    }
}

#[test]
fn a_page_instead_of_a_file_from_the_backend_is_no_file() {
    let url = |mime_type: &str| download_url(PROJECT_ID, "a", mime_type);
    let mut row = rows(&["a"]);
    row[0]["link"] = json!(url("text%2Fplain"));
    for body in ["<p>", "hi!", SIGN_IN] {
        let page_of_login =
            get(url("text%2Fplain")).answers(200, body).header("Content-Type", "Text/HTML;charset=utf-8");
        let world = Fixture::new([project(PROJECT_ID), page(1, &row, 1), page_of_login]);
        let details = world.download(&wanted("a")).unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.retryable), (Code::ApiError, Some(200), false));
        assert!(details.hint.unwrap().contains("sign-in page"));
        assert!(details.message.starts_with(&format!("GET {API}/v1/private/attachment/download: ")));
    }
    // Where a page was asked for, and from a store, whose types are whatever an upload has said, only the size tells.
    row[0]["mime_type"] = json!("text/html");
    let html = |step: Step| step.answers(200, "<p>").header("Content-Type", "text/html");
    let world = Fixture::new([project(PROJECT_ID), page(1, &row, 1), html(get(url("text%2Fhtml")))]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "<p>");
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1), html(get(link))]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "<p>");
}

proptest! {
    #[test]
    fn no_body_makes_a_success_of_a_put_that_an_empty_one_would_not(
        status in 200..300_u16, body in "(<html>|<Error><Code>InternalError</Code></Error>|[ \n]|x|\\{\\}){0,3}",
    ) {
        let world = once([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").answers(status, body.as_str())]);
        let is_success = matches!(status, 200 | 204) && body.trim().is_empty();
        prop_assert_eq!(world.upload(&file("a.txt", b"hi!")).is_ok(), is_success);
    }
}
