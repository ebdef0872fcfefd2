//! Garbage of every type gives `INVALID_ARGUMENT` that names the field, and nothing is sent.

use js_sys::Promise;
use opik_attachments::js::client::AttachmentClient;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{client, get, js, rejected, text_of, with};

/// One value of every type that JS has, and some that are hostile.
const GARBAGE: [&str; 18] = [
    "null",
    "true",
    "0",
    "-1",
    "NaN",
    "1e300",
    "10n",
    "''",
    "'\\ud800'",
    "'\\u0000'",
    "Symbol('s')",
    "() => {}",
    "[]",
    "{}",
    "new Date(0)",
    "[Symbol()]",
    "new Proxy({}, { get() { throw 'trap' } })",
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
];

/// What says it is something that it is not.
const IMPOSTORS: [(&str, &str); 7] = [
    ("file", "{ [Symbol.toStringTag]: 'Blob', size: 1, slice() {}, type: 'text/plain' }"),
    ("file", "{ [Symbol.toStringTag]: 'File', name: 5 }"),
    ("file", "{ [Symbol.toStringTag]: 'Response', blob: async () => 5 }"),
    ("file", "{ [Symbol.toStringTag]: 'ReadableStream' }"),
    ("file", "(() => { const { body } = new Response('x'); body.getReader(); return body })()"),
    ("signal", "{ [Symbol.toStringTag]: 'AbortSignal', aborted: false, addEventListener() {} }"),
    ("signal", "Object.create(AbortSignal.prototype)"),
];

const FETCH: &str = "fetch() { throw new Error('something was sent') },";

fn is_invalid(error: &JsValue, field: &str, value: &str) {
    assert!(error.is_instance_of::<js_sys::Error>(), "{field} = {value}: {error:?}");
    assert_eq!(text_of(error, "code"), "INVALID_ARGUMENT", "{field} = {value}: {error:?}");
    let message = text_of(error, "message");
    assert!(message.starts_with(field), "{field} = {value}: {message}");
    assert!(message.contains("expected") && message.contains("got"), "{message}");
    assert_eq!(get(error, "attempts").as_f64(), Some(0.0));
}

/// Values that are right for a field, or count as not given.
fn is_right(field: &str, value: &str) -> bool {
    match field {
        "options" => matches!(value, "null" | "[]" | "[Symbol()]" | "{}" | "new Date(0)"),
        "apiKey" => matches!(value, "null" | "''"),
        "fetch" | "onRetry" | "onProgress" => matches!(value, "null" | "() => {}"),
        "argument" => false,
        "range" => matches!(value, "null" | "[]" | "[Symbol()]" | "{}" | "new Date(0)"),
        "fileSize" => matches!(value, "null" | "0"),
        "files" => value == "[]",
        "allowReservedName" => matches!(value, "null" | "true"),
        _ => value == "null" && !matches!(field, "entityType" | "entityId" | "fileName" | "fileNames" | "file"),
    }
}

#[wasm_bindgen_test]
fn options() {
    for value in GARBAGE {
        if !is_right("options", value) {
            let error = AttachmentClient::new(js(value)).err().unwrap_or_else(|| panic!("took {value}"));
            // A hostile object fails at the first field that is read from it.
            let field = if value.contains("roxy") { "apiUrl" } else { "options" };
            is_invalid(&error, field, value);
        }
        for field in [
            "apiUrl",
            "apiKey",
            "workspaceName",
            "projectName",
            "fetch",
            "partSize",
            "maxAttempts",
            "concurrency",
            "stallTimeout",
            "onRetry",
        ] {
            // An empty path is the page itself in a browser.
            if is_right(field, value) || (field == "apiUrl" && value == "''") {
                continue;
            }
            let made = AttachmentClient::new(js(&format!("{{ {field}: {value} }}")));
            is_invalid(&made.err().unwrap_or_else(|| panic!("{field} took {value}")), field, value);
        }
    }
}

type Method = fn(&AttachmentClient, JsValue) -> Promise;

#[wasm_bindgen_test]
async fn methods() {
    let methods: [(Method, &[&str]); 5] = [
        (AttachmentClient::get_attachment_list, &[]),
        (AttachmentClient::download_attachment, &["fileName", "mimeType", "link", "fileSize", "range"]),
        (AttachmentClient::upload_attachment, &["fileName", "mimeType", "ifExists", "allowReservedName", "file"]),
        (AttachmentClient::upload_attachments, &["ifExists", "allowReservedName", "files"]),
        (AttachmentClient::delete_attachments, &["fileNames"]),
    ];
    let client = client("http://127.0.0.1:1/api", FETCH);
    let right = js("{
        entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb',
        file: new Blob(['x']), fileName: 'a.txt', fileNames: ['a.txt'], files: []
    }");
    for (method, fields) in methods {
        for value in GARBAGE {
            let error = rejected(method(&client, js(value))).await;
            let hostile = value.contains("roxy") || matches!(value, "[]" | "[Symbol()]" | "{}" | "new Date(0)");
            let read_first = if value.contains("roxy") { "projectName" } else { "entityType" };
            is_invalid(&error, if hostile { read_first } else { "argument" }, value);
            for field in ["projectName", "entityType", "entityId", "signal", "onProgress"].iter().chain(fields) {
                // A download by the wrong type is a download.
                let any_text = *field == "mimeType" && fields.contains(&"range");
                let fine = is_right(field, value)
                    || (*field == "fileNames" && value == "[]")
                    || (any_text && matches!(value, "''" | "'\\u0000'"));
                if fine {
                    continue;
                }
                let error = rejected(method(&client, with(&right, field, js(value)))).await;
                is_invalid(&error, field, value);
            }
        }
    }
}

#[wasm_bindgen_test]
async fn types_that_are_none() {
    let client = client("http://127.0.0.1:1/api", FETCH);
    let right = js("{
        entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb', file: new Blob(['x']), fileName: 'a.txt'
    }");
    for none in ["'a/b/c'", "'text'", "' text/plain'", "'text/plain; a=\"b'", "'text/\u{fc}'"] {
        let wrong = with(&right, "mimeType", js(none));
        is_invalid(&rejected(client.upload_attachment(wrong.clone())).await, "mimeType", none);
        // It changes nothing about the bytes of a download.
        assert_eq!(text_of(&rejected(client.download_attachment(wrong)).await, "code"), "NETWORK_ERROR");
        let own = format!("new Blob(['x'], {{ type: {none} }})");
        let error = rejected(client.upload_attachment(with(&right, "file", js(&own)))).await;
        assert_eq!(text_of(&error, "code"), "NETWORK_ERROR");
    }
}

#[wasm_bindgen_test]
async fn names_that_opik_reserves() {
    let client = client("http://127.0.0.1:1/api", FETCH);
    let right = js("{
        entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb',
        file: new Blob(['x']), fileName: 'input-attachment-1-2.png'
    }");
    let expected = "fileName: expected a file name that Opik does not reserve, got \"input-attachment-1-2.png\"";
    for refused in
        [right.clone(), with(&right, "allowReservedName", false), with(&right, "allowReservedName", js("null"))]
    {
        let error = rejected(client.upload_attachment(refused)).await;
        assert_eq!((text_of(&error, "code"), text_of(&error, "message")), ("INVALID_ARGUMENT".into(), expected.into()));
        assert!(text_of(&error, "hint").contains("input-attachment-1-2-sdk.png"));
    }
    for allowed in [with(&right, "allowReservedName", true), with(&right, "fileName", "input-attachment-1-2-sdk.png")] {
        let error = rejected(client.upload_attachment(allowed)).await;
        assert_eq!(text_of(&error, "code"), "NETWORK_ERROR");
    }
    // Only uploads: what is there can be read.
    assert_eq!(text_of(&rejected(client.download_attachment(right)).await, "code"), "NETWORK_ERROR");
}

#[wasm_bindgen_test]
async fn impostors() {
    let client = client("http://127.0.0.1:1/api", FETCH);
    let right = js("{
        entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb', file: new Blob(['x']), fileName: 'a.txt'
    }");
    for (field, impostor) in IMPOSTORS {
        let error = rejected(client.upload_attachment(with(&right, field, js(impostor)))).await;
        is_invalid(&error, field, impostor);
    }
    // A real one whose own properties lie is taken for what it is.
    let liar =
        "Object.defineProperties(new Blob(['x']), { size: { value: NaN }, type: { value: 5 }, slice: { value: 5 } })";
    let error = rejected(client.upload_attachment(with(&right, "file", js(liar)))).await;
    assert_eq!(text_of(&error, "code"), "NETWORK_ERROR");
}

#[wasm_bindgen_test]
async fn what_came_is_told_and_keys_are_not() {
    let error = AttachmentClient::new(js("{ apiKey: 'hunter2\\n', apiUrl: 'http://h' }")).err().unwrap();
    assert!(!text_of(&error, "message").contains("hunter2"), "{error:?}");
    let error = AttachmentClient::new(js("{ apiUrl: 'http://user:hunter2@h' }")).err().unwrap();
    assert!(!text_of(&error, "message").contains("hunter2"), "{error:?}");
    let error = AttachmentClient::new(js("{ apiKey: 31337 }")).err().unwrap();
    assert_eq!(text_of(&error, "message"), "apiKey: expected a string, got a number");
    let error = AttachmentClient::new(js("{ partSize: 17 }")).err().unwrap();
    assert_eq!(
        text_of(&error, "message"),
        "partSize: expected a whole number from 5242880 to 5368709120, got the number 17"
    );

    let long = "projectName: expected at most 150 characters, got 151";
    let error = AttachmentClient::new(js("{ projectName: 'p'.repeat(151) }")).err().unwrap();
    assert_eq!(text_of(&error, "message"), long);

    let client = client("http://127.0.0.1:1/api", FETCH);
    let target = js("{ entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb' }");
    let error = rejected(client.get_attachment_list(with(&target, "projectName", js("'p'.repeat(151)")))).await;
    assert_eq!((text_of(&error, "code"), text_of(&error, "message")), ("INVALID_ARGUMENT".to_owned(), long.to_owned()));
    for (fields, message) in [
        (
            "{ file: 'text' }",
            "file: expected a File, Blob, ArrayBuffer, typed array, Buffer, ReadableStream or Response, got a string",
        ),
        ("{ file: new Blob(), filePath: 'x' }", "file, filePath: expected one of them, got both"),
        ("{ file: new Blob() }", "fileName: expected a string, since this file has no name of its own, got undefined"),
        (
            "{ file: new Blob(), fileName: 'a/../b' }",
            "fileName: expected a file name of at most 865 bytes in UTF-8 without control characters, got one with \".\" or \"..\" as a path segment",
        ),
    ] {
        let argument = js_sys::Object::assign(&js_sys::Object::new(), target.unchecked_ref::<js_sys::Object>());
        js_sys::Object::assign(&argument, js(fields).unchecked_ref::<js_sys::Object>());
        let error = rejected(client.upload_attachment(argument.into())).await;
        assert_eq!(text_of(&error, "message"), message);
    }
}
