//! `ETag`s, compared for the identity of the stored object.

/// What a server in between adds within the quotes when it compresses a body on the way: Jetty, Apache with two modules.
const SUFFIXES: [&str; 3] = ["--gzip", "-gzip", "-br"];

/// A tag without what only says how the bytes have travelled: the `W/` of nginx (RFC 9110, section 8.8.3), or a suffix,
/// and without its quotes.
#[must_use]
pub fn opaque_etag(tag: &str) -> &str {
    let tag = tag.trim();
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let tag = tag.strip_prefix("\"").unwrap_or(tag);
    let tag = tag.strip_suffix("\"").unwrap_or(tag);
    SUFFIXES.iter().find_map(|suffix| tag.strip_suffix(suffix)).unwrap_or(tag)
}

/// Whether both tags are known and of different objects.
#[must_use]
pub fn is_other_etag(known: &Option<String>, tag: &Option<String>) -> bool {
    matches!((known, tag), (Some(known), Some(tag)) if opaque_etag(known) != opaque_etag(tag))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_tag_is_the_same_however_it_travelled_and_no_other(
            one in "[!#-~]{0,3}[0-9a-f]{1,32}(-[0-9]{1,5})?", other in "[0-9a-f]{1,32}(-[0-9]{1,5})?",
            weak in any::<bool>(), quoted in any::<bool>(), suffix in 0..4_usize,
        ) {
            let suffix = SUFFIXES.get(suffix).copied().unwrap_or_default();
            let quote = if quoted { "\"" } else { "" };
            let travelled = |tag: &str| format!("{}{quote}{tag}{suffix}{quote}", if weak { "W/" } else { "" });
            prop_assume!(!one.starts_with("W/"));
            let one_travelled = Some(travelled(&one));
            prop_assert!(!is_other_etag(&one_travelled, &Some(one.clone())) && !is_other_etag(&one_travelled, &None));
            prop_assert_eq!(is_other_etag(&Some(other.clone()), &one_travelled), one != other);
        }

        #[test]
        fn any_header_is_no_panic(tag in "\\PC*") {
            prop_assert!(opaque_etag(&tag).len() <= tag.len());
        }
    }
}
