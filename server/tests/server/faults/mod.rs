//! Fault rules: which requests they match, and what they do to them.

mod actions;
mod connections;
mod rules;
