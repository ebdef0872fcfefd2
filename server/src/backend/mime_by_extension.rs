//! The MIME type that Opik guesses for uploads without one: by the file name alone, never by the content.

/// The type of unknown extensions.
const UNKNOWN: &str = "application/octet-stream";

/// Types that differ between Opik's library (Apache Tika) and common tables.
const OVERRIDES: &[(&str, &str)] = &[
    ("md", "text/x-web-markdown"),
    ("wav", "audio/vnd.wave"),
    ("ogg", "audio/vorbis"),
    ("flac", "audio/x-flac"),
    ("log", "text/x-log"),
    ("yaml", "text/x-yaml"),
    ("yml", "text/x-yaml"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("parquet", "application/x-parquet"),
    ("gz", "application/gzip"),
    ("ts", UNKNOWN),
    ("jsonl", UNKNOWN),
    ("toml", UNKNOWN),
    ("ipynb", UNKNOWN),
    ("npy", UNKNOWN),
];

/// Names without an extension that are known to be text.
const TEXT_NAMES: &[&str] = &["README", "LICENSE", "NOTICE"];

/// The type to record: the one given, or the guess where it is missing or blank.
pub(crate) fn mime_or_guess(given: Option<&str>, file_name: &str) -> String {
    match given {
        Some(given) if !given.trim().is_empty() => given.to_owned(),
        _ => guess_mime_type(file_name),
    }
}

fn guess_mime_type(file_name: &str) -> String {
    if TEXT_NAMES.contains(&file_name) {
        return "text/plain".to_owned();
    }
    let Some((_, extension)) = file_name.rsplit_once('.') else {
        return UNKNOWN.to_owned();
    };
    let extension = extension.to_ascii_lowercase();
    OVERRIDES.iter().find(|(known, _)| *known == extension).map_or_else(
        || mime_guess::from_ext(&extension).first_or_octet_stream().essence_str().to_owned(),
        |(_, mime)| (*mime).to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_guessed_from_extensions() {
        for (name, mime) in [
            ("a.txt", "text/plain"),
            ("a.PNG", "image/png"),
            ("a.csv", "text/csv"),
            ("a.json", "application/json"),
            ("a.pdf", "application/pdf"),
            ("a.svg", "image/svg+xml"),
            ("a.mp3", "audio/mpeg"),
            ("a.html", "text/html"),
            ("a.jpg", "image/jpeg"),
            ("a.gif", "image/gif"),
            ("a.webp", "image/webp"),
            ("a.mp4", "video/mp4"),
            ("a.webm", "video/webm"),
            ("a.zip", "application/zip"),
            ("a.wav", "audio/vnd.wave"),
            ("a.ogg", "audio/vorbis"),
            ("a.flac", "audio/x-flac"),
            ("a.log", "text/x-log"),
            ("a.yaml", "text/x-yaml"),
            ("a.yml", "text/x-yaml"),
            ("a.js", "text/javascript"),
            ("a.mjs", "text/javascript"),
            ("a.parquet", "application/x-parquet"),
            ("a.gz", "application/gzip"),
            ("a.jsonl", UNKNOWN),
            ("a.toml", UNKNOWN),
            ("a.ipynb", UNKNOWN),
            ("a.npy", UNKNOWN),
            ("LICENSE", "text/plain"),
            ("NOTICE", "text/plain"),
            ("a.md", "text/x-web-markdown"),
            ("a.tar.gz", "application/gzip"),
            ("a.ts", UNKNOWN),
            ("a.zzunknown", UNKNOWN),
            ("README", "text/plain"),
            ("noextension", UNKNOWN),
        ] {
            assert_eq!(mime_or_guess(None, name), mime, "{name}");
        }
    }

    #[test]
    fn blank_counts_as_missing() {
        assert_eq!(mime_or_guess(Some(" "), "a.txt"), "text/plain");
        assert_eq!(mime_or_guess(Some("x/y"), "a.txt"), "x/y");
    }
}
