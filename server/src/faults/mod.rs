//! Faults on order: rules from the admin port that make either origin fail as real networks and servers do.
//!
//! `rule` and `action` read what was ordered, `board` holds the rules and decides, `layer` stands round the routes of
//! an origin, `act` does what was decided, with `body` for streams that end badly and `rewrite` for JSON that lies.

mod act;
mod action;
mod board;
mod body;
mod layer;
mod rewrite;
mod rule;

pub(crate) use board::Faults;
pub(crate) use layer::faulty;
