//! The flows in a small model of their world: an Opik with its store, a network that fails as a plan says, and a clock
//! that only waiting moves. Where a script says what must be sent, this says what must come of it, whatever is sent.

mod answer;
mod cancellation;
mod clock;
mod concurrent_calls;
mod downloads;
mod fault_plans;
mod faults;
mod host;
mod lost_completions;
mod opik;
mod opik_setup;
mod part_counts;
mod reply;
mod sent_request;
mod simulation;
mod store;
mod upload_all;
mod uploads;
mod virtual_bytes;
