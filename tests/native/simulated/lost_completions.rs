//! Completions that are done, or not, whatever their answers say.

use proptest::collection::vec;
use proptest::prelude::*;

use super::fault_plans::passing;
use super::faults::{Fault, Plan};
use super::opik_setup::Rules;
use super::simulation::{PART, Simulation, check_error, file};

/// Faults of the completion, of the two requests of a list, and of the look at the object. The start and the one part
/// before them go well.
fn plan(most: usize) -> impl Strategy<Value = Plan> {
    vec(vec(passing(), 0..=most), 4).prop_map(|rows| [vec![], vec![]].into_iter().chain(rows).collect())
}

proptest! {
    #[test]
    fn an_answer_that_is_lost_is_looked_up_as_patiently_as_it_was_asked_for(
        size in 0..=PART, forgiving in any::<bool>(), older in any::<bool>(), plan in plan(5),
    ) {
        let world = Simulation::new(Rules { forgiving, ..Rules::default() }, 1, plan);
        if older {
            world.host.opik.borrow_mut().put("a", file("a", 2, size).bytes, "text/plain");
        }
        let result = world.upload(&file("a", 1, size));
        prop_assert!(result.is_ok(), "{result:?}");
        prop_assert!(size == 0 || world.has(&file("a", 1, size)));
    }

    #[test]
    fn an_older_file_never_passes_for_a_completion(
        size in 1..3 * PART, concurrency in 1..4_u32, plan in plan(12), status in prop::option::of(400..599_u16),
    ) {
        let mut plan = plan;
        if let Some(status) = status {
            plan[2] = vec![Fault::Refusal { status, wait_s: None, done: false }; 6];
        }
        let world = Simulation::new(Rules::default(), concurrency, plan);
        world.host.opik.borrow_mut().put("a", file("a", 2, size).bytes, "text/plain");
        match world.upload(&file("a", 1, size)) {
            Ok(()) => prop_assert!(world.has(&file("a", 1, size))),
            Err(error) => check_error(&error),
        }
    }
}
