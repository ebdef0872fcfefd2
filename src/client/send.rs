//! The one place that sends: credentials, attempts, waits.

use super::call::Call;
use super::host::{Host, Reply, Retry, Transport};
use super::refused::refused;
use crate::core::document::Document;
use crate::core::error::{Cause, Code, Error};
use crate::core::http::{Destination, Headers, Method, Payload, Request};
use crate::core::json::Json;
use crate::core::network_hint::network_hint;
use crate::core::replies::Unexpected;
use crate::core::retry;

/// Whether a refusal with a transient status is sent again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// As the policy says.
    Transient,
    /// Not after a 500: this one would come again.
    NotAfter500,
}

type BytesOf<H> = <H as Transport>::Bytes;
type ReplyOf<H> = <H as Transport>::Reply;
type JsonOf<H> = <ReplyOf<H> as Reply>::Json;

/// A failed attempt, and the wait the server asked for.
struct Failed {
    error: Error,
    transient: bool,
    server_wait_ms: Option<u32>,
}

/// How much of an answer of success an attempt includes. A body that is cut off while it is read fails the attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Headers,
    End,
}

/// An answer of success: unread, or read to its end.
enum Body<R> {
    Unread(R),
    Text(String),
}

/// An answer of success that is unread, and how many requests it took.
pub(super) struct Answer<R> {
    pub(super) reply: R,
    pub(super) attempts: u32,
}

// Deliberately few generic functions: each copy of the loop is a state machine of some kilobytes in the browser.
impl<H: Host> Call<'_, H> {
    /// Sends until there is an answer of success, and hands it over unread.
    ///
    /// # Errors
    /// `NETWORK_ERROR`, or the refusal in the terms of [`refused`].
    pub(super) async fn send(&self, request: &Request<'_, BytesOf<H>>) -> Result<Answer<ReplyOf<H>>, Error> {
        match self.attempts(request, Repeat::Transient, Until::Headers).await? {
            (Body::Unread(reply), attempts) => Ok(Answer { reply, attempts }),
            (Body::Text(_), _) => Err(Error::new(Code::ApiError, "an answer was read too early")),
        }
    }

    /// Sends a JSON document to the backend and waits for the end of the answer.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub(super) async fn post(
        &self,
        path: &str,
        body: Document<'_>,
        repeat: Repeat,
    ) -> Result<JsonAnswer<JsonOf<H>>, Error> {
        let to = Destination::Backend(self.session.settings.api_url.endpoint(path, &[]));
        self.read(&Request { method: Method::Post, to, payload: Payload::Json(body) }, repeat).await
    }

    /// Sends, and waits for the end of the answer.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub(super) async fn read(
        &self,
        request: &Request<'_, BytesOf<H>>,
        repeat: Repeat,
    ) -> Result<JsonAnswer<JsonOf<H>>, Error> {
        let (body, attempts) = self.attempts(request, repeat, Until::End).await?;
        let text = match body {
            Body::Text(text) => text,
            Body::Unread(_) => String::new(),
        };
        let from = format!("{} {}", request.method.as_str(), request.to.printable());
        Ok(JsonAnswer { from, json: JsonOf::<H>::parse(&text), attempts })
    }

    async fn attempts(
        &self,
        request: &Request<'_, BytesOf<H>>,
        repeat: Repeat,
        until: Until,
    ) -> Result<(Body<ReplyOf<H>>, u32), Error> {
        let headers = self.headers(request);
        let most = self.session.settings.tuning.max_attempts;
        let mut attempt = 1;
        loop {
            let failed = match self.attempt(request, &headers, until).await {
                Ok(body) => return Ok((body, attempt)),
                Err(failed) => failed,
            };
            let transient = failed.transient && !(repeat == Repeat::NotAfter500 && failed.error.status() == Some(500));
            let error = failed.error.with_attempts(attempt, transient);
            if !transient || attempt >= most {
                return Err(error);
            }
            let delay_ms = failed.server_wait_ms.unwrap_or_else(|| retry::backoff_ms(attempt, self.host.fraction()));
            self.host.retrying(&Retry { operation: self.operation, attempt, delay_ms, error: &error });
            self.host.sleep(delay_ms).await;
            attempt += 1;
        }
    }

    async fn attempt(
        &self,
        request: &Request<'_, BytesOf<H>>,
        headers: &Headers<'_>,
        until: Until,
    ) -> Result<Body<ReplyOf<H>>, Failed> {
        let reply = self.host.send(request, headers, request.redirect()).await;
        let reply = reply.map_err(|cause| self.no_answer(request, cause))?;
        let status = reply.status();
        let success = (200..300).contains(&status);
        if success && until == Until::Headers {
            return Ok(Body::Unread(reply));
        }
        let server_wait_ms =
            retry::server_wait_ms(reply.header("retry-after").as_deref(), reply.header("ratelimit-reset").as_deref());
        let body = reply.text().await;
        if success {
            return body.map(Body::Text).map_err(|cause| self.no_answer(request, cause));
        }
        // A refusal whose body cannot be read is still a refusal.
        let error = refused::<JsonOf<H>, _>(request, status, body.unwrap_or_default());
        Err(Failed { error, transient: retry::is_transient(status), server_wait_ms })
    }

    fn no_answer(&self, request: &Request<'_, BytesOf<H>>, cause: Cause) -> Failed {
        let to_backend = matches!(request.to, Destination::Backend(_));
        let message = format!("{} {}: no answer ({})", request.method.as_str(), request.to.printable(), cause.reason());
        let mut error = Error::new(Code::NetworkError, message).with_cause(cause);
        if let Some(hint) = network_hint(&self.host.surroundings(), request.to.url(), to_backend) {
            error = error.with_hint(hint);
        }
        Failed { error, transient: true, server_wait_ms: None }
    }

    /// Credentials to the backend, nothing of ours to anyone else. These four are also all that the backend's CORS
    /// lets a page send.
    fn headers(&self, request: &Request<'_, BytesOf<H>>) -> Headers<'_> {
        let mut headers = Headers::new();
        if matches!(request.to, Destination::Backend(_)) {
            let settings = &self.session.settings;
            headers.push(("Accept", "*/*"));
            headers.push(("Comet-Workspace", settings.workspace_name.as_str()));
            if let Some(key) = &settings.api_key {
                headers.push(("Authorization", key));
            }
            if matches!(request.payload, Payload::Json(_)) {
                headers.push(("Content-Type", "application/json"));
            }
        }
        headers
    }
}

/// The body of an answer of success.
pub(super) struct JsonAnswer<J> {
    from: String,
    json: Option<J>,
    /// How many requests it took.
    pub(super) attempts: u32,
}

impl<J: Json> JsonAnswer<J> {
    /// Takes from it what the wire says is there.
    ///
    /// # Errors
    /// `API_ERROR` if it is not there, or if the body is not JSON.
    pub(super) fn get<T>(&self, read: impl Fn(&J) -> Result<T, Unexpected>) -> Result<T, Error> {
        let Some(json) = &self.json else {
            let message = format!("{}: answered with success, but with something that is not JSON", self.from);
            return Err(Error::new(Code::ApiError, message)
                .with_hint("Is apiUrl the address of the API? Behind Opik's own UI it ends in /api.")
                .with_attempts(self.attempts, false));
        };
        read(json).map_err(|Unexpected(field)| {
            let message = format!("{}: the answer has no usable \"{field}\"", self.from);
            Error::new(Code::ApiError, message).with_attempts(self.attempts, false)
        })
    }
}
