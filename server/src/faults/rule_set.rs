//! The rules in force.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use fastrand::Rng;
use serde_json::{Value, json};

use super::action::Action;
use super::rule::{Choice, Rule};
use crate::http::origin::Origin;

/// The rules of both origins; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    board: Arc<Mutex<Board>>,
}

#[derive(Debug, Default)]
struct Board {
    last_id: u64,
    posted: Vec<Posted>,
}

/// A rule and how it has fared.
#[derive(Debug)]
struct Posted {
    id: u64,
    /// As it was ordered.
    text: Value,
    rule: Rule,
    matched: u64,
    acted: u64,
    chance: Rng,
}

/// What is to be done to a request.
#[derive(Debug)]
pub(super) struct Verdict {
    /// Id of the rule that wants it.
    pub(super) rule: u64,
    pub(super) action: Action,
}

impl Faults {
    /// Adds one rule or an array of them, all or none, and returns their ids.
    pub(crate) fn add(&self, order: Value) -> Result<Vec<u64>, String> {
        let rules = match order {
            Value::Array(texts) => {
                let parse = |(index, text)| Ok((Rule::parse(&text).map_err(|e| format!("[{index}] {e}"))?, text));
                texts.into_iter().enumerate().map(parse).collect::<Result<Vec<_>, String>>()?
            }
            text => vec![(Rule::parse(&text)?, text)],
        };
        Ok(self.with(|board| {
            rules
                .into_iter()
                .map(|(rule, text)| {
                    board.last_id += 1;
                    let seed = match rule.choice() {
                        Choice::Chance { seed, .. } => seed,
                        Choice::Every | Choice::Nth(_) => 0,
                    };
                    let chance = Rng::with_seed(seed);
                    board.posted.push(Posted { id: board.last_id, text, rule, matched: 0, acted: 0, chance });
                    board.last_id
                })
                .collect()
        }))
    }

    /// The rules as JSON, in the order in which they are tried.
    pub(crate) fn list(&self) -> Value {
        self.with(|board| {
            let rules: Vec<Value> = board
                .posted
                .iter()
                .map(|Posted { id, text, matched, acted, .. }| {
                    json!({ "id": id, "rule": text, "matched": matched, "acted": acted })
                })
                .collect();
            json!({ "faults": rules })
        })
    }

    pub(crate) fn clear(&self) {
        self.with(|board| board.posted.clear());
    }

    /// Removes a rule, unless there is no such rule.
    pub(crate) fn remove(&self, id: u64) -> bool {
        self.with(|board| {
            let before = board.posted.len();
            board.posted.retain(|posted| posted.id != id);
            board.posted.len() < before
        })
    }

    /// Counts the request at every rule that it matches. The first of those that want to act may.
    pub(super) fn judge(&self, origin: Origin, head: &Parts) -> Option<Verdict> {
        self.with(|board| {
            let mut verdict = None;
            for posted in board.posted.iter_mut().filter(|posted| posted.rule.matches(origin, head)) {
                // Asked in any case, so that no rule's chances depend on another rule.
                let wants_to = posted.count();
                if wants_to && verdict.is_none() {
                    posted.acted += 1;
                    verdict = Some(Verdict { rule: posted.id, action: posted.rule.action.clone() });
                }
            }
            verdict
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Board) -> T) -> T {
        work(&mut self.board.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Posted {
    /// Counts a match and tells whether the rule wants to act on it.
    fn count(&mut self) -> bool {
        self.matched += 1;
        let chosen = match self.rule.choice() {
            Choice::Every => true,
            Choice::Nth(nth) => self.matched == nth,
            Choice::Chance { probability, .. } => self.chance.f64() < probability,
        };
        chosen && self.acted < self.rule.times()
    }
}
