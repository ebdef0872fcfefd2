//! The settings of a client, and their defaults.

use crate::core::config::api_url::{ApiUrl, check_header_value};
use crate::core::error::Error;
use crate::core::retry::policy::DEFAULT_MAX_ATTEMPTS;
use crate::core::retry::timeouts::DEFAULT_STALL_MS;
use crate::core::text::strings;

/// Opik cloud.
pub const DEFAULT_API_URL: &str = "https://www.comet.com/opik/api";
/// The workspace of an installation without authentication.
pub const DEFAULT_WORKSPACE: &str = "default";
/// The project that exists from the start.
pub const DEFAULT_PROJECT: &str = "Default Project";

/// Requests of one upload that are under way at once, when nothing else is asked for: what browsers open to one host.
pub const DEFAULT_CONCURRENCY: u32 = 6;
/// The same where a runtime opens as many connections as it is asked for, and tells of each whether it moves. Opik's
/// Python SDK uploads up to 16 files at once.
pub const DEFAULT_CONCURRENCY_UNLIMITED: u32 = 16;

/// The four settings that can come from options, from the environment or from a file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Connection {
    /// Base URL of the backend.
    pub api_url: Option<String>,
    /// API key, sent as it is.
    pub api_key: Option<String>,
    /// Workspace name.
    pub workspace_name: Option<String>,
    /// Project used by calls that name none.
    pub project_name: Option<String>,
}

/// How transfers are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// Attempts of one request, at least 1.
    pub max_attempts: u32,
    /// Bytes of a part in object-store mode; `None` leaves them to the plan.
    pub part_size: Option<u64>,
    /// Requests of one upload under way at once, at least 1.
    pub concurrency: u32,
    /// Milliseconds without a byte after which a request is given up.
    pub stall_ms: u32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            max_attempts: DEFAULT_MAX_ATTEMPTS,
            part_size: None,
            concurrency: DEFAULT_CONCURRENCY,
            stall_ms: DEFAULT_STALL_MS,
        }
    }
}

/// The checked settings of a client.
pub struct Settings {
    /// Base URL of the backend.
    pub api_url: ApiUrl,
    /// API key; without one no `Authorization` header is sent.
    pub api_key: Option<String>,
    /// Workspace name.
    pub workspace_name: String,
    /// Project used by calls that name none.
    pub project_name: String,
    /// How transfers are done.
    pub tuning: Tuning,
}

impl Settings {
    /// Checks a connection and fills in the defaults. `api_url` must be as the `URL` standard serialises it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the option: a base URL that is none, a blank name, or a value that no header can
    /// carry.
    pub fn new(connection: Connection, tuning: Tuning) -> Result<Self, Error> {
        let api_url = ApiUrl::parse(connection.api_url.as_deref().unwrap_or(DEFAULT_API_URL))?;
        // Keys are read from files that end in a newline.
        let api_key = connection.api_key.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
        if let Some(key) = &api_key {
            check_header_value("apiKey", key)?;
        }
        let workspace_name = connection.workspace_name.unwrap_or_else(|| DEFAULT_WORKSPACE.to_owned());
        check_name("workspaceName", &workspace_name)?;
        check_header_value("workspaceName", &workspace_name)?;
        let project_name = connection.project_name.unwrap_or_else(|| DEFAULT_PROJECT.to_owned());
        check_project_name(&project_name)?;
        Ok(Self { api_url, api_key, workspace_name, project_name, tuning })
    }
}

/// Refuses names of projects and workspaces that cannot be right: blank ones, which the backend refuses too, and ones
/// with control characters.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`.
pub fn check_name(field: &str, value: &str) -> Result<(), Error> {
    let received = if value.trim().is_empty() {
        "a blank one"
    } else if value.chars().any(char::is_control) {
        "one with control characters"
    } else {
        return Ok(());
    };
    Err(Error::invalid(field, "a string that is not blank, without control characters", received))
}

/// Refuses what cannot be a project's name: as [`check_name`], and ones that Opik's database has no room for. That counts
/// characters of Unicode, however many code units they take, and uploads are stripped of outer spaces first.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `projectName`.
pub fn check_project_name(value: &str) -> Result<(), Error> {
    const FIELD: &str = "projectName";
    check_name(FIELD, value)?;
    let count = value.trim().chars().count() as u64;
    if count <= 150 {
        return Ok(());
    }
    Err(Error::invalid(FIELD, "at most 150 characters", &strings::decimal(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults() {
        let settings = Settings::new(Connection::default(), Tuning::default()).unwrap();
        assert_eq!(settings.api_url.as_str(), "https://www.comet.com/opik/api");
        assert_eq!(settings.workspace_name, "default");
        assert_eq!(settings.project_name, "Default Project");
        assert_eq!(settings.api_key, None);
        let defaults = Tuning { max_attempts: 6, part_size: None, concurrency: 6, stall_ms: 15_000 };
        assert_eq!(settings.tuning, defaults);
    }

    #[test]
    fn blank_and_unsendable_values_are_refused_by_name() {
        let refused = |connection: Connection| Settings::new(connection, Tuning::default()).err().unwrap().to_string();
        let blank = Some("  ".to_owned());
        assert!(refused(Connection { workspace_name: blank.clone(), ..Default::default() }).contains("workspaceName"));
        assert!(refused(Connection { project_name: blank.clone(), ..Default::default() }).contains("projectName"));
        let settings =
            Settings::new(Connection { api_key: Some(" key\n".to_owned()), ..Default::default() }, Tuning::default());
        assert_eq!(settings.unwrap().api_key.as_deref(), Some("key"));
        let key = Some("sec\nret".to_owned());
        let message = refused(Connection { api_key: key, ..Default::default() });
        assert!(message.contains("apiKey") && !message.contains("ret"), "{message}");
        let settings = Settings::new(Connection { api_key: blank, ..Default::default() }, Tuning::default()).unwrap();
        assert_eq!(settings.api_key, None);
    }

    #[test]
    fn project_names_have_at_most_150_characters() {
        let named = |name: &str| {
            let project_name = Some(name.to_owned());
            Settings::new(Connection { project_name, ..Connection::default() }, Tuning::default())
        };
        // Of any kind: one of four bytes is two code units of UTF-16.
        for character in ["a", "é", "\u{1F600}"] {
            named(&format!(" {} ", character.repeat(150))).unwrap();
            let error = named(&character.repeat(151)).err().unwrap();
            assert_eq!(error.to_string(), "INVALID_ARGUMENT: projectName: expected at most 150 characters, got 151");
        }
        // Only projects: nothing is known of workspaces.
        let workspace_name = Some("w".repeat(151));
        Settings::new(Connection { workspace_name, ..Connection::default() }, Tuning::default()).unwrap();
    }
}
