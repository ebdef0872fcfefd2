//! Calls at once, and clients that are gone before their calls.

use js_sys::{Array, Promise};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{API_URLS, client, js, kept, target, with};

#[wasm_bindgen_test]
async fn calls_made_at_once_do_not_disturb_each_other() {
    for api_url in API_URLS {
        let client = client(api_url, "");
        let target = target();
        let uploads = Array::new();
        for index in 0..8 {
            let file = js(&format!("new Blob(['{index}'])"));
            let upload = with(&with(&target, "file", file), "fileName", format!("{index}.txt"));
            uploads.push(&client.upload_attachment(upload));
        }
        kept(Promise::all(&uploads)).await;
        let calls = Array::new();
        for _ in 0..4 {
            calls.push(&client.get_attachment_list(target.clone()));
        }
        for list in Array::from(&kept(Promise::all(&calls)).await).iter() {
            assert_eq!(Array::from(&list).length(), 8);
        }
    }
}

#[wasm_bindgen_test]
async fn a_call_outlives_its_client() {
    for api_url in API_URLS {
        let target = target();
        let upload = with(&with(&target, "file", js("new Blob(['x'])")), "fileName", "a.txt");
        let client = client(api_url, "");
        let call = client.upload_attachment(upload);
        // What free() does.
        drop(client);
        kept(call).await;
        let list = kept(self::client(api_url, "").get_attachment_list(target)).await;
        assert_eq!(Array::from(&list).length(), 1);
    }
}
