//! API keys and their workspaces. Without authentication there is one workspace, `default`, open to everyone.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};

use crate::backend::database::Database;
use crate::backend::error::ApiError;
use crate::backend::model::{DEFAULT_ID, Workspace};
use crate::backend::query::Query;
use crate::backend::validation::is_blank;
use crate::config::api_key::ApiKey;
use crate::config::api_key::DEFAULT_WORKSPACE;

/// The rule every request to the API has to pass.
#[derive(Clone, Debug)]
pub(crate) enum AccessPolicy {
    /// No authentication.
    Open,
    /// The workspaces of each key, the key as bytes because that is how headers are compared.
    Keys(Arc<HashMap<Vec<u8>, Vec<Workspace>>>),
}

impl AccessPolicy {
    /// Creates missing workspaces. Without keys there is no authentication. Blocks.
    pub(crate) fn new(api_keys: &[ApiKey], database: &Database) -> rusqlite::Result<Self> {
        if api_keys.is_empty() {
            return Ok(Self::Open);
        }
        let mut keys: HashMap<_, Vec<_>> = HashMap::new();
        for ApiKey { key, workspace } in api_keys {
            let workspace = Workspace { id: database.find_or_create_workspace(workspace)?, name: workspace.clone() };
            keys.entry(key.clone().into_bytes()).or_default().push(workspace);
        }
        Ok(Self::Keys(Arc::new(keys)))
    }

    /// The workspace the request is for, or the refusal.
    pub(crate) fn authorize(&self, headers: &HeaderMap, query: &Query) -> Result<Workspace, ApiError> {
        match self {
            Self::Open => open_workspace(headers),
            Self::Keys(keys) => find_workspace(keys, headers, workspace_name(headers, query)?.as_ref()),
        }
    }

    /// The workspace that the request may read, or `None` if only public data: Opik does not refuse reads with a key that is
    /// wrong, missing or another workspace's.
    pub(crate) fn authorize_optional(&self, headers: &HeaderMap, query: &Query) -> Result<Option<Workspace>, ApiError> {
        match self {
            Self::Open => open_workspace(headers).map(Some),
            Self::Keys(keys) => {
                workspace_name(headers, query).map(|name| find_workspace(keys, headers, name.as_ref()).ok())
            }
        }
    }
}

/// The one workspace there is without authentication.
fn open_workspace(headers: &HeaderMap) -> Result<Workspace, ApiError> {
    match workspace_header(headers) {
        // Missing or empty counts as the name of the one there is.
        Some(name) if !name.is_empty() && name != DEFAULT_WORKSPACE => {
            Err(ApiError::message(StatusCode::NOT_FOUND, "Workspace not found"))
        }
        _ => Ok(Workspace { id: DEFAULT_ID, name: DEFAULT_WORKSPACE.to_owned() }),
    }
}

fn workspace_header(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    headers.get("comet-workspace").map(|value| String::from_utf8_lossy(value.as_bytes()))
}

fn workspace_name<'a>(headers: &'a HeaderMap, query: &'a Query) -> Result<Cow<'a, str>, ApiError> {
    // The query counts only if the header is missing, not if it is blank.
    workspace_header(headers)
        .or_else(|| query.text("workspace_name").map(Cow::from))
        .filter(|name| !is_blank(name))
        .ok_or_else(|| ApiError::message(StatusCode::FORBIDDEN, "Workspace name should be provided"))
}

fn find_workspace(
    keys: &HashMap<Vec<u8>, Vec<Workspace>>,
    headers: &HeaderMap,
    workspace_name: &str,
) -> Result<Workspace, ApiError> {
    let key = headers.get(header::AUTHORIZATION).map_or(b"".as_slice(), |value| value.as_bytes());
    if key.trim_ascii().is_empty() {
        return Err(ApiError::message(StatusCode::UNAUTHORIZED, "API key should be provided"));
    }
    let Some(workspaces) = keys.get(key) else {
        return Err(ApiError::message(StatusCode::UNAUTHORIZED, "User not found"));
    };
    workspaces
        .iter()
        .find(|workspace| workspace.name == workspace_name)
        .cloned()
        .ok_or_else(|| ApiError::message(StatusCode::FORBIDDEN, "User is not allowed to access workspace"))
}
