//! Deletes files by name.

use super::call::Call;
use super::host::Host;
use super::transport::RetryPolicy;
use crate::core::error::Error;
use crate::core::opik::requests;
use crate::core::opik::target::AttachmentTarget;

impl<H: Host> Call<H> {
    /// Deletes `file_names` of `target`. Names that are not there are no error.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub async fn delete(&self, target: &AttachmentTarget, file_names: &[String]) -> Result<(), Error> {
        // Not from memory: with an id that is out of date the backend answers success and deletes nothing.
        let project_id = self.project_id(&target.project_name, false).await?.id;
        if file_names.is_empty() {
            return Ok(());
        }
        let body = requests::delete(target, &project_id, file_names);
        let mut request = self.post_request("/v1/private/attachment/delete", body);
        request.expects_empty_body = true;
        self.send(request, self.watch(), RetryPolicy::Transient).await.map(drop)
    }
}
