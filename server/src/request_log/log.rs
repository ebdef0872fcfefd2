//! The entries of the log, oldest first, and their limit.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serde_json::{Value, json};

use super::entry::Exchange;

/// Older requests give way to newer ones.
const MAX_ENTRIES: usize = 100_000;

/// The log of both origins; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct RequestLog {
    started: Instant,
    entries: Arc<Mutex<Entries>>,
}

#[derive(Debug, Default)]
struct Entries {
    last_id: u64,
    dropped: u64,
    kept: VecDeque<Exchange>,
}

impl RequestLog {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), entries: Arc::default() }
    }

    /// Notes a request that has just arrived; `begin` makes its entry from its id and the time since the start.
    pub(super) fn add(&self, begin: impl FnOnce(u64, Instant) -> Exchange) -> Exchange {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.last_id += 1;
        let exchange = begin(entries.last_id, self.started);
        if entries.kept.len() == MAX_ENTRIES {
            entries.kept.pop_front();
            entries.dropped += 1;
        }
        entries.kept.push_back(exchange.clone());
        exchange
    }

    /// The requests with higher ids than that, oldest first, as JSON.
    pub(crate) fn after(&self, id: u64) -> Value {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let later: Vec<Value> =
            entries.kept.iter().filter(|exchange| exchange.id() > id).map(Exchange::to_json).collect();
        json!({ "requests": later, "dropped": entries.dropped })
    }

    /// Forgets all requests. Ids go on from where they were.
    pub(crate) fn clear(&self) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.kept.clear();
        entries.dropped = 0;
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::Request;

    use super::*;
    use crate::http::origin::Origin;

    #[test]
    fn the_oldest_entries_are_dropped() {
        let log = RequestLog::new();
        let (head, ()) = Request::new(()).into_parts();
        for _ in 0..MAX_ENTRIES + 2 {
            log.add(|id, started| Exchange::new(id, started, Origin::Backend, &head));
        }
        let answer = log.after(0);
        let requests = answer["requests"].as_array().unwrap();
        assert_eq!((requests.len(), &requests[0]["id"], &answer["dropped"]), (MAX_ENTRIES, &json!(3), &json!(2)));
        log.clear();
        assert_eq!(log.after(0), json!({ "requests": [], "dropped": 0 }));
    }
}
