//! Project names to ids: asked once, kept, and asked again when an id turns out to be out of date.

use std::cell::RefCell;

use super::call::Call;
use super::host::{Host, Watch};
use super::semaphore::Semaphore;
use super::transport::RetryPolicy;
use crate::core::error::{Code, Error, Operation};
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::names::closest::closest;
use crate::core::opik::{requests, responses};
use crate::core::retry::timeouts::Timeouts;
use crate::core::text::strings;

/// Projects that are looked through for similar names, the newest.
const MAX_PROJECTS: &str = "1000";

/// Silence in which a hint is given up: an error does not wait for it longer.
const HINT_STALL_MS: u32 = 3000;

/// The ids found so far. One call asks at a time, so that calls made at once ask once.
pub(super) struct ProjectIds {
    known: RefCell<Vec<(String, String)>>,
    asking: Semaphore,
}

impl Default for ProjectIds {
    fn default() -> Self {
        Self { known: RefCell::default(), asking: Semaphore::new(1) }
    }
}

impl ProjectIds {
    fn get(&self, name: &str) -> Option<String> {
        self.known.borrow().iter().find(|(known, _)| known == name).map(|(_, id)| id.clone())
    }

    fn set(&self, name: &str, id: &str) {
        self.forget(name);
        self.known.borrow_mut().push((name.to_owned(), id.to_owned()));
    }

    fn forget(&self, name: &str) {
        self.known.borrow_mut().retain(|(known, _)| known != name);
    }
}

/// An id, and whether it was asked for just now.
pub(super) struct ProjectId {
    pub(super) id: String,
    pub(super) fresh: bool,
}

impl<H: Host> Call<H> {
    /// The id of a project, from memory if it is there and that will do: a project that was deleted and made again has
    /// another one.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn project_id(&self, name: &str, use_cache: bool) -> Result<ProjectId, Error> {
        let ids = &self.session.project_ids;
        let _inside = ids.asking.acquire().await;
        if let Some(id) = ids.get(name).filter(|_| use_cache) {
            return Ok(ProjectId { id, fresh: false });
        }
        let body = requests::retrieve_project(name);
        let found = self.post("/v1/private/projects/retrieve", body, RetryPolicy::Transient).await;
        let error = match found.and_then(|answer| answer.get(responses::project_id)) {
            Ok(id) => {
                ids.set(name, &id);
                return Ok(ProjectId { id, fresh: true });
            }
            Err(error) => error,
        };
        // The other 404s are of a workspace or of an address that does not exist.
        if error.status() != Some(404) || !error.details().message.ends_with("Project not found") {
            return Err(error);
        }
        ids.forget(name);
        let settings = &self.session.settings;
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
        if matches!(self.operation, Operation::UploadAttachment | Operation::UploadAttachments) {
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
        let query = [("page", "1"), ("size", MAX_PROJECTS)];
        let to = Destination::Backend(self.session.settings.api_url.endpoint("/v1/private/projects", &query));
        let request = Request::new(Method::Get, to, Payload::None);
        let stall_ms = self.session.settings.tuning.stall_ms.min(HINT_STALL_MS);
        let watch = Watch { timeouts: Timeouts::for_bytes(stall_ms, 0), sent: None };
        let answer = self.once().send(request, watch, RetryPolicy::Transient).await?;
        let names = answer.get(responses::project_names)?;
        Ok(strings::join(&closest(name, &mut names.iter().map(String::as_str)), ", "))
    }
}
