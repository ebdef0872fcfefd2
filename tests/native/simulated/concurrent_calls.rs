//! Calls at once on one client, each polled on its own and some of them dropped: none waits for ever for another.

use std::pin::Pin;

use opik_attachments::client::{IfExists, UploadRequest};
use opik_attachments::core::error::{Error, Operation};
use opik_attachments::core::http::request::Method;
use proptest::collection::vec;
use proptest::prelude::*;

use super::fault_plans::survivable;
use super::opik_setup::Rules;
use super::simulation::{PART, Simulation, file};
use crate::fixture::{target, wanted};
use crate::manual_poll::ManualPoll;

/// A call, and after how many steps of the world it is dropped.
#[derive(Clone, Debug)]
struct Given {
    kind: Kind,
    dropped_after: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    List,
    Upload,
    Download,
}

fn given() -> impl Strategy<Value = Given> {
    let kind = proptest::sample::select(&[Kind::List, Kind::Upload, Kind::Download]);
    (kind, prop::option::of(0..60_usize)).prop_map(|(kind, dropped_after)| Given { kind, dropped_after })
}

type Calling<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

fn calling(world: &Simulation, kind: Kind) -> Calling<'_> {
    Box::pin(async move {
        match kind {
            Kind::List => world.call(Operation::GetAttachmentList).list(&target()).await.map(drop),
            Kind::Upload => {
                let file = UploadRequest { if_exists: IfExists::Skip, ..file("b", 2, PART + 1) };
                world.call(Operation::UploadAttachment).upload(&file).await.map(drop)
            }
            Kind::Download => {
                let mut download = world.call(Operation::DownloadAttachment).download(wanted("a")).await?;
                while download.next().await?.is_some() {}
                Ok(())
            }
        }
    })
}

proptest! {
    #[test]
    fn all_that_are_not_dropped_succeed(given in vec(given(), 1..7), plan in survivable(Method::Put, 5)) {
        let world = Simulation::new(Rules::default(), 2, plan);
        world.host.opik.borrow_mut().put("a", file("a", 1, 999).bytes, "text/plain");
        let mut calls: Vec<_> =
            given.iter().map(|given| (given.dropped_after, ManualPoll::new(calling(&world, given.kind)))).collect();
        for step in 0.. {
            calls.retain(|(dropped_after, _)| *dropped_after != Some(step));
            calls.retain_mut(|(_, call)| match call.go_on() {
                Some(result) => {
                    assert!(result.is_ok(), "{result:?}");
                    false
                }
                None => true,
            });
            if calls.is_empty() {
                break;
            }
            let woken = calls.iter().any(|(_, call)| call.is_woken());
            prop_assert!(woken || world.host.clock.advance(), "a call waits for something that never comes");
        }
        prop_assert_eq!(world.host.in_flight.get(), 0);
    }
}
