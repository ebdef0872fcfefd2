//! The active rules, and the decision which of them acts on a request.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use fastrand::Rng;
use serde_json::{Value, json};

use super::action::Action;
use super::rule::{Rule, Trigger};
use crate::http::origin::Origin;

/// The rules of both origins; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleSet {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    last_id: u64,
    active: Vec<ActiveRule>,
}

/// A rule and its counters.
#[derive(Debug)]
struct ActiveRule {
    id: u64,
    /// The rule as it was received.
    json: Value,
    rule: Rule,
    matched: u64,
    acted: u64,
    rng: Rng,
}

/// The rule that acts on a request.
#[derive(Debug)]
pub(super) struct Decision {
    /// Id of the rule.
    pub(super) rule: u64,
    pub(super) action: Action,
}

impl RuleSet {
    /// Adds one rule or an array of them, all or none, and returns their ids.
    pub(crate) fn add(&self, rules_json: Value) -> Result<Vec<u64>, String> {
        let rules = match rules_json {
            Value::Array(texts) => {
                let parse = |(index, json)| Ok((Rule::parse(&json).map_err(|e| format!("[{index}] {e}"))?, json));
                texts.into_iter().enumerate().map(parse).collect::<Result<Vec<_>, String>>()?
            }
            json => vec![(Rule::parse(&json)?, json)],
        };
        Ok(self.with(|state| {
            rules
                .into_iter()
                .map(|(rule, json)| {
                    state.last_id += 1;
                    let seed = match rule.trigger() {
                        Trigger::Probability { seed, .. } => seed,
                        Trigger::Always | Trigger::Nth(_) => 0,
                    };
                    let rng = Rng::with_seed(seed);
                    state.active.push(ActiveRule { id: state.last_id, json, rule, matched: 0, acted: 0, rng });
                    state.last_id
                })
                .collect()
        }))
    }

    /// The rules as JSON, in the order in which they are tried.
    pub(crate) fn list(&self) -> Value {
        self.with(|state| {
            let rules: Vec<Value> = state
                .active
                .iter()
                .map(|ActiveRule { id, json, matched, acted, .. }| {
                    json!({ "id": id, "rule": json, "matched": matched, "acted": acted })
                })
                .collect();
            json!({ "faults": rules })
        })
    }

    pub(crate) fn clear(&self) {
        self.with(|state| state.active.clear());
    }

    /// Removes a rule, unless there is no such rule.
    pub(crate) fn remove(&self, id: u64) -> bool {
        self.with(|state| {
            let before = state.active.len();
            state.active.retain(|active| active.id != id);
            state.active.len() < before
        })
    }

    /// Counts the request for every rule that it matches. The first of those that want to act does.
    pub(super) fn decide(&self, origin: Origin, head: &Parts) -> Option<Decision> {
        self.with(|state| {
            let mut decision = None;
            for active in state.active.iter_mut().filter(|active| active.rule.matches(origin, head)) {
                // Evaluated in any case, so that the random choices of a rule do not depend on other rules.
                let wants_to = active.count();
                if wants_to && decision.is_none() {
                    active.acted += 1;
                    decision = Some(Decision { rule: active.id, action: active.rule.action.clone() });
                }
            }
            decision
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ActiveRule {
    /// Counts a match and tells whether the rule wants to act on it.
    fn count(&mut self) -> bool {
        self.matched += 1;
        let chosen = match self.rule.trigger() {
            Trigger::Always => true,
            Trigger::Nth(nth) => self.matched == nth,
            Trigger::Probability { probability, .. } => self.rng.f64() < probability,
        };
        chosen && self.acted < self.rule.max_actions()
    }
}
