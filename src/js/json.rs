//! JSON: the engine's own parser as the core's [`Json`], and JS objects of the core's documents.

use std::cell::RefCell;
use std::ptr;

use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::core::json::Json;

/// 2^53: the first whole number that a double cannot tell from its neighbour.
const TOO_LARGE: f64 = 9_007_199_254_740_992.0;

thread_local! {
    /// Names of members as JS has them. Making one anew for each of ten thousand rows would be a third of the work.
    static NAMES: RefCell<Vec<(&'static str, &'static JsValue)>> = const { RefCell::new(Vec::new()) };
}

fn js_name(name: &'static str) -> &'static JsValue {
    NAMES.with_borrow_mut(|names| {
        if let Some((_, known)) = names.iter().find(|(known, _)| ptr::eq(*known, name)) {
            return *known;
        }
        // Some twenty, for as long as the module lives.
        let known: &'static JsValue = Box::leak(Box::new(name.into()));
        names.push((name, known));
        known
    })
}

/// A parsed value, kept in JS.
pub(super) struct JsJson(pub(super) JsValue);

impl JsJson {
    /// What a parser gave; `None` for undefined, which is no JSON.
    pub(super) fn parsed(value: JsValue) -> Option<Self> {
        (!value.is_undefined()).then_some(Self(value))
    }
}

impl Json for JsJson {
    fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    fn field(&self, name: &'static str) -> Option<Self> {
        if !self.0.is_object() {
            return None;
        }
        let value = Reflect::get(&self.0, js_name(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(Self(value))
    }

    fn is_string(&self) -> bool {
        self.0.is_string()
    }

    fn string(&self) -> Option<String> {
        self.0.as_string()
    }

    fn integer(&self) -> Option<u64> {
        let number = self.0.as_f64()?;
        (number.trunc() == number && (0.0..TOO_LARGE).contains(&number)).then_some(number as u64)
    }

    fn items(&self) -> Option<Vec<Self>> {
        let array = self.0.dyn_ref::<Array>()?;
        Some(array.iter().map(Self).collect())
    }
}

/// The JS value of a document. Cannot fail: the keys are texts, and all values have their like in JS.
pub(super) fn object(document: &impl Serialize) -> JsValue {
    document.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}
