//! What the body of a refusal says: the words of Opik, of an object store, or of a gateway in front of them.

use crate::core::json::Json;
use crate::core::text::strings::{self, fill};

/// The words of a refusal, from whichever of the four shapes the body has: `message` (and `details`), `errors`, S3's XML,
/// or none that can be read (HTML of a gateway, an empty body).
#[must_use]
pub fn refusal<J: Json>(body: &str) -> Option<String> {
    if let Some(json) = J::parse(body) {
        let text = |field| json.field(field).and_then(|text| text.string());
        if let Some(message) = text("message") {
            return Some(match text("details").filter(|details| !details.is_empty()) {
                Some(details) => fill("{}: {}", &[&message, &details]),
                None => message,
            });
        }
        let mut errors = String::new();
        for error in json.field("errors")?.items()?.iter().filter_map(Json::string) {
            strings::append(&mut errors, "; ", &error);
        }
        return Some(errors);
    }
    let code = store_code(body)?;
    Some(match xml_element(body, "Message") {
        Some(message) => fill("{}: {}", &[code, message]),
        None => code.to_owned(),
    })
}

/// The code of an object store's refusal, such as `SlowDown`.
#[must_use]
pub fn store_code(body: &str) -> Option<&str> {
    xml_element(body, "Code")
}

/// Whether a body is a page for people, which neither Opik's API nor a store sends: markup, but not that of a store.
#[must_use]
pub fn is_html(body: &str) -> bool {
    let start = body.trim();
    start.starts_with("<") && !start.starts_with("<?xml") && store_code(body).is_none()
}

/// The text of the first element of that name. S3's errors are flat, so this is all the XML there is.
fn xml_element<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = strings::split_once(body, &fill("<{}>", &[name]))?;
    Some(strings::split_once(after, &fill("</{}>", &[name]))?.0)
}

/// Whether a store's refusal says that the presigned URL has died: S3 in these codes or with "expired", Garage with
/// "Date is too old".
#[must_use]
pub fn says_expired(body: &str) -> bool {
    store_code(body).is_some_and(|code| matches!(code, "ExpiredToken" | "RequestExpired"))
        || xml_element(body, "Message")
            .is_some_and(|message| ["expired", "too old"].iter().any(|word| says(message, word)))
}

fn says(message: &str, word: &str) -> bool {
    strings::find(&message.to_ascii_lowercase(), word).is_some()
}
