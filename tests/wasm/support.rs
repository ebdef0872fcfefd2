//! Clients, targets and JS values for the tests.

use js_sys::{Function, JSON, Object, Promise, Reflect, Uint8Array};
use opik_attachments::js::client::AttachmentClient;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Addresses of the two servers, `apiUrl` of direct mode first.
pub(crate) const API_URLS: [&str; 2] = [env!("OPIK_TEST_DIRECT_URL"), env!("OPIK_TEST_STORE_URL")];

/// An `AbortController` whose signal counts its listeners.
pub(crate) const COUNTED: &str = "(() => {
    const controller = new AbortController();
    const { signal } = controller;
    controller.listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args) => { controller.listeners += 1; return addEventListener.apply(signal, args) };
    signal.removeEventListener = (...args) => { controller.listeners -= 1; return removeEventListener.apply(signal, args) };
    return controller;
})()";

/// A value written in JS.
pub(crate) fn js(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})")).call0(&JsValue::UNDEFINED).unwrap()
}

/// A client for one of the servers, with `more` options written in JS.
pub(crate) fn client(api_url: &str, more: &str) -> AttachmentClient {
    AttachmentClient::new(js(&format!("{{ apiUrl: {api_url:?}, projectName: 'wasm tests', {more} }}"))).unwrap()
}

/// A trace that no other test uses.
pub(crate) fn target() -> JsValue {
    // Not `crypto.randomUUID`: it makes version 4, and engines keep it from pages that are not secure.
    js("{ entityType: 'trace', entityId: '0190babc-62a0-7xxx-8xxx-xxxxxxxxxxxx' \
        .replace(/x/g, () => Math.floor(Math.random() * 16).toString(16)) }")
}

/// A copy of `object` with one more field.
pub(crate) fn with(object: &JsValue, name: &str, value: impl Into<JsValue>) -> JsValue {
    let copy = Object::assign(&Object::new(), object.unchecked_ref());
    Reflect::set(&copy, &name.into(), &value.into()).unwrap();
    copy.into()
}

pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

pub(crate) fn text_of(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_else(|| panic!("{name} is no string: {object:?}"))
}

pub(crate) fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// The value of a promise that must be kept.
pub(crate) async fn kept(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap_or_else(|error| {
        panic!("rejected with {:?}, hint {:?}, cause {:?}", error, get(&error, "hint"), get(&error, "cause"))
    })
}

/// The reason of a promise that must be rejected.
pub(crate) async fn rejected(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.expect_err("kept")
}

/// What a stream fails with.
pub(crate) async fn read_error(stream: JsValue) -> JsValue {
    // By its reader: Chromium's Response would put an error of its own in the place of the stream's.
    let read: Function = js("async (stream) => {
        for (const reader = stream.getReader(); ; ) if ((await reader.read()).done) return;
    }")
    .unchecked_into();
    let ended: Promise = read.call1(&JsValue::UNDEFINED, &stream).unwrap().unchecked_into();
    rejected(ended).await
}

/// All bytes of a stream.
pub(crate) async fn read(stream: JsValue) -> Vec<u8> {
    let response = Response::new_with_opt_readable_stream(Some(stream.unchecked_ref())).unwrap();
    Uint8Array::new(&JsFuture::from(response.array_buffer().unwrap()).await.unwrap()).to_vec()
}
