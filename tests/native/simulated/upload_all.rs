//! Many files at once: one result each, in order, over one semaphore.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use opik_attachments::client::{IfExists, QueuedFile, UploadRequest};
use opik_attachments::core::error::{Error, Operation};
use opik_attachments::core::http::request::Method;
use proptest::collection::vec;
use proptest::prelude::*;

use super::fault_plans::{any_plan, survivable};
use super::faults::Plan;
use super::opik_setup::Rules;
use super::simulation::{PART, Simulation, check_error, file};
use super::uploads::size;
use super::virtual_bytes::Extent;

/// One file of a call.
#[derive(Clone, Debug)]
struct Given {
    size: u64,
    /// Whether its size is known before it is opened.
    known: bool,
    /// Whether it can be opened.
    opens: bool,
    /// Milliseconds that opening takes.
    slow_ms: u64,
    if_exists: IfExists,
}

fn given() -> impl Strategy<Value = Given> {
    let if_exists = proptest::sample::select(&[IfExists::Replace, IfExists::Skip, IfExists::Error]);
    (size(4), any::<bool>(), prop::bool::weighted(0.8), 0..40_u64, if_exists)
        .prop_map(|(size, known, opens, slow_ms, if_exists)| Given { size, known, opens, slow_ms, if_exists })
}

/// A call with files `0`, `1` and so on, whose contents are their numbers.
struct Many {
    world: Simulation,
    given: Vec<Given>,
    opened: Rc<RefCell<Vec<usize>>>,
    /// Files that are being opened.
    opening: Rc<Cell<u32>>,
    /// The most files that were opened and not completed yet.
    most_open: Rc<Cell<usize>>,
}

impl Many {
    fn new(rules: Rules, concurrency: u32, plan: Plan, given: Vec<Given>) -> Self {
        let world = Simulation::new(rules, concurrency, plan);
        let (opened, opening, most_open) = Default::default();
        Self { world, given, opened, opening, most_open }
    }

    fn file(&self, number: usize) -> UploadRequest<Extent> {
        let given = &self.given[number];
        UploadRequest {
            if_exists: given.if_exists,
            ..file(&number.to_string(), u32::try_from(number).unwrap() + 1, given.size)
        }
    }

    fn queued(&self, number: usize) -> QueuedFile<Extent> {
        let Given { size, known, opens, slow_ms, .. } = self.given[number];
        let opened = Rc::clone(&self.opened);
        let (file, opening, most_open) = (self.file(number), Rc::clone(&self.opening), Rc::clone(&self.most_open));
        let host = Rc::clone(&self.world.host);
        QueuedFile {
            file_name: Rc::clone(&file.file_name),
            size: known.then_some(size),
            lock: self.world.locked(&file),
            open: Box::pin(async move {
                opened.borrow_mut().push(number);
                assert_eq!(opening.replace(1), 0, "files are opened one by one");
                let completed =
                    host.succeeded.borrow().iter().filter(|identity| identity.contains("-complete")).count();
                most_open.set(most_open.get().max((number + 1).saturating_sub(completed)));
                host.clock.pass(slow_ms).await;
                opening.set(0);
                if opens { Ok(file) } else { Err(Error::invalid("file", "a file", "none")) }
            }),
        }
    }

    /// Uploads them all, and checks what must be true whatever goes wrong. Gives whether each file is stored.
    fn upload(&self, concurrency: u32) -> Vec<bool> {
        let queued = (0..self.given.len()).map(|number| Ok(self.queued(number))).collect();
        let results = self.world.run(self.world.call(Operation::UploadAttachments).upload_all(queued));
        assert_eq!(results.len(), self.given.len());
        for (number, result) in results.iter().enumerate() {
            match result {
                Ok(uploaded) => {
                    assert_eq!(uploaded.file_name, number.to_string());
                    assert!(self.world.has(&self.file(number)), "a success that is none: {uploaded:?}");
                }
                Err(_) if !self.given[number].opens => {}
                Err(error) => check_error(error),
            }
        }
        let total = self.given.iter().filter(|given| given.known || given.opens).map(|given| given.size).sum();
        self.world.check_progress(Some(total));
        assert!(self.opened.borrow().iter().copied().eq(0..self.given.len()), "opened {:?}", self.opened);
        let most = self.world.host.max_in_flight.get();
        assert!(most <= concurrency, "{most} requests at once with concurrency {concurrency}");
        results.iter().map(Result::is_ok).collect()
    }
}

proptest! {
    #[test]
    fn each_file_has_its_own_fate(
        given in vec(given(), 0..6), concurrency in 1..9_u32, direct in any::<bool>(), plan in survivable(Method::Put, 15),
        refused in 0..9_usize,
    ) {
        let rules = Rules { direct, refused: Some(refused.to_string()), ..Rules::default() };
        let many = Many::new(rules, concurrency, plan, given);
        let stored = many.upload(concurrency);
        for (number, (given, stored)) in many.given.iter().zip(stored).enumerate() {
            prop_assert_eq!(stored, given.opens && number != refused, "file {}", number);
        }
    }

    #[test]
    fn no_plan_breaks_the_sum_the_order_or_the_bound(
        given in vec(given(), 0..6), concurrency in 1..9_u32, direct in any::<bool>(), plan in any_plan(20),
    ) {
        Many::new(Rules { direct, ..Rules::default() }, concurrency, plan, given).upload(concurrency);
    }

    /// A part takes half a second, and so a file no more than three; all of them together take longer than URLs live.
    #[test]
    fn no_more_files_are_open_than_there_are_lanes_and_no_url_dies_of_waiting(
        sizes in vec(3 * PART..5 * PART, 5..9), concurrency in 1..4_u32,
    ) {
        let given: Vec<_> = sizes
            .into_iter()
            .map(|size| Given { size, known: true, opens: true, slow_ms: 0, if_exists: IfExists::Replace })
            .collect();
        let many = Many::new(Rules { lifetime_s: 6, ..Rules::default() }, concurrency, Vec::new(), given);
        prop_assert!(many.upload(concurrency).iter().all(|stored| *stored));
        prop_assert_eq!(many.world.sent_to("/upload-start"), many.given.len());
        prop_assert!(many.most_open.get() <= concurrency as usize, "{} files open", many.most_open.get());
    }
}
