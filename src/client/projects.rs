//! Project names to ids: asked once, kept, and asked again when an id turns out to be out of date.

use super::host::{Host, SendOptions};
use super::transport::{RetryPolicy, Transport};
use crate::core::error::{Code, Error, Operation};
use crate::core::names::closest::closest;
use crate::core::opik::project;
use crate::core::retry::timeouts::Timeouts;
use crate::core::text::strings;

/// Silence in which a hint is given up: an error does not wait for it longer.
const HINT_STALL_MS: u32 = 3000;

/// An id, and whether it was asked for just now.
pub(super) struct ProjectId {
    pub(super) id: String,
    pub(super) fresh: bool,
}

/// Project names to ids.
pub(super) struct Projects<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host> Projects<'_, H> {
    /// The id of a project, from memory if it is there and that will do: a project that was deleted and made again has
    /// another one.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn id(&self, name: &str, use_cache: bool) -> Result<ProjectId, Error> {
        let ids = &self.0.session.project_ids;
        let _inside = ids.asking.acquire().await;
        if let Some(id) = ids.get(name).filter(|_| use_cache) {
            return Ok(ProjectId { id, fresh: false });
        }
        let request = project::retrieve(self.0.api_url(), name);
        let found = self.0.send(request, self.0.options(), RetryPolicy::Transient).await;
        let error = match found.and_then(|answer| answer.get(project::project_id)) {
            Ok(id) => {
                ids.set(name, &id);
                return Ok(ProjectId { id, fresh: true });
            }
            Err(error) => error,
        };
        if !project::is_not_found(&error) {
            return Err(error);
        }
        ids.forget(name);
        let settings = &self.0.session.settings;
        // To a key that may not use the workspace, and to none, Opik shows what is public.
        let why = match settings.api_key {
            Some(_) => "the API key may not see it",
            None => "it takes an API key to see it, and apiKey is not set",
        };
        let message = strings::fill("No project named \"{}\" was found", &[name]);
        let error = error.with_code(Code::ProjectNotFound).with_message(message).with_hint(strings::fill(
            "Either workspace \"{}\" has no such project (an upload creates it), or {}.",
            &[&settings.workspace_name, why],
        ));
        // An upload goes on: it creates the project.
        if matches!(self.0.operation, Operation::UploadAttachment | Operation::UploadAttachments) {
            return Err(error);
        }
        let near = self.closest_projects(name).await.unwrap_or_default();
        Err(if near.is_empty() {
            error
        } else {
            error.prepend_hint(&strings::fill("Closest project names: {}.", &[&near]))
        })
    }

    /// The projects of similar names, if they can be had.
    async fn closest_projects(&self, name: &str) -> Result<String, Error> {
        let request = project::list(self.0.api_url());
        let stall_ms = self.0.session.settings.tuning.stall_ms.min(HINT_STALL_MS);
        let options = SendOptions { timeouts: Timeouts::for_bytes(stall_ms, 0), sent: None };
        let answer = self.0.once().send(request, options, RetryPolicy::Transient).await?;
        let names = answer.get(project::project_names)?;
        Ok(strings::join(&closest(name, &mut names.iter().map(String::as_str)), ", "))
    }
}
