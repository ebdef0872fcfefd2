//! Drives the server over HTTP, as a client of Opik's would.

// `cfg(test)` holds for all of this; it is spelled out so that the lints know, too.
#[cfg(test)]
mod auth;
#[cfg(test)]
mod bandwidth;
#[cfg(test)]
mod body_limit;
#[cfg(test)]
mod compression;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod details;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod fault_actions;
#[cfg(test)]
mod fault_breaks;
#[cfg(test)]
mod fault_rules;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod https;
#[cfg(test)]
mod huge;
#[cfg(test)]
mod jackson;
#[cfg(test)]
mod job;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod latency;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod names;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod process;
#[cfg(test)]
mod program;
#[cfg(test)]
mod projects;
#[cfg(test)]
mod ranges;
#[cfg(test)]
mod raw;
#[cfg(test)]
mod request_log;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod routing;
#[cfg(test)]
mod signed;
#[cfg(test)]
mod state;
#[cfg(test)]
mod store;
#[cfg(test)]
mod watched;
