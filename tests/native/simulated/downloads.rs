//! Downloads, whatever goes wrong: every byte once and in order, or an error.

use opik_attachments::client::DownloadRequest;
use opik_attachments::client::host::Bytes;
use opik_attachments::core::error::{Error, Operation};
use opik_attachments::core::http::request::Method;
use opik_attachments::core::transfer::byte_range::ByteRange;
use proptest::prelude::*;

use super::fault_plans::{any_plan, replacing, survivable};
use super::faults::Plan;
use super::opik_setup::Rules;
use super::simulation::{Simulation, check_error, file};
use super::virtual_bytes::{Extent, joined};
use crate::fixture::wanted;
use crate::manual_poll::ManualPoll;

/// A file in the model, and what is wanted of it.
#[derive(Clone, Debug)]
struct Wanted {
    size: u64,
    range: ByteRange,
    /// Bytes that arrive at once.
    chunk: u64,
    direct: bool,
    hidden: bool,
    foreign: bool,
    /// The row that the caller has, if it has one.
    row: Option<Row>,
    /// Whether the caller wants to know how far it is.
    told: bool,
}

/// What the row of a list that the caller has says of the size.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Row {
    /// Nothing.
    Silent,
    /// What it is.
    Fresh,
    /// What it was before the file was replaced.
    Stale(u64),
}

fn some() -> impl Strategy<Value = Wanted> {
    let range = (0..60_u64, prop::option::of(0..60_u64)).prop_map(|(start, end)| ByteRange { start, end });
    let range = prop_oneof![Just(ByteRange::default()), range];
    let row = prop::option::of(prop_oneof![Just(Row::Silent), Just(Row::Fresh)]);
    (0..50_u64, range, 1..30_u64, any::<[bool; 4]>(), row).prop_map(
        |(size, range, chunk, [direct, hidden, foreign, told], row)| {
            // The backend does not say how long a file is, and in a page of another origin nobody does: without its size
            // a short answer cannot be told.
            let row = row.map(|row| if direct || foreign { Row::Fresh } else { row });
            Wanted { size, range, chunk, direct, hidden, foreign, row, told }
        },
    )
}

impl Wanted {
    fn world(&self, plan: Plan) -> Simulation {
        self.world_of(Rules::default(), plan)
    }

    fn world_of(&self, rules: Rules, plan: Plan) -> Simulation {
        let rules = Rules { direct: self.direct, hidden: self.hidden, foreign: self.foreign, ..rules };
        let world = Simulation::paced(rules, 1, plan, 1, self.chunk);
        world.host.opik.borrow_mut().put("a", file("a", 1, self.size).bytes, "text/plain");
        world.host.wants_progress.set(self.told);
        world
    }

    fn request(&self, world: &Simulation) -> DownloadRequest {
        let link = self.row.map(|_| world.host.opik.borrow().link("a", 0));
        let file_size = self.row.and_then(|row| match row {
            Row::Silent => None,
            Row::Fresh => Some(self.size),
            Row::Stale(size) => Some(size),
        });
        DownloadRequest { range: self.range, link, file_size, ..wanted("a") }
    }

    /// Downloads, checks what must be true whatever goes wrong, and gives what the consumer has got.
    fn download(&self, world: &Simulation) -> (Vec<Extent>, Result<(), Error>) {
        let mut got = Vec::new();
        let request = self.request(world);
        let result = world.run(async {
            let mut download = world.call(Operation::DownloadAttachment).download(request).await?;
            loop {
                let next = download.next().await;
                // Went before it.
                got.append(&mut world.host.straight.borrow_mut());
                let Some(chunk) = next? else { break };
                assert!(chunk.size() > 0);
                got.push(chunk);
            }
            // The end stays the end, and is told once.
            assert!(download.next().await?.is_none());
            Ok(())
        });
        let got = joined(got);
        let total = got.iter().map(Bytes::size).sum();
        if self.told {
            world.check_progress(result.is_ok().then_some(total));
        } else {
            assert!(world.host.told.borrow().is_empty());
        }
        if let Err(error) = &result {
            check_error(error);
        }
        (got, result)
    }

    /// What is wanted of a file of `size` bytes, as `Blob.slice` has it.
    fn slice(&self, content: u32, size: u64) -> Vec<Extent> {
        let start = self.range.start.min(size);
        let end = self.range.end.unwrap_or(size).clamp(start, size.max(start));
        joined([Extent::whole(content, size).slice(start, end)])
    }
}

proptest! {
    #[test]
    fn what_can_be_survived_is_survived(wanted in some(), plan in survivable(Method::Get, 3)) {
        let world = wanted.world(plan);
        let (got, result) = wanted.download(&world);
        prop_assert!(result.is_ok(), "{result:?}");
        prop_assert_eq!(got, wanted.slice(1, wanted.size));
    }

    #[test]
    fn no_plan_makes_a_short_success(wanted in some(), plan in any_plan(4), lifetime_s in 0..9_u64) {
        let world = wanted.world_of(Rules { lifetime_s, ..Rules::default() }, plan);
        let (got, result) = wanted.download(&world);
        let whole = wanted.slice(1, wanted.size);
        match (result, &got[..], &whole[..]) {
            (Ok(()), _, _) => prop_assert_eq!(got, whole),
            (Err(_), [], _) => {}
            (Err(_), [got], [whole]) => prop_assert!(got.start == whole.start && got.end <= whole.end, "{:?}", got),
            (Err(_), _, _) => prop_assert!(false, "{:?}", got),
        }
    }

    /// In object-store mode: the backend has no tags, so what it sends of a new file looks like the rest of the old one.
    #[test]
    fn a_file_that_is_replaced_is_the_old_one_or_the_new_one_or_an_error(wanted in some(), plan in replacing()) {
        let wanted = Wanted { direct: false, hidden: false, ..wanted };
        let world = wanted.world(plan);
        let (got, result) = wanted.download(&world);
        prop_assert!(got.len() <= 1, "a mixture: {:?}", got);
        if result.is_ok() {
            let last = world.host.opik.borrow().objects["a"].extents.first().map_or(1, |extent| extent.content);
            let sizes = wanted.size..wanted.size + 9000;
            let whole = (1..=last).any(|content| sizes.clone().any(|size| got == wanted.slice(content, size)));
            prop_assert!(whole, "{:?} is no slice of a whole file", got);
        }
    }

    /// The bytes are those of the file that is there, so its length is to be, too.
    #[test]
    fn a_row_that_is_out_of_date_never_cuts_a_file_short(wanted in some(), was in 1..50_u64) {
        let wanted = Wanted { row: Some(Row::Stale(was)), ..wanted };
        let world = wanted.world(Vec::new());
        let (got, result) = wanted.download(&world);
        let is_empty = wanted.range.start >= was || wanted.range.end.is_some_and(|end| end <= wanted.range.start);
        match result {
            Ok(()) => prop_assert!(is_empty || got == wanted.slice(1, wanted.size), "{:?}", got),
            // What has gone to the consumer by then cannot be taken back.
            Err(_) => {
                let told = !(wanted.direct || wanted.hidden);
                prop_assert!(!told, "the store says how long a file is");
            }
        }
    }

    #[test]
    fn one_that_is_dropped_sends_nothing_more(wanted in some(), plan in any_plan(4), polls in 0..60_usize) {
        let world = wanted.world(plan);
        let request = wanted.request(&world);
        let mut download = ManualPoll::new(async {
            let mut download = world.call(Operation::DownloadAttachment).download(request).await?;
            while download.next().await?.is_some() {}
            Ok::<(), Error>(())
        });
        for _ in 0..polls {
            while !download.is_woken() {
                prop_assert!(world.host.clock.advance());
            }
            if download.step().is_some() {
                break;
            }
        }
        drop(download);
        let sent = world.host.sent.borrow().len();
        while world.host.clock.advance() {}
        prop_assert_eq!((world.host.sent.borrow().len(), world.host.in_flight.get()), (sent, 0));
    }
}
