//! Two uploads of one name at once: refused or one after the other, and never a race.

use std::future::ready;

use opik_attachments::client::{IfExists, QueuedFile};
use opik_attachments::core::error::{Code, Error, Operation};
use opik_attachments::core::opik::attachment::UploadedAttachment;
use opik_attachments::core::opik::target::{AttachmentTarget, EntityType};

use crate::fixture::{Fixture, file, start_direct, target, upload_url};
use crate::host_values::Blob;
use crate::manual_poll::{ManualPoll, run};
use crate::step::put;

fn queue(world: &Fixture, call: u32, name: &str, if_exists: IfExists) -> Result<QueuedFile<Blob>, Error> {
    let lock = world.session.name_locks.lock(call, &target(), name, if_exists)?;
    let request = file(name, &[7; 3]);
    Ok(QueuedFile { file_name: name.into(), size: Some(3), lock, open: Box::pin(ready(Ok(request))) })
}

fn upload(world: &Fixture, file: QueuedFile<Blob>) -> impl Future<Output = Result<UploadedAttachment, Error>> {
    let call = world.call(Operation::UploadAttachment);
    async move { call.upload_queued_file(file).await }
}

#[test]
fn a_name_is_once_in_a_call_whatever_happens_to_what_exists() {
    let world = Fixture::new([start_direct("a", 1), put(upload_url("a"), &[7; 3]).answers(200, "")]);
    world.host.expect([start_direct("b", 1), put(upload_url("b"), &[7; 3]).answers(200, "")]);
    let call = world.session.name_locks.next_call();
    let files = ["a", "b", "a", "A"].map(|name| queue(&world, call, name, IfExists::Replace));
    world.host.expect([start_direct("A", 1), put(upload_url("A"), &[7; 3]).answers(200, "")]);
    let results = run(world.call(Operation::UploadAttachments).upload_all(files.into_iter().collect()));
    let refused: Vec<_> = results.iter().map(|result| result.as_ref().err().map(Error::code)).collect();
    assert_eq!(refused, [None, None, Some(Code::InvalidArgument), None]);
    let message = &results[2].as_ref().unwrap_err().details().message;
    assert_eq!(message, "fileName: expected a name that no other file of the call has, got \"a\" again");
    // And all of them are free again.
    assert!(queue(&world, world.session.name_locks.next_call(), "a", IfExists::Error).is_ok());
}

#[test]
fn who_asks_about_what_exists_is_refused_while_that_changes() {
    let world = Fixture::new([]);
    let first = queue(&world, world.session.name_locks.next_call(), "a", IfExists::Replace).unwrap();
    for if_exists in [IfExists::Error, IfExists::Skip] {
        let error = queue(&world, world.session.name_locks.next_call(), "a", if_exists).err().unwrap();
        assert_eq!(error.code(), Code::InvalidArgument);
        assert!(error.details().message.contains("no other call of this client"), "{error}");
    }
    drop(first);
    assert!(queue(&world, world.session.name_locks.next_call(), "a", IfExists::Skip).is_ok());
}

#[test]
fn other_entities_and_projects_have_names_of_their_own() {
    let world = Fixture::new([]);
    let _first = queue(&world, world.session.name_locks.next_call(), "a", IfExists::Error).unwrap();
    let others = [
        AttachmentTarget { project_name: "another".to_owned(), ..target() },
        AttachmentTarget { entity_type: EntityType::Span, ..target() },
        AttachmentTarget { entity_id: target().entity_id.replace('1', "2"), ..target() },
    ];
    let locks = others
        .map(|other| world.session.name_locks.lock(world.session.name_locks.next_call(), &other, "a", IfExists::Error));
    assert!(locks.iter().all(Result::is_ok));
}

#[test]
fn those_that_replace_go_one_after_the_other() {
    let world = Fixture::new([start_direct("a", 1), put(upload_url("a"), &[7; 3]).answers(200, "").late()]);
    let [first, second, third] =
        [(); 3].map(|()| queue(&world, world.session.name_locks.next_call(), "a", IfExists::Replace).unwrap());
    let [mut first, mut second, mut third] = [first, second, third].map(|file| ManualPoll::new(upload(&world, file)));
    assert!(first.step().is_none() && second.step().is_none() && third.step().is_none());
    assert!(!second.is_woken() && !third.is_woken());
    assert_eq!(world.requests(), 2);
    assert!(first.go_on().unwrap().is_ok());
    for mut next in [second, third] {
        world.host.expect([start_direct("a", 1), put(upload_url("a"), &[7; 3]).answers(200, "")]);
        assert!(next.go_on().unwrap().is_ok());
    }
    assert_eq!(world.requests(), 6);
}

#[test]
fn one_that_is_cancelled_lets_the_next_one_in() {
    let world = Fixture::new([start_direct("a", 1).never()]);
    let [first, second] =
        [(); 2].map(|()| queue(&world, world.session.name_locks.next_call(), "a", IfExists::Replace).unwrap());
    let [mut first, mut second] = [first, second].map(|file| ManualPoll::new(upload(&world, file)));
    assert!(first.step().is_none() && second.step().is_none());
    world.host.expect([start_direct("a", 1), put(upload_url("a"), &[7; 3]).answers(200, "")]);
    drop(first);
    assert!(second.go_on().unwrap().is_ok());
}

#[test]
fn ten_thousand_names_are_locked_and_freed_in_any_order() {
    let world = Fixture::new([]);
    let call = world.session.name_locks.next_call();
    let name = |number: u32| format!("{}.png", number.wrapping_mul(2_654_435_761) % 10_007);
    let mut locks: Vec<_> = (0..10_000)
        .filter_map(|number| world.session.name_locks.lock(call, &target(), &name(number), IfExists::Error).ok())
        .collect();
    assert!(locks.len() > 5_000);
    while locks.len() > 1 {
        locks.swap_remove(locks.len() / 2);
    }
    let other = world.session.name_locks.next_call();
    let free = (0..10_000)
        .filter(|number| world.session.name_locks.lock(other, &target(), &name(*number), IfExists::Error).is_ok());
    assert!(free.count() > 9_000);
}
