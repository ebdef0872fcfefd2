//! The flows in a small model of their world: an Opik with its store, a network that fails as a plan says, and a clock
//! that only waiting moves. Where a script says what must be sent, this says what must come of it, whatever is sent.

mod answer;
mod at_once;
mod cancelled;
mod clock;
mod downloads;
mod extent;
mod faults;
mod host;
mod identity;
mod lost_completions;
mod many;
mod opik;
mod plans;
mod reply;
mod rules;
mod sizes;
mod store;
mod uploads;
mod world;
