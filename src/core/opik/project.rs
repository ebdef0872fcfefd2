//! The endpoints of projects: one by its name, and the newest of them.

use crate::core::config::api_url::ApiUrl;
use crate::core::error::Error;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::json::object::{JsonObject, Value};
use crate::core::json::{Json, MissingField, string};

const RETRIEVE_PATH: &str = "/v1/private/projects/retrieve";
const LIST_PATH: &str = "/v1/private/projects";

/// Projects that are looked through for similar names, the newest.
const MAX_PROJECTS: &str = "1000";

/// Asks for the project of that name.
#[must_use]
pub fn retrieve<'a, B>(api_url: &ApiUrl, name: &'a str) -> Request<'a, B> {
    Request::post(api_url.endpoint(RETRIEVE_PATH, &[]), JsonObject(vec![("name", Value::Text(name))]))
}

/// Whether the answer says that there is no project of that name. The other 404s are of a workspace or of an address that
/// does not exist.
#[must_use]
pub fn is_not_found(error: &Error) -> bool {
    error.status() == Some(404) && error.details().message.ends_with("Project not found")
}

/// Asks for the newest projects.
#[must_use]
pub fn list<B>(api_url: &ApiUrl) -> Request<'static, B> {
    let to = Destination::Backend(api_url.endpoint(LIST_PATH, &[("page", "1"), ("size", MAX_PROJECTS)]));
    Request::new(Method::Get, to, Payload::None)
}

/// `id` of a project.
///
/// # Errors
/// [`MissingField`] if it is missing.
pub fn project_id<J: Json>(reply: &J) -> Result<String, MissingField> {
    string(reply, "id")
}

/// `name` of each project of a page of them.
///
/// # Errors
/// [`MissingField`] if this is no such page.
pub fn project_names<J: Json>(reply: &J) -> Result<Vec<String>, MissingField> {
    let rows = reply.field("content").and_then(|rows| rows.items()).ok_or(MissingField("content"))?;
    rows.iter().map(|row| string(row, "name")).collect()
}
