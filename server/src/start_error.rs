//! Reasons why a server does not start.

use std::fmt;

/// Why a server did not start.
#[derive(Debug)]
pub enum StartError {
    /// Another program listens on the requested port.
    PortInUse {
        /// The command line option that sets this port.
        flag: &'static str,
        /// The port.
        port: u16,
    },
    /// Any other failure.
    Failed {
        /// The step that failed.
        action: String,
        /// The cause of the failure.
        cause: String,
    },
}

impl StartError {
    /// Turns the cause of a failed step into an error.
    pub(crate) fn failed<E: fmt::Display>(action: impl Into<String>) -> impl FnOnce(E) -> Self {
        let action = action.into();
        move |cause| Self::Failed { action, cause: cause.to_string() }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortInUse { flag, port } => {
                write!(f, "port {port} is already in use; choose another with {flag} (0 takes any free one)")
            }
            Self::Failed { action, cause } => write!(f, "cannot {action}: {cause}"),
        }
    }
}

impl std::error::Error for StartError {}
