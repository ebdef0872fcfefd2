//! The settings of a client: options, their defaults and limits, and the base URL.

pub mod api_url;
pub mod limits;
mod settings;

pub use settings::{
    Connection, DEFAULT_API_URL, DEFAULT_CONCURRENCY, DEFAULT_CONCURRENCY_UNLIMITED, DEFAULT_PROJECT,
    DEFAULT_WORKSPACE, Settings, Tuning, check_name, check_project_name,
};
