//! The HTTP client for requests to the store, and its failures in words that may be shown.

use std::error::Error;

use reqwest::Client;

/// A client for `http` and `https`, the latter with the certificates that this machine trusts.
pub(super) fn http_client() -> reqwest::Result<Client> {
    // One for the whole process: if the program around this library has chosen another, that will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // Never through a proxy of the environment: the store is mostly on this machine.
    Client::builder().no_proxy().build()
}

/// Why there was no answer, down to the cause. The URL stays out: it is signed, and may hold a session token.
pub(super) fn error_chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
