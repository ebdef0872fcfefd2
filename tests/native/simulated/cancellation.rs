//! Calls that are dropped at any moment: nothing is sent afterwards, and the client is as good as new.

use opik_attachments::client::QueuedFile;
use opik_attachments::core::error::Operation;
use opik_attachments::core::http::request::Method;
use proptest::prelude::*;

use super::fault_plans::survivable;
use super::opik_setup::Rules;
use super::simulation::{Simulation, file};
use super::uploads::size;
use super::virtual_bytes::Extent;
use crate::manual_poll::ManualPoll;

/// Polls `call` so many times and drops it, then lets all the time pass that anyone has asked for.
fn drop_after<T>(world: &Simulation, polls: usize, call: impl Future<Output = T>) {
    let mut call = ManualPoll::new(call);
    for _ in 0..polls {
        while !call.is_woken() {
            assert!(world.host.clock.advance(), "the call waits for something that never comes");
        }
        if call.step().is_some() {
            break;
        }
    }
    drop(call);
    let sent = world.host.sent.borrow().len();
    while world.host.clock.advance() {}
    assert_eq!(world.host.sent.borrow().len(), sent);
    assert_eq!(world.host.in_flight.get(), 0);
}

fn queued(world: &Simulation, name: &str, size: u64) -> QueuedFile<Extent> {
    let file = file(name, 1, size);
    let lock = world.locked(&file);
    QueuedFile { file_name: name.into(), size: Some(size), lock, open: Box::pin(async move { Ok(file) }) }
}

proptest! {
    #[test]
    fn an_upload(size in size(9), concurrency in 1..9_u32, polls in 0..200_usize, plan in survivable(Method::Put, 15)) {
        let world = Simulation::new(Rules::default(), concurrency, plan);
        drop_after(&world, polls, world.call(Operation::UploadAttachment).upload(&file("a", 1, size)));
        prop_assert!(world.upload(&file("b", 1, size)).is_ok());
        prop_assert!(world.has(&file("b", 1, size)));
    }

    #[test]
    fn uploads(size in size(5), concurrency in 1..9_u32, polls in 0..300_usize, plan in survivable(Method::Put, 15)) {
        let world = Simulation::new(Rules::default(), concurrency, plan);
        let files = ["a", "b", "c", "d"].map(|name| Ok(queued(&world, name, size))).into_iter().collect();
        drop_after(&world, polls, world.call(Operation::UploadAttachments).upload_all(files));
        prop_assert!(world.upload(&file("e", 1, size)).is_ok());
    }
}
