//! One public call as one promise: runs its flow until that ends or the caller's signal fires.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::abort::Aborted;
use super::arguments::Listeners;
use super::error::{cause, to_js};
use super::host::{Hooks, JsHost};
use crate::client::{Call, Session};
use crate::core::error::{Error, Operation};

/// A flow, boxed so that there is one copy of [`Runner::run`] and not one per method.
type Flow = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// What a call owns, so that `free()` of the client does not disturb one that is pending.
pub(super) struct Runner {
    session: Rc<Session>,
    hooks: Rc<Hooks>,
}

impl Runner {
    pub(super) fn new(session: Session, hooks: Hooks) -> Self {
        Self { session: Rc::new(session), hooks: Rc::new(hooks) }
    }

    pub(super) fn hooks(&self) -> Rc<Hooks> {
        Rc::clone(&self.hooks)
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// The promise of `flow`, which is made once the arguments turn out to be right.
    pub(super) fn start<A: 'static>(
        &self,
        operation: Operation,
        arguments: Result<(A, Listeners), Error>,
        flow: impl AsyncFnOnce(Call<JsHost>, A) -> Result<JsValue, Error> + 'static,
    ) -> Promise {
        let started = arguments.and_then(|(arguments, Listeners { signal, on_progress })| {
            let aborted = signal.map(Aborted::new).transpose();
            let aborted = aborted.map_err(|thrown| {
                Error::invalid("signal", "an AbortSignal", "an object that is none").with_cause(cause(thrown))
            })?;
            let host = Rc::new(JsHost { hooks: Rc::clone(&self.hooks), on_progress });
            let call = Call::new(Rc::clone(&self.session), host, operation);
            let flow: Flow = Box::pin(flow(call, arguments));
            Ok((flow, aborted))
        });
        self.run(operation, started)
    }

    fn run(&self, operation: Operation, started: Result<(Flow, Option<Aborted>), Error>) -> Promise {
        let hooks = Rc::clone(&self.hooks);
        let (mut flow, mut aborted) = started.unwrap_or_else(|error| (Box::pin(std::future::ready(Err(error))), None));
        future_to_promise(poll_fn(move |context| {
            // The signal comes first: one that has fired already lets nothing be sent. When this ends the flow is
            // dropped, and whatever it waits for with it.
            if let Some(aborted) = &mut aborted
                && let Poll::Ready(reason) = Pin::new(aborted).poll(context)
            {
                return Poll::Ready(Err(reason));
            }
            flow.as_mut().poll(context).map(|done| done.map_err(|error| to_js(&error, operation, &hooks.redactor)))
        }))
    }
}
