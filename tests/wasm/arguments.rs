//! Garbage of every type gives `INVALID_ARGUMENT` that names the field, and nothing is sent.

use js_sys::Promise;
use opik_attachments::js::client::AttachmentClient;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{client, get, js, kept, rejected, text_of, with};

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
        "files" => matches!(value, "[]" | "[Symbol()]"),
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
async fn short_harmless_values_are_shown() {
    for (options, message) in [
        ("{ stallTimeout: '5' }", "stallTimeout: expected a whole number from 1 to 3600000, got \"5\""),
        ("{ projectName: 5 }", "projectName: expected a string, got the number 5"),
        ("{ workspaceName: true }", "workspaceName: expected a string, got true"),
        ("{ apiKey: true }", "apiKey: expected a string, got a boolean"),
        ("{ fetch: [] }", "fetch: expected a function, got an array"),
    ] {
        assert_eq!(text_of(&AttachmentClient::new(js(options)).err().unwrap(), "message"), message);
    }
    let client = client("http://127.0.0.1:1/api", FETCH);
    let target = js("{ entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb', file: new Blob() }");
    for (field, value, message) in [
        ("entityType", "'Trace'", "entityType: expected \"trace\" or \"span\", got \"Trace\""),
        ("ifExists", "'overwrite'", "got \"overwrite\""),
        ("ifExists", "'x'.repeat(21)", "got a string"),
        ("ifExists", "'\\n'", "got a string"),
    ] {
        let error = rejected(client.upload_attachment(with(&target, field, js(value)))).await;
        assert!(text_of(&error, "message").ends_with(message), "{error:?}");
    }
    let error = rejected(client.download_attachment(with(&with(&target, "fileName", "a"), "link", js("5")))).await;
    assert_eq!(text_of(&error, "message"), "link: expected a string, got a number");
}

#[wasm_bindgen_test]
async fn bytes_that_are_the_wrong_ones_or_gone() {
    let client = client("http://127.0.0.1:1/api", FETCH);
    let right = js("{ entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb', fileName: 'a.txt' }");
    for (file, received) in [
        ("new Response('no', { status: 404 })", "got one of status 404"),
        (
            "(() => { const read = new Response('x'); read.text(); return read })()",
            "got one whose body is read already",
        ),
        ("(() => { const read = new Response('x'); read.body.getReader(); return read })()", "is read already"),
        ("(() => { const { body } = new Response('x'); body.getReader(); return body })()", "locked or has been read"),
    ] {
        let error = rejected(client.upload_attachment(with(&right, "file", js(file)))).await;
        is_invalid(&error, "file", file);
        assert!(text_of(&error, "message").ends_with(received), "{error:?}");
    }
    for path in ["{}", "[]", "new Uint8Array([97])", "new String('a')", "new Date(0)", "5"] {
        is_invalid(&rejected(client.upload_attachment(with(&right, "filePath", js(path)))).await, "filePath", path);
    }
}

/// The codes of the results of an upload of many files, with the message of those that are rejected.
async fn outcomes(client: &AttachmentClient, files: &str) -> Vec<String> {
    let target = js("{ entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb' }");
    let results: js_sys::Array =
        kept(client.upload_attachments(with(&target, "files", js(files)))).await.unchecked_into();
    let outcome = |result: JsValue| match get(&result, "value").is_undefined() {
        true => format!("{} {}", text_of(&get(&result, "reason"), "code"), text_of(&get(&result, "reason"), "message")),
        false => text_of(&get(&result, "value"), "fileName"),
    };
    results.iter().map(outcome).collect()
}

/// Takes every upload, in direct mode.
const TAKES_ALL: &str = "fetch: async (url) => url.endsWith('/upload-start')
    ? new Response(JSON.stringify({ upload_id: 'BEMinIO', pre_sign_urls: ['x'] })) : new Response(null, { status: 204 }),";

#[wasm_bindgen_test]
async fn a_file_of_many_that_is_wrong_is_its_own_result() {
    let client = client("http://127.0.0.1:1/api", TAKES_ALL);
    let wrong = [
        ("new Blob(['x'])", "files[1].fileName: expected a string, since this file has no name of its own"),
        ("new File(['x'], '..')", "files[1].fileName: expected a file name"),
        ("{ file: new Blob(['x']), fileName: 5 }", "files[1].fileName: expected a string, got the number 5"),
        ("{ file: new File(['x'], 'b'), mimeType: 'none' }", "files[1].mimeType: expected"),
        ("{ file: new File(['x'], 'input-attachment-1-2.png') }", "files[1].fileName: expected a file name that Opik"),
        ("{ get file() { throw 1 } }", "files[1].file: expected a value that can be read, got one that throws"),
        ("{ file: 'text' }", "files[1].file: expected a File"),
        ("{ filePath: {} }", "files[1].filePath: expected"),
        ("{}", "files[1].file: expected"),
        (
            "new Uint8Array([1])",
            "files[1]: expected a File, or an object with file or filePath, got an object of type \
            Uint8Array, which has no name; give it one, as { file, fileName }",
        ),
        (
            "'a.txt'",
            "files[1]: expected a File, or an object with file or filePath, got a string; for a path give it as",
        ),
        ("new Response('x', { status: 500 })", "files[1]: expected"),
        (
            "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
            "files[1]: expected",
        ),
        ("null", "files[1]: expected"),
        ("new File(['y'], 'a.txt')", "files[1].fileName: expected a name that no other file of the call has"),
    ];
    for (file, message) in wrong {
        let files = format!("[new File(['x'], 'a.txt'), {file}, new File(['z'], 'z.txt')]");
        let outcomes = outcomes(&client, &files).await;
        assert_eq!((outcomes.len(), &*outcomes[0], &*outcomes[2]), (3, "a.txt", "z.txt"), "{file}: {outcomes:?}");
        assert!(outcomes[1].starts_with(&format!("INVALID_ARGUMENT {message}")), "{file}: {outcomes:?}");
    }
}

#[wasm_bindgen_test]
async fn any_iterable_is_taken_and_no_text_or_bytes() {
    let client = client("http://127.0.0.1:1/api", TAKES_ALL);
    let a = "new File(['x'], 'a.txt')";
    let list = format!("(() => {{ const data = new DataTransfer(); data.items.add({a}); return data.files }})()");
    let mut iterables = vec![
        format!("[{a}]"),
        format!("new Set([{a}])"),
        format!("(function* () {{ yield {a} }})()"),
        format!("{{ 0: {a}, length: 1 }}"),
    ];
    if js("typeof DataTransfer === 'function'").is_truthy() {
        iterables.push(list);
    }
    for iterable in iterables {
        assert_eq!(outcomes(&client, &iterable).await, ["a.txt"], "{iterable}");
    }
    let target = js("{ entityType: 'span', entityId: '0190babc-62a0-71d2-832a-0feffa4676eb' }");
    for none in
        ["'abc'", "new Uint8Array(2)", "new File(['x'], 'a.txt')", "(function* () { throw 1 })()", "{ length: -1 }"]
    {
        is_invalid(&rejected(client.upload_attachments(with(&target, "files", js(none)))).await, "files", none);
    }
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
    let error = AttachmentClient::new(js("{ apiKey: 'hunter2\\nx', apiUrl: 'http://h' }")).err().unwrap();
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
            "file: expected a File, Blob, ArrayBuffer, typed array, Buffer, ReadableStream or Response, got a string; use filePath for a path, and new Blob([text]) for a text",
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
