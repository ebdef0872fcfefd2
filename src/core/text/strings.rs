//! Searching in texts, cutting them and putting them together. The standard library's string search, its patterns and its
//! formatting are built for more than that, and cost four kilobytes of the download; ours are short.

/// Where `needle` starts in `text`, in bytes.
#[must_use]
pub fn find(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    let windows = text.len().checked_sub(needle.len())?;
    (0..=windows).find(|start| text.as_bytes().get(*start..).is_some_and(|rest| rest.starts_with(needle)))
}

/// What is in front of the first `needle` in `text`, and what is behind it.
#[must_use]
pub fn split_once<'a>(text: &'a str, needle: &str) -> Option<(&'a str, &'a str)> {
    let start = find(text, needle)?;
    Some((text.get(..start)?, text.get(start + needle.len()..)?))
}

/// What is in front of the first of `ends`, which are ASCII; all of it if there is none.
#[must_use]
pub fn until<'a>(text: &'a str, ends: &str) -> &'a str {
    let end = text.bytes().position(|byte| ends.bytes().any(|end| end == byte));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// What is between the `separator`s in `text`, which are ASCII.
pub fn split(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let rest = left?;
        let end = rest.bytes().position(|byte| byte == separator);
        left = end.and_then(|end| rest.get(end + 1..));
        Some(end.and_then(|end| rest.get(..end)).unwrap_or(rest))
    })
}

/// A whole number in decimal digits, as headers and URLs have them, of at most 19 digits: as many as always fit.
#[must_use]
pub fn parse_integer(text: &str) -> Option<u64> {
    let digits = text.trim();
    let fits = matches!(digits.len(), 1..=19) && digits.bytes().all(|digit| digit.is_ascii_digit());
    fits.then(|| digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// `number` in decimal digits.
#[must_use]
pub fn decimal(number: u64) -> String {
    let mut digits = if number < 10 { String::new() } else { decimal(number / 10) };
    digits.push(char::from(b'0' + (number % 10) as u8));
    digits
}

/// `template` with each `{}` replaced by the next of `values`. All of `core::fmt` is two kilobytes in the browser, and
/// nothing here needs more of it.
#[must_use]
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = template;
    for value in values {
        let Some((before, after)) = split_once(rest, "{}") else { break };
        out.push_str(before);
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Appends `text`, behind `separator` unless it is the first.
pub fn append(out: &mut String, separator: &str, text: &str) {
    if !out.is_empty() {
        out.push_str(separator);
    }
    out.push_str(text);
}

/// `texts` with `separator` in between.
#[must_use]
pub fn join(texts: &[&str], separator: &str) -> String {
    let mut out = String::new();
    for text in texts {
        append(&mut out, separator, text);
    }
    out
}

/// `text` with every `needle` replaced by `by`.
#[must_use]
pub fn replace(text: &str, needle: &str, by: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = split_once(rest, needle).filter(|_| !needle.is_empty()) {
        out.push_str(before);
        out.push_str(by);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_do_what_the_standard_library_does(text in "[abé]{0,12}", needle in "[abé]{1,3}") {
            prop_assert_eq!(find(&text, &needle), text.find(&needle));
            prop_assert_eq!(split_once(&text, &needle), text.split_once(&needle));
            prop_assert_eq!(split(&text, b'b').collect::<Vec<_>>(), text.split('b').collect::<Vec<_>>());
            prop_assert_eq!(until(&text, "ab"), text.split(['a', 'b']).next().unwrap());
            prop_assert_eq!(replace(&text, &needle, "x"), text.replace(&needle, "x"));
        }
    }

    #[test]
    fn filling() {
        assert_eq!(fill("{}: {}.", &["a", "{}"]), "a: {}.");
        assert_eq!(fill("none", &[]), "none");
        for number in [0, 9, 10, 1_000, u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn numbers() {
        for (text, number) in [(" 007 ", Some(7)), ("9999999999999999999", Some(9_999_999_999_999_999_999))] {
            assert_eq!(parse_integer(text), number);
        }
        for text in ["", " ", "-1", "+1", "1.5", "1e3", "0x1", "99999999999999999999"] {
            assert_eq!(parse_integer(text), None, "{text}");
        }
    }

    #[test]
    fn joining() {
        assert_eq!(join(&["a", "b"], ", "), "a, b");
        assert_eq!(join(&[], ", "), "");
    }
}
