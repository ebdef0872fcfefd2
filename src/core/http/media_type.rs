//! Media types: their syntax, their parameters, and what they say of the bytes.

use crate::core::error::Error;
use crate::core::text::strings::until;

/// The type of what has no known type.
pub const OCTET_STREAM: &str = "application/octet-stream";

/// A type without its parameters and outer spaces, in lower case; `None` if nothing is left.
///
/// A browser's `Blob` may say `text/plain;charset=utf-8`, which the Opik UI, comparing exactly, would not preview.
#[must_use]
pub fn without_parameters(mime_type: &str) -> Option<String> {
    let essence = until(mime_type, ";").trim().to_ascii_lowercase();
    (!essence.is_empty()).then_some(essence)
}

/// Where in a media type a byte is.
#[derive(Clone, Copy)]
enum At {
    Type {
        begun: bool,
    },
    Subtype {
        begun: bool,
    },
    /// Behind a parameter or the subtype, where blanks may come before a semicolon.
    Blanks,
    /// Behind a semicolon: a parameter may be missing.
    Semicolon,
    Name,
    Value {
        begun: bool,
    },
    Quoted,
    Escaped,
    QuoteEnd,
}

/// Whether it is what RFC 9110 calls a media type: two tokens, and parameters whose values are tokens or quoted. Of ASCII
/// alone: the backend reads no other.
#[must_use]
pub fn is_media_type(value: &str) -> bool {
    let mut at = At::Type { begun: false };
    for byte in value.bytes() {
        let blank = matches!(byte, b'\t' | b' ');
        let token = matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'^'..=b'z' | b'|' | b'~');
        at = match at {
            At::Quoted if byte == b'"' => At::QuoteEnd,
            At::Quoted if byte == b'\\' => At::Escaped,
            At::Quoted | At::Escaped if matches!(byte, b'\t' | b' '..=b'~') => At::Quoted,
            At::Type { .. } if token => At::Type { begun: true },
            At::Type { begun: true } if byte == b'/' => At::Subtype { begun: false },
            At::Subtype { .. } if token => At::Subtype { begun: true },
            At::Semicolon if blank => At::Semicolon,
            At::Semicolon | At::Name if token => At::Name,
            At::Name if byte == b'=' => At::Value { begun: false },
            At::Value { .. } if token => At::Value { begun: true },
            At::Value { begun: false } if byte == b'"' => At::Quoted,
            At::Subtype { begun: true } | At::Value { begun: true } | At::QuoteEnd | At::Blanks | At::Semicolon => {
                match byte {
                    b';' => At::Semicolon,
                    _ if blank => At::Blanks,
                    _ => return false,
                }
            }
            _ => return false,
        };
    }
    matches!(at, At::Subtype { begun: true } | At::Value { begun: true } | At::QuoteEnd | At::Semicolon)
}

/// Refuses what is no media type.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`.
pub fn check_media_type(field: &str, value: &str) -> Result<(), Error> {
    if is_media_type(value) {
        return Ok(());
    }
    Err(Error::invalid(field, "a media type such as text/plain", "a string that is none"))
}

/// Whether bytes of that type are text, which shrinks when it is compressed.
#[must_use]
pub fn is_text(mime_type: &str) -> bool {
    let essence = until(mime_type, ";").trim();
    essence.starts_with("text/") || ["json", "xml", "yaml"].iter().any(|end| essence.ends_with(end))
}

/// Whether a `Content-Type` is that of a page for people.
#[must_use]
pub fn is_html_type(content_type: &str) -> bool {
    content_type.trim().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_those_of_the_standard() {
        for right in [
            "text/plain",
            "text/plain; charset=utf-8",
            "text/plain;charset=utf-8",
            "text/plain \t;\t a=b ;c=d",
            "text/plain;",
            "text/plain; ; ;a=b;",
            "application/x-mine",
            "application/vnd.a+json; profile=\"a b;c/d\"",
            "a/b; c=\"\"",
            "a/b; c=\"\\\"\\\\\"; d=e",
            "!#$%&'*+-.^_`|~/0",
        ] {
            check_media_type("mimeType", right).unwrap();
        }
        for wrong in [
            "",
            " ",
            "text",
            "text/",
            "/plain",
            "/",
            "a/b/c",
            " a/b",
            "a/b ",
            "a /b",
            "a/ b",
            "a/b c",
            "a/b, c/d",
            "a/b; c",
            "a/b; c=",
            "a/b; =c",
            "a/b; c =d",
            "a/b; c= d",
            "a/b; c=\"",
            "a/b; c=\"d",
            "a/b; c=\"\\\"",
            "a/b; c=\"d\"e",
            "a/b; c=d=e",
            "a/b c=d",
            "a/(b)",
            "a/b; c=<d>",
            "nonsense",
            "text/pl\nain",
            "text/ü",
            "a/b; c=\"ü\"",
            "a/b; c=\"\n\"",
            "a/b; c=\"\u{7F}\"",
            "a\u{0}/b",
        ] {
            assert!(check_media_type("mimeType", wrong).unwrap_err().to_string().contains("mimeType"), "{wrong}");
        }
    }

    #[test]
    fn text_is_told_from_what_would_be_compressed_in_vain() {
        for text in
            ["text/plain", "text/csv; charset=utf-8", "application/json", "image/svg+xml", "application/x-ndjson"]
        {
            assert!(is_text(text), "{text}");
        }
        let office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        for bytes in [OCTET_STREAM, "application/pdf", "image/png", office, "", "x/y; a=json"] {
            assert!(!is_text(bytes), "{bytes}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn what_the_grammar_makes_is_a_media_type_and_other_things_behind_it_are_not(
            right in "[!#-'*+.0-9A-Z^-z|~-]{1,4}/[!#-'*+.0-9A-Z^-z|~-]{1,4}([ \t]{0,2};[ \t]{0,2}([a-z]{1,3}=([a-z]{1,3}|\"([ !#-\\[\\]-~\t]|\\\\[ -~])*\"))?){0,3}",
            wrong in "[/\"=,@()\u{80}-\u{ff}\n]",
        ) {
            proptest::prop_assert!(is_media_type(&right), "{}", right);
            proptest::prop_assert!(!is_media_type(&format!("{right}{wrong}")), "{}{}", right, wrong);
        }
    }
}
