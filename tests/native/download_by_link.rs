//! Downloading by the link of a row that the caller still has: one request, and never our credentials for strangers.

use opik_attachments::core::error::Code;
use opik_attachments::core::http::request::Redirect;
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{
    API, Fixture, OTHER_PROJECT_ID, PROJECT_ID, STORE, download_url, page, page_of, project, request_by_link, row,
    rows, wanted,
};
use crate::step::get;

const DOWNLOAD: &str = "/v1/private/attachment/download?";
const DOWNLOAD_ENDPOINT: &str = "http://localhost:5173/api/v1/private/attachment/download";

fn presigned(signature: &str) -> String {
    format!("{STORE}/opik/a?X-Amz-Signature={signature}&X-Amz-Expires=3600")
}

#[test]
fn a_presigned_link_costs_one_request() {
    let world = Fixture::new([get(presigned("5ec3e7")).answers(200, "hi!")]);
    assert_eq!(world.download(&request_by_link("a", &presigned("5ec3e7"))).unwrap(), "hi!");
}

#[test]
fn a_direct_link_that_tells_its_project_costs_one_request() {
    let world = Fixture::new([get(download_url(PROJECT_ID, "a", "application%2Foctet-stream")).answers(200, "hi!")]);
    let link = download_url(PROJECT_ID, "trap", "text%2Fplain");
    assert_eq!(world.download(&request_by_link("a", &link)).unwrap(), "hi!");
}

#[test]
fn a_direct_link_gives_nothing_but_its_project() {
    // Every other parameter of the link is somebody else's word: workspace, entity, name, type.
    let link = format!("{API}{DOWNLOAD}workspace_name=evil&container_id={PROJECT_ID}&entity_id=evil&x=y#evil");
    let mut wanted = request_by_link("50%25 off", &link);
    wanted.mime_type = Some("text/plain".to_owned());
    let world = Fixture::new([get(download_url(PROJECT_ID, "50%2525+off", "text%2Fplain")).answers(200, "")]);
    world.download(&wanted).unwrap();
}

#[test]
fn a_project_in_upper_case_is_the_same_project() {
    let link = format!("{API}{DOWNLOAD}container_id={}", PROJECT_ID.to_uppercase());
    let world = Fixture::new([get(download_url(PROJECT_ID, "a", "application%2Foctet-stream")).answers(200, "")]);
    world.download(&request_by_link("a", &link)).unwrap();
}

#[test]
fn a_direct_link_without_a_usable_project_asks_for_it_by_name() {
    for query in ["file_name=a", "container_id=", "container_id=../../x", "xcontainer_id=1", ""] {
        let world = Fixture::new([
            project(PROJECT_ID),
            get(download_url(PROJECT_ID, "a", "application%2Foctet-stream")).answers(200, "hi!"),
        ]);
        let wanted = request_by_link("a", &format!("{API}{DOWNLOAD}{query}"));
        assert_eq!(world.download(&wanted).unwrap(), "hi!", "{query}");
    }
}

#[test]
fn a_dead_presigned_link_is_replaced_by_that_of_a_new_list() {
    let expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    for (status, body) in [(403, expired), (403, ""), (404, "<Error><Code>NoSuchKey</Code></Error>")] {
        let world = Fixture::new([
            get(presigned("dead")).answers(status, body),
            project(PROJECT_ID),
            page(1, &[row("a", &presigned("live"))], 1),
            get(presigned("live")).answers(200, "hi!"),
        ]);
        assert_eq!(world.download(&request_by_link("a", &presigned("dead"))).unwrap(), "hi!", "{status} {body}");
    }
}

#[test]
fn a_direct_link_of_a_project_that_was_made_again_is_replaced() {
    let missing = json!({"code": 404, "message": "File not found for key: opik/attachment/x"});
    let world = Fixture::new([
        get(download_url(PROJECT_ID, "a", "application%2Foctet-stream")).answers_json(404, &missing),
        project(OTHER_PROJECT_ID),
        page_of(OTHER_PROJECT_ID, 1, &[row("a", &download_url(OTHER_PROJECT_ID, "a", "text%2Fplain"))], 1),
        get(download_url(OTHER_PROJECT_ID, "a", "text%2Fplain")).answers(200, "hi!"),
    ]);
    let link = download_url(PROJECT_ID, "a", "text%2Fplain");
    assert_eq!(world.download(&request_by_link("a", &link)).unwrap(), "hi!");
}

#[test]
fn a_dead_link_of_a_file_that_has_gone_is_attachment_not_found() {
    let world = Fixture::new([
        get(presigned("dead")).answers(404, "<Error><Code>NoSuchKey</Code></Error>"),
        project(PROJECT_ID),
        page(1, &rows(&["other"]), 1),
    ]);
    let error = world.download(&request_by_link("a", &presigned("dead"))).unwrap_err();
    assert_eq!(error.code(), Code::AttachmentNotFound);
}

#[test]
fn a_link_that_is_alive_but_refused_otherwise_is_reported_at_once() {
    let world =
        Fixture::new([get(presigned("5ec3e7")).answers(400, "<Error><Code>AuthorizationHeader</Code></Error>")]);
    let error = world.download(&request_by_link("a", &presigned("5ec3e7"))).unwrap_err();
    assert_eq!((error.code(), error.status()), (Code::ApiError, Some(400)));
}

/// Addresses that look like the backend's, as text or to a careless reader.
fn look_alikes() -> Vec<String> {
    let path = format!("{DOWNLOAD}container_id={PROJECT_ID}");
    [
        "https://evil.example/api",
        "http://localhost.evil/api",
        "http://localhost:5173.evil/api",
        "http://localhost:51730/api",
        "http://localhost:5173@evil/api",
        "http://localhost:5173/api@evil",
        "http://localhost:5173/api.evil",
        "http://localhost:5173/apievil",
        "http://localhost:5173/other",
        "http://localhost:5173/api/..",
        "http://localhost:5173/api/../../evil",
        "http://localhost:5173/api/%2e%2e",
        "http://localhost:5173/api/",
        "http://localhost:5173",
        "http://localhost/api",
        "https://localhost:5173/api",
        "http://user@localhost:5173/api",
        "//localhost:5173/api",
        "http:\\\\localhost:5173\\api",
        " http://localhost:5173/api",
    ]
    .iter()
    .map(|base| format!("{base}{path}"))
    .collect()
}

#[test]
fn an_address_that_only_looks_like_the_backend_gets_nothing_of_ours() {
    for link in look_alikes() {
        let world = Fixture::new([get(link.as_str()).answers(200, "")]);
        world.download(&request_by_link("a", &link)).unwrap();
        let sent = world.host.sent.borrow();
        assert!(sent[0].headers.is_empty(), "{link}");
        assert_eq!(sent[0].redirect, Redirect::Follow, "{link}");
    }
}

#[test]
fn a_look_alike_in_the_servers_own_list_gets_nothing_either() {
    for link in look_alikes() {
        let world =
            Fixture::new([project(PROJECT_ID), page(1, &[row("a", &link)], 1), get(link.as_str()).answers(200, "hi!")]);
        world.download(&wanted("a")).unwrap();
        assert!(world.host.sent.borrow()[2].headers.is_empty(), "{link}");
    }
}

proptest! {
    #[test]
    fn whatever_follows_the_origin_only_the_download_endpoint_gets_credentials(
        tail in r"[/.@:?#\\a-z0-9]{0,4}(api/)?[/.]{0,3}(v1/private/attachment/download)?[?&=%#.a-z0-9]{0,12}",
    ) {
        let link = format!("http://localhost:5173{tail}");
        prop_assume!(!link.starts_with(DOWNLOAD_ENDPOINT));
        let world = Fixture::new([get(link.as_str()).answers(200, "")]);
        world.download(&request_by_link("a", &link)).unwrap();
        prop_assert!(world.host.sent.borrow()[0].headers.is_empty());
    }

    #[test]
    fn a_direct_link_never_decides_where_the_request_goes(
        junk in r"[?&=%#.@/\\a-z0-9 {}]{0,24}",
    ) {
        let link = format!("{API}{DOWNLOAD}container_id={PROJECT_ID}&{junk}");
        let world = Fixture::new([get(download_url(PROJECT_ID, "a", "application%2Foctet-stream")).answers(200, "")]);
        world.download(&request_by_link("a", &link)).unwrap();
    }
}
