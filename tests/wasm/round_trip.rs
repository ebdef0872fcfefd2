//! Upload, list, download, delete.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{API_URLS, client, get, js, kept, read, rejected, target, text_of, with};

#[wasm_bindgen_test]
async fn every_kind_of_bytes_comes_back_in_both_modes() {
    let sources = [
        ("new Uint8Array([0, 1, 254, 255])", vec![0, 1, 254, 255]),
        ("new Uint8Array([9, 1, 2, 9]).subarray(1, 3)", vec![1, 2]),
        ("new Uint16Array([0x0201]).buffer", vec![1, 2]),
        ("new DataView(new Uint8Array([5, 6, 7]).buffer, 1)", vec![6, 7]),
        ("new Blob(['é'])", "é".as_bytes().to_vec()),
        ("new Blob([])", vec![]),
        ("new Response('from a response')", b"from a response".to_vec()),
        ("new Blob(['from a stream']).stream()", b"from a stream".to_vec()),
    ];
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = target();
        for (index, (source, bytes)) in sources.iter().enumerate() {
            let name = format!("{index} é&+?%25 ☃.bin");
            let upload = with(&with(&target, "file", js(source)), "fileName", name.as_str());
            let outcome = kept(client.upload_attachment(upload)).await;
            assert_eq!(text_of(&outcome, "status"), "uploaded");
            assert_eq!(get(&outcome, "fileSize").as_f64(), Some(bytes.len() as f64), "{source}");
            let stream = kept(client.download_attachment(with(&target, "fileName", name))).await;
            assert_eq!(&read(stream).await, bytes, "{source} at {api_url}");
        }
        let list = Array::from(&kept(client.get_attachment_list(target)).await);
        assert_eq!(list.length() as usize, sources.len());
    }
}

#[wasm_bindgen_test]
async fn several_parts_come_back_whole() {
    let bytes: Vec<u8> = (0..11 * 1024 * 1024_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for api_url in API_URLS {
        let client = client(api_url, "partSize: 5 * 1024 * 1024,");
        let target = target();
        let upload = with(&with(&target, "file", Uint8Array::from(bytes.as_slice())), "fileName", "large.bin");
        kept(client.upload_attachment(upload)).await;
        let row = get(&kept(client.get_attachment_list(target.clone())).await, "0");
        assert_eq!(get(&row, "fileSize").as_f64(), Some(bytes.len() as f64));
        let link = text_of(&row, "link");
        let download = with(&with(&target, "fileName", "large.bin"), "link", link);
        assert!(read(kept(client.download_attachment(download)).await).await == bytes, "{api_url}");
    }
}

#[wasm_bindgen_test]
async fn types_come_from_the_argument_the_blob_or_the_name() {
    let client = client(API_URLS[0], "");
    let target = target();
    for (file, name, given, expected) in [
        ("new Blob(['a'], { type: 'Text/Plain;charset=utf-8' })", "a.png", None, "text/plain"),
        ("new Blob(['a'])", "a.md", None, "text/markdown"),
        ("new Uint8Array(1)", "a.unknown", None, "application/octet-stream"),
        ("new Blob(['a'], { type: 'text/plain' })", "a.txt", Some("application/x-mine"), "application/x-mine"),
    ] {
        let mut upload = with(&with(&target, "file", js(file)), "fileName", name);
        if let Some(given) = given {
            upload = with(&upload, "mimeType", given);
        }
        assert_eq!(text_of(&kept(client.upload_attachment(upload)).await, "mimeType"), expected, "{file}");
    }
}

#[wasm_bindgen_test]
async fn a_file_brings_its_name() {
    let client = client(API_URLS[1], "");
    let target = target();
    let upload = with(&target, "file", js("new File(['x'], 'shot one.png', { type: 'image/png' })"));
    assert_eq!(text_of(&kept(client.upload_attachment(upload)).await, "fileName"), "shot one.png");
    let row = get(&kept(client.get_attachment_list(target)).await, "0");
    assert_eq!(text_of(&row, "fileName"), "shot one.png");
    assert_eq!(get(&row, "previewable"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn what_exists_is_replaced_refused_or_left() {
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = target();
        let upload = |bytes: &str, if_exists: &str| {
            let file = with(&with(&target, "file", js(&format!("new Blob(['{bytes}'])"))), "fileName", "a.txt");
            client.upload_attachment(with(&file, "ifExists", if_exists))
        };
        assert_eq!(text_of(&kept(upload("one", "error")).await, "status"), "uploaded");
        assert_eq!(text_of(&rejected(upload("two", "error")).await, "code"), "ALREADY_EXISTS");
        assert_eq!(text_of(&kept(upload("two", "skip")).await, "status"), "skipped");
        let download = || client.download_attachment(with(&target, "fileName", "a.txt"));
        assert_eq!(read(kept(download()).await).await, b"one");
        assert_eq!(text_of(&kept(upload("three", "skip")).await, "status"), "uploaded");
        assert_eq!(text_of(&kept(upload("four", "replace")).await, "status"), "uploaded");
        assert_eq!(read(kept(download()).await).await, b"four");
    }
}

#[wasm_bindgen_test]
async fn deleted_files_are_gone_and_missing_ones_are_named() {
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = target();
        for name in ["report.pdf", "other.txt"] {
            let upload = with(&with(&target, "file", js("new Blob(['x'])")), "fileName", name);
            kept(client.upload_attachment(upload)).await;
        }
        let error = rejected(client.download_attachment(with(&target, "fileName", "reprot.pdf"))).await;
        assert_eq!(text_of(&error, "code"), "ATTACHMENT_NOT_FOUND");
        assert_eq!(text_of(&error, "hint"), "Closest names: report.pdf");

        let names = js("['report.pdf', 'never there']");
        assert!(kept(client.delete_attachments(with(&target, "fileNames", names))).await.is_undefined());
        let list = Array::from(&kept(client.get_attachment_list(target.clone())).await);
        assert_eq!(list.length(), 1);
        let error = rejected(client.download_attachment(with(&target, "fileName", "report.pdf"))).await;
        assert_eq!(text_of(&error, "code"), "ATTACHMENT_NOT_FOUND");
    }
}

#[wasm_bindgen_test]
async fn a_project_that_does_not_exist_is_an_error_to_read_and_no_obstacle_to_write() {
    let project = format!("p{}", js("Math.random()").as_f64().unwrap());
    for (client, file) in API_URLS.map(|api_url| (client(api_url, ""), js("new Blob(['x'])"))) {
        let target = with(&target(), "projectName", project.as_str());
        let error = rejected(client.get_attachment_list(target.clone())).await;
        assert_eq!(text_of(&error, "code"), "PROJECT_NOT_FOUND");
        assert_eq!(get(&error, "status").as_f64(), Some(404.0));
        let upload = with(&with(&with(&target, "file", file), "fileName", "a"), "ifExists", "error");
        kept(client.upload_attachment(upload)).await;
        assert_eq!(Array::from(&kept(client.get_attachment_list(target)).await).length(), 1);
    }
}
