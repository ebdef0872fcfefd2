//! Fields of an argument object, each read once and checked by name.

use js_sys::{Function, JsString, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::values::{describe, is_abort_signal, is_well_formed};
use crate::core::error::Error;

/// `INVALID_ARGUMENT` for a field that came as `value`.
pub(super) fn wrong(field: &str, expected: &str, value: &JsValue) -> Error {
    Error::invalid(field, expected, &describe(value))
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

/// An argument object. `null` counts as not given, for fields as for the whole.
pub(super) struct Fields(JsValue);

impl Fields {
    /// Takes an argument that must be an object.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the argument.
    pub(super) fn required(name: &str, value: JsValue) -> Result<Self, Error> {
        if value.is_object() { Ok(Self(value)) } else { Err(wrong(name, "an object", &value)) }
    }

    /// Takes an argument that may be missing.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the argument.
    pub(super) fn optional(name: &str, value: JsValue) -> Result<Self, Error> {
        if value.is_undefined() || value.is_null() {
            return Ok(Self(js_sys::Object::new().into()));
        }
        Self::required(name, value)
    }

    /// A field, or `None` if it is missing, undefined or null.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if its getter throws.
    pub(super) fn get(&self, name: &str) -> Result<Option<JsValue>, Error> {
        let value = Reflect::get(&self.0, &name.into()).map_err(|thrown| {
            Error::invalid(name, "a field that can be read", "one that throws").with_cause(super::error::cause(thrown))
        })?;
        Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
    }

    /// An optional string.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        self.get(name)?.map(|value| text(name, &value)).transpose()
    }

    /// A string that must be there.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn required_text(&self, name: &str) -> Result<String, Error> {
        self.text(name)?.ok_or_else(|| wrong(name, "a string", &JsValue::UNDEFINED))
    }

    /// A string that must be one that `parse` knows; `choices` names them.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn choice<T>(
        &self,
        name: &str,
        choices: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let chosen = value.as_string().and_then(|text| parse(&text));
        chosen.map(Some).ok_or_else(|| wrong(name, choices, &value))
    }

    /// An optional whole number within bounds, both inclusive.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn integer(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, Error> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let number = value.as_f64().filter(|number| number.trunc() == *number && *number >= 0.0);
        let number = number.map(|number| number as u64).filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| wrong(name, &format!("a whole number from {least} to {most}"), &value))
    }

    /// An optional function.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        value.dyn_into().map(Some).map_err(|value| wrong(name, "a function", &value))
    }

    /// The optional `signal`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn signal(&self) -> Result<Option<AbortSignal>, Error> {
        let Some(value) = self.get("signal")? else { return Ok(None) };
        if is_abort_signal(&value) {
            // Not an instance check: a signal of another realm is as good.
            return Ok(Some(value.unchecked_into()));
        }
        Err(wrong("signal", "an AbortSignal", &value))
    }
}
