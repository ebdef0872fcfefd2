//! Fault injection: rules from the admin port that make either origin fail as real networks and servers do.
//!
//! A rule is JSON. This one loses the answer to the second part of an upload, once:
//!
//! ```json
//! { "origin": "store", "method": "PUT", "query": "*partNumber=2&*", "nth": 1,
//!   "action": { "type": "reset", "after_work": true } }
//! ```
//!
//! `rule` and `action` parse rules, `rule_set` holds them and decides which one acts, `layer` applies them to the requests
//! of an origin, `apply` carries an action out, with `body` for bodies that end early and `json_rewrite` for changed JSON.

mod action;
mod apply;
mod body;
mod json_rewrite;
mod layer;
mod rule;
mod rule_set;

pub(crate) use layer::with_faults;
pub(crate) use rule_set::RuleSet;
