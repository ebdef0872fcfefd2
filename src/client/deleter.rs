//! Deletes files by name.

use super::host::Host;
use super::projects::Projects;
use super::transport::{RetryPolicy, Transport};
use crate::core::error::Error;
use crate::core::opik::delete;
use crate::core::opik::target::AttachmentTarget;

/// Deletes attachments.
pub(super) struct Deleter<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host> Deleter<'_, H> {
    /// Deletes `file_names` of `target`. Names that are not there are no error.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn delete(self, target: &AttachmentTarget, file_names: &[String]) -> Result<(), Error> {
        // Not from memory: with an id that is out of date the backend answers success and deletes nothing.
        let project_id = Projects(self.0).id(&target.project_name, false).await?.id;
        if file_names.is_empty() {
            return Ok(());
        }
        let request = delete::request(self.0.api_url(), target, &project_id, file_names);
        self.0.send(request, self.0.options(), RetryPolicy::Transient).await.map(drop)
    }
}
