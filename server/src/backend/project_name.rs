//! Equality of project names. Opik leaves it to its database, which compares by `utf8mb4_unicode_ci`: without case, accents
//! and trailing spaces.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// Combining class of the sign that joins Indic consonants, which is a letter to the collation.
const VIRAMA: u8 = 9;

/// The key that is equal for all spellings of a name.
///
/// An approximation, exact for the letters of most alphabets. The collation also treats all characters beyond the first
/// 65,536 as equal, ignores control characters, and has a few special letters.
pub(crate) fn collation_key(name: &str) -> String {
    name.trim_end_matches(' ')
        .nfkd()
        .filter(|character| matches!(canonical_combining_class(*character), 0 | VIRAMA))
        // By way of upper case, because there ß is SS, and both forms of the Greek s are one.
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_spaces_at_the_end_do_not_count() {
        for (a, b) in [
            ("Café", "cafe"),
            ("Cafe\u{301}", "CAFÉ"),
            ("demo  ", "Demo"),
            ("straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("Ёлка", "елка"),
            ("ﬁle", "file"),
            ("が", "か"),
        ] {
            assert_eq!(collation_key(a), collation_key(b), "{a} {b}");
        }
    }

    #[test]
    fn spaces_inside_control_characters_and_letters_count() {
        for (a, b) in [(" demo", "demo"), ("a b", "ab"), ("demo\t", "demo"), ("cafe", "caff"), ("कि", "क"), ("क्", "क")]
        {
            assert_ne!(collation_key(a), collation_key(b), "{a} {b}");
        }
    }
}
