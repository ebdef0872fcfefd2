//! The one place that sends: credentials, attempts, and what an answer is taken for.

use std::future::Future;

use super::call::Call;
use super::error_from_response::{UNEXPECTED_RESPONSE_HINT, error_from_response, error_from_success};
use super::host::{Host, Reply, Transport, Watch};
use super::retry::AttemptError;
use crate::core::error::network_hint::{is_transient_cause, network_hint};
use crate::core::error::{Cause, CauseKind, Code, Error};
use crate::core::http::request::{Destination, Headers, Method, Payload, Request, request_name};
use crate::core::json::Json;
use crate::core::json::object::JsonObject;
use crate::core::names::file_name::name_hint;
use crate::core::opik::responses::MissingField;
use crate::core::retry::backoff;
use crate::core::retry::timeouts::Timeouts;
use crate::core::text::strings::fill;

/// Whether a refusal with a transient status is sent again.
#[derive(Clone, Copy)]
pub(super) enum RetryPolicy<'a> {
    /// As the policy says.
    Transient,
    /// Not after a 500 that would come again, because of the file's name. `linked`: as for [`name_hint`].
    UnlessNameIsRejected { name: &'a str, linked: bool },
}

impl RetryPolicy<'_> {
    /// The failure, as final as it is.
    pub(super) fn apply(self, mut failed: AttemptError) -> AttemptError {
        if let Self::UnlessNameIsRejected { name, linked } = self
            && failed.error.status() == Some(500)
            && let Some(hint) = name_hint(name, linked)
        {
            failed.transient = false;
            failed.error = failed.error.with_hint(hint);
        }
        failed
    }
}

type BytesOf<H> = <H as Transport>::Bytes;
type ResponseOf<H> = <H as Transport>::Reply;

type JsonOf<H> = <ResponseOf<H> as Reply>::Json;

/// An answer of success, read to its end.
pub(super) struct Answer<J> {
    from: String,
    json: Option<J>,
    pub(super) etag: Option<String>,
    /// When the request that it answers was sent, by the host's clock.
    pub(super) requested_at: f64,
    /// How many requests it took.
    pub(super) attempts: u32,
}

// Deliberately few generic functions: each copy of the loop is a state machine of some kilobytes in the browser.
impl<H: Host> Call<H> {
    /// Silences for a request without a body to speak of.
    pub(super) fn watch(&self) -> Watch {
        Watch { timeouts: Timeouts::for_bytes(self.session.settings.tuning.stall_ms, 0), sent: None }
    }

    /// Sends a JSON document to the backend.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub(super) fn post<'a>(
        &'a self,
        path: &str,
        body: JsonObject<'a>,
        repeat: RetryPolicy<'a>,
    ) -> impl Future<Output = Result<Answer<JsonOf<H>>, Error>> + 'a {
        self.send(self.post_request(path, body), self.watch(), repeat)
    }

    pub(super) fn post_request<'a>(&self, path: &str, body: JsonObject<'a>) -> Request<'a, BytesOf<H>> {
        let to = Destination::Backend(self.session.settings.api_url.endpoint(path, &[]));
        Request::new(Method::Post, to, Payload::Json(body))
    }

    /// Sends until there is an answer of success, and reads it to its end.
    ///
    /// # Errors
    /// `NETWORK_ERROR`, `TIMEOUT`, `FILE_CHANGED`, `FILE_UNREADABLE`, or the refusal in the terms of [`error_from_response`].
    pub(super) async fn send(
        &self,
        request: Request<'_, BytesOf<H>>,
        watch: Watch,
        repeat: RetryPolicy<'_>,
    ) -> Result<Answer<JsonOf<H>>, Error> {
        let mut failures = 0;
        loop {
            let failed = match self.send_once(&request, &watch).await {
                Ok(mut answer) => {
                    answer.attempts = failures + 1;
                    self.session.retry_budget.earn(failures > 0);
                    return Ok(answer);
                }
                Err(failed) => failed,
            };
            self.again(&mut failures, repeat.apply(failed)).await?;
        }
    }

    /// Sends once, and reads an answer of success to its end: one that is cut off on the way is a failed attempt, and a
    /// connection is only used again once its answer was read.
    pub(super) async fn send_once(
        &self,
        request: &Request<'_, BytesOf<H>>,
        watch: &Watch,
    ) -> Result<Answer<JsonOf<H>>, AttemptError> {
        let requested_at = self.host.now_ms();
        let reply = self.open(request, watch).await?;
        let from = request.name();
        let etag = reply.header("etag").filter(|tag| !tag.is_empty());
        let cut_off = |cause| self.cut_off(request.method, &request.to, cause);
        let json = if request.expects_empty_body {
            let (status, content_type) = (reply.status(), reply.header("content-type"));
            let body = reply.text().await.map_err(cut_off)?;
            if let Some(failed) = error_from_success::<JsonOf<H>, _>(request, status, content_type.as_deref(), body) {
                return Err(failed);
            }
            None
        } else {
            reply.json().await.map_err(cut_off)?
        };
        Ok(Answer { from, json, etag, requested_at, attempts: 1 })
    }

    /// Sends once, and hands an answer of success over unread.
    pub(super) async fn open(
        &self,
        request: &Request<'_, BytesOf<H>>,
        watch: &Watch,
    ) -> Result<ResponseOf<H>, AttemptError> {
        let headers = self.headers(request);
        let reply = self.host.send(request, &headers, request.redirect(), watch).await;
        let reply = reply.map_err(|cause| self.cut_off(request.method, &request.to, cause))?;
        self.session.origins.add(request.to.url());
        let status = reply.status();
        if (200..300).contains(&status) {
            return Ok(reply);
        }
        let server_wait_ms = backoff::server_wait_ms(
            reply.header("retry-after").as_deref(),
            reply.header("ratelimit-reset").as_deref(),
            |date| self.host.ms_until(date),
        );
        let (content_range, location) = (reply.header("content-range"), reply.header("location"));
        // A refusal whose body cannot be read is still a refusal. But only the words of a 404 say what is missing.
        let body = reply.text().await;
        let is_unread_404 = status == 404 && body.is_err();
        let failed =
            error_from_response::<JsonOf<H>, _>(request, status, location.as_deref(), body.unwrap_or_default());
        let transient = failed.transient || is_unread_404;
        Err(AttemptError { transient, server_wait_ms, content_range, ..failed })
    }

    /// No answer, or not all of one.
    pub(super) fn cut_off(&self, method: Method, to: &Destination, cause: Cause) -> AttemptError {
        let to_backend = matches!(to, Destination::Backend(_));
        let what = request_name(method, to);
        let circumstance = cause.kind();
        if matches!(circumstance, CauseKind::FileChanged | CauseKind::FileUnreadable) {
            // Sent again, the file would be no other.
            return AttemptError::new(Error::from_file(cause), false);
        }
        let is_transient_cause = is_transient_cause(&cause);
        let error = if circumstance == CauseKind::Stall {
            let message = fill("{}: nothing has moved for too long ({})", &[&what, cause.reason()]);
            Error::new(Code::Timeout, message).with_hint("The option stallTimeout says how long is too long.")
        } else {
            let error = Error::new(Code::NetworkError, fill("{}: no answer ({})", &[&what, cause.reason()]));
            let has_answered = self.session.origins.has(to.url());
            match network_hint(&self.host.runtime_info(), &cause, to.url(), to_backend, has_answered) {
                Some(hint) => error.with_hint(hint),
                None => error,
            }
        };
        AttemptError::new(error.with_cause(cause), is_transient_cause)
    }

    /// Credentials to the backend, nothing of ours to anyone else. The first four are also all that the backend's CORS
    /// lets a page send; `Accept-Encoding` is the browser's own there, and a `Range` from one byte on needs no leave.
    fn headers<'a>(&'a self, request: &'a Request<'_, BytesOf<H>>) -> Headers<'a> {
        let mut headers = Headers::new();
        if matches!(request.to, Destination::Backend(_)) {
            let settings = &self.session.settings;
            let is_json = matches!(request.payload, Payload::Json(_));
            for (name, value) in [
                ("Accept", Some("*/*")),
                ("Comet-Workspace", Some(settings.workspace_name.as_str())),
                ("Authorization", settings.api_key.as_deref()),
                ("Content-Type", is_json.then_some("application/json")),
                ("Accept-Encoding", request.identity_encoding.then_some("identity")),
            ] {
                headers.extend(value.map(|value| (name, value)));
            }
        }
        if let Some(range) = &request.range {
            headers.push(("Range", range));
        }
        headers
    }
}

impl<J: Json> Answer<J> {
    /// Takes from its body what the wire says is there.
    ///
    /// # Errors
    /// `API_ERROR` if it is not there, or if the body is not JSON.
    pub(super) fn get<T>(&self, read: fn(&J) -> Result<T, MissingField>) -> Result<T, Error> {
        let found = self.json.as_ref().ok_or(None).and_then(|json| read(json).map_err(Some));
        found.map_err(|missing| self.unexpected(missing))
    }

    /// Not part of [`Self::get`], of which there is a copy for each type.
    fn unexpected(&self, missing: Option<MissingField>) -> Error {
        let error = match missing {
            Some(MissingField(field)) => {
                Error::new(Code::ApiError, fill("{}: the answer has no usable \"{}\"", &[&self.from, field]))
            }
            None => {
                let template = "{}: answered with success, but with something that is not JSON";
                Error::new(Code::ApiError, fill(template, &[&self.from])).with_hint(UNEXPECTED_RESPONSE_HINT)
            }
        };
        error.with_attempts(self.attempts, false)
    }
}
