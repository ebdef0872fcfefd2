//! Dropping a call: nothing more is sent, and whoever waited for it goes on.

use opik_attachments::core::error::Operation;
use serde_json::json;

use crate::fixture::{
    Fixture, PROJECT_ID, STORE, ask_project, file, list_url, names, page, project, rows, start, target,
};
use crate::manual_poll::ManualPoll;
use crate::step::{get, put};

#[test]
fn a_call_that_is_never_polled_sends_nothing() {
    let world = Fixture::new([]);
    drop(world.listing());
    assert_eq!(world.requests(), 0);
}

#[test]
fn a_waiting_call_goes_on_when_the_one_that_asks_is_cancelled() {
    let world = Fixture::new([ask_project().never(), project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    let mut first = ManualPoll::new(world.listing());
    let mut second = ManualPoll::new(world.listing());
    assert!(first.step().is_none() && second.step().is_none());
    assert!(!second.is_woken());
    drop(first);
    assert!(second.is_woken(), "nobody else would wake it");
    assert_eq!(names(&second.go_on().unwrap().unwrap()), ["a"]);
}

#[test]
fn a_waiting_call_that_is_cancelled_holds_nobody_up() {
    let list = || page(1, &rows(&["a"]), 1);
    let world = Fixture::new([ask_project().never(), project(PROJECT_ID).late(), list(), list()]);
    let mut first = ManualPoll::new(world.listing());
    let mut second = ManualPoll::new(world.listing());
    let mut third = ManualPoll::new(world.listing());
    let mut fourth = ManualPoll::new(world.listing());
    assert!(first.step().is_none() && second.step().is_none() && third.step().is_none() && fourth.step().is_none());
    drop(second);
    drop(first);
    // Whichever of those that are left comes first asks; the other waits for it.
    assert!(fourth.step().is_none() && third.step().is_none());
    assert_eq!(world.requests(), 2);
    assert_eq!(names(&fourth.go_on().unwrap().unwrap()), ["a"]);
    assert_eq!(names(&third.go_on().unwrap().unwrap()), ["a"]);
}

#[test]
fn a_client_is_usable_after_every_call_was_cancelled() {
    let world = Fixture::new([ask_project().never(), project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    {
        let mut first = ManualPoll::new(world.listing());
        let mut second = ManualPoll::new(world.listing());
        assert!(first.step().is_none() && second.step().is_none());
    }
    assert_eq!(names(&world.list().unwrap()), ["a"]);
}

#[test]
fn an_id_that_was_found_stays_when_the_call_is_cancelled_later() {
    let stuck = page(1, &[], 0).never();
    let world = Fixture::new([project(PROJECT_ID), stuck, page(1, &rows(&["a"]), 1)]);
    let mut first = ManualPoll::new(world.listing());
    assert!(first.go_on().is_none());
    drop(first);
    assert_eq!(names(&world.list().unwrap()), ["a"]);
}

#[test]
fn a_call_that_is_cancelled_while_it_waits_for_its_retry_sends_nothing_more() {
    let world = Fixture::new([ask_project().answers(503, "")]);
    world.host.sleeps_for_ever.set(true);
    let mut first = ManualPoll::new(world.listing());
    let mut second = ManualPoll::new(world.listing());
    assert!(first.go_on().is_none() && second.go_on().is_none());
    assert_eq!(world.host.sleeps.borrow().len(), 1);
    drop(first);
    world.host.expect([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    assert_eq!(names(&second.go_on().unwrap().unwrap()), ["a"]);
}

#[test]
fn a_call_that_is_cancelled_while_it_reads_a_body_sends_nothing_more() {
    let body = json!({"total": 5, "content": rows(&["a"])});
    let stuck = get(list_url(PROJECT_ID, 1)).answers_json(200, &body).body_never();
    let world = Fixture::new([project(PROJECT_ID), stuck]);
    let mut call = ManualPoll::new(world.listing());
    assert!(call.go_on().is_none());
    drop(call);
    assert_eq!(world.requests(), 2);
}

#[test]
fn an_upload_that_is_cancelled_between_parts_is_not_completed() {
    const MIB: usize = 1024 * 1024;
    let urls = [format!("{STORE}/a?partNumber=1"), format!("{STORE}/a?partNumber=2")];
    let bytes = vec![7; 9 * MIB];
    let world = Fixture::new([
        start("a.txt", 2).answers_json(200, &json!({"upload_id": "u", "pre_sign_urls": urls})),
        put(urls[0].as_str(), &bytes[..5 * MIB]).answers(200, "").header("ETag", "1"),
        put(urls[1].as_str(), &bytes[5 * MIB..]).never(),
    ]);
    let file = file("a.txt", &bytes);
    let call = world.call(Operation::UploadAttachment);
    let mut upload = ManualPoll::new(call.upload(&file));
    assert!(upload.go_on().is_none());
    drop(upload);
    assert_eq!(world.requests(), 3);
}

#[test]
fn cancelling_one_call_leaves_another_alone() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    world.list().unwrap();
    world.host.expect([page(1, &[], 0).never(), page(1, &rows(&["b"]), 1).late()]);
    let call = world.call(Operation::GetAttachmentList);
    let target = target();
    let mut first = ManualPoll::new(call.list(&target));
    let mut second = ManualPoll::new(call.list(&target));
    assert!(first.step().is_none() && second.step().is_none());
    drop(first);
    assert_eq!(names(&second.go_on().unwrap().unwrap()), ["b"]);
}
