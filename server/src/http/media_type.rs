//! The syntax of media types in Opik's framework. Any other text as the type of a response causes an unhandled error
//! there.

/// Returns whether Jersey parses the text as a media type: `type/subtype`, with any parameters after semicolons.
pub(crate) fn is_media_type(text: &str) -> bool {
    let mut reader = Reader(text);
    reader.skip_space();
    reader.token() && reader.separator('/') && reader.token() && reader.parameters()
}

/// The text that is still to be read.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t']);
    }

    fn token(&mut self) -> bool {
        let end = self.0.find(|c| !is_token(c)).unwrap_or(self.0.len());
        self.0 = self.0.get(end..).unwrap_or_default();
        self.skip_space();
        end > 0
    }

    fn separator(&mut self, wanted: char) -> bool {
        let Some(rest) = self.0.strip_prefix(wanted) else { return false };
        self.0 = rest;
        self.skip_space();
        true
    }

    fn quoted(&mut self) -> bool {
        let Some(rest) = self.0.strip_prefix('"') else { return false };
        let mut escaped = false;
        for (at, character) in rest.char_indices() {
            match character {
                '"' if !escaped => {
                    self.0 = rest.get(at + 1..).unwrap_or_default();
                    self.skip_space();
                    return true;
                }
                '\\' if !escaped => escaped = true,
                _ => escaped = false,
            }
        }
        false
    }

    fn parameters(&mut self) -> bool {
        while self.separator(';') {
            // One at the end means nothing.
            if self.0.is_empty() {
                return true;
            }
            if !(self.token() && self.separator('=') && (self.quoted() || self.token())) {
                return false;
            }
        }
        self.0.is_empty()
    }
}

fn is_token(character: char) -> bool {
    character.is_ascii_graphic() && !"()<>@,;:\\\"/[]?={}".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_may_have_parameters_and_wildcards() {
        for text in [
            "text/plain",
            "*/*",
            "text/*",
            "Text/HTML; charset=utf-8",
            "text/plain;charset=utf-8",
            "text/plain ; a=\"b;\\\"c\"; d=e",
            "text/plain;",
            "image/svg+xml",
            " a/b ",
        ] {
            assert!(is_media_type(text), "{text:?}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "",
            "nonsense",
            "a/",
            "/b",
            "a/b/c",
            "a b/c",
            "text/plain; charset=\"x",
            "a/b;c",
            "a/b;=c",
            "a/é",
            "a/b\nX: y",
        ] {
            assert!(!is_media_type(text), "{text:?}");
        }
    }
}
