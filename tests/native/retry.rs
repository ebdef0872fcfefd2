//! What is sent again, how often, and after how long.

use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{Code, Error, Operation};
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{
    API, Fixture, KEY, PROJECT_ID, STORE, ask_project, complete, file, names, no_project, page, project, projects,
    request_by_link, row, rows, start_parts, tagged, target,
};
use crate::manual_poll::run;
use crate::scripted_host::{Exception, Told};
use crate::step::{Step, get, put};

const TRANSIENT: [u16; 11] = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524];

fn world_of(max_attempts: u32, steps: impl IntoIterator<Item = Step>) -> Fixture {
    Fixture::with(Some(KEY), Tuning { max_attempts, ..Tuning::default() }, steps)
}

fn failing_list(max_attempts: u32, step: &Step) -> (Fixture, Error) {
    let world = world_of(max_attempts, vec![step.clone(); max_attempts as usize]);
    let error = world.list().unwrap_err();
    (world, error)
}

#[test]
fn a_transient_status_is_tried_as_often_as_allowed_and_no_more() {
    for status in TRANSIENT {
        for most in [1, 2, 6] {
            let body = json!({"code": status, "message": "busy"}).to_string();
            let (world, error) = failing_list(most, &ask_project().answers(status, body.as_str()));
            let code = if status == 429 { Code::RateLimited } else { Code::ApiError };
            let details = error.into_details();
            assert_eq!((details.code, details.status, details.attempts), (code, Some(status), most));
            assert!(details.retryable, "{status}");
            assert_eq!(details.body.as_deref(), Some(body.as_str()));
            assert_eq!(details.message, format!("POST {API}/v1/private/projects/retrieve: answered {status}: busy"));
            assert_eq!(world.host.sleeps.borrow().len() as u32, most - 1);
        }
    }
}

#[test]
fn six_attempts_are_the_default() {
    let world = Fixture::new(vec![ask_project().answers(503, ""); 6]);
    assert_eq!(world.list().unwrap_err().details().attempts, 6);
}

#[test]
fn every_other_refusal_is_final() {
    for status in [400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422, 501, 505, 507] {
        let world = Fixture::new([ask_project().answers(status, "")]);
        let error = world.list().unwrap_err();
        let details = error.details();
        assert_eq!((details.status, details.attempts, details.retryable), (Some(status), 1, false));
        assert!(world.host.sleeps.borrow().is_empty() && world.host.told.borrow().is_empty());
    }
}

#[test]
fn no_answer_is_a_network_error_with_its_cause_after_all_attempts() {
    let (_world, error) = failing_list(3, &ask_project().no_answer("ECONNREFUSED"));
    let details = error.into_details();
    assert_eq!((details.code, details.status, details.attempts), (Code::NetworkError, None, 3));
    assert!(details.retryable);
    assert_eq!(details.body, None);
    assert_eq!(details.message, format!("POST {API}/v1/private/projects/retrieve: no answer (ECONNREFUSED)"));
    assert_eq!(details.cause.unwrap().downcast_ref(), Some(&Exception("ECONNREFUSED")));
}

#[test]
fn a_json_answer_that_is_cut_off_is_a_failed_attempt() {
    let world = Fixture::new([
        project(PROJECT_ID).cut_off(),
        project(PROJECT_ID),
        page(1, &rows(&["a"]), 1).cut_off(),
        page(1, &rows(&["a"]), 1).cut_off(),
        page(1, &rows(&["a"]), 1),
    ]);
    assert_eq!(names(&world.list().unwrap()), ["a"]);
    let (_world, error) = failing_list(2, &project(PROJECT_ID).cut_off());
    assert_eq!((error.code(), error.details().attempts), (Code::NetworkError, 2));
    assert!(error.details().retryable);
}

#[test]
fn a_refusal_that_is_cut_off_is_still_that_refusal() {
    let world = Fixture::new([ask_project().answers(403, "").cut_off()]);
    let error = world.list().unwrap_err();
    assert_eq!((error.code(), error.status()), (Code::Forbidden, Some(403)));
}

#[test]
fn a_404_that_is_cut_off_is_asked_for_again_since_its_words_say_what_is_missing() {
    let missing = no_project().cut_off();
    let world = Fixture::new([missing, no_project(), projects(&[])]);
    assert_eq!(world.list().unwrap_err().code(), Code::ProjectNotFound);
}

#[test]
fn each_request_has_its_own_attempts() {
    let world = world_of(
        2,
        [
            ask_project().answers(500, ""),
            project(PROJECT_ID),
            page(1, &[], 2).answers(500, ""),
            page(1, &rows(&["a"]), 2),
            page(2, &[], 2).answers(500, ""),
            page(2, &rows(&["b"]), 2),
        ],
    );
    assert_eq!(names(&world.list().unwrap()), ["a", "b"]);
    assert!(world.host.told.borrow().iter().all(|told| told.attempt == 1));
}

#[test]
fn waits_double_up_to_twenty_seconds_and_are_random_as_a_whole() {
    for (random, expected) in [
        (0.0, [0, 0, 0, 0, 0, 0, 0, 0]),
        (0.5, [125, 250, 500, 1000, 2000, 4000, 8000, 10_000]),
        (0.999_999, [249, 499, 999, 1999, 3999, 7999, 15_999, 19_999]),
    ] {
        let world = world_of(9, vec![ask_project().answers(503, ""); 9]);
        world.host.random.set(random);
        world.list().unwrap_err();
        assert_eq!(*world.host.sleeps.borrow(), expected, "{random}");
    }
}

#[test]
fn a_server_that_says_how_long_to_wait_is_obeyed() {
    for (retry_after, reset, expected) in [
        (Some("3"), None, 3000),
        (Some("3"), Some("9"), 3000),
        (None, Some("9"), 9000),
        (Some("Wed, 21 Oct 2026 07:28:00 GMT"), Some("9"), 9000),
        (Some("0"), None, 0),
        (Some("86400"), None, 60_000),
        (Some("Wed, 21 Oct 2026 07:28:00 GMT"), None, 125),
        (Some("-1"), Some(""), 125),
    ] {
        for status in TRANSIENT {
            let mut busy = ask_project().answers(status, "");
            for (name, value) in [("Retry-After", retry_after), ("RateLimit-Reset", reset)] {
                if let Some(value) = value {
                    busy = busy.header(name, value);
                }
            }
            let world = Fixture::new([busy, project(PROJECT_ID), page(1, &[], 0)]);
            world.list().unwrap();
            assert_eq!(*world.host.sleeps.borrow(), [expected], "{status} {retry_after:?} {reset:?}");
        }
    }
}

#[test]
fn the_store_is_obeyed_as_well() {
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    let world = Fixture::new([
        get(link.as_str()).answers(503, "<Error><Code>SlowDown</Code></Error>").header("Retry-After", "2"),
        get(link.as_str()).answers(200, "hi!"),
    ]);
    world.download(&request_by_link("a", &link)).unwrap();
    assert_eq!(*world.host.sleeps.borrow(), [2000]);
}

#[test]
fn the_observer_is_told_once_for_each_retry() {
    let world = world_of(
        3,
        [
            ask_project().answers(429, "").header("RateLimit-Reset", "7"),
            ask_project().no_answer("reset"),
            ask_project().answers(500, ""),
        ],
    );
    world.delete(&["a"]).unwrap_err();
    let told = |attempt, delay_ms, code| Told { operation: Operation::DeleteAttachments, attempt, delay_ms, code };
    assert_eq!(*world.host.told.borrow(), [told(1, 7000, Code::RateLimited), told(2, 250, Code::NetworkError)]);
    assert_eq!(*world.host.sleeps.borrow(), [7000, 250]);
}

#[test]
fn the_observer_is_told_of_a_fresh_start_after_part_urls_that_died() {
    let url = |upload: u32| format!("{STORE}/a?uploadId={upload}&partNumber=1&X-Amz-Expires=60");
    let starting = |upload| start_parts("a.txt", &format!("u{upload}"), 1, &[url(upload)]);
    let expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    let dead = put(url(1), b"hi!").answers(403, expired);
    let refused = put(url(1), b"hi!").answers(403, "");
    for (first, code, told_before) in [
        (vec![dead.clone()], Code::UrlExpired, vec![]),
        (vec![refused], Code::ApiError, vec![]),
        (vec![put(url(1), b"hi!").answers(503, ""), dead], Code::UrlExpired, vec![(1, 125, Code::ApiError)]),
        // Too late for a request that would be refused.
        (vec![], Code::UrlExpired, vec![]),
    ] {
        let attempt = u32::try_from(first.len()).unwrap().max(1);
        let opened = if first.is_empty() { starting(1).takes(60_000.0) } else { starting(1) };
        let rest = [starting(2), put(url(2), b"hi!").header("ETag", "1"), complete("a.txt", "u2", 3, &tagged(&["1"]))];
        let world = Fixture::new([opened].into_iter().chain(first).chain(rest));
        world.upload(&file("a.txt", b"hi!")).unwrap();
        let told = told_before.into_iter().chain([(attempt, 0, code)]);
        let operation = Operation::UploadAttachment;
        let told: Vec<_> = told.map(|(attempt, delay_ms, code)| Told { operation, attempt, delay_ms, code }).collect();
        assert_eq!(*world.host.told.borrow(), told);
    }
}

#[test]
fn the_observer_is_told_of_a_fresh_link_and_not_of_one_that_comes_to_nothing() {
    let link = |signature: &str| format!("{STORE}/a?X-Amz-Signature={signature}");
    let expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    let listed = |name| page(1, &[row(name, &link("new"))], 1);
    for (status, body, code) in [(403, expired, Code::UrlExpired), (403, "", Code::ApiError), (404, "", Code::ApiError)]
    {
        let dead = get(link("old")).answers(status, body);
        let steps = [dead, project(PROJECT_ID), listed("a"), get(link("new")).answers(200, "hi!")];
        let world = Fixture::new(steps);
        world.download(&request_by_link("a", &link("old"))).unwrap();
        let told = Told { operation: Operation::DownloadAttachment, attempt: 1, delay_ms: 0, code };
        assert_eq!(*world.host.told.borrow(), [told]);
    }
    let gone = Fixture::new([get(link("old")).answers(404, ""), project(PROJECT_ID), listed("b")]);
    gone.download(&request_by_link("a", &link("old"))).unwrap_err();
    assert_eq!(*gone.host.told.borrow(), []);
}

#[test]
fn the_observer_hears_the_name_of_the_public_call() {
    for operation in [Operation::GetAttachmentList, Operation::DownloadAttachment, Operation::UploadAttachment] {
        let world = Fixture::new([ask_project().answers(500, ""), project(PROJECT_ID), page(1, &[], 0)]);
        run(world.call(operation).list(&target())).unwrap();
        assert_eq!(world.host.told.borrow()[0].operation, operation);
    }
}

#[test]
fn an_answer_that_makes_no_sense_counts_the_attempts_before_it() {
    // `attempts` says how many requests the failed step has sent, and this one has sent two.
    let world = Fixture::new([ask_project().answers(500, ""), ask_project().answers_json(200, &json!({}))]);
    let error = world.list().unwrap_err();
    assert_eq!((error.code(), error.details().attempts), (Code::ApiError, 2));
}

#[test]
fn a_redirect_is_neither_followed_nor_repeated() {
    for status in [0, 301, 302, 303, 307, 308] {
        let moved = ask_project().answers(status, "moved").header("Location", "https://evil.example/");
        let details = Fixture::new([moved]).list().unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.attempts), (Code::ApiError, Some(status), 1));
        assert!(!details.retryable);
        assert!(details.hint.unwrap().contains("apiUrl"));
        assert!(!details.message.contains("evil"));
    }
}

#[test]
fn not_modified_is_no_redirect_and_no_success() {
    let details = Fixture::new([ask_project().answers(304, "")]).list().unwrap_err().into_details();
    assert_eq!((details.code, details.status, details.attempts), (Code::ApiError, Some(304), 1));
    assert!(details.message.ends_with("answered 304"), "{}", details.message);
    assert_eq!(details.hint, None);
}

/// An attempt that fails in a way that passes.
fn transient() -> impl Strategy<Value = Option<u16>> {
    proptest::option::of(proptest::sample::select(&TRANSIENT))
}

proptest! {
    #[test]
    fn whatever_passes_is_waited_out_within_the_attempts(
        failures in proptest::collection::vec(transient(), 0..8),
        random in 0.0..1.0,
        most in 1_u32..9,
    ) {
        let failing = failures.iter().take(most as usize).map(|status| match status {
            Some(status) => ask_project().answers(*status, ""),
            None => ask_project().no_answer("reset"),
        });
        let succeeds = failures.len() < most as usize;
        let after = succeeds.then(|| [project(PROJECT_ID), page(1, &[], 0)]);
        let world = world_of(most, failing.chain(after.into_iter().flatten()));
        world.host.random.set(random);
        match world.list() {
            Ok(listed) => prop_assert!(succeeds && listed.is_empty()),
            Err(error) => {
                prop_assert!(!succeeds);
                prop_assert_eq!((error.details().attempts, error.details().retryable), (most, true));
            }
        }
        let waits = failures.len().min(most as usize - 1);
        let expected: Vec<u32> = (0..waits)
            .map(|doublings| (f64::from((250_u32 << doublings).min(20_000)) * random) as u32)
            .collect();
        prop_assert_eq!(&*world.host.sleeps.borrow(), &expected);
        prop_assert_eq!(world.host.told.borrow().len(), waits);
    }
}
