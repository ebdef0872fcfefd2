//! A fault rule, read from JSON: its conditions, its trigger and its action.

use axum::http::Method;
use axum::http::request::Parts;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use wildmatch::WildMatchPattern;

use super::action::Action;
use crate::http::origin::Origin;

/// `*` stands for any run of characters. The other wildcard is one that no path and no query can hold: `?` is literal.
type Glob = WildMatchPattern<'*', '\0'>;

#[derive(Clone, Debug)]
pub(super) struct Rule {
    conditions: Conditions,
    pub(super) action: Action,
}

/// The fields of a rule without its action.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditions {
    origin: Option<Origin>,
    method: Option<String>,
    path: Option<String>,
    query: Option<String>,
    nth: Option<u64>,
    probability: Option<f64>,
    seed: Option<u64>,
    times: Option<u64>,
}

/// Selects the matching requests that a rule acts on.
#[derive(Clone, Debug)]
pub(super) enum Trigger {
    Always,
    /// Counted from 1.
    Nth(u64),
    Probability {
        probability: f64,
        seed: u64,
    },
}

impl Rule {
    /// Reads a rule, or says what is wrong with it.
    pub(super) fn parse(rule: &Value) -> Result<Self, String> {
        let Value::Object(fields) = rule else {
            return Err(format!("expected a rule, which is an object, got {rule}"));
        };
        let mut fields = fields.clone();
        let action = fields.remove("action").ok_or("action: missing; expected an object with a `type`")?;
        let conditions: Conditions = read(Value::Object(fields)).map_err(|(place, cause)| format!("{place}{cause}"))?;
        conditions.check()?;
        let action = parse_action(action)?;
        action.check().map_err(|cause| format!("action: {cause}"))?;
        Ok(Self { conditions, action })
    }

    /// Returns whether the request meets every condition.
    pub(super) fn matches(&self, origin: Origin, head: &Parts) -> bool {
        let is = |glob: &Option<String>, text: &str| glob.as_ref().is_none_or(|glob| Glob::new(glob).matches(text));
        let conditions = &self.conditions;
        conditions.origin.is_none_or(|wanted| wanted == origin)
            && conditions.method.as_ref().is_none_or(|method| head.method == method.as_str())
            && is(&conditions.path, head.uri.path())
            && is(&conditions.query, head.uri.query().unwrap_or_default())
    }

    pub(super) fn trigger(&self) -> Trigger {
        match (self.conditions.nth, self.conditions.probability) {
            (Some(nth), _) => Trigger::Nth(nth),
            (None, Some(probability)) => Trigger::Probability { probability, seed: self.conditions.seed.unwrap_or(0) },
            (None, None) => Trigger::Always,
        }
    }

    /// The maximum number of times it acts.
    pub(super) fn max_actions(&self) -> u64 {
        self.conditions.times.unwrap_or(u64::MAX)
    }
}

impl Conditions {
    fn check(&self) -> Result<(), String> {
        match self {
            Self { nth: Some(_), probability: Some(_), .. } => {
                Err("nth: expected either `nth` or `probability`, got both".to_owned())
            }
            Self { nth: Some(0), .. } => Err("nth: expected 1 or more, got 0".to_owned()),
            Self { times: Some(0), .. } => Err("times: expected 1 or more, got 0".to_owned()),
            Self { probability: Some(chance), .. } if !(0.0..=1.0).contains(chance) => {
                Err(format!("probability: expected 0 to 1, got {chance}"))
            }
            Self { probability: None, seed: Some(_), .. } => {
                Err("seed: expected `probability` beside it, got none".to_owned())
            }
            Self { method: Some(method), .. } if Method::from_bytes(method.as_bytes()).is_err() => {
                Err(format!("method: expected the name of a method, got {method:?}"))
            }
            _ => Ok(()),
        }
    }
}

fn parse_action(action: Value) -> Result<Action, String> {
    let Value::Object(mut fields) = action else {
        return Err(format!("action: expected an object with a `type`, got {action}"));
    };
    match fields.remove("type") {
        // The shape in which an error can say which of the fields it is about.
        Some(Value::String(kind)) => {
            let tagged = Map::from_iter([(kind, Value::Object(fields))]);
            read(Value::Object(tagged)).map_err(|(place, cause)| format!("action: {place}{cause}"))
        }
        other => Err(format!("action.type: expected the name of an action, got {}", json!(other))),
    }
}

/// Reads typed data, or says where what is wrong.
fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let place = error.path().to_string();
        (if place == "." { String::new() } else { format!("{place}: ") }, error.into_inner().to_string())
    })
}
