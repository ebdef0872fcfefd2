//! Fields of an argument object, each read once and checked by name.

use std::cell::RefCell;

use js_sys::{Function, JsString, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::error::cause;
use super::values::{describe, is_abort_signal, is_well_formed};
use crate::core::error::Error;

/// `INVALID_ARGUMENT` for a field that came as `value`.
pub(super) fn wrong(field: &str, expected: &str, value: &JsValue) -> Error {
    Error::invalid(field, expected, &describe(value, false))
}

/// A string as Rust has it.
///
/// # Errors
/// `INVALID_ARGUMENT` if `value` is no string, or one with lone surrogates, which have no UTF-8.
pub(super) fn text(field: &str, value: &JsValue) -> Result<String, Error> {
    let string = value.dyn_ref::<JsString>().ok_or_else(|| wrong(field, "a string", value))?;
    if !is_well_formed(string) {
        return Err(Error::invalid(field, "well-formed Unicode", "a string with a lone surrogate"));
    }
    Ok(String::from(string))
}

/// An argument object, read field by field. The first complaint is kept and the rest of the reading goes on with
/// defaults, so that readers need not stop at every field; [`Self::check`] tells it at the end. `null` counts as not
/// given.
pub(super) struct Fields {
    object: JsValue,
    complaint: RefCell<Option<Error>>,
}

impl Fields {
    /// Takes an argument that must be an object.
    pub(super) fn required(name: &str, value: JsValue) -> Self {
        let complaint = (!value.is_object()).then(|| wrong(name, "an object", &value));
        Self { object: value, complaint: RefCell::new(complaint) }
    }

    /// Takes an argument that may be missing.
    pub(super) fn optional(name: &str, value: JsValue) -> Self {
        let missing = value.is_undefined() || value.is_null();
        Self::required(name, if missing { js_sys::Object::new().into() } else { value })
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The first complaint, always an `INVALID_ARGUMENT`.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.complaint.take().map_or(Ok(()), Err)
    }

    /// The value of a check, or its default and a complaint.
    pub(super) fn keep<T: Default>(&self, result: Result<T, Error>) -> T {
        result.unwrap_or_else(|error| {
            self.complain(error);
            T::default()
        })
    }

    /// Complains, unless something was wrong before.
    pub(super) fn complain(&self, error: Error) {
        self.complaint.borrow_mut().get_or_insert(error);
    }

    /// A field, or `None` if it is missing, undefined or null.
    pub(super) fn get(&self, name: &str) -> Option<JsValue> {
        // Also stops at an argument that is no object, on which the engine would throw.
        if self.complaint.borrow().is_some() {
            return None;
        }
        match Reflect::get(&self.object, &name.into()) {
            Ok(value) => Some(value).filter(|value| !value.is_undefined() && !value.is_null()),
            Err(thrown) => {
                let error = Error::invalid(name, "a field that can be read", "one that throws");
                self.complain(error.with_cause(cause(thrown)));
                None
            }
        }
    }

    /// An optional string.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        Some(self.keep(text(name, &self.get(name)?)))
    }

    /// A string that must be there.
    pub(super) fn required_text(&self, name: &str) -> String {
        let value = self.get(name).unwrap_or(JsValue::UNDEFINED);
        self.keep(text(name, &value))
    }

    /// A string that must be one that `parse` knows; `choices` names them.
    pub(super) fn choice<T>(&self, name: &str, choices: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.get(name)?;
        let chosen = value.as_string().and_then(|text| parse(&text));
        if chosen.is_none() {
            self.complain(wrong(name, choices, &value));
        }
        chosen
    }

    /// An optional whole number within bounds, both inclusive.
    pub(super) fn integer(&self, name: &str, least: u64, most: u64) -> Option<u64> {
        let value = self.get(name)?;
        let number = value.as_f64().filter(|number| number.trunc() == *number && *number >= 0.0);
        let number = number.map(|number| number as u64).filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let expected = format!("a whole number from {least} to {most}");
            self.complain(Error::invalid(name, &expected, &describe(&value, true)));
        }
        number
    }

    /// An optional function.
    pub(super) fn function(&self, name: &str) -> Option<Function> {
        let value = self.get(name)?;
        value.dyn_into().map_err(|value| self.complain(wrong(name, "a function", &value))).ok()
    }

    /// The optional `signal`.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        let value = self.get("signal")?;
        if is_abort_signal(&value) {
            return Some(value.unchecked_into());
        }
        self.complain(wrong("signal", "an AbortSignal", &value));
        None
    }
}
