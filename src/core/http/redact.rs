//! Cuts secrets out of any text that leaves the package: the API key, and the query of every presigned URL.

use crate::core::text::encoding::push_form_value;
use crate::core::text::strings;

const MARK: &str = "[redacted]";

/// Texts that only occur in signed queries, in lower case.
const SIGNATURE_MARKS: [&str; 3] = ["x-amz-", "signature=", "awsaccesskeyid="];

/// Cuts the secrets of one client out of texts.
pub struct Redactor {
    spellings: Vec<String>,
}

impl Redactor {
    /// Knows the key as it is, as a JSON string holds it, and as a query holds it.
    #[must_use]
    pub fn new(api_key: Option<&str>) -> Self {
        let mut spellings = Vec::new();
        if let Some(key) = api_key.filter(|key| !key.is_empty()) {
            let mut form = String::new();
            push_form_value(&mut form, key);
            for spelling in [key.to_owned(), strings::replace(&strings::replace(key, "\\", "\\\\"), "\"", "\\\""), form]
            {
                if !spellings.contains(&spelling) {
                    spellings.push(spelling);
                }
            }
        }
        Self { spellings }
    }

    /// The text without secrets. A signed URL keeps what is in front of its query.
    #[must_use]
    pub fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for spelling in &self.spellings {
            text = strings::replace(&text, spelling, MARK);
        }
        let mut out = String::with_capacity(text.len());
        for word in text.split_inclusive(ends_url) {
            push_word(&mut out, word);
        }
        cut_provided_signature(out)
    }
}

/// Characters that no URL in a text holds unescaped.
fn ends_url(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`')
}

fn push_word(out: &mut String, word: &str) {
    // Lower-casing ASCII keeps byte positions.
    let folded = word.to_ascii_lowercase();
    let first_mark = SIGNATURE_MARKS.iter().filter_map(|mark| strings::find(&folded, mark)).min();
    let Some(first_mark) = first_mark else {
        out.push_str(word);
        return;
    };
    let cut = strings::find(&folded, "?").map_or(first_mark, |query| first_mark.min(query + 1));
    out.push_str(word.get(..cut).unwrap_or_default());
    out.push_str(MARK);
    if let Some(end) = word.chars().next_back().filter(|c| ends_url(*c)) {
        out.push(end);
    }
}

/// S3 repeats the signature it was given, alone, when it does not match.
fn cut_provided_signature(text: String) -> String {
    const OPEN: &str = "<SignatureProvided>";
    match strings::split_once(&text, OPEN) {
        Some((before, after)) => {
            let rest = strings::split_once(after, "<").map_or("", |(_, rest)| rest);
            strings::fill("{}{}{}<{}", &[before, OPEN, MARK, rest])
        }
        None => text,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signed_queries_go_and_addresses_stay() {
        let clean = |text: &str| Redactor::new(None).clean(text);
        assert_eq!(
            clean("PUT https://s3/b/key?partNumber=1&X-Amz-Signature=abc failed"),
            "PUT https://s3/b/key?[redacted] failed"
        );
        assert_eq!(clean("\"https://s3/k?x-amz-date=1\\u0026b\","), "\"https://s3/k?[redacted]\",");
        assert_eq!(clean("https://s3/k?AWSAccessKeyId=A&Signature=b"), "https://s3/k?[redacted]");
        assert_eq!(clean("GET\n/key\nX-Amz-Algorithm=A&X-Amz-Credential=B\nhost"), "GET\n/key\n[redacted]\nhost");
        assert_eq!(
            clean("<Error><SignatureProvided>feed</SignatureProvided></Error>"),
            "<Error><SignatureProvided>[redacted]</SignatureProvided></Error>"
        );
        assert_eq!(clean("http://h/list?page=1&size=2"), "http://h/list?page=1&size=2");
    }

    #[test]
    fn the_key_goes_in_every_spelling() {
        let redactor = Redactor::new(Some("k\"e y"));
        let cleaned = redactor.clean(r#"raw k"e y json "k\"e y" query ?apiKey=k%22e+y&b"#);
        assert_eq!(cleaned, r#"raw [redacted] json "[redacted]" query ?apiKey=[redacted]&b"#);
    }

    proptest! {
        #[test]
        fn no_text_leaks_the_key(before in ".*", key in "[!-~]{8,40}", after in ".*") {
            let cleaned = Redactor::new(Some(&key)).clean(&format!("{before}{key}{after}"));
            prop_assert!(!cleaned.contains(&key));
        }

        #[test]
        fn no_text_leaks_a_signature(before in ".*", after in "\\PC*") {
            let text = format!("{before} https://s3/k?X-Amz-Date=2026&X-Amz-Signature=feedbeef {after}");
            prop_assert!(!Redactor::new(None).clean(&text).contains("feedbeef"));
        }
    }
}
