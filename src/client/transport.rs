//! The one place that sends: credentials, headers, attempts, the wait before the next, and what an answer is taken for.

use std::rc::Rc;

use super::host::{Host, HttpClient, Response, RetryEvent, SendOptions};
use super::session::Session;
use crate::core::config::api_url::ApiUrl;
use crate::core::error::from_response::{UNEXPECTED_RESPONSE_HINT, error_from_response, error_from_success};
use crate::core::error::network_hint::{is_transient_cause, network_hint};
use crate::core::error::{AttemptError, Cause, CauseKind, Code, Error, Operation, Refusal};
use crate::core::http::request::{Destination, Headers, Method, Payload, Request, request_name};
use crate::core::http::status::is_success;
use crate::core::json::{Json, MissingField};
use crate::core::names::file_name::name_hint;
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
            && failed.error.refusal() == Refusal::ServerError
            && let Some(hint) = name_hint(name, linked)
        {
            failed.transient = false;
            failed.error = failed.error.with_hint(hint);
        }
        failed
    }
}

type BytesOf<H> = <H as HttpClient>::Bytes;
type ResponseOf<H> = <H as HttpClient>::Response;

type JsonOf<H> = <ResponseOf<H> as Response>::Json;

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

/// What sends the requests of one call. Owns its share of the session and the host, since a download goes on after the call
/// that opened it.
pub(super) struct Transport<H> {
    pub(super) session: Rc<Session>,
    pub(super) host: Rc<H>,
    /// The name that the call goes by in errors.
    pub(super) operation: Operation,
    max_attempts: u32,
}

// Not derived: that would ask the host to be `Clone`.
impl<H> Clone for Transport<H> {
    fn clone(&self) -> Self {
        let Self { session, host, operation, max_attempts } = self;
        Self { session: Rc::clone(session), host: Rc::clone(host), operation: *operation, max_attempts: *max_attempts }
    }
}

// Deliberately few generic functions: each copy of the loop is a state machine of some kilobytes in the browser.
impl<H: Host> Transport<H> {
    /// The transport of a call; nothing is sent before one of its flows is polled.
    pub(super) fn new(session: Rc<Session>, host: Rc<H>, operation: Operation) -> Self {
        let max_attempts = session.settings.tuning.max_attempts;
        Self { session, host, operation, max_attempts }
    }

    /// The same, sending each request once.
    pub(super) fn once(&self) -> Self {
        Self { max_attempts: 1, ..self.clone() }
    }

    /// The base URL of the backend.
    pub(super) fn api_url(&self) -> &ApiUrl {
        &self.session.settings.api_url
    }

    /// Time-outs for a request without a body to speak of.
    pub(super) fn options(&self) -> SendOptions {
        SendOptions { timeouts: Timeouts::for_bytes(self.session.settings.tuning.stall_ms, 0), sent: None }
    }

    /// Sends until there is an answer of success, and reads it to its end.
    ///
    /// # Errors
    /// `NETWORK_ERROR`, `TIMEOUT`, `FILE_CHANGED`, `FILE_UNREADABLE`, or the refusal in the terms of [`error_from_response`].
    pub(super) async fn send(
        &self,
        request: Request<'_, BytesOf<H>>,
        options: SendOptions,
        policy: RetryPolicy<'_>,
    ) -> Result<Answer<JsonOf<H>>, Error> {
        let mut failures = 0;
        loop {
            let failed = match self.send_once(&request, &options).await {
                Ok(mut answer) => {
                    answer.attempts = failures + 1;
                    self.session.retry_budget.earn(failures > 0);
                    return Ok(answer);
                }
                Err(failed) => failed,
            };
            self.retry(&mut failures, policy.apply(failed)).await?;
        }
    }

    /// Sends once, and reads an answer of success to its end: one that is cut off on the way is a failed attempt, and a
    /// connection is only used again once its answer was read.
    pub(super) async fn send_once(
        &self,
        request: &Request<'_, BytesOf<H>>,
        options: &SendOptions,
    ) -> Result<Answer<JsonOf<H>>, AttemptError> {
        let requested_at = self.host.now_ms();
        let response = self.open(request, options).await?;
        let from = request.name();
        let etag = response.header("etag").filter(|tag| !tag.is_empty());
        let connection_error = |cause| self.connection_error(request.method, &request.to, cause);
        let json = if request.expects_empty_body {
            let (status, content_type) = (response.status(), response.header("content-type"));
            let body = response.text().await.map_err(connection_error)?;
            if let Some(failed) = error_from_success::<JsonOf<H>, _>(request, status, content_type.as_deref(), body) {
                return Err(failed);
            }
            None
        } else {
            response.json().await.map_err(connection_error)?
        };
        Ok(Answer { from, json, etag, requested_at, attempts: 1 })
    }

    /// Sends once, and hands an answer of success over unread.
    pub(super) async fn open(
        &self,
        request: &Request<'_, BytesOf<H>>,
        options: &SendOptions,
    ) -> Result<ResponseOf<H>, AttemptError> {
        let headers = self.headers(request);
        let response = self.host.send(request, &headers, request.redirect(), options).await;
        let response = response.map_err(|cause| self.connection_error(request.method, &request.to, cause))?;
        self.session.origins.add(request.to.url());
        let status = response.status();
        if is_success(status) {
            return Ok(response);
        }
        let server_wait_ms = backoff::server_wait_ms(
            response.header("retry-after").as_deref(),
            response.header("ratelimit-reset").as_deref(),
            |date| self.host.ms_until(date),
        );
        let (content_range, location) = (response.header("content-range"), response.header("location"));
        // A refusal whose body cannot be read is still a refusal. But only the words of a 404 say what is missing.
        let body = response.text().await;
        let is_unread = body.is_err();
        let failed =
            error_from_response::<JsonOf<H>, _>(request, status, location.as_deref(), body.unwrap_or_default());
        let transient = failed.transient || is_unread && failed.error.refusal() == Refusal::Missing;
        Err(AttemptError { transient, server_wait_ms, content_range, ..failed })
    }

    /// No answer, or not all of one.
    pub(super) fn connection_error(&self, method: Method, to: &Destination, cause: Cause) -> AttemptError {
        let to_backend = matches!(to, Destination::Backend(_));
        let what = request_name(method, to);
        let kind = cause.kind();
        if matches!(kind, CauseKind::FileChanged | CauseKind::FileUnreadable) {
            // Sent again, the file would be no other.
            return AttemptError::new(Error::from_file(cause), false);
        }
        let is_transient_cause = is_transient_cause(&cause);
        let error = if kind == CauseKind::Stall {
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

    /// Counts the failure and waits until the next attempt may be made.
    ///
    /// # Errors
    /// The failure, if there is to be no other attempt.
    pub(super) async fn retry(&self, failures: &mut u32, failed: AttemptError) -> Result<(), Error> {
        *failures += 1;
        let attempt = *failures;
        let error = failed.error.with_attempts(attempt, failed.transient);
        if !failed.transient || attempt >= self.max_attempts || !self.session.retry_budget.spend() {
            return Err(error);
        }
        let delay_ms = failed.server_wait_ms.unwrap_or_else(|| backoff::backoff_ms(attempt, self.host.random()));
        self.host.on_retry(&RetryEvent { operation: self.operation, attempt, delay_ms, error: &error });
        self.host.sleep(delay_ms).await;
        // Attempts made offline would only be used up.
        self.host.wait_online().await;
        Ok(())
    }

    /// Tells of an attempt that failed and is followed by another at once, by URLs that are new.
    pub(super) fn notify_restart(&self, attempt: u32, error: Error) {
        let error = error.with_attempts(attempt, true);
        self.host.on_retry(&RetryEvent { operation: self.operation, attempt, delay_ms: 0, error: &error });
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
