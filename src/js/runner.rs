//! One public call as one promise: runs its flow until that ends or the caller's signal fires.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::abort::Aborted;
use super::arguments::Argument;
use super::dispatch::{ReadInvocation, target_of};
use super::error::to_js;
use super::host::{Hooks, JsHost};
use super::promise::{catch_uncaught, promise_of};
use super::runtime::resolve;
use super::uncaught::{uncaught_count, uncaught_since};
use crate::client::{Call, Session};
use crate::core::error::{Error, Operation};

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

    /// The promise of what `operation` does with `argument`, which is read at once.
    pub(super) fn start(&self, operation: Operation, argument: &JsValue, read: ReadInvocation) -> Promise {
        let hooks = Rc::clone(&self.hooks);
        let before = uncaught_count();
        let begun = self.begin(operation, argument, read);
        let (mut flow, mut aborted) =
            uncaught_since(before).and(begun).unwrap_or_else(|error| (Box::pin(std::future::ready(Err(error))), None));
        promise_of(poll_fn(move |context| {
            // The signal comes first: one that has fired already lets nothing be sent. When this ends the flow is
            // dropped, and whatever it waits for with it.
            if let Some(aborted) = &mut aborted
                && let Poll::Ready(reason) = Pin::new(aborted).poll(context)
            {
                return Poll::Ready(Err(reason));
            }
            catch_uncaught(|| flow.as_mut().poll(context))
                .map(|done| done.map_err(|error| to_js(&error, operation, &hooks.redactor)))
        }))
    }

    fn begin(
        &self,
        operation: Operation,
        argument: &JsValue,
        read: ReadInvocation,
    ) -> Result<(Flow, Option<Aborted>), Error> {
        let argument = Argument::read(operation, argument)?;
        resolve(&self.session.settings.api_url)?;
        let invocation = read(&argument, &self.session, target_of(&argument, &self.session)?)?;
        let aborted = match argument.signal() {
            None => None,
            Some(signal) => Some(
                Aborted::new(signal)
                    .ok_or_else(|| Error::invalid("signal", "an AbortSignal", "one that takes no listener"))?,
            ),
        };
        let host = Rc::new(JsHost::new(Rc::clone(&self.hooks), argument));
        let call = Call::new(Rc::clone(&self.session), Rc::clone(&host), operation);
        Ok((Box::pin(invocation.run(call, host)), aborted))
    }
}
