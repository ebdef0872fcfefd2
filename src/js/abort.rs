//! A caller's `AbortSignal` as a future.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Ends with the signal's own reason once it is aborted. Dropping it takes its one listener off, so that a long-lived
/// signal does not collect one per call; fetch never sees the caller's signal, since Node's leaves a listener on it for
/// each request.
pub(super) struct Aborted {
    signal: AbortSignal,
    listener: Closure<dyn Fn()>,
    waker: Rc<RefCell<Option<Waker>>>,
}

impl Aborted {
    pub(super) fn new(signal: AbortSignal) -> Result<Self, JsValue> {
        let waker = Rc::new(RefCell::new(None::<Waker>));
        let listener = Closure::new({
            let waker = Rc::clone(&waker);
            move || {
                let woken = waker.take();
                if let Some(woken) = woken {
                    woken.wake();
                }
            }
        });
        signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref())?;
        Ok(Self { signal, listener, waker })
    }
}

impl Future for Aborted {
    type Output = JsValue;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        if self.signal.aborted() {
            return Poll::Ready(self.signal.reason());
        }
        self.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        let listener = self.listener.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", listener);
    }
}
