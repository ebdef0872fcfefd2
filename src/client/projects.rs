//! Project names to ids: asked once, kept, and asked again when an id turns out to be out of date.

use futures_util::lock::Mutex;

use super::call::Call;
use super::host::Host;
use super::send::Repeat;
use crate::core::error::{Code, Error};
use crate::core::replies;
use crate::core::requests::JsonBody;

/// The ids found so far. The lock is held while one is asked for, so that calls made at once ask once.
#[derive(Default)]
pub(super) struct ProjectIds(Mutex<Vec<(String, String)>>);

/// An id, and whether it was asked for just now.
pub(super) struct ProjectId {
    pub(super) id: String,
    pub(super) fresh: bool,
}

impl<H: Host> Call<'_, H> {
    /// The id of a project, from memory if it is there.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn project_id(&self, name: &str) -> Result<ProjectId, Error> {
        let mut known = self.session.project_ids.0.lock().await;
        if let Some((_, id)) = known.iter().find(|(known_name, _)| known_name == name) {
            return Ok(ProjectId { id: id.clone(), fresh: false });
        }
        let id = self.retrieve(name).await?;
        known.push((name.to_owned(), id.clone()));
        Ok(ProjectId { id, fresh: true })
    }

    /// The id of a project as the backend knows it now. A project that was deleted and made again has another one.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn current_project_id(&self, name: &str) -> Result<String, Error> {
        let mut known = self.session.project_ids.0.lock().await;
        known.retain(|(known_name, _)| known_name != name);
        let id = self.retrieve(name).await?;
        known.push((name.to_owned(), id.clone()));
        Ok(id)
    }

    async fn retrieve(&self, name: &str) -> Result<String, Error> {
        let body = JsonBody::RetrieveProject { name };
        let found = self.post("/v1/private/projects/retrieve", body, Repeat::Transient).await;
        let found = found.and_then(|answer| answer.get(replies::project_id));
        found.map_err(|error| {
            // The other 404s are of a workspace or of an address that does not exist.
            let details = error.details();
            if details.status == Some(404) && details.message.ends_with("Project not found") {
                let attempts = details.attempts;
                let body = error.into_details().body;
                Error::new(Code::ProjectNotFound, format!("There is no project named \"{name}\""))
                    .with_answer(404, body)
                    .with_attempts(attempts, false)
                    .with_hint("Uploading to it creates it.")
            } else {
                error
            }
        })
    }
}
