//! Files of every size that matters, up to the largest that a store takes.

use opik_attachments::client::host::Bytes;
use opik_attachments::core::error::Code;
use opik_attachments::core::http::request::Method;

use super::opik_setup::Rules;
use super::simulation::{PART, Simulation, file};

const GIB: u64 = 1024 * 1024 * 1024;
/// Ten thousand parts of 5 GiB.
const LARGEST: u64 = 10_000 * 5 * GIB;

/// A world in which nothing takes long.
fn world() -> Simulation {
    Simulation::paced(Rules { lifetime_s: u64::MAX / 10_000, ..Rules::default() }, 8, Vec::new(), GIB, 1)
}

#[test]
fn each_is_cut_into_as_many_parts_as_it_needs() {
    for (size, parts) in [
        (0, 1),
        (1, 1),
        (PART - 1, 1),
        (PART, 1),
        (PART + 1, 2),
        (2 * PART, 2),
        (10_000 * PART, 10_000),
        // Parts of a byte more are enough, and fewer of them.
        (10_000 * PART + 1, 10_000),
        (LARGEST, 10_000),
    ] {
        let world = world();
        world.upload(&file("a", 1, size)).unwrap();
        assert!(world.has(&file("a", 1, size)), "{size}");
        let sent = world.host.sent.borrow();
        let sizes = sent.iter().filter(|asked| asked.method == Method::Put).map(|asked| asked.bytes.unwrap().size());
        let mut sizes: Vec<u64> = sizes.collect();
        assert_eq!(sizes.len(), parts, "{size}");
        let last = sizes.pop().unwrap();
        assert!(last <= 5 * GIB && sizes.iter().all(|size| (PART..=5 * GIB).contains(size)), "{size}");
    }
}

#[test]
fn one_that_no_store_takes_is_refused_before_anything_is_sent() {
    let world = world();
    assert_eq!(world.upload(&file("a", 1, LARGEST + 1)).unwrap_err().code(), Code::FileTooLarge);
    assert!(world.host.sent.borrow().is_empty());
    world.check_progress(None);
}
