//! All attachments of an entity, however many pages they take.

use super::host::{Host, HttpClient, Response};
use super::projects::Projects;
use super::transport::{RetryPolicy, Transport};
use crate::core::error::Error;
use crate::core::opik::attachment::Attachment;
use crate::core::opik::dedup::Dedup;
use crate::core::opik::list;
use crate::core::opik::target::AttachmentTarget;

/// A list, and the project id it was asked with.
pub(super) struct Listed<J> {
    pub(super) project_id: String,
    pub(super) attachments: Vec<Attachment<J>>,
}

type JsonOf<H> = <<H as HttpClient>::Response as Response>::Json;
type Attachments<H> = Vec<Attachment<JsonOf<H>>>;

/// Lists attachments.
pub(super) struct Lister<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host> Lister<'_, H> {
    /// Lists all attachments of `target`.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub(super) async fn list(self, target: &AttachmentTarget) -> Result<Attachments<H>, Error> {
        Ok(self.listed(target).await?.attachments)
    }

    pub(super) async fn listed(&self, target: &AttachmentTarget) -> Result<Listed<JsonOf<H>>, Error> {
        let mut project = Projects(self.0).id(&target.project_name, true).await?;
        loop {
            let attachments = self.pages(target, &project.id).await?;
            // An id that is out of date is answered with an empty list: a remembered id and an empty list prove nothing.
            let is_certain = !attachments.is_empty() || project.fresh || {
                let remembered =
                    std::mem::replace(&mut project, Projects(self.0).id(&target.project_name, false).await?);
                project.id == remembered.id
            };
            if is_certain {
                return Ok(Listed { project_id: project.id, attachments });
            }
        }
    }

    async fn pages(&self, target: &AttachmentTarget, project_id: &str) -> Result<Attachments<H>, Error> {
        // Paging goes by offset: a file added in between shows the last rows of a page again on the next.
        let api_url = self.0.api_url();
        let path = api_url.path_parameter();
        let mut all = Dedup::default();
        let mut number = 1;
        loop {
            let request = list::request(api_url, project_id, target, &path, number);
            let page = self.0.send(request, self.0.options(), RetryPolicy::Transient).await?.get(list::page)?;
            let before = all.len();
            for row in page.rows {
                all.add(row);
            }
            // A page that brings nothing new ends it too, or a server whose total is wrong would keep us for ever.
            if all.len() == before || all.len() as u64 >= page.total {
                return Ok(all.into_rows());
            }
            number += 1;
        }
    }
}
