//! Uploads, whatever goes wrong: never a success that is none, and none that fails where it need not.

use opik_attachments::core::error::Error;
use opik_attachments::core::http::request::Method;
use proptest::prelude::*;

use super::fault_plans::{any_plan, survivable};
use super::opik_setup::Rules;
use super::simulation::{PART, Simulation, check_error, file};

/// Sizes around the boundaries of parts, and others.
pub(super) fn size(most_parts: u64) -> impl Strategy<Value = u64> {
    let around = (0..=most_parts, 0..3_u64).prop_map(|(parts, more)| (parts * PART + more).saturating_sub(1));
    prop_oneof![around, 0..most_parts * PART]
}

fn rules() -> impl Strategy<Value = Rules> {
    any::<[bool; 3]>().prop_map(|[direct, forgiving, digests]| Rules { direct, forgiving, digests, ..Rules::default() })
}

/// What must be true after every upload of `size` bytes.
fn check(world: &Simulation, size: u64, concurrency: u32, result: &Result<(), Error>) {
    match result {
        Ok(()) => assert!(world.has(&file("a", 1, size)), "a success that is none"),
        Err(error) => check_error(error),
    }
    world.check_progress(result.is_ok().then_some(size));
    assert!(world.host.max_in_flight.get() <= concurrency, "{} at once", world.host.max_in_flight.get());
    assert_eq!(world.host.in_flight.get(), 0);
    let mut succeeded = world.host.succeeded.borrow().clone();
    succeeded.retain(|identity| identity.starts_with("PUT"));
    let sent = succeeded.len();
    succeeded.sort();
    succeeded.dedup();
    assert_eq!(succeeded.len(), sent, "a part was sent although the store had it");
    let (starts, opened) = (world.sent_to("/upload-start"), world.succeeded_at("/upload-start"));
    assert!(opened <= 2 && starts <= 12, "{opened} of {starts} starts");
}

proptest! {
    #[test]
    fn what_can_be_survived_is_survived(
        size in size(9), concurrency in 1..9_u32, rules in rules(), plan in survivable(Method::Put, 15),
    ) {
        // Where tags are no digests, a completion whose answer was lost cannot be proved.
        let world = Simulation::new(Rules { digests: true, ..rules }, concurrency, plan);
        let result = world.upload(&file("a", 1, size));
        check(&world, size, concurrency, &result);
        prop_assert!(result.is_ok(), "{result:?}");
    }

    #[test]
    fn no_plan_makes_a_success_that_is_none(
        size in size(9), concurrency in 1..9_u32, rules in rules(), plan in any_plan(20),
    ) {
        let world = Simulation::new(rules, concurrency, plan);
        let result = world.upload(&file("a", 1, size));
        check(&world, size, concurrency, &result);
    }

    #[test]
    fn urls_that_live_too_short_are_replaced_once(
        size in size(9), concurrency in 1..9_u32, lifetime_s in 0..9_u64, pace in 1..40_u64,
    ) {
        let rules = Rules { lifetime_s, ..Rules::default() };
        let world = Simulation::paced(rules, concurrency, Vec::new(), PART / 50 / pace, 1000);
        let result = world.upload(&file("a", 1, size));
        check(&world, size, concurrency, &result);
    }
}
