//! What to download, and where its bytes are: by the link of a list's row, or by a new list.

use std::rc::Rc;

use super::host::Host;
use super::lister::{Listed, Lister};
use super::projects::Projects;
use super::transport::Transport;
use crate::core::error::{Code, Error};
use crate::core::http::media_type::{OCTET_STREAM, is_html_type, is_media_type, is_text};
use crate::core::http::request::Destination;
use crate::core::names::closest::closest;
use crate::core::opik::attachment::Attachment;
use crate::core::opik::download;
use crate::core::opik::target::{AttachmentTarget, parse_uuid};
use crate::core::text::strings;
use crate::core::transfer::byte_range::ByteRange;

/// What to download.
#[derive(Clone, Debug)]
pub struct DownloadRequest {
    /// The entity it hangs on.
    pub target: AttachmentTarget,
    /// The file.
    pub file_name: Rc<str>,
    /// The type to ask for; only the backend's own download answers with it.
    pub mime_type: Option<String>,
    /// The `link` of a list's row, used instead of a new list.
    pub link: Option<String>,
    /// The `fileSize` of that row.
    pub file_size: Option<u64>,
    /// What of the file.
    pub range: ByteRange,
}

/// Where a file's bytes are, and how many.
pub(super) struct Source {
    pub(super) at: Destination,
    pub(super) size: Option<u64>,
    /// Whether the backend would compress the bytes in vain.
    pub(super) identity_encoding: bool,
    /// Whether the answer may be a page. The backend gives its answer the type that was asked for.
    pub(super) may_be_html: bool,
}

impl Source {
    fn presigned(link: &str, size: Option<u64>) -> Self {
        Self { at: Destination::PresignedFile(link.to_owned()), size, identity_encoding: false, may_be_html: true }
    }
}

/// Finds where a file's bytes are.
pub(super) struct SourceFinder<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host> SourceFinder<'_, H> {
    /// By a link that the caller has. Costs no request if the link tells the project.
    pub(super) async fn given_source(&self, wanted: &DownloadRequest, link: &str) -> Result<Source, Error> {
        let Some(query) = download::own_query(self.0.api_url(), link) else {
            return Ok(Source::presigned(link, wanted.file_size));
        };
        let container = strings::split(query, b'&').find_map(|pair| pair.strip_prefix("container_id="));
        let project_id = match container.map(|id| parse_uuid("link", id)) {
            Some(Ok(id)) => id,
            _ => Projects(self.0).id(&wanted.target.project_name, true).await?.id,
        };
        let mime_type = wanted.mime_type.as_deref().unwrap_or(OCTET_STREAM);
        Ok(self.backend_source(wanted, &project_id, mime_type, wanted.file_size))
    }

    /// By a new list.
    pub(super) async fn listed_source(&self, wanted: &DownloadRequest) -> Result<Source, Error> {
        let Listed { project_id, attachments } = Lister(self.0).listed(&wanted.target).await?;
        let Some(row) = attachments.iter().find(|row| *row.file_name == *wanted.file_name) else {
            return Err(self.not_found(wanted, &attachments));
        };
        let (link, size) = (row.link(), Some(row.file_size));
        if download::own_query(self.0.api_url(), &link).is_none() {
            return Ok(Source::presigned(&link, size));
        }
        let mime_type = wanted.mime_type.as_deref().unwrap_or(&row.mime_type);
        Ok(self.backend_source(wanted, &project_id, mime_type, size))
    }

    /// Through the backend, whose web server compresses all but pictures, sound, films and archives.
    fn backend_source(&self, wanted: &DownloadRequest, project_id: &str, mime_type: &str, size: Option<u64>) -> Source {
        let settings = &self.0.session.settings;
        // Others may have stored it with a type that the backend cannot say, and it changes nothing about the bytes.
        let mime_type = Some(mime_type).filter(|mime_type| is_media_type(mime_type)).unwrap_or(OCTET_STREAM);
        let at = Destination::Backend(download::url(
            &settings.api_url,
            &settings.workspace_name,
            project_id,
            &wanted.target,
            &wanted.file_name,
            mime_type,
        ));
        Source { at, size, identity_encoding: !is_text(mime_type), may_be_html: is_html_type(mime_type) }
    }

    fn not_found<J>(&self, wanted: &DownloadRequest, attachments: &[Attachment<J>]) -> Error {
        let target = &wanted.target;
        let message = strings::fill(
            "There is no attachment named \"{}\" on {} {} in project \"{}\"",
            &[&wanted.file_name, target.entity_type.as_str(), &target.entity_id, &target.project_name],
        );
        let names = || attachments.iter().map(|row| row.file_name.as_str());
        let near = closest(&wanted.file_name, &mut names());
        let hint = if let Some(name) = names().find(|name| self.0.host.same_text(name, &wanted.file_name)) {
            strings::fill("The same name in another Unicode form is there: {}. Take it from the list.", &[name])
        } else if attachments.is_empty() {
            "It has no attachments at all. Check projectName: an attachment belongs to the project named at its upload."
                .to_owned()
        } else if near.is_empty() {
            strings::fill("It has {} other attachments.", &[&strings::decimal(attachments.len() as u64)])
        } else {
            strings::fill("Closest names: {}", &[&strings::join(&near, ", ")])
        };
        Error::new(Code::AttachmentNotFound, message).with_hint(hint)
    }
}
