//! All attachments of an entity, however many pages they take.

use super::call::Call;
use super::host::{Host, Reply, Transport};
use super::transport::RetryPolicy;
use crate::core::error::Error;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::opik::attachment::Attachment;
use crate::core::opik::dedup::Dedup;
use crate::core::opik::responses;
use crate::core::opik::target::AttachmentTarget;
use crate::core::text::strings::decimal;

/// Rows asked for at once: what Opik's own UI asks for.
const PAGE_SIZE: &str = "1000";

/// A list, and the project id it was asked with.
pub(super) struct Listed<J> {
    pub(super) project_id: String,
    pub(super) attachments: Vec<Attachment<J>>,
}

type JsonOf<H> = <<H as Transport>::Reply as Reply>::Json;
type Attachments<H> = Vec<Attachment<JsonOf<H>>>;

impl<H: Host> Call<H> {
    /// Lists all attachments of `target`.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub async fn list(&self, target: &AttachmentTarget) -> Result<Attachments<H>, Error> {
        Ok(self.listed(target).await?.attachments)
    }

    pub(super) async fn listed(&self, target: &AttachmentTarget) -> Result<Listed<JsonOf<H>>, Error> {
        let mut project = self.project_id(&target.project_name, true).await?;
        loop {
            let attachments = self.pages(target, &project.id).await?;
            // An id that is out of date is answered with an empty list: a remembered id and an empty list prove nothing.
            let is_certain = !attachments.is_empty() || project.fresh || {
                let remembered = std::mem::replace(&mut project, self.project_id(&target.project_name, false).await?);
                project.id == remembered.id
            };
            if is_certain {
                return Ok(Listed { project_id: project.id, attachments });
            }
        }
    }

    async fn pages(&self, target: &AttachmentTarget, project_id: &str) -> Result<Attachments<H>, Error> {
        // Paging goes by offset: a file added in between shows the last rows of a page again on the next.
        let api_url = &self.session.settings.api_url;
        let path = api_url.path_parameter();
        let mut all = Dedup::default();
        let mut number = 1;
        loop {
            let query = [
                ("project_id", project_id),
                ("entity_type", target.entity_type.as_str()),
                ("entity_id", &target.entity_id),
                ("path", &path),
                ("page", &decimal(number)),
                ("size", PAGE_SIZE),
            ];
            let to = Destination::Backend(api_url.endpoint("/v1/private/attachment/list", &query));
            let request = Request::new(Method::Get, to, Payload::None);
            let page = self.send(request, self.watch(), RetryPolicy::Transient).await?.get(responses::page)?;
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
