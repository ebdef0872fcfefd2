//! Downloading by name: in direct mode from an address made of fields, in store mode from the link as it is.

use opik_attachments::client::DownloadRequest;
use opik_attachments::core::error::{Code, Operation};
use opik_attachments::core::http::request::Redirect;
use serde_json::json;

use crate::fixture::{
    API, Fixture, PROJECT_ID, STORE, TRACE, download_url, no_project, page, project, projects, row, rows, wanted,
};
use crate::manual_poll::run;
use crate::step::{Step, get};

/// Odd on purpose: order, case, an unescaped brace, an escape that nobody needs, an empty value.
const LINK: &str = "https://bucket.s3.example/opik/a%20b/%7Ec?X-Amz-Signature=5ec3e7&b=&a=%2f{x}&X-Amz-Date=2&A=+%20";

/// What direct mode gives as the link of a file: a valid escape in the name is left as it is, and so the link means
/// another file.
fn server_link(raw_name: &str) -> String {
    download_url(PROJECT_ID, raw_name, "text%2Fplain")
}

fn listed(name: &str, link: &str) -> [Step; 2] {
    [project(PROJECT_ID), page(1, &[row("other", "http://h"), row(name, link)], 2)]
}

#[test]
fn direct_mode_takes_the_address_from_fields_and_never_the_servers_link() {
    for (name, spelled, trap) in [
        ("a.txt", "a.txt", "a.txt"),
        ("50%25 off.txt", "50%2525+off.txt", "50%25+off.txt"),
        ("{a}&b=c#d+e", "%7Ba%7D%26b%3Dc%23d%2Be", "a"),
        ("Größe/~x.md", "Gr%C3%B6%C3%9Fe%2F~x.md", "x"),
    ] {
        let world = Fixture::new(listed(name, &server_link(trap)));
        world.host.expect([get(download_url(PROJECT_ID, spelled, "text%2Fplain")).answers(200, "hi!")]);
        assert_eq!(world.download(&wanted(name)).unwrap(), "hi!", "{name}");
    }
}

#[test]
fn direct_mode_sends_credentials_and_hands_redirects_back() {
    let world = Fixture::new(listed("a", &server_link("a")));
    world.host.expect([get(download_url(PROJECT_ID, "a", "text%2Fplain")).answers(200, "hi!")]);
    world.download(&wanted("a")).unwrap();
    let sent = world.host.sent.borrow();
    let expected = [("Accept", "*/*"), ("Comet-Workspace", "team"), ("Authorization", "key-4711")];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(sent[2].headers, expected);
    assert_eq!(sent[2].redirect, Redirect::Manual);
}

#[test]
fn direct_mode_asks_for_text_as_it_comes_and_for_anything_else_uncompressed() {
    for (mime_type, expected) in [("text/csv", None), ("application/pdf", Some("identity"))] {
        let world = Fixture::new(listed("a", &server_link("a")));
        let spelled = mime_type.replace('/', "%2F");
        world.host.expect([get(download_url(PROJECT_ID, "a", &spelled)).answers(200, "hi!")]);
        world.download(&DownloadRequest { mime_type: Some(mime_type.to_owned()), ..wanted("a") }).unwrap();
        let sent = world.host.sent.borrow();
        let asked = sent[2].headers.iter().find(|(name, _)| name == "Accept-Encoding");
        assert_eq!(asked.map(|(_, value)| value.as_str()), expected, "{mime_type}");
    }
}

#[test]
fn direct_mode_asks_for_the_type_that_is_wanted_or_else_for_the_stored_one() {
    let world = Fixture::new(listed("a", &server_link("a")));
    world.host.expect([get(download_url(PROJECT_ID, "a", "image%2Fsvg%2Bxml")).answers(200, "hi!")]);
    let wanted = DownloadRequest { mime_type: Some("image/svg+xml".to_owned()), ..wanted("a") };
    world.download(&wanted).unwrap();
}

#[test]
fn a_type_that_is_none_never_keeps_a_file_from_being_downloaded() {
    for none in ["a/b/c", "nonsense", "", "text/plain; a=\"b", "text/ü"] {
        let octet_stream = || get(download_url(PROJECT_ID, "a", "application%2Foctet-stream")).answers(200, "hi!");
        let mut stored = row("a", &server_link("a"));
        stored["mime_type"] = none.into();
        let world = Fixture::new([project(PROJECT_ID), page(1, &[stored], 1), octet_stream()]);
        assert_eq!(world.download(&wanted("a")).unwrap(), "hi!", "stored as {none}");
        // By the caller, or from the row that the caller has.
        let asked = DownloadRequest { mime_type: Some(none.to_owned()), ..wanted("a") };
        let world = Fixture::new(listed("a", &server_link("a")).into_iter().chain([octet_stream()]));
        assert_eq!(world.download(&asked).unwrap(), "hi!", "asked for as {none}");
        let link = Some(server_link("a"));
        assert_eq!(
            Fixture::new([octet_stream()]).download(&DownloadRequest { link, ..asked }).unwrap(),
            "hi!",
            "{none}"
        );
    }
}

#[test]
fn store_mode_takes_the_link_byte_for_byte_without_any_header() {
    let world = Fixture::new(listed("a", LINK));
    world.host.expect([get(LINK).answers(200, "hi!")]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "hi!");
    let sent = world.host.sent.borrow();
    assert_eq!((sent[2].headers.len(), sent[2].redirect), (0, Redirect::Follow));
}

#[test]
fn the_body_is_handed_over_unread() {
    // Reading a body that never comes would keep the call for ever.
    let world = Fixture::new(listed("a", LINK));
    world.host.expect([get(LINK).answers(200, "").body_never()]);
    let call = world.call(Operation::DownloadAttachment);
    run(call.download(wanted("a"))).unwrap();
}

#[test]
fn a_link_that_died_between_list_and_download_is_replaced_once() {
    let newer = format!("{STORE}/a?X-Amz-Signature=newer");
    for status in [403, 404] {
        let world = Fixture::new(listed("a", LINK));
        let [_, list] = listed("a", &newer);
        let dead = get(LINK).answers(status, "<Error><Code>AccessDenied</Code></Error>");
        world.host.expect([dead, list, get(newer.as_str()).answers(200, "hi!")]);
        assert_eq!(world.download(&wanted("a")).unwrap(), "hi!", "{status}");
    }
}

#[test]
fn a_second_refusal_by_the_store_is_reported() {
    let expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    for (body, code) in [(expired, Code::UrlExpired), ("<Error><Code>Denied</Code></Error>", Code::ApiError)] {
        let world = Fixture::new(listed("a", LINK));
        let [_, list] = listed("a", LINK);
        world.host.expect([get(LINK).answers(403, body), list, get(LINK).answers(403, body)]);
        let error = world.download(&wanted("a")).unwrap_err();
        assert_eq!((error.code(), error.status()), (code, Some(403)));
    }
}

#[test]
fn refusals_that_a_new_list_cannot_mend_do_not_cost_one() {
    for status in [400, 401, 403, 410, 501] {
        let world = Fixture::new(listed("a", &server_link("a")));
        world.host.expect([get(download_url(PROJECT_ID, "a", "text%2Fplain")).answers(status, "")]);
        assert_eq!(world.download(&wanted("a")).unwrap_err().status(), Some(status));
    }
}

#[test]
fn a_download_that_meets_a_transient_failure_is_sent_again() {
    let world = Fixture::new(listed("a", LINK));
    world.host.expect([get(LINK).answers(503, ""), get(LINK).no_answer("reset"), get(LINK).answers(200, "hi!")]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "hi!");
}

#[test]
fn a_missing_file_is_named_with_the_closest_ones() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["screen.png", "Report.pdf", "report-1.pdf"]), 3)]);
    let details = world.download(&wanted("report.pdf")).unwrap_err().into_details();
    assert_eq!(details.code, Code::AttachmentNotFound);
    let expected = format!("There is no attachment named \"report.pdf\" on trace {TRACE} in project \"demo\"");
    assert_eq!(details.message, expected);
    assert_eq!(details.hint.as_deref(), Some("Closest names: Report.pdf, report-1.pdf"));
    assert_eq!((details.status, details.retryable), (None, false));
}

#[test]
fn a_missing_file_without_close_names_gets_their_number_or_that_there_are_none() {
    for (names, hint) in [(&["x", "y"] as &[&str], "2 other attachments"), (&[], "no attachments at all")] {
        let world = Fixture::new([project(PROJECT_ID), page(1, &rows(names), names.len())]);
        let details = world.download(&wanted("report.pdf")).unwrap_err().into_details();
        assert_eq!(details.code, Code::AttachmentNotFound);
        assert!(details.hint.as_ref().unwrap().contains(hint), "{:?}", details.hint);
    }
}

#[test]
fn a_name_in_another_unicode_form_is_not_the_same_file_and_is_said_to_be_there() {
    for (asked, there) in [("caf\u{e9}.txt", "cafe\u{301}.txt"), ("\u{e9}", "e\u{301}"), ("e\u{301}x", "\u{e9}x")] {
        let world = Fixture::new(listed(there, LINK));
        let details = world.download(&wanted(asked)).unwrap_err().into_details();
        assert_eq!(details.code, Code::AttachmentNotFound);
        let expected = format!("The same name in another Unicode form is there: {there}.");
        assert!(details.hint.as_ref().unwrap().starts_with(&expected), "{:?}", details.hint);
    }
}

#[test]
fn names_are_compared_exactly() {
    let world = Fixture::new(listed("A.txt", LINK));
    let error = world.download(&wanted("a.txt")).unwrap_err();
    assert_eq!(error.details().hint.as_deref(), Some("Closest names: A.txt"));
}

#[test]
fn a_missing_project_is_project_not_found_here_too() {
    let world = Fixture::new([no_project(), projects(&[])]);
    assert_eq!(world.download(&wanted("a")).unwrap_err().code(), Code::ProjectNotFound);
}

#[test]
fn a_file_that_vanished_after_the_list_is_attachment_not_found() {
    let gone = json!({"code": 404, "message": "File not found for key: opik/attachment/x"});
    let world = Fixture::new(listed("a", &server_link("a")));
    world.host.expect([
        get(download_url(PROJECT_ID, "a", "text%2Fplain")).answers_json(404, &gone),
        page(1, &rows(&["other"]), 1),
    ]);
    let error = world.download(&wanted("a")).unwrap_err();
    assert_eq!(error.code(), Code::AttachmentNotFound);
    assert!(!error.to_string().contains(API));
}
