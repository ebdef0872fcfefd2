//! A download under way, over as many requests as it takes: a connection that is cut or stalls is followed by another
//! that goes on where it was, and a link that has died by a new one.

use std::rc::Rc;

use super::download_source::{DownloadRequest, Source, SourceFinder};
use super::host::{Body, Bytes, Host, HttpClient, Response};
use super::progress::ProgressTracker;
use super::transport::Transport;
use crate::core::error::from_response::unexpected_response;
use crate::core::error::{AttemptError, Code, Error, Refusal};
use crate::core::http::content_range::ContentRange;
use crate::core::http::media_type::is_html_type;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::http::status::is_whole;
use crate::core::text::strings;
use crate::core::transfer::download_state::{DownloadState, IntegrityError, ResponseMeta};

type BytesOf<H> = <H as HttpClient>::Bytes;
type ResponseOf<H> = <H as HttpClient>::Response;
type BodyOf<H> = <ResponseOf<H> as Response>::Body;
type ChunkOf<H> = <BodyOf<H> as Body>::Chunk;

/// A download under way. Dropping it ends it.
pub struct Download<H: Host> {
    transport: Transport<H>,
    wanted: DownloadRequest,
    source: Source,
    state: DownloadState,
    body: Option<BodyOf<H>>,
    /// The `Content-Length` of the answer under way, if its status is 200, and the bytes that the consumer had before it.
    whole: Option<(u64, u64)>,
    /// AttemptError attempts since the consumer last got a byte.
    failures: u32,
    /// Whether the source comes from a list made since then, so that another would say the same.
    relisted: bool,
    tracker: Rc<ProgressTracker<H>>,
    finished: bool,
}

impl<H: Host> Download<H> {
    pub(super) fn new(transport: Transport<H>, wanted: DownloadRequest, source: Source) -> Self {
        let state = DownloadState::new(wanted.range, source.size);
        let tracker = ProgressTracker::new(&transport.host, None);
        let (body, whole) = (None, None);
        Self { transport, wanted, source, state, body, whole, failures: 0, relisted: false, tracker, finished: false }
    }

    /// The next bytes; `None` once the consumer has all of them.
    ///
    /// # Errors
    /// `CORRUPTED`, `ATTACHMENT_NOT_FOUND`, `URL_EXPIRED`, or as for every request. Never a short success.
    pub async fn next(&mut self) -> Result<Option<ChunkOf<H>>, Error> {
        loop {
            let straight = self.body.as_mut().map_or(0, Body::passed_through);
            if straight > 0 && self.state.take(straight).is_err() {
                return Err(corrupted(&self.wanted, IntegrityError::TooLong).error);
            }
            let complete = self.state.is_complete();
            let Some(body) = &mut self.body else {
                if complete {
                    return Ok(self.finish());
                }
                self.connect().await?;
                continue;
            };
            // What comes behind the range that is wanted is not waited for. Behind the end of the file there must be
            // nothing, and a connection that was read to its end is used again.
            if self.state.is_satisfied() {
                return Ok(self.finish());
            }
            let failed = match body.next().await {
                Ok(Some(chunk)) => match self.state.take(chunk.size()) {
                    Ok((from, to)) if from == to => continue,
                    Ok((from, to)) => {
                        // Whoever wants to know how far it is has to be told.
                        if !self.transport.host.wants_progress() {
                            body.passthrough(self.state.passthrough_limit());
                        }
                        return Ok(Some(self.deliver(chunk, from, to)));
                    }
                    Err(wrong) if complete => return Err(corrupted(&self.wanted, wrong).error),
                    Err(wrong) => corrupted(&self.wanted, wrong),
                },
                _ if complete => return Ok(self.finish()),
                Ok(None) => match self.state.close() {
                    Ok(()) => return Ok(self.finish()),
                    // All of it has come, and it is something else, of which the consumer has bytes.
                    Err(wrong) if self.is_whole() => return Err(corrupted(&self.wanted, wrong).error),
                    Err(wrong) => corrupted(&self.wanted, wrong),
                },
                Err(cause) => self.transport.connection_error(Method::Get, &self.source.at, cause),
            };
            self.body = None;
            self.recover(failed).await?;
        }
    }

    /// Goes on until there is an answer to read from, or nothing left to read.
    pub(super) async fn connect(&mut self) -> Result<(), Error> {
        while !self.state.needs_no_request() && self.body.is_none() {
            if let Err(failed) = self.request().await {
                self.recover(failed).await?;
            }
        }
        Ok(())
    }

    async fn request(&mut self) -> Result<(), AttemptError> {
        let mut request = Request::new(Method::Get, self.source.at.clone(), Payload::None);
        request.identity_encoding = self.source.identity_encoding;
        if matches!(request.to, Destination::PresignedFile(_)) {
            request.range = self.state.range_header();
        }
        let request: Request<'_, BytesOf<H>> = request;
        let response = match self.transport.open(&request, &self.transport.options()).await {
            Err(failed) if failed.error.refusal() == Refusal::Range && request.range.is_some() => {
                let range = failed.content_range.as_deref().and_then(ContentRange::parse);
                return self.state.range_not_satisfiable(range).map_err(|wrong| corrupted(&self.wanted, wrong));
            }
            answered => answered?,
        };
        if !self.source.may_be_html && response.header("content-type").is_some_and(|given| is_html_type(&given)) {
            return Err(AttemptError::new(unexpected_response(&request, response.status(), String::new()), false));
        }
        let url = response.url();
        let url = url.as_deref().unwrap_or_else(|| self.source.at.url());
        // Stores do not compress. So there, one that is not the size of the caller's row is a reason to look again.
        let from_store = matches!(self.source.at, Destination::PresignedFile(_));
        let may_relist = self.source.size.is_some() && !self.relisted && !self.state.has_delivered();
        let believed = from_store && may_relist || self.transport.host.runtime_info().shows_all_headers_of(url);
        self.state.open(&response_meta(&response, believed)).map_err(|wrong| corrupted(&self.wanted, wrong))?;
        let length = response.header("content-length").as_deref().and_then(strings::parse_integer);
        self.whole = length.filter(|_| is_whole(response.status())).map(|length| (length, self.state.delivered()));
        self.body = Some(response.into_body());
        Ok(())
    }

    /// Whether the answer has brought exactly the bytes that its `Content-Length` says, so that nothing is encoded or cut,
    /// and some of them to the consumer.
    fn is_whole(&self) -> bool {
        let delivered = self.state.delivered();
        self.whole.is_some_and(|(length, before)| delivered > before && self.wanted.range.start + delivered == length)
    }

    /// Makes the next attempt possible.
    async fn recover(&mut self, failed: AttemptError) -> Result<(), Error> {
        // A presigned link has died, the project was made again, or the file is gone or is another. A new list tells
        // which. Once: what a fresh link is refused will not be granted the next time.
        let gone = matches!(failed.error.refusal(), Refusal::Missing | Refusal::PresignedUrl);
        let other = failed.error.code() == Code::Corrupted && !self.state.has_delivered();
        if (gone || other) && !self.relisted {
            self.relisted = true;
            self.source = SourceFinder(&self.transport).listed_source(&self.wanted).await?;
            let size = self.source.size.map_or(Ok(()), |size| self.state.set_size(size));
            size.map_err(|wrong| corrupted(&self.wanted, wrong).error)?;
            self.transport.notify_restart(self.failures + 1, failed.error);
            return Ok(());
        }
        self.transport.retry(&mut self.failures, failed).await
    }

    fn deliver(&mut self, chunk: ChunkOf<H>, from: u64, to: u64) -> ChunkOf<H> {
        if self.failures > 0 {
            self.transport.session.retry_budget.earn(true);
        }
        self.failures = 0;
        self.relisted = false;
        let after = self.state.delivered();
        self.tracker.set_total(self.state.total());
        self.tracker.moved(&self.wanted.file_name, after - (to - from), after);
        if to - from == chunk.size() { chunk } else { chunk.slice(from, to) }
    }

    fn finish(&mut self) -> Option<ChunkOf<H>> {
        self.body = None;
        if !self.finished {
            self.finished = true;
            self.tracker.set_total(self.state.total());
            self.tracker.finished(&self.wanted.file_name);
        }
        None
    }
}

/// A length is `believed` to be that of the bytes only where an encoding would be seen: what the backend compresses on the
/// way has the length of that, and a page of another origin does not see that it is compressed.
fn response_meta(response: &impl Response, believed: bool) -> ResponseMeta {
    let encoding = response.header("content-encoding").unwrap_or_default();
    let plain = believed && (encoding.is_empty() || encoding.eq_ignore_ascii_case("identity"));
    let length = response.header("content-length").filter(|_| plain);
    ResponseMeta {
        status: response.status(),
        content_length: length.as_deref().and_then(strings::parse_integer),
        content_range: response.header("content-range").as_deref().and_then(ContentRange::parse),
        etag: response.header("etag"),
    }
}

fn corrupted(wanted: &DownloadRequest, wrong: IntegrityError) -> AttemptError {
    let what = match wrong {
        IntegrityError::TooShort => "fewer bytes came than it has",
        IntegrityError::TooLong => "more bytes came than it has",
        IntegrityError::WrongRange => "other bytes came than were asked for",
        IntegrityError::Changed => "it was replaced while it was downloaded",
    };
    let error = Error::new(Code::Corrupted, strings::fill("The attachment \"{}\": {}", &[&wanted.file_name, what]));
    AttemptError::new(error, wrong != IntegrityError::Changed)
}
