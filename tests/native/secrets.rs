//! One rule over all flows: what is ours goes to the backend and nowhere else.
//!
//! The scripted host checks each request by itself. Here the same rule is stated once more, on the records, in the
//! words of the contract, and over every flow with every kind of link.

use opik_attachments::client::IfExists;
use opik_attachments::core::config::Tuning;
use opik_attachments::core::http::request::Redirect;
use serde_json::{Value, json};

use crate::fixture::{
    API, Fixture, KEY, PROJECT, PROJECT_ID, STORE, TRACE, WORKSPACE, download_url, file, page, project,
    request_by_link, row, start, start_direct, upload_url, wanted,
};
use crate::host_values::Body;
use crate::scripted_host::Sent;
use crate::step::{Step, get, post, put};

const FOREIGN: &str = "https://cdn.example/a?token=1";

fn presigned() -> String {
    format!("{STORE}/a?X-Amz-Signature=5ec3e7")
}

type Drive = fn(&Fixture);

/// A flow: its name, its script, and what drives it.
struct Flow {
    name: &'static str,
    steps: Vec<Step>,
    drive: Drive,
}

fn listed(link: &str) -> Vec<Step> {
    vec![project(PROJECT_ID), page(1, &[row("a.txt", link)], 1)]
}

fn then(mut steps: Vec<Step>, more: impl IntoIterator<Item = Step>) -> Vec<Step> {
    steps.extend(more);
    steps
}

fn by_name(world: &Fixture) {
    world.download(&wanted("a.txt")).unwrap();
}

fn downloads() -> Vec<Flow> {
    let direct = download_url(PROJECT_ID, "a.txt", "text%2Fplain");
    let guessed = download_url(PROJECT_ID, "a.txt", "application%2Foctet-stream");
    let ok = |url: &str| get(url).answers(200, "hi!");
    let flow = |name, steps, drive| Flow { name, steps, drive };
    vec![
        flow("by name, direct", then(listed(&direct), [ok(&direct)]), by_name),
        flow("by name, store", then(listed(&presigned()), [ok(&presigned())]), by_name),
        flow("by name, foreign", then(listed(FOREIGN), [ok(FOREIGN)]), by_name),
        flow(
            "by name, store, after failures",
            then(
                listed(&presigned()),
                [get(presigned()).answers(503, ""), get(presigned()).no_answer("x"), ok(&presigned())],
            ),
            by_name,
        ),
        flow("by link, direct", vec![ok(&guessed)], |world| {
            let link = download_url(PROJECT_ID, "a.txt", "text%2Fplain");
            world.download(&request_by_link("a.txt", &link)).unwrap();
        }),
        flow("by link, store", vec![ok(&presigned())], |world| {
            world.download(&request_by_link("a.txt", &presigned())).unwrap();
        }),
        flow("by link, foreign", vec![ok(FOREIGN)], |world| {
            world.download(&request_by_link("a.txt", FOREIGN)).unwrap();
        }),
        flow(
            "by dead link, now direct",
            then(then(vec![get(FOREIGN).answers(403, "")], listed(&direct)), [ok(&direct)]),
            |world| {
                world.download(&request_by_link("a.txt", FOREIGN)).unwrap();
            },
        ),
        flow(
            "by dead direct link, now store",
            then(then(vec![get(guessed).answers(404, "")], listed(&presigned())), [ok(&presigned())]),
            |world| {
                let link = download_url(PROJECT_ID, "a.txt", "text%2Fplain");
                world.download(&request_by_link("a.txt", &link)).unwrap();
            },
        ),
    ]
}

fn upload(world: &Fixture) {
    world.upload(&file("a.txt", b"hi!")).unwrap();
}

fn multipart(url: &str) -> Vec<Step> {
    let done = json!({
        "file_name": "a.txt", "mime_type": "text/plain", "project_name": PROJECT, "entity_type": "trace",
        "entity_id": TRACE, "file_size": 3, "upload_id": "u",
        "uploaded_file_parts": [{"e_tag": "\"1\"", "part_number": 1}],
    });
    vec![
        start("a.txt", 1).answers_json(200, &json!({"upload_id": "u", "pre_sign_urls": [url]})),
        put(url, b"hi!").answers(500, ""),
        put(url, b"hi!").answers(200, "").header("ETag", "\"1\""),
        post("/v1/private/attachment/upload-complete", done),
    ]
}

fn others() -> Vec<Flow> {
    let names: Value = json!(["a.txt"]);
    let body = json!({"file_names": names, "entity_type": "trace", "entity_id": TRACE, "container_id": PROJECT_ID});
    let delete = post("/v1/private/attachment/delete", body);
    let flow = |name, steps, drive| Flow { name, steps, drive };
    let direct = || {
        [start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").answers(502, ""), put(upload_url("a.txt"), b"hi!")]
    };
    vec![
        flow("list", listed(&presigned()), |world| {
            world.list().unwrap();
        }),
        flow("upload, direct", direct().to_vec(), upload),
        flow("upload, store", multipart(&presigned()), upload),
        flow("upload, foreign", multipart(FOREIGN), upload),
        flow("upload, looked first", then(vec![project(PROJECT_ID), page(1, &[], 0)], direct()), |world| {
            let mut file = file("a.txt", b"hi!");
            file.if_exists = IfExists::Error;
            world.upload(&file).unwrap();
        }),
        flow("delete", vec![project(PROJECT_ID), delete], |world| world.delete(&["a.txt"]).unwrap()),
    ]
}

/// Runs every flow with that key and shows each request that was sent.
fn for_every_request(api_key: Option<&'static str>, check: impl Fn(&str, &Sent)) {
    let flows = downloads().into_iter().chain(others());
    for Flow { name, steps, drive } in flows {
        let expected = steps.len();
        let world = Fixture::with(api_key, Tuning::default(), steps);
        drive(&world);
        let sent = world.host.sent.borrow();
        assert_eq!(sent.len(), expected, "{name}");
        for request in sent.iter() {
            check(name, request);
        }
    }
}

fn values<'a>(sent: &'a Sent, wanted: &str) -> Vec<&'a str> {
    let found = sent.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| value.as_str()).collect()
}

fn is_backend(sent: &Sent) -> bool {
    sent.url.starts_with(&format!("{API}/"))
}

#[test]
fn key_and_workspace_go_to_addresses_below_api_url_and_nowhere_else() {
    for_every_request(Some(KEY), |flow, sent| {
        let (keys, workspaces) = if is_backend(sent) { (vec![KEY], vec![WORKSPACE]) } else { (vec![], vec![]) };
        assert_eq!(values(sent, "Authorization"), keys, "{flow}: {}", sent.url);
        assert_eq!(values(sent, "Comet-Workspace"), workspaces, "{flow}: {}", sent.url);
    });
}

#[test]
fn no_secret_is_in_an_address_or_in_a_body() {
    for_every_request(Some(KEY), |flow, sent| {
        assert!(!sent.url.contains(KEY), "{flow}: {}", sent.url);
        assert!(!format!("{:?}", sent.body).contains(KEY), "{flow}: {}", sent.url);
    });
}

#[test]
fn without_a_key_there_is_no_authorization_header_at_all() {
    for_every_request(None, |flow, sent| {
        assert!(values(sent, "Authorization").is_empty(), "{flow}: {}", sent.url);
        assert_eq!(values(sent, "Comet-Workspace").len(), usize::from(is_backend(sent)), "{flow}: {}", sent.url);
    });
}

#[test]
fn only_headers_that_a_page_may_send_are_sent_and_none_to_strangers() {
    // Browsers set the last one themselves, whatever they are told.
    let allowed = ["Accept", "Comet-Workspace", "Authorization", "Content-Type", "Accept-Encoding"];
    for_every_request(Some(KEY), |flow, sent| {
        for (name, _) in &sent.headers {
            assert!(allowed.contains(&name.as_str()), "{flow}: {name}");
            assert_eq!(values(sent, name).len(), 1, "{flow}: {name} twice");
        }
        assert_eq!(sent.headers.is_empty(), !is_backend(sent), "{flow}: {}", sent.url);
        let is_json = matches!(sent.body, Body::Json(_));
        let types = if is_json { vec!["application/json"] } else { vec![] };
        assert_eq!(values(sent, "Content-Type"), types, "{flow}: {}", sent.url);
    });
}

#[test]
fn redirects_are_followed_only_where_nothing_of_ours_is_sent() {
    for_every_request(Some(KEY), |flow, sent| {
        let expected = match (&sent.body, is_backend(sent)) {
            (Body::Bytes(_), _) | (_, true) => Redirect::Manual,
            (_, false) => Redirect::Follow,
        };
        assert_eq!(sent.redirect, expected, "{flow}: {}", sent.url);
    });
}
