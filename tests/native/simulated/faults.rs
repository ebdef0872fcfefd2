//! What can go wrong with one request, and the plan of what does.

use std::cell::RefCell;
use std::collections::HashMap;

use opik_attachments::core::http::request::Method;

/// What goes wrong with one request. `done`: only the answer suffers, the work is done.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// A refusal by whatever stands in front of the server.
    Refusal { status: u16, wait_s: Option<u64>, done: bool },
    /// No answer.
    Silence { done: bool },
    /// Nothing moves until the host loses timeouts.
    Stall { done: bool },
    /// The answer's body breaks off behind that share of it.
    Cut(Share),
    /// The answer's body goes silent behind that share of it.
    Hang(Share),
    /// The body of a file ends in good order behind that share of it.
    Short(Share),
    /// The store takes the URL of a part (PUT) or of a file (GET) for dead, and may or may not say so.
    Expired { method: Method, says_so: bool },
    /// The store's answer has the tag of something else, or none.
    Tag(Option<&'static str>),
    /// `upload-start` answers with so many URLs too few or too many.
    Urls(i32),
    /// The file is replaced by one of that many bytes more just before.
    Replaced { more: u64 },
}

/// A share of a body, of 255.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share(pub(super) u8);

impl Share {
    pub(super) fn of(self, size: u64) -> u64 {
        size * u64::from(self.0) / 255
    }
}

/// A row of faults for each request in the order of their first appearance, for its first attempts. What has no fault
/// left goes well.
pub(super) type Plan = Vec<Vec<Fault>>;

/// A plan under way.
pub(super) struct Faults {
    plan: Plan,
    /// The requests that have appeared: their rows, and how often.
    seen: RefCell<HashMap<String, (usize, usize)>>,
}

impl Faults {
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, seen: RefCell::default() }
    }

    /// The fault of the next attempt of a request.
    pub(super) fn next(&self, identity: &str) -> Option<Fault> {
        let mut seen = self.seen.borrow_mut();
        let next_row = seen.len();
        let (row, attempt) = seen.entry(identity.to_owned()).or_insert((next_row, 0));
        *attempt += 1;
        self.plan.get(*row)?.get(*attempt - 1).cloned()
    }
}
