//! The media type of a file, by the extension of its name.

use crate::core::http::media_type::{OCTET_STREAM, is_media_type, without_parameters};
use crate::core::text::strings::split;

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
    split(TYPES, b'\n').find_map(|line| {
        let mut words = split(line, b' ');
        let mime_type = words.next()?;
        words.any(|known| known == wanted).then_some(mime_type)
    })
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
}
