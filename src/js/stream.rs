//! A download as the stream that its caller reads. The chunks pass by handle.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::error::to_js;
use super::host::JsHost;
use super::promise::{catch_uncaught, promise_of};
use crate::client::Download;
use crate::core::error::Operation;

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    #[wasm_bindgen(js_name = streamOf)]
    fn stream_of(source: JsValue, signal: Option<&AbortSignal>) -> JsValue;
}

/// A download between two pieces, or while one is waited for.
struct Source {
    /// Taken out while a piece is waited for, and for good at the end.
    download: RefCell<Option<Download<JsHost>>>,
    ended: Cell<bool>,
    waiting: RefCell<Option<Waker>>,
}

/// The stream of a download; it ends, wherever it stands, when `signal` is aborted.
pub(super) fn stream(download: Download<JsHost>, host: Rc<JsHost>) -> JsValue {
    let signal = host.argument.signal();
    let (ended, waiting) = Default::default();
    let source = Rc::new(Source { download: RefCell::new(Some(download)), ended, waiting });
    let pull = Closure::<dyn Fn(bool) -> Promise>::new(move |end: bool| {
        if end {
            source.end();
        }
        next(Rc::clone(&source), Rc::clone(&host))
    });
    stream_of(pull.into_js_value(), signal.as_ref())
}

impl Source {
    fn end(&self) {
        self.ended.set(true);
        // Ended before the waker is called, which may run what it wakes.
        drop(self.download.take());
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }
}

/// The promise of the next piece; of nothing at the end.
fn next(source: Rc<Source>, host: Rc<JsHost>) -> Promise {
    promise_of(async move {
        let Some(mut download) = source.download.take() else { return Ok(JsValue::UNDEFINED) };
        let piece = {
            let mut next = pin!(download.next());
            poll_fn(|context| {
                if source.ended.get() {
                    return Poll::Ready(Ok(None));
                }
                source.waiting.replace(Some(context.waker().clone()));
                catch_uncaught(|| next.as_mut().poll(context))
            })
            .await
        };
        match piece {
            Ok(Some(chunk)) => {
                if !source.ended.get() {
                    source.download.replace(Some(download));
                }
                Ok(chunk.into())
            }
            Ok(None) => Ok(JsValue::UNDEFINED),
            Err(error) => Err(to_js(&error, Operation::DownloadAttachment, &host.hooks.redactor)),
        }
    })
}
