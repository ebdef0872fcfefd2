//! Project names to ids: asked once, kept, and asked again when an id turns out to be out of date.

use std::cell::RefCell;

use super::call::Call;
use super::host::{Host, Watch};
use super::lanes::Lanes;
use super::send::Repeat;
use crate::core::closest::closest;
use crate::core::error::{Code, Error};
use crate::core::http::{Destination, Method, Payload, Request};
use crate::core::patience::Patience;
use crate::core::{replies, requests, text};

/// Projects that are looked through for similar names, the newest.
const MOST_PROJECTS: &str = "1000";

/// Silence in which a hint is given up: an error does not wait for it longer.
const HINT_STALL_MS: u32 = 3000;

/// The ids found so far. One call asks at a time, so that calls made at once ask once.
pub(super) struct ProjectIds {
    known: RefCell<Vec<(String, String)>>,
    asking: Lanes,
}

impl Default for ProjectIds {
    fn default() -> Self {
        Self { known: RefCell::default(), asking: Lanes::new(1) }
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
    /// The id of a project, from memory if it is there.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn project_id(&self, name: &str) -> Result<ProjectId, Error> {
        let ids = &self.session.project_ids;
        let _inside = ids.asking.enter().await;
        match ids.get(name) {
            Some(id) => Ok(ProjectId { id, fresh: false }),
            None => Ok(ProjectId { id: self.retrieve(name).await?, fresh: true }),
        }
    }

    /// The id of a project as the backend knows it now. A project that was deleted and made again has another one.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn current_project_id(&self, name: &str) -> Result<String, Error> {
        let _inside = self.session.project_ids.asking.enter().await;
        self.retrieve(name).await
    }

    async fn retrieve(&self, name: &str) -> Result<String, Error> {
        let body = requests::retrieve_project(name);
        let found = self.post("/v1/private/projects/retrieve", body, Repeat::Transient).await;
        let found = found.and_then(|answer| answer.get(replies::project_id));
        if let Ok(id) = &found {
            self.session.project_ids.set(name, id);
        }
        found.map_err(|error| {
            // The other 404s are of a workspace or of an address that does not exist.
            let details = error.details();
            if details.status == Some(404) && details.message.ends_with("Project not found") {
                self.session.project_ids.forget(name);
                let attempts = details.attempts;
                let body = error.into_details().body;
                let settings = &self.session.settings;
                // To a key that may not use the workspace, and to none, Opik shows what is public.
                let why = match settings.api_key {
                    Some(_) => "the API key may not see it",
                    None => "it takes an API key to see it, and apiKey is not set",
                };
                let workspace = &settings.workspace_name;
                Error::new(Code::ProjectNotFound, format!("No project named \"{name}\" was found"))
                    .with_answer(404, body)
                    .with_attempts(attempts, false)
                    .with_hint(format!(
                        "Either workspace \"{workspace}\" has no such project (an upload creates it), or {why}."
                    ))
            } else {
                error
            }
        })
    }

    /// A `PROJECT_NOT_FOUND` with the projects of similar names, if that is what the error is and they can be had. Costs
    /// a request, and so it is for calls that end with the error.
    pub(super) async fn with_closest_projects(&self, name: &str, error: Error) -> Error {
        if error.code() != Code::ProjectNotFound {
            return error;
        }
        let query = [("page", "1"), ("size", MOST_PROJECTS)];
        let to = Destination::Backend(self.session.settings.api_url.endpoint("/v1/private/projects", &query));
        let request = Request::new(Method::Get, to, Payload::None);
        let stall_ms = self.session.settings.tuning.stall_ms.min(HINT_STALL_MS);
        let watch = Watch { patience: Patience::for_bytes(stall_ms, 0), sent: None };
        let answer = self.once().send(&request, &watch, Repeat::Transient).await;
        let Ok(names) = answer.and_then(|answer| answer.get(replies::project_names)) else { return error };
        let near = closest(name, names.iter().map(String::as_str));
        if near.is_empty() {
            return error;
        }
        error.with_first_hint(&format!("Closest project names: {}.", text::join(&near, ", ")))
    }
}
