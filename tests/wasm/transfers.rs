//! Progress, ranges, many files, stalls and cuts, in the engine's own streams and requests.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{
    API_URLS, COUNTED, client, get, js, json, kept, read, read_error, rejected, target, text_of, with,
};

/// A callback that keeps what it is told in `events`.
const TOLD: &str = "(() => { const told = (event) => told.events.push(event); told.events = []; return told })()";

/// What is wrong with the events of a transfer of `total` bytes, in words.
fn complaints(told: &JsValue, total: u32) -> String {
    let check = Function::new_with_args(
        "events, total",
        "const loaded = events.map((event) => event.loaded);
        if (loaded.some((bytes, index) => bytes < loaded[index - 1])) return 'it went back: ' + loaded;
        if (loaded.at(-1) !== total || events.at(-1).total !== total) return 'it ended at ' + JSON.stringify(events.at(-1));
        if (loaded.filter((bytes) => bytes === total).length !== 1) return 'it ended more than once: ' + loaded;
        return events.every((event) => event.fileName === 'a.bin') ? '' : 'another name';",
    );
    check.call2(&JsValue::UNDEFINED, &get(told, "events"), &total.into()).unwrap().as_string().unwrap()
}

#[wasm_bindgen_test]
async fn progress_rises_and_ends_at_the_total() {
    const SIZE: u32 = 11 << 20;
    for api_url in API_URLS {
        let client = client(api_url, "partSize: 5 * 1024 * 1024,");
        for target in [target(), with(&target(), "ifExists", "skip")] {
            let (up, down) = (js(TOLD), js(TOLD));
            let file =
                with(&with(&target, "file", js(&format!("new Blob([new Uint8Array({SIZE})])"))), "fileName", "a.bin");
            kept(client.upload_attachment(with(&file, "onProgress", &up))).await;
            assert_eq!(complaints(&up, SIZE), "", "{api_url}");
            let download = with(&with(&target, "fileName", "a.bin"), "onProgress", &down);
            assert_eq!(read(kept(client.download_attachment(download)).await).await.len(), SIZE as usize);
            assert_eq!(complaints(&down, SIZE), "", "{api_url}");
            // A callback that throws is no reason to fail.
            kept(client.upload_attachment(with(&file, "onProgress", js("() => { throw new Error('mine') }")))).await;
        }
    }
}

#[wasm_bindgen_test]
async fn ranges_are_those_of_blobs_in_both_modes() {
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = with(&target(), "fileName", "a.txt");
        kept(client.upload_attachment(with(&target, "file", js("new Blob(['0123456789'])")))).await;
        for (range, expected) in [
            ("{}", "0123456789"),
            ("{ start: 3 }", "3456789"),
            ("{ end: 3 }", "012"),
            ("{ start: 2, end: 5 }", "234"),
            ("{ start: 8, end: 99 }", "89"),
            ("{ start: 5, end: 5 }", ""),
            ("{ start: 10 }", ""),
            ("{ start: 99, end: 100 }", ""),
        ] {
            let stream = kept(client.download_attachment(with(&target, "range", js(range)))).await;
            assert_eq!(String::from_utf8(read(stream).await).unwrap(), expected, "{range} at {api_url}");
        }
    }
}

#[wasm_bindgen_test]
async fn many_files_settle_in_order_and_one_failure_stops_nothing() {
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = target();
        let told = js(TOLD);
        let files = "[new File(['one'], 'one.txt'), { file: new Uint8Array(2), fileName: 'two', mimeType: 'x/y' },
            { file: new Response('broken'), fileName: 'three' }, new File([], 'four')]";
        let list = js(files);
        // Read before its turn comes.
        let consume = Function::new_with_args("files", "files[2].file.text()");
        consume.call1(&JsValue::UNDEFINED, &list).unwrap();
        let all = with(&with(&target, "files", list), "onProgress", &told);
        let settled = Array::from(&kept(client.upload_attachments(all)).await);
        let statuses: Vec<String> = settled.iter().map(|result| text_of(&result, "status")).collect();
        assert_eq!(statuses, ["fulfilled", "fulfilled", "rejected", "fulfilled"]);
        assert_eq!(
            json(&get(&settled.get(1), "value")),
            r#"{"fileName":"two","fileSize":2,"mimeType":"x/y","status":"uploaded"}"#
        );
        let reason = get(&settled.get(2), "reason");
        assert_eq!(
            (text_of(&reason, "code"), text_of(&reason, "operation")),
            ("INVALID_ARGUMENT".into(), "uploadAttachments".into())
        );
        assert!(text_of(&reason, "message").starts_with("files[2].file: "), "{reason:?}");
        let names = Array::from(&kept(client.get_attachment_list(target)).await);
        let names: Vec<String> = names.iter().map(|row| text_of(&row, "fileName")).collect();
        assert_eq!(names, ["two", "one.txt", "four"]);
        let last = Array::from(&get(&told, "events")).pop();
        assert_eq!((get(&last, "loaded").as_f64(), get(&last, "total").as_f64()), (Some(5.0), Some(5.0)));
    }
}

#[wasm_bindgen_test]
async fn no_files_are_no_work_and_nothing_is_sent_for_wrong_ones() {
    let client = client(API_URLS[0], "fetch() { throw new Error('something was sent') },");
    let none = Array::from(&kept(client.upload_attachments(with(&target(), "files", js("[]")))).await);
    assert_eq!(none.length(), 0);
    for (files, start) in [
        ("['b.txt']", "files[0]: expected"),
        ("[new Blob([])]", "files[0].fileName: expected"),
        ("[{ [Symbol.toStringTag]: 'Blob', size: 1 }]", "files[0]: expected"),
        ("[{ fileName: 'a' }]", "files[0].file: expected"),
        ("[{ file: 5, fileName: 'a' }]", "files[0].file: expected"),
        ("[{ file: new Blob([]), fileName: '..' }]", "files[0].fileName: expected"),
        ("[{ file: new Blob([]), fileName: 'a', mimeType: 'no type' }]", "files[0].mimeType: expected"),
    ] {
        let results = Array::from(&kept(client.upload_attachments(with(&target(), "files", js(files)))).await);
        let error = get(&results.get(0), "reason");
        assert!(text_of(&error, "message").starts_with(start), "{files}: {error:?}");
        assert_eq!(text_of(&error, "code"), "INVALID_ARGUMENT");
    }
}

/// A fetch that never answers, and keeps the signals it was given in `signals`.
const SILENT: &str = "stallTimeout: 30, maxAttempts: 2, fetch: (globalThis.signals = [], (url, { signal }) => {
    globalThis.signals.push(signal);
    return new Promise(() => {});
}),";

#[wasm_bindgen_test]
async fn silence_is_a_timeout_and_ends_each_request() {
    let client = client("http://127.0.0.1:1/api", SILENT);
    let error = rejected(client.get_attachment_list(target())).await;
    assert_eq!((text_of(&error, "code"), get(&error, "attempts").as_f64()), ("TIMEOUT".into(), Some(2.0)));
    assert!(js("globalThis.signals.length === 2 && globalThis.signals.every((signal) => signal.aborted)").is_truthy());
}

/// A fetch whose first answer with the bytes of a file breaks off, or falls silent, after some of them.
fn breaking(how: &str) -> String {
    format!(
        "stallTimeout: 200, fetch: (() => {{
            let broken = false;
            return async (url, init) => {{
                const response = await fetch(url, init);
                if (broken || (!/[?&]X-Amz-|download[?]/.test(url)) || init.method !== 'GET') return response;
                broken = true;
                const reader = response.body.getReader();
                let left = 100_000;
                const body = new ReadableStream({{
                    async pull(controller) {{
                        if (left <= 0) {how}
                        const {{ value }} = await reader.read();
                        controller.enqueue(value.subarray(0, left));
                        left -= value.length;
                    }},
                }});
                return new Response(body, {{ status: response.status, headers: response.headers }});
            }};
        }})(),"
    )
}

#[wasm_bindgen_test]
async fn a_download_that_breaks_or_stalls_goes_on_where_it_was() {
    const SIZE: u32 = 300_000;
    let bytes: Vec<u8> = (0..SIZE).map(|at| (at % 251) as u8).collect();
    for api_url in API_URLS {
        for how in ["throw new Error('broken');", "return new Promise(() => {});"] {
            let client = client(api_url, &breaking(how));
            let target = with(&target(), "fileName", "a.bin");
            let file = js_sys::Uint8Array::from(bytes.as_slice());
            kept(client.upload_attachment(with(&target, "file", file))).await;
            let stream = kept(client.download_attachment(target)).await;
            assert!(read(stream).await == bytes, "{how} at {api_url}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_file_that_is_shorter_than_its_row_says_is_corrupted() {
    for api_url in API_URLS {
        let client = client(api_url, "maxAttempts: 2,");
        let target = with(&target(), "fileName", "a.bin");
        kept(client.upload_attachment(with(&target, "file", js("new Blob(['123'])")))).await;
        let row = get(&kept(client.get_attachment_list(target.clone())).await, "0");
        // A row that is out of date is asked for again.
        let stale = with(&with(&target, "link", text_of(&row, "link")), "fileSize", 4);
        let stream = kept(client.download_attachment(stale)).await;
        let in_page = js("globalThis.location !== undefined").is_truthy();
        if api_url == API_URLS[0] && in_page {
            // No length is believed there of what the backend may have compressed, and the caller has bytes already.
            assert_eq!(text_of(&read_error(stream).await, "code"), "CORRUPTED");
        } else {
            assert_eq!(read(stream).await, b"123");
        }
    }
}

#[wasm_bindgen_test]
async fn a_stream_that_is_cancelled_or_read_keeps_no_listener_and_no_request() {
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = with(&target(), "fileName", "a.bin");
        kept(client.upload_attachment(with(&target, "file", js("new Uint8Array(2 << 20)")))).await;
        let controller = js(COUNTED);
        let target = with(&target, "signal", get(&controller, "signal"));
        assert_eq!(read(kept(client.download_attachment(target.clone())).await).await.len(), 2 << 20);
        assert_eq!(get(&controller, "listeners").as_f64(), Some(0.0));
        let stream = kept(client.download_attachment(target)).await;
        assert_eq!(get(&controller, "listeners").as_f64(), Some(1.0));
        let cancel = Function::new_with_args("stream", "return stream.cancel()");
        kept(cancel.call1(&JsValue::UNDEFINED, &stream).unwrap().unchecked_into()).await;
        assert_eq!(get(&controller, "listeners").as_f64(), Some(0.0));
    }
}
