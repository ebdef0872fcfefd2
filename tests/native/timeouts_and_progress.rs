//! What runs through every transfer: timeouts, progress, waiting for the network, the lifetime of URLs.

use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::Code;
use opik_attachments::core::transfer::progress::TransferProgress;

use crate::fixture::{self, Fixture, KEY, STORE, ask_project, file, project, start, start_direct, tagged, upload_url};
use crate::manual_poll::ManualPoll;
use crate::step::{Step, put};

const MIB: usize = 1024 * 1024;
const PART: usize = 5 * MIB;

fn part_url(upload: u32, number: usize) -> String {
    format!("{STORE}/a?X-Amz-Expires=60&uploadId=u{upload}&partNumber={number}&X-Amz-Signature=5ec3e7")
}

fn start_parts(upload: u32, parts: usize) -> Step {
    let urls: Vec<String> = (1..=parts).map(|number| part_url(upload, number)).collect();
    fixture::start_parts("a.txt", &format!("u{upload}"), u32::try_from(parts).unwrap(), &urls)
}

fn put_part(upload: u32, number: usize, bytes: usize) -> Step {
    put(part_url(upload, number), &vec![7; bytes]).answers(200, "").header("ETag", "\"tag\"")
}

fn complete(upload: u32, parts: usize, size: usize) -> Step {
    fixture::complete("a.txt", &format!("u{upload}"), size, &tagged(&vec!["\"tag\""; parts]))
}

fn world(concurrency: u32, steps: impl IntoIterator<Item = Step>) -> Fixture {
    Fixture::with(Some(KEY), Tuning { concurrency, part_size: Some(PART as u64), ..Tuning::default() }, steps)
}

#[test]
fn parts_go_up_at_once_and_a_free_lane_is_used_at_once() {
    let world = world(2, [start_parts(1, 4)]);
    world.host.expect([
        // The first is slow; the others follow each other beside it.
        put_part(1, 1, PART).late_by(9),
        put_part(1, 2, PART).late(),
        put_part(1, 3, PART).late(),
        put_part(1, 4, 1),
        complete(1, 4, 3 * PART + 1),
    ]);
    world.upload(&file("a.txt", &vec![7; 3 * PART + 1])).unwrap();
    assert_eq!(world.host.max_in_flight.get(), 2);
}

#[test]
fn urls_that_die_on_the_way_are_replaced_once_and_nothing_is_sent_to_dead_ones() {
    // A minute is what they live; the parts take 40 seconds each.
    let slow = |upload, number| put_part(upload, number, PART).takes(40_000.0);
    let steps = [start_parts(1, 3), slow(1, 1), slow(1, 2), start_parts(2, 3)];
    let world = world(1, steps.clone());
    world.host.expect([put_part(2, 1, PART), put_part(2, 2, PART), put_part(2, 3, 1), complete(2, 3, 2 * PART + 1)]);
    world.upload(&file("a.txt", &vec![7; 2 * PART + 1])).unwrap();

    let world = self::world(1, steps);
    world.host.expect([slow(2, 1), slow(2, 2)]);
    let details = world.upload(&file("a.txt", &vec![7; 2 * PART + 1])).unwrap_err().into_details();
    assert_eq!(details.code, Code::UrlExpired);
    assert!(details.message.contains("60 seconds") && details.hint.unwrap().contains("S3_PRESIGN_URL_TIMEOUT"));
}

#[test]
fn the_life_of_urls_begins_with_the_request_that_they_answer() {
    // As long as they live the start had to wait: that is not their age.
    let busy = start("a.txt", 1).answers(429, "").header("Retry-After", "60");
    let world = world(1, [busy, start_parts(1, 1), put_part(1, 1, 3), complete(1, 1, 3)]);
    world.upload(&file("a.txt", &[7; 3])).unwrap();
}

#[test]
fn urls_may_say_that_they_live_for_ever() {
    let url = format!("{STORE}/a?X-Amz-Expires={}", u64::MAX);
    let world = world(1, [fixture::start_parts("a.txt", "u1", 1, std::slice::from_ref(&url))]);
    world.host.expect([put(url, &[7; 3]).answers(200, "").header("ETag", "\"tag\""), complete(1, 1, 3)]);
    world.upload(&file("a.txt", &[7; 3])).unwrap();
}

#[test]
fn progress_never_goes_back_and_ends_at_the_total() {
    let total = 2 * PART;
    let world = world(1, [start_parts(1, 2)]);
    world.host.wants_progress.set(true);
    let most = PART as u64 - 1;
    world.host.expect([
        put_part(1, 1, PART).sends([10, most]).answers(503, "").takes(1000.0),
        put_part(1, 1, PART).sends([20, most, PART as u64]).takes(1000.0),
        put_part(1, 2, PART).sends([30, PART as u64]).takes(1000.0),
        complete(1, 2, total),
    ]);
    world.upload(&file("a.txt", &vec![7; total])).unwrap();
    let told = world.host.progress.borrow();
    let report = |loaded| ("a.txt".to_owned(), TransferProgress { loaded, total: Some(total as u64) });
    let expected = [10, 20, PART as u64, total as u64].map(report);
    assert_eq!(*told, expected);
}

#[test]
fn progress_waits_for_a_fresh_start_to_catch_up() {
    let total = 2 * PART + 9;
    let world = world(1, [start_parts(1, 3)]);
    world.host.wants_progress.set(true);
    let full = PART as u64;
    let first = |upload| put_part(upload, 1, PART).sends([full]).takes(1000.0);
    world.host.expect([
        first(1),
        put_part(1, 2, PART).sends([5]).takes(1000.0).answers(403, ""),
        start_parts(2, 3),
        first(2),
        put_part(2, 2, PART).sends([4, 6, 7]).takes(1000.0),
        put_part(2, 3, 9).sends([1]).takes(1000.0),
        complete(2, 3, total),
    ]);
    world.upload(&file("a.txt", &vec![7; total])).unwrap();
    let told: Vec<u64> = world.host.progress.borrow().iter().map(|(_, report)| report.loaded).collect();
    assert_eq!(told, [full, full + 5, full + 6, 2 * full, total as u64]);
}

#[test]
fn offline_nothing_is_tried_and_online_it_goes_on() {
    let world = Fixture::new([ask_project().no_answer("offline")]);
    world.host.offline.set(true);
    let mut listing = ManualPoll::new(world.listing());
    assert!(listing.go_on().is_none());
    assert_eq!((world.requests(), world.host.sleeps.borrow().len()), (1, 1));
    world.host.expect([project(crate::fixture::PROJECT_ID), crate::fixture::page(1, &[], 0)]);
    world.host.reconnect();
    assert!(listing.go_on().unwrap().unwrap().is_empty());
}

#[test]
fn a_large_body_may_be_worked_on_for_longer_and_a_completion_longest() {
    let world = Fixture::new([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!")]);
    world.upload(&file("a.txt", b"hi!")).unwrap();
    let stall = |world: &Fixture, index: usize| world.host.sent.borrow()[index].timeouts;
    assert_eq!((stall(&world, 1).stall_ms, stall(&world, 1).response_ms), (15_000, 15_000));

    let world = self::world(6, [start_parts(1, 1), put_part(1, 1, PART), complete(1, 1, PART)]);
    world.upload(&file("a.txt", &vec![7; PART])).unwrap();
    assert!(stall(&world, 1).response_ms > 16_000 && stall(&world, 1).stall_ms == 15_000);
    assert_eq!(stall(&world, 2).response_ms, 60_000);
}

#[test]
fn a_date_to_wait_for_is_honoured() {
    let busy = ask_project().answers(503, "").header("Retry-After", "in 2500 ms");
    let world = Fixture::new([busy, project(crate::fixture::PROJECT_ID), crate::fixture::page(1, &[], 0)]);
    world.list().unwrap();
    assert_eq!(*world.host.sleeps.borrow(), [2500]);
    let sent = world.host.sent.borrow();
    assert_eq!(sent[1].at_ms - sent[0].at_ms, 2500.0);
}

#[test]
fn the_repetitions_of_all_calls_together_are_bounded() {
    // A hundred: twenty calls spend five each, and the others have none.
    let world = Fixture::new((0..20 * 6 + 10).map(|_| ask_project().answers(503, "")));
    for call in 0..30 {
        let attempts = world.list().unwrap_err().details().attempts;
        assert_eq!(attempts, if call < 20 { 6 } else { 1 });
    }
}

#[test]
fn what_succeeds_earns_repetitions_back() {
    let world = Fixture::new((0..20 * 6).map(|_| ask_project().answers(503, "")));
    for _ in 0..20 {
        world.list().unwrap_err();
    }
    // Five requests that succeed at once are worth one.
    let page = || crate::fixture::page(1, &crate::fixture::rows(&["a"]), 1);
    world.host.expect([project(crate::fixture::PROJECT_ID), page(), page(), page(), page()]);
    for _ in 0..4 {
        world.list().unwrap();
    }
    world.host.expect([page().answers(503, ""), page().answers(503, "")]);
    assert_eq!(world.list().unwrap_err().details().attempts, 2);
}
