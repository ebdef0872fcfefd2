//! Drives the server over HTTP, as a client of Opik's would.

// `cfg(test)` holds for all of this; it is spelled out so that the lints know, too.
#[cfg(test)]
mod auth;
#[cfg(test)]
mod body_limit;
#[cfg(test)]
mod compression;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod https;
#[cfg(test)]
mod job;
#[cfg(test)]
mod latency;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod names;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod process;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod store;
