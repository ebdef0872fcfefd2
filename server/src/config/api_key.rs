//! An API key and the workspace it opens.

use std::fmt;
use std::str::FromStr;

/// The only workspace of a server without authentication.
pub(crate) const DEFAULT_WORKSPACE: &str = "default";

/// Lets one API key into one workspace. Several with the same key open several workspaces to it.
///
/// As text it is `KEY@WORKSPACE`, split at the last `@`, or `KEY` alone for the workspace `default`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The key, exactly as clients send it in `Authorization`.
    pub key: String,
    /// The workspace's name.
    pub workspace: String,
}

/// The text of a [`ApiKey`] lacks its key, or has an `@` and no workspace after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseApiKeyError;

impl FromStr for ApiKey {
    type Err = ParseApiKeyError;

    fn from_str(text: &str) -> Result<Self, ParseApiKeyError> {
        let (key, workspace) = text.rsplit_once('@').unwrap_or((text, DEFAULT_WORKSPACE));
        // Neither could ever be sent: blank counts as missing.
        if key.trim().is_empty() || workspace.trim().is_empty() {
            return Err(ParseApiKeyError);
        }
        Ok(Self { key: key.to_owned(), workspace: workspace.to_owned() })
    }
}

impl fmt::Display for ParseApiKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected KEY or KEY@WORKSPACE, neither of them blank")
    }
}

impl std::error::Error for ParseApiKeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_at_sign_divides() {
        for (text, key, workspace) in [("k", "k", "default"), ("k@w", "k", "w"), ("a@b@c d", "a@b", "c d")] {
            let api_key = ApiKey { key: key.to_owned(), workspace: workspace.to_owned() };
            assert_eq!(text.parse(), Ok(api_key), "{text}");
        }
        for text in ["", " ", "@w", "k@", "k@ ", "@"] {
            assert_eq!(text.parse::<ApiKey>(), Err(ParseApiKeyError), "{text:?}");
        }
    }
}
