//! The admin port: the request log and the state.

mod request_log;
mod state;
