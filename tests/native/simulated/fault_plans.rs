//! Plans, drawn.

use opik_attachments::core::http::request::Method;
use proptest::collection::vec;
use proptest::prelude::*;

use super::faults::{Fault, Plan, Share};

const TRANSIENT: [u16; 8] = [408, 429, 500, 502, 503, 504, 520, 524];

fn share() -> impl Strategy<Value = Share> {
    prop_oneof![Just(0), Just(255), any::<u8>()].prop_map(Share)
}

/// Faults that another attempt gets past.
pub(super) fn passing() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (proptest::sample::select(&TRANSIENT), proptest::option::of(0..3_u64), any::<bool>())
            .prop_map(|(status, wait_s, done)| Fault::Refusal { status, wait_s, done }),
        any::<bool>().prop_map(|done| Fault::Silence { done }),
        any::<bool>().prop_map(|done| Fault::Stall { done }),
        share().prop_map(Fault::Cut),
        share().prop_map(Fault::Hang),
        share().prop_map(Fault::Short),
    ]
}

fn expired(method: Method) -> impl Strategy<Value = Fault> {
    any::<bool>().prop_map(move |says_so| Fault::Expired { method, says_so })
}

fn lasting() -> impl Strategy<Value = Fault> {
    prop_oneof![
        proptest::sample::select(&[400_u16, 401, 403, 404, 413, 422]).prop_map(|status| Fault::Refusal {
            status,
            wait_s: None,
            done: false
        }),
        expired(Method::Put),
        expired(Method::Get),
        proptest::option::of(Just("\"0cc175b9c0f1b6a831c399e269772661\"")).prop_map(Fault::Tag),
        prop_oneof![Just(-1), Just(1)].prop_map(Fault::Urls),
    ]
}

/// Plans that the default policy gets past: no request fails more than five times, all of them together no more often
/// than the budget affords, and the store takes a URL of a part (`PUT`) or of a file (`GET`) for dead no more than once.
///
/// Nor does it do so to a URL that was made because the last answer was too short. That one is new, and no newer one is
/// asked for. `rows` are the requests that may fail; not above 15, or the budget might not do.
pub(super) fn survivable(dying: Method, rows: usize) -> impl Strategy<Value = Plan> {
    let row = prop_oneof![3 => vec(passing(), 0..1), 2 => vec(passing(), 1..3), 1 => vec(passing(), 5..6)];
    let death = proptest::option::of((0..rows, 0..6_usize, expired(dying)));
    (vec(row, 0..=rows), death).prop_map(|(mut plan, death)| {
        if let Some((row, attempt, death)) = death
            && let Some(row) = plan.get_mut(row)
        {
            row.retain(|fault| !matches!(fault, Fault::Short(_)));
            row.insert(attempt.min(row.len()), death);
        }
        plan
    })
}

/// Plans of anything.
pub(super) fn any_plan(rows: usize) -> impl Strategy<Value = Plan> {
    let fault = prop_oneof![4 => passing(), 1 => lasting()];
    let row = prop_oneof![3 => Just(Plan::default()), 2 => vec(vec(fault, 1..8), 1..2)];
    vec(row, 0..=rows).prop_map(|rows| rows.into_iter().map(|row| row.into_iter().flatten().collect()).collect())
}

/// Plans of cuts and of files that are replaced on the way.
pub(super) fn replacing() -> impl Strategy<Value = Plan> {
    let fault = prop_oneof![
        passing(),
        expired(Method::Get),
        prop_oneof![Just(0), 1..999_u64].prop_map(|more| Fault::Replaced { more })
    ];
    vec(vec(fault, 0..9), 3..4)
}
