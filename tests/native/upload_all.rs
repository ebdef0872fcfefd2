//! Many files in one call: results in order, and one semaphore for all of them.

use std::future::ready;

use opik_attachments::client::{IfExists, NameLock, QueuedFile};
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{Code, Error, Operation};
use opik_attachments::core::opik::attachment::UploadedAttachment;
use opik_attachments::core::transfer::progress::TransferProgress;

use crate::fixture::{self, Fixture, KEY, STORE, file, start_direct, tagged, target, upload_url};
use crate::host_values::Blob;
use crate::manual_poll::run;
use crate::step::{Step, put};

const PART: usize = 5 * 1024 * 1024;

fn world(concurrency: u32, steps: impl IntoIterator<Item = Step>) -> Fixture {
    Fixture::with(Some(KEY), Tuning { concurrency, part_size: Some(PART as u64), ..Tuning::default() }, steps)
}

fn part_url(name: &str, number: usize) -> String {
    format!("{STORE}/{name}?partNumber={number}")
}

fn start_parts(name: &str, parts: u32) -> Step {
    let urls: Vec<String> = (1..=parts as usize).map(|number| part_url(name, number)).collect();
    fixture::start_parts(name, name, parts, &urls)
}

fn put_part(name: &str, number: usize, size: usize) -> Step {
    put(part_url(name, number), &vec![7; size]).answers(200, "").header("ETag", "tag")
}

fn complete(name: &str, parts: usize, size: usize) -> Step {
    fixture::complete(name, name, size, &tagged(&vec!["tag"; parts]))
}

fn locked(world: &Fixture, name: &str) -> NameLock {
    world.session.name_locks.lock(world.session.name_locks.next_call(), &target(), name, IfExists::Replace).unwrap()
}

fn queued(world: &Fixture, name: &str, size: usize) -> QueuedFile<Blob> {
    let lock = locked(world, name);
    let open = Box::pin(ready(Ok(file(name, &vec![7; size]))));
    QueuedFile { file_name: name.into(), size: Some(size as u64), lock, open }
}

fn upload(world: &Fixture, files: Vec<QueuedFile<Blob>>) -> Vec<Result<UploadedAttachment, Error>> {
    run(world.call(Operation::UploadAttachments).upload_all(files.into_iter().map(Ok).collect()))
}

#[test]
fn the_next_file_begins_beside_the_last_parts_of_the_one_before() {
    let world = world(2, [start_parts("a", 3), put_part("a", 1, PART).late(), put_part("a", 2, PART).late()]);
    world.host.expect([
        put_part("a", 3, 1).late_by(9),
        start_parts("b", 1),
        put_part("b", 1, 3),
        complete("b", 1, 3),
        complete("a", 3, 2 * PART + 1),
    ]);
    assert!(upload(&world, vec![queued(&world, "a", 2 * PART + 1), queued(&world, "b", 3)]).iter().all(Result::is_ok));
}

#[test]
fn a_completion_takes_a_lane_like_every_other_request() {
    let world = world(2, [start_parts("a", 1), put_part("a", 1, 3), complete("a", 1, 3).late_by(9)]);
    world.host.expect([
        start_parts("b", 2),
        put_part("b", 1, PART).late(),
        put_part("b", 2, 1).late(),
        complete("b", 2, PART + 1),
    ]);
    assert!(upload(&world, vec![queued(&world, "a", 3), queued(&world, "b", PART + 1)]).iter().all(Result::is_ok));
    assert_eq!(world.host.max_in_flight.get(), 2);
}

/// A file of three bytes in direct mode, and what leaves of it.
fn direct(name: &str, leaves: u64) -> [Step; 2] {
    [start_direct(name, 1).takes(1000.0), put(upload_url(name), &[7; 3]).sends([leaves]).takes(1000.0)]
}

#[test]
fn one_that_fails_leaves_the_others_alone_and_its_bytes_are_done_with() {
    let [start_b, put_b] = direct("b", 2);
    let world = world(1, direct("a", 1));
    world.host.wants_progress.set(true);
    world.host.expect([start_b, put_b.answers(413, "")]);
    world.host.expect(direct("d", 1));
    let unopened = Box::pin(ready(Err(Error::invalid("file", "a file", "none"))));
    let unopened = QueuedFile { file_name: "c".into(), size: Some(5), lock: locked(&world, "c"), open: unopened };
    let results =
        upload(&world, vec![queued(&world, "a", 3), queued(&world, "b", 3), unopened, queued(&world, "d", 3)]);
    let outcomes: Vec<_> = results.iter().map(|result| result.as_ref().map(|file| &*file.file_name)).collect();
    assert!(matches!(outcomes[..], [Ok("a"), Err(one), Err(two), Ok("d")]
        if (one.status(), two.code()) == (Some(413), Code::InvalidArgument)));
    let told = world.host.progress.borrow();
    let expected = [("a", 1), ("a", 3), ("b", 5), ("b", 6), ("d", 12), ("d", 14)];
    let report = |(name, loaded): (&str, u64)| (name.to_owned(), TransferProgress { loaded, total: Some(14) });
    assert_eq!(*told, expected.map(report));
}

#[test]
fn the_bytes_of_a_file_that_is_completed_stay_counted() {
    let world = world(1, [start_parts("a", 1), put_part("a", 1, 3).takes(1000.0), complete("a", 1, 3).takes(1000.0)]);
    world.host.wants_progress.set(true);
    world.host.expect([start_parts("b", 1), put_part("b", 1, 3).sends([1]).takes(1000.0), complete("b", 1, 3)]);
    assert!(upload(&world, vec![queued(&world, "a", 3), queued(&world, "b", 3)]).iter().all(Result::is_ok));
    let told: Vec<u64> = world.host.progress.borrow().iter().map(|(_, report)| report.loaded).collect();
    assert_eq!(told, [3, 4, 6]);
}

#[test]
fn one_that_cannot_be_tried_is_its_own_result_and_counts_for_nothing() {
    let world = world(1, direct("a", 1));
    world.host.wants_progress.set(true);
    world.host.expect(direct("b", 2));
    let refused = |field| Err(Error::invalid(field, "a name", "none"));
    let files =
        vec![refused("files[0].fileName"), Ok(queued(&world, "a", 3)), refused("files[2]"), Ok(queued(&world, "b", 3))];
    let results = run(world.call(Operation::UploadAttachments).upload_all(files));
    let outcomes: Vec<_> = results.iter().map(|result| result.as_ref().map_err(Error::code).is_ok()).collect();
    assert_eq!(outcomes, [false, true, false, true]);
    assert!(results[2].as_ref().is_err_and(|error| error.to_string().contains("files[2]")));
    let told = world.host.progress.borrow();
    assert_eq!(told.last(), Some(&("b".to_owned(), TransferProgress { loaded: 6, total: Some(6) })));
}

#[test]
fn no_files_are_no_requests() {
    assert!(upload(&world(1, []), Vec::new()).is_empty());
}
