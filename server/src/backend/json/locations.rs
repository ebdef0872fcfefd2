//! Locations of values in a JSON text.

use std::ops::Range;

/// The range of a field's value, in a text that is known to be a JSON object. The last one if a key is repeated.
pub(super) fn field_range(text: &[u8], key: &str) -> Option<Range<usize>> {
    let mut at = skip_space(text, 0) + 1;
    let mut found = None;
    loop {
        at = skip_space(text, at);
        let end = end_of_value(text, at)?;
        let name = serde_json::from_slice::<String>(text.get(at..end)?).ok()?;
        // Past the colon.
        at = skip_space(text, skip_space(text, end) + 1);
        let end = end_of_value(text, at)?;
        if name == key {
            found = Some(at..end);
        }
        at = skip_space(text, end);
        if text.get(at) != Some(&b',') {
            return found;
        }
        at += 1;
    }
}

/// Line and column of a byte, both counted from 1, the column in bytes.
pub(super) fn line_and_column(text: &[u8], at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (line + 1, at - start + 1)
}

fn skip_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn end_of_value(text: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match text.get(at)? {
            b'"' => at = end_of_string(text, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            byte if depth > 0 && !byte.is_ascii_alphanumeric() => at += 1,
            _ => at = end_of_word(text, at)?,
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn end_of_string(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The end of a number, `true`, `false` or `null`.
fn end_of_word(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
    (length > 0).then_some(start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_wherever_it_is() {
        let text = br#" { "a" : [1, {"b": "}\""}], "b":-1.5e3 , "\u0063": "x", "d": null, "e": {"b": [] } }"#;
        let found = |key| field_range(text, key).map(|range| std::str::from_utf8(&text[range]).unwrap());
        assert_eq!(found("a"), Some(r#"[1, {"b": "}\""}]"#));
        assert_eq!(found("b"), Some("-1.5e3"));
        assert_eq!(found("c"), Some("\"x\""));
        assert_eq!(found("d"), Some("null"));
        assert_eq!(found("e"), Some(r#"{"b": [] }"#));
        assert_eq!(found("f"), None);
        assert_eq!(field_range(b"{}", "a"), None);
    }

    #[test]
    fn columns_are_counted_in_each_line() {
        let text = b"ab\ncd\n";
        assert_eq!([0, 1, 3, 6].map(|at| line_and_column(text, at)), [(1, 1), (1, 2), (2, 1), (3, 1)]);
    }
}
