//! A caller's `AbortSignal` as a future.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/src/js/abort.js")]
extern "C" {
    #[wasm_bindgen(js_name = isAborted)]
    fn is_aborted(signal: &AbortSignal) -> bool;
    #[wasm_bindgen(js_name = reasonOf)]
    fn reason_of(signal: &AbortSignal) -> JsValue;
    fn listen(signal: &AbortSignal, listener: &Function) -> bool;
    fn unlisten(signal: &AbortSignal, listener: &Function);
}

/// Ends with the signal's own reason once it is aborted. Dropping it takes its one listener off, so that a long-lived
/// signal does not collect one per call; fetch never sees the caller's signal, since Node's leaves a listener on it for
/// each request.
pub(super) struct Aborted {
    signal: AbortSignal,
    listener: Closure<dyn Fn()>,
    waker: Rc<RefCell<Option<Waker>>>,
}

impl Aborted {
    /// `None` if the signal takes no listener.
    pub(super) fn new(signal: AbortSignal) -> Option<Self> {
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
        listen(&signal, listener.as_ref().unchecked_ref()).then_some(Self { signal, listener, waker })
    }
}

impl Future for Aborted {
    type Output = JsValue;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        if is_aborted(&self.signal) {
            return Poll::Ready(reason_of(&self.signal));
        }
        self.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        unlisten(&self.signal, self.listener.as_ref().unchecked_ref());
    }
}
