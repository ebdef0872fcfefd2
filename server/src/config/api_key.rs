//! An API key and the workspace it opens.

use std::fmt;
use std::str::FromStr;

use crate::backend::model::DEFAULT_WORKSPACE;
use crate::backend::validation::is_blank;

/// Lets one API key into one workspace. Several with the same key open several workspaces to it.
///
/// As text it is `KEY@WORKSPACE`, split at the last `@`, or `KEY` alone for the workspace `default`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The key, exactly as clients send it in `Authorization`.
    pub key: String,
    /// The workspace's name.
    pub workspace: String,
}

/// The text of a [`Grant`] lacks its key, or has an `@` and no workspace after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantError;

impl FromStr for Grant {
    type Err = GrantError;

    fn from_str(text: &str) -> Result<Self, GrantError> {
        let (key, workspace) = text.rsplit_once('@').unwrap_or((text, DEFAULT_WORKSPACE));
        // Neither could ever be sent: blank counts as missing.
        if is_blank(key) || is_blank(workspace) {
            return Err(GrantError);
        }
        Ok(Self { key: key.to_owned(), workspace: workspace.to_owned() })
    }
}

impl fmt::Display for GrantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected KEY or KEY@WORKSPACE, neither of them blank")
    }
}

impl std::error::Error for GrantError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_at_sign_divides() {
        for (text, key, workspace) in [("k", "k", "default"), ("k@w", "k", "w"), ("a@b@c d", "a@b", "c d")] {
            let grant = Grant { key: key.to_owned(), workspace: workspace.to_owned() };
            assert_eq!(text.parse(), Ok(grant), "{text}");
        }
        for text in ["", " ", "@w", "k@", "k@ ", "@"] {
            assert_eq!(text.parse::<Grant>(), Err(GrantError), "{text:?}");
        }
    }
}
