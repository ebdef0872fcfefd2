//! Faults on order: rules from the admin port that make either origin fail as real networks and servers do.
//!
//! A rule is JSON. This one loses the answer to the second part of an upload, once:
//!
//! ```json
//! { "origin": "store", "method": "PUT", "query": "*partNumber=2&*", "nth": 1,
//!   "action": { "type": "reset", "after_work": true } }
//! ```
//!
//! `rule` and `action` read what was ordered, `board` holds the rules and decides, `layer` stands round the routes of
//! an origin, `apply` does what was decided, with `body` for streams that end badly and `rewrite` for JSON that lies.

mod action;
mod apply;
mod body;
mod json_rewrite;
mod layer;
mod rule;
mod rule_set;

pub(crate) use layer::with_faults;
pub(crate) use rule_set::RuleSet;
