//! From refusals to codes, messages and hints.

use opik_attachments::client::UploadRequest;
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::network_hint::RuntimeInfo;
use opik_attachments::core::error::{Code, Details, Error};
use serde_json::json;

use crate::fixture::{
    API, Fixture, KEY, PROJECT_ID, STORE, ask_project, download_url, file, list_url, project, request_by_link, start,
    start_direct, upload_url,
};
use crate::step::{Step, get, put};

fn by_backend(status: u16, body: &str) -> Details {
    let steps = [ask_project().answers(status, body)];
    Fixture::with(Some(KEY), Tuning { max_attempts: 1, ..Tuning::default() }, steps).list().unwrap_err().into_details()
}

/// A part's refusal. After a 403 there is one fresh start.
fn by_store(status: u16, body: &str) -> Details {
    let url = format!("{STORE}/a?partNumber=1&X-Amz-Signature=5ec3e7");
    let steps = [
        start("a.txt", 1).answers_json(200, &json!({"upload_id": "u", "pre_sign_urls": [url]})),
        put(url, b"hi!").answers(status, body),
    ];
    let starts = if status == 403 { 2 } else { 1 };
    let steps = steps.into_iter().cycle().take(2 * starts);
    let world = Fixture::with(Some(KEY), Tuning { max_attempts: 1, ..Tuning::default() }, steps);
    world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details()
}

#[test]
fn the_backends_statuses_have_their_codes() {
    for (status, code) in [
        (400, Code::ApiError),
        (401, Code::Unauthorized),
        (403, Code::Forbidden),
        (404, Code::ApiError),
        (409, Code::ApiError),
        (413, Code::FileTooLarge),
        (422, Code::ApiError),
        (429, Code::RateLimited),
        (500, Code::ApiError),
        (504, Code::ApiError),
    ] {
        let details = by_backend(status, "");
        assert_eq!((details.code, details.status), (code, Some(status)));
    }
}

#[test]
fn the_stores_statuses_have_other_codes() {
    for (status, code) in [
        (400, Code::ApiError),
        (401, Code::ApiError),
        (403, Code::ApiError),
        (404, Code::ApiError),
        (413, Code::FileTooLarge),
        (429, Code::RateLimited),
        (500, Code::ApiError),
    ] {
        let details = by_store(status, "");
        assert_eq!((details.code, details.status), (code, Some(status)));
    }
}

#[test]
fn what_is_too_large_says_whose_limit_it_is() {
    let too_large = "<Error><Code>EntityTooLarge</Code><Message>Your proposed upload is too large.</Message></Error>";
    for (details, whose) in [
        (by_backend(413, "<html>413 Request Entity Too Large</html>"), "proxy in front of Opik"),
        (by_backend(413, ""), "proxy in front of Opik"),
        (by_store(413, "<html></html>"), "object store"),
        (by_store(400, too_large), "object store"),
        (by_store(413, too_large), "object store"),
    ] {
        assert_eq!((details.code, details.attempts, details.retryable), (Code::FileTooLarge, 1, false));
        let hint = details.hint.unwrap();
        assert!(hint.contains(whose), "{hint}");
        assert_eq!(hint.contains("proxy in front of Opik"), whose != "object store", "{hint}");
    }
}

#[test]
fn a_backend_that_speaks_of_expiry_is_no_expired_url() {
    let body = "<Error><Code>ExpiredToken</Code><Message>Request has expired</Message></Error>";
    assert_eq!(by_backend(403, body).code, Code::Forbidden);
}

#[test]
fn all_four_shapes_of_a_refusal_are_read() {
    let message = |body: &str| by_backend(400, body).message;
    let bare = format!("POST {API}/v1/private/projects/retrieve: answered 400");
    for (body, words) in [
        (r#"{"code":400,"message":"Unable to process JSON."}"#, ": Unable to process JSON."),
        (r#"{"errors":["a must not be null","b must not be blank"]}"#, ": a must not be null; b must not be blank"),
        (r#"{"errors":["one",2,null,"three"]}"#, ": one; three"),
        (r#"{"errors":[]}"#, ""),
        (r#"{"message":7}"#, ""),
        (r#"{"code":400,"message":"Invalid.","details":"It is 7."}"#, ": Invalid.: It is 7."),
        (r#"{"message":"Invalid.","details":""}"#, ": Invalid."),
        (r#"{"message":"Invalid.","details":{"a":1}}"#, ": Invalid."),
        (r#"{"details":"It is 7."}"#, ""),
        ("<Error><Code>NoSuchKey</Code><Message>It is gone.</Message></Error>", ": NoSuchKey: It is gone."),
        ("<Error><Code>NoSuchKey</Code></Error>", ": NoSuchKey"),
        ("<Error><Message>no code</Message></Error>", ""),
        ("<html><body>400 Bad Request</body></html>", ""),
        ("", ""),
        ("null", ""),
        ("\"text\"", ""),
        ("[]", ""),
    ] {
        assert_eq!(message(body), format!("{bare}{words}"), "{body}");
    }
}

#[test]
fn long_words_are_cut_in_the_message_and_whole_in_the_body() {
    let words = "é".repeat(1000);
    let body = json!({"code": 400, "message": words}).to_string();
    let details = by_backend(400, &body);
    assert!(details.message.ends_with(&format!(": {}", "é".repeat(300))), "{}", details.message.len());
    assert_eq!(details.message.chars().filter(|c| *c == 'é').count(), 300);
    assert_eq!(details.body.as_deref(), Some(body.as_str()));
}

#[test]
fn hints_say_what_to_check() {
    for (status, body, hint) in [
        (401, "", Some("apiKey")),
        (403, "", Some("workspaceName")),
        (404, r#"{"code":404,"message":"Workspace not found"}"#, Some("workspaceName")),
        (404, "", Some("apiUrl")),
        (404, r#"{"code":404,"message":"Something else"}"#, None),
        (413, "", Some("client_max_body_size")),
        (504, "", Some("proxy_read_timeout")),
        (400, "", None),
        (500, "", None),
    ] {
        let found = by_backend(status, body).hint;
        assert_eq!(found.is_some(), hint.is_some(), "{status} {body}");
        assert!(found.unwrap_or_default().contains(hint.unwrap_or_default()), "{status} {body}");
    }
    assert!(by_store(403, "").hint.unwrap().contains("presigned"));
    assert_eq!(by_store(404, "").hint, None);
}

#[test]
fn an_id_that_is_refused_is_told_with_the_servers_details_and_the_version_that_opik_takes() {
    let details = "ids[0] id must be a version 7 UUID";
    let refusal = json!({"code": 400, "message": "Invalid UUID for id", "details": details});
    let world = || Fixture::new([start("a.txt", 1).answers_json(400, &refusal)]);
    let direct = Fixture::new([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").answers_json(400, &refusal)]);
    for world in [world(), direct] {
        let found = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        assert_eq!((found.code, found.status, found.attempts), (Code::ApiError, Some(400), 1));
        assert!(found.message.ends_with(&format!(": Invalid UUID for id: {details}")), "{}", found.message);
        let hint = found.hint.unwrap();
        assert!(hint.contains("version 7") && hint.contains("SDK"), "{hint}");
    }
}

#[test]
fn no_answer_in_a_browser_says_why_that_may_be() {
    let hint = |page: Option<&str>, online: Option<bool>, step: Step, link: Option<&str>| {
        let world =
            Fixture::with(Some(KEY), Tuning { max_attempts: 1, ..Tuning::default() }, [step.no_answer("failed")]);
        *world.host.runtime_info.borrow_mut() =
            RuntimeInfo { page_origin: page.map(str::to_owned), online, ignored_proxy: false };
        let error = match link {
            Some(link) => world.download(&request_by_link("a", link)).unwrap_err(),
            None => world.list().unwrap_err(),
        };
        error.into_details().hint
    };
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    assert_eq!(hint(None, None, ask_project(), None), None);
    assert_eq!(hint(Some("http://localhost:5173"), None, ask_project(), None), None);
    let offline = hint(Some("https://app"), Some(false), ask_project(), None);
    assert!(offline.unwrap().contains("offline"));
    let cors = hint(Some("https://app"), Some(true), ask_project(), None);
    assert!(cors.unwrap().contains("CORS=true"));
    let bucket = hint(Some("https://app"), None, get(link.as_str()), Some(&link)).unwrap();
    assert!(bucket.contains("bucket") && bucket.contains("https://app") && !bucket.contains("5ec3e7"), "{bucket}");
    let mixed_link = "http://bucket.example/a?X-Amz-Signature=5ec3e7";
    let mixed = hint(Some("https://app"), None, get(mixed_link), Some(mixed_link)).unwrap();
    assert!(mixed.contains("Mixed content"), "{mixed}");
}

#[test]
fn cors_is_blamed_only_for_an_origin_that_has_never_answered() {
    let page = |world: &Fixture| {
        let page_origin = Some("https://app".to_owned());
        *world.host.runtime_info.borrow_mut() = RuntimeInfo { page_origin, ..RuntimeInfo::default() };
    };
    let tuning = Tuning { max_attempts: 1, ..Tuning::default() };
    // The backend has answered, and dies; what has answered with a refusal has answered, too.
    for first in [project(PROJECT_ID), ask_project().answers(401, "")] {
        let world = Fixture::with(Some(KEY), tuning, [first]);
        page(&world);
        world.delete(&[]).ok();
        world.host.expect([ask_project().no_answer("failed")]);
        assert_eq!(world.delete(&["a"]).unwrap_err().into_details().hint, None);
    }
    // The store has not, although the backend has.
    let url = format!("{STORE}/a?partNumber=1");
    let steps = |part: Step| {
        let opened = start("a.txt", 1).answers_json(200, &json!({"upload_id": "u", "pre_sign_urls": [url]}));
        Fixture::with(Some(KEY), tuning, [opened, part])
    };
    let world = steps(put(url.as_str(), b"hi!").no_answer("failed"));
    page(&world);
    assert!(world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details().hint.unwrap().contains("CORS"));
}

#[test]
fn what_no_attempt_can_change_is_not_repeated() {
    let certificate = Fixture::new([ask_project().no_answer("DEPTH_ZERO_SELF_SIGNED_CERT")]);
    let details = certificate.list().unwrap_err().into_details();
    assert_eq!((details.code, details.attempts, details.retryable), (Code::NetworkError, 1, false));
    assert!(details.hint.unwrap().contains("NODE_EXTRA_CA_CERTS"));
}

#[test]
fn a_redirect_by_the_store_says_where_it_leads_and_nothing_of_api_url() {
    for (location, told) in [
        (Some("https://eu.s3.example/a?X-Amz-Signature=5ec3e7#x"), " to https://eu.s3.example/a"),
        (Some("/elsewhere"), " to /elsewhere"),
        (None, ""),
    ] {
        let url = format!("{STORE}/a?partNumber=1&X-Amz-Signature=5ec3e7");
        let opened = start("a.txt", 1).answers_json(200, &json!({"upload_id": "u", "pre_sign_urls": [url]}));
        let part = put(url, b"hi!").answers(307, "<Error><Code>TemporaryRedirect</Code></Error>");
        let part = location.into_iter().fold(part, |part, location| part.header("Location", location));
        let details = Fixture::new([opened, part]).upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.attempts), (Code::ApiError, Some(307), 1));
        assert_eq!(details.message, format!("PUT {STORE}/a: the server redirects{told}"));
        let hint = details.hint.unwrap();
        assert!(!hint.contains("apiUrl") && hint.contains("region"), "{hint}");
    }
}

#[test]
fn a_page_of_a_firewall_is_told_from_a_refusal_by_opik_or_the_store() {
    let page = "<!DOCTYPE html><html><body>Blocked by policy</body></html>";
    for status in [401, 403, 405] {
        let hint = by_backend(status, page).hint.unwrap();
        assert!(hint.contains("firewall"), "{status}: {hint}");
        let hint = by_store(status, page).hint.unwrap();
        assert!(hint.contains("firewall"), "{status}: {hint}");
        let own = by_backend(status, r#"{"code":403,"message":"no <html> here"}"#).hint.unwrap_or_default();
        assert!(!own.contains("firewall"), "{status}: {own}");
    }
}

/// Every way in which a request with a query can fail, and what that query holds.
fn failures(break_it: impl Fn(Step) -> Step) -> Vec<(Error, &'static str)> {
    let tuning = Tuning { max_attempts: 1, ..Tuning::default() };
    let world = |steps: Vec<Step>| Fixture::with(Some(KEY), tuning, steps);
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7#5ec3e7");
    let part = json!({"upload_id": "u", "pre_sign_urls": [link]});
    let own = download_url(PROJECT_ID, "sEcReT", "application%2Foctet-stream");
    let secret_file = || UploadRequest { mime_type: "text/plain".to_owned(), ..file("sEcReT", b"hi!") };
    vec![
        (world(vec![project(PROJECT_ID), break_it(get(list_url(PROJECT_ID, 1)))]).list().unwrap_err(), PROJECT_ID),
        (world(vec![break_it(get(link.as_str()))]).download(&request_by_link("a", &link)).unwrap_err(), "5ec3e7"),
        (world(vec![break_it(get(own.as_str()))]).download(&request_by_link("sEcReT", &own)).unwrap_err(), "sEcReT"),
        (
            world(vec![start_direct("sEcReT", 1), break_it(put(upload_url("sEcReT"), b"hi!"))])
                .upload(&secret_file())
                .unwrap_err(),
            "sEcReT",
        ),
        (
            world(vec![start("sEcReT", 1).answers_json(200, &part), break_it(put(link.as_str(), b"hi!"))])
                .upload(&secret_file())
                .unwrap_err(),
            "5ec3e7",
        ),
    ]
}

#[test]
fn no_message_and_no_hint_holds_the_query_of_a_request() {
    type Break = fn(Step) -> Step;
    let ways: [Break; 5] = [
        |step| step.no_answer("reset"),
        |step| step.answers(400, ""),
        |step| step.answers(500, "<html></html>"),
        |step| step.answers(301, ""),
        |step| step.answers(429, r#"{"message":"slow down"}"#),
    ];
    for break_it in ways {
        for (error, secret) in failures(break_it) {
            let details = error.details();
            let shown = format!("{error} {}", details.hint.as_deref().unwrap_or_default());
            assert!(!shown.contains(secret) && !shown.contains('?'), "{shown}");
            assert!(!shown.contains(KEY), "{shown}");
            assert!(details.message.contains("://"), "it does say where: {shown}");
        }
    }
}

#[test]
fn an_answer_without_the_expected_field_shows_no_query_either() {
    for body in ["{}", "<html></html>", "", r#"{"total":1,"content":[{}]}"#] {
        let world = Fixture::new([project(PROJECT_ID), get(list_url(PROJECT_ID, 1)).answers(200, body)]);
        let shown = world.list().unwrap_err().to_string();
        assert!(shown.starts_with(&format!("API_ERROR: GET {API}/v1/private/attachment/list: ")), "{shown}");
        assert!(!shown.contains(PROJECT_ID), "{shown}");
    }
}
