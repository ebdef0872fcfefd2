//! Opens downloads.

use super::download_source::{DownloadRequest, SourceFinder};
use super::download_stream::Download;
use super::host::Host;
use super::transport::Transport;
use crate::core::error::Error;

/// Downloads attachments.
pub(super) struct Downloader<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host> Downloader<'_, H> {
    /// Opens `wanted` for reading.
    ///
    /// # Errors
    /// `ATTACHMENT_NOT_FOUND`, `PROJECT_NOT_FOUND`, `URL_EXPIRED`, `CORRUPTED`, or as for every request.
    pub(super) async fn download(self, wanted: DownloadRequest) -> Result<Download<H>, Error> {
        let finder = SourceFinder(self.0);
        let source = match &wanted.link {
            Some(link) => finder.given_source(&wanted, link).await?,
            None => finder.listed_source(&wanted).await?,
        };
        let mut download = Download::new(self.0.clone(), wanted, source);
        download.connect().await?;
        Ok(download)
    }
}
