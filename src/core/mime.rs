//! Media types: by extension, cleaned, and known to the Opik UI.

use super::error::Error;
use super::text::{pieces, until};

/// The type of what has no known type.
pub const OCTET_STREAM: &str = "application/octet-stream";

/// A type a line, then its extensions. Text and not a `match`: that is half the size in the browser.
const TYPES: &str = "\
text/plain txt text log ini cfg conf env
text/markdown md markdown
text/csv csv
text/tab-separated-values tsv
text/html html htm
text/css css
text/javascript js mjs cjs
text/typescript ts tsx mts cts
text/jsx jsx
text/x-python py
text/x-rust rs
application/x-sh sh
application/sql sql
application/xml xml
application/yaml yaml yml
application/toml toml
application/json json map
application/x-ndjson jsonl ndjson
application/x-ipynb+json ipynb
application/manifest+json webmanifest
text/calendar ics
text/vtt vtt
application/pdf pdf
application/rtf rtf
application/epub+zip epub
application/msword doc
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.ms-excel xls
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.ms-powerpoint ppt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.oasis.opendocument.text odt
application/vnd.oasis.opendocument.spreadsheet ods
image/png png
image/jpeg jpg jpeg jpe jfif
image/gif gif
image/svg+xml svg
image/webp webp
image/avif avif
image/heic heic
image/bmp bmp
image/tiff tif tiff
image/vnd.microsoft.icon ico
audio/mpeg mp3
audio/wav wav
audio/vorbis ogg oga
audio/opus opus
audio/flac flac
audio/mp4 m4a
audio/aac aac
audio/midi mid midi
audio/webm weba
video/mp4 mp4 m4v
video/webm webm
video/quicktime mov
video/x-msvideo avi
video/x-matroska mkv
video/mpeg mpg mpeg
video/ogg ogv
application/zip zip
application/gzip gz tgz
application/x-bzip2 bz2
application/x-xz xz
application/zstd zst
application/x-tar tar
application/x-7z-compressed 7z
application/vnd.rar rar
application/vnd.apache.parquet parquet
application/vnd.apache.arrow.file arrow
application/vnd.sqlite3 sqlite db
application/wasm wasm
font/woff woff
font/woff2 woff2
font/ttf ttf
font/otf otf";

/// The type for a file name, by its extension. Of several right types the one that the Opik UI previews is taken.
#[must_use]
pub fn by_file_name(file_name: &str) -> Option<&'static str> {
    let dot = file_name.bytes().rposition(|byte| byte == b'.')?;
    // A name of nothing but an extension has none.
    if matches!(file_name.as_bytes().get(..dot)?.last()?, b'/' | b'\\') {
        return None;
    }
    let wanted = file_name.get(dot + 1..)?.to_ascii_lowercase();
    pieces(TYPES, b'\n').find_map(|line| {
        let mut words = pieces(line, b' ');
        let mime_type = words.next()?;
        words.any(|known| known == wanted).then_some(mime_type)
    })
}

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

/// Whether the Opik UI renders this type. It compares exactly.
#[must_use]
pub fn is_previewable(mime_type: &str) -> bool {
    matches!(
        mime_type,
        "image/jpeg"
            | "image/png"
            | "image/gif"
            | "image/svg+xml"
            | "image/webp"
            | "video/mp4"
            | "video/webm"
            | "audio/vorbis"
            | "audio/wav"
            | "audio/x-wav"
            | "audio/vnd.wave"
            | "audio/mpeg"
            | "application/pdf"
            | "application/json"
            | "text/plain"
            | "text/markdown"
    )
}

/// Whether bytes of that type are text, which shrinks when it is compressed.
#[must_use]
pub fn is_text(mime_type: &str) -> bool {
    let essence = until(mime_type, ";").trim();
    essence.starts_with("text/") || ["json", "xml", "yaml"].iter().any(|end| essence.ends_with(end))
}

/// The type an upload is stored with: as given, else the blob's own if it is one, else by name, else octet-stream.
#[must_use]
pub fn for_upload(given: Option<&str>, blob_type: &str, file_name: &str) -> String {
    given
        .map(str::to_owned)
        .or_else(|| without_parameters(blob_type).filter(|own| is_media_type(own)))
        .or_else(|| by_file_name(file_name).map(str::to_owned))
        .unwrap_or_else(|| OCTET_STREAM.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions() {
        for (name, expected) in [
            ("a.TXT", Some("text/plain")),
            ("notes.md", Some("text/markdown")),
            ("a.tar.gz", Some("application/gzip")),
            ("dir.d/sound.ogg", Some("audio/vorbis")),
            ("sound.wav", Some("audio/wav")),
            ("README", None),
            (".env", None),
            ("dir.png/file", None),
            ("weights.bin", None),
            ("trailing.", None),
        ] {
            assert_eq!(by_file_name(name), expected, "{name}");
        }
    }

    #[test]
    fn the_order_of_sources() {
        assert_eq!(for_upload(Some("x/y; z=1"), "image/png", "a.txt"), "x/y; z=1");
        assert_eq!(for_upload(None, "Text/Plain;charset=utf-8", "a.png"), "text/plain");
        assert_eq!(for_upload(None, "", "a.png"), "image/png");
        assert_eq!(for_upload(None, " ; q=1", "noext"), "application/octet-stream");
        for none in ["a/b/c", "nonsense", "text/", "a b/c", "ä/b"] {
            assert_eq!(for_upload(None, none, "a.png"), "image/png");
            assert_eq!(for_upload(None, none, "noext"), "application/octet-stream");
        }
    }

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

    #[test]
    fn preview_is_an_exact_match() {
        assert!(is_previewable("text/plain"));
        assert!(!is_previewable("text/plain;charset=utf-8"));
        assert!(!is_previewable("IMAGE/PNG"));
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
