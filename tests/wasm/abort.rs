//! A caller's signal.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{API_URLS, COUNTED, client, get, js, kept, rejected, target, with};

fn abort(controller: &JsValue, reason: &JsValue) {
    let abort: Function = get(controller, "abort").unchecked_into();
    abort.call1(controller, reason).unwrap();
}

async fn turn() {
    kept(js("new Promise((resolve) => setTimeout(resolve, 20))").unchecked_into::<Promise>()).await;
}

#[wasm_bindgen_test]
async fn the_reason_is_handed_through_whatever_its_type() {
    for reason in ["'a string'", "42", "null", "{ why: 'object' }", "new Error('mine')"] {
        let reason = js(reason);
        let client = client(API_URLS[0], "");
        let controller = js(COUNTED);

        // Before the call: nothing is sent.
        let aborted = js("new AbortController()");
        abort(&aborted, &reason);
        let silent = self::client(API_URLS[0], "fetch() { throw new Error('something was sent') },");
        let call = silent.get_attachment_list(with(&target(), "signal", get(&aborted, "signal")));
        assert_eq!(rejected(call).await, reason);

        // While a request is under way.
        let call = client.get_attachment_list(with(&target(), "signal", get(&controller, "signal")));
        abort(&controller, &reason);
        assert_eq!(rejected(call).await, reason);
        assert_eq!(get(&controller, "listeners").as_f64(), Some(0.0));
    }
}

#[wasm_bindgen_test]
async fn a_back_off_ends_at_once_and_nothing_is_sent_afterwards() {
    let sent = js("({ count: 0 })");
    let options = js(&format!("{{ apiUrl: {:?} }}", API_URLS[0]));
    let fetch = Function::new_with_args("sent", "return () => { sent.count += 1; throw new TypeError('no') }");
    Reflect::set(&options, &"fetch".into(), &fetch.call1(&JsValue::UNDEFINED, &sent).unwrap()).unwrap();
    let controller = js(COUNTED);
    let on_retry = Function::new_with_args("controller", "return () => setTimeout(() => controller.abort('enough'))");
    Reflect::set(&options, &"onRetry".into(), &on_retry.call1(&JsValue::UNDEFINED, &controller).unwrap()).unwrap();
    Reflect::set(&options, &"maxAttempts".into(), &100.into()).unwrap();

    let client = opik_attachments::js::client::AttachmentClient::new(options).unwrap();
    let call = client.get_attachment_list(with(&target(), "signal", get(&controller, "signal")));
    assert_eq!(rejected(call).await, "enough");
    let count = get(&sent, "count");
    turn().await;
    assert_eq!(get(&sent, "count"), count);
    assert_eq!(get(&controller, "listeners").as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn a_signal_that_stays_quiet_keeps_no_listener() {
    let client = client(API_URLS[1], "");
    let controller = js(COUNTED);
    let target = with(&target(), "signal", get(&controller, "signal"));
    let upload = with(&with(&target, "file", js("new Blob(['x'])")), "fileName", "a.txt");
    kept(client.upload_attachment(upload)).await;
    kept(client.get_attachment_list(target)).await;
    assert_eq!(get(&controller, "listeners").as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn a_stream_ends_with_the_reason_too() {
    let client = client(API_URLS[0], "");
    let controller = js("new AbortController()");
    let target = target();
    let upload = with(&with(&target, "file", js("new Uint8Array(8 << 20)")), "fileName", "a.bin");
    kept(client.upload_attachment(upload)).await;
    let download = with(&with(&target, "signal", get(&controller, "signal")), "fileName", "a.bin");
    let stream = kept(client.download_attachment(download)).await;
    abort(&controller, &"enough".into());
    // By hand: Chromium's Response tells an AbortError of its own instead of the reason.
    let read_all = "return (async () => { const reader = stream.getReader(); while (!(await reader.read()).done); })()";
    let drain = Function::new_with_args("stream", read_all);
    let drained: Promise = drain.call1(&JsValue::UNDEFINED, &stream).unwrap().unchecked_into();
    assert_eq!(rejected(drained).await, "enough");
}
