//! A fetch of the caller's own, well-behaved and not.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{API_URLS, client, get, js, json, kept, read, read_error, rejected, target, text_of, with};

#[wasm_bindgen_test]
async fn whatever_a_fetch_does_ends_in_an_attachment_error() {
    for fetch in [
        "() => undefined",
        "() => 'text'",
        "async () => ({})",
        "async () => ({ status: 200, headers: {}, text: 5 })",
        "() => { throw 'a string' }",
        "() => Promise.reject(null)",
        "() => Promise.reject({ get message() { throw 1 } })",
        "async () => new Response(new ReadableStream({ start(c) { c.error('cut') } }))",
        "async () => ({ status: 200, headers: new Headers(), text() { throw 'now' } })",
        "async () => ({ status: 200, headers: new Headers(), text: async () => 7 })",
        "async () => ({ status: 200, headers: new Headers(), text: () => 7 })",
        "async () => ({ status: 500, headers: { get: () => 7 }, text: () => 'x' })",
        "async () => ({ status: NaN, headers: { get() { throw 1 } }, text: () => 'x' })",
    ] {
        let client = client(API_URLS[0], &format!("maxAttempts: 1, fetch: {fetch},"));
        let error = rejected(client.get_attachment_list(target())).await;
        assert!(error.is_instance_of::<js_sys::Error>(), "{fetch}: {error:?}");
        let code = text_of(&error, "code");
        assert!(matches!(code.as_str(), "NETWORK_ERROR" | "API_ERROR"), "{fetch}: {code}");
        assert_eq!(get(&error, "attempts").as_f64(), Some(1.0), "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn a_body_that_is_no_web_stream_is_made_one_or_an_error() {
    let with_body = |body: &str, size: usize| {
        let fetch = format!(
            "async (url) => url.endsWith('/retrieve')
                ? new Response(JSON.stringify({{ id: '0190babc-62a0-71d2-832a-0feffa4676eb' }}))
                : url.includes('/list?')
                ? new Response(JSON.stringify({{ total: 1, content: [
                    {{ file_name: 'a', file_size: {size}, mime_type: 'x/y', link: 'http://elsewhere/a' }}] }}))
                : {{ status: 200, headers: new Headers(), text: async () => '', {body} }}"
        );
        client(API_URLS[0], &format!("maxAttempts: 1, fetch: {fetch},")).download_attachment(with(
            &target(),
            "fileName",
            "a",
        ))
    };
    assert_eq!(read(kept(with_body("body: null", 0)).await).await, b"");
    if js("typeof ReadableStream.from === 'function'").is_truthy() {
        let iterable = "body: (async function* () { yield new Uint8Array([1, 2]) })()";
        assert_eq!(read(kept(with_body(iterable, 2)).await).await, [1, 2]);
    }
    for broken in ["body: 5", "get body() { throw 1 }"] {
        let stream = kept(with_body(broken, 1)).await;
        assert_eq!(text_of(&read_error(stream).await, "code"), "NETWORK_ERROR", "{broken}");
    }
}

/// Notes each request and passes it on.
const NOTED: &str = "maxAttempts: 2, apiKey: 'the-key', fetch: (globalThis.noted = [], (url, init) => {
    globalThis.noted.push({ url, credentials: init.credentials, headers: Object.fromEntries(new Headers(init.headers)) });
    return fetch(url, init);
}),";

#[wasm_bindgen_test]
async fn credentials_go_to_the_backend_and_nothing_of_ours_to_the_store() {
    for api_url in API_URLS {
        let client = client(api_url, NOTED);
        let noted: Array = js("globalThis.noted").unchecked_into();
        let target = target();
        let upload = with(&with(&target, "file", js("new Blob(['x'], { type: 'text/plain' })")), "fileName", "a.txt");
        kept(client.upload_attachment(upload)).await;
        kept(client.download_attachment(with(&target, "fileName", "a.txt"))).await;
        let mut elsewhere = 0;
        for request in noted.iter() {
            assert_eq!(text_of(&request, "credentials"), "omit");
            let headers = get(&request, "headers");
            if text_of(&request, "url").starts_with(&format!("{api_url}/")) {
                assert_eq!(text_of(&headers, "authorization"), "the-key");
                assert_eq!(text_of(&headers, "comet-workspace"), "default");
            } else {
                assert_eq!(json(&headers), "{}");
                elsewhere += 1;
            }
        }
        assert_eq!(elsewhere, if api_url == API_URLS[0] { 0 } else { 2 });
    }
}

#[wasm_bindgen_test]
async fn headers_can_be_spread() {
    let spreading = "apiKey: 'the-key', fetch: async (url, init) => {
        globalThis.spread = { ...init.headers, 'X-Added': 'x' };
        // Without the one that no server lets pages of other origins send.
        return fetch(url, { ...init, headers: { ...init.headers } });
    },";
    for api_url in API_URLS {
        let upload = with(&with(&target(), "file", js("new Blob(['x'])")), "fileName", "a.txt");
        kept(client(api_url, spreading).upload_attachment(upload.clone())).await;
        kept(client(api_url, spreading).get_attachment_list(upload)).await;
        let sent = json(&js("globalThis.spread"));
        for header in ["Authorization\":\"the-key\"", "Comet-Workspace\":\"default\"", "X-Added"] {
            assert!(sent.contains(header), "{sent}");
        }
    }
}

#[wasm_bindgen_test]
async fn no_error_holds_a_key_or_a_signature() {
    let leaky = "async (url, init) => {
        const signed = 'https://s3/key?X-Amz-Signature=feedbeef';
        if (url.endsWith('/retrieve')) throw Object.assign(new Error('sent the-key to ' + signed), { config: init });
        return new Response(JSON.stringify({ message: 'the-\\u006bey at ' + signed }), { status: 400 });
    }";
    let client = client(API_URLS[0], &format!("maxAttempts: 1, apiKey: 'the-key', fetch: {leaky},"));
    let upload = with(&with(&target(), "file", js("new Blob(['x'])")), "fileName", "the-key.txt");
    for error in
        [rejected(client.get_attachment_list(target())).await, rejected(client.upload_attachment(upload)).await]
    {
        let cause = get(&error, "cause");
        let mut all = format!("{} {}", text_of(&error, "message"), json(&error));
        if !cause.is_undefined() {
            all += &format!("{} {} {}", text_of(&cause, "message"), text_of(&cause, "stack"), json(&cause));
        }
        assert!(all.contains("[redacted]"), "{all}");
        assert!(!all.contains("the-key") && !all.contains("feedbeef"), "{all}");
    }
}

#[wasm_bindgen_test]
async fn on_retry_is_told_and_may_throw() {
    let options = "maxAttempts: 3, onRetry(event) { (globalThis.events ??= []).push(event); throw 1 },
        fetch: async () => new Response('', { status: 503, headers: { 'Retry-After': '0' } }),";
    let error = rejected(client(API_URLS[0], options).get_attachment_list(target())).await;
    assert_eq!(text_of(&error, "code"), "API_ERROR");
    assert_eq!(get(&error, "attempts").as_f64(), Some(3.0));
    assert_eq!(get(&error, "retryable"), JsValue::TRUE);
    let events: Array = js("globalThis.events").unchecked_into();
    assert_eq!(events.length(), 2);
    let event = events.get(1);
    assert_eq!(text_of(&event, "operation"), "getAttachmentList");
    assert_eq!(get(&event, "attempt").as_f64(), Some(2.0));
    assert_eq!(get(&event, "delay").as_f64(), Some(0.0));
    assert_eq!(get(&get(&event, "error"), "status").as_f64(), Some(503.0));
}
