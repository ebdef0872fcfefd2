//! Tests of the server over HTTP, as a client of Opik would call it.

// `cfg(test)` holds for all of this; it is spelled out so that the lints know, too.
#[cfg(test)]
mod admin;
#[cfg(test)]
mod backend;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod process;
#[cfg(test)]
mod store;
#[cfg(test)]
mod support;
