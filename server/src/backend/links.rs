//! Links to the backend itself, as direct mode hands them out.

use std::fmt::Write as _;

use uuid::Uuid;

use crate::backend::error::ApiError;
use crate::backend::model::{Attachment, Entity, EntityType};

/// The link to fetch a file with.
pub(crate) fn download_link(
    base: &str,
    workspace_name: &str,
    entity: &Entity,
    attachment: &Attachment,
) -> Result<String, ApiError> {
    build(
        base,
        "download",
        &[
            ("workspace_name", workspace_name),
            ("container_id", &entity.project_id.to_string()),
            ("file_name", &attachment.file_name),
            ("mime_type", &attachment.mime_type),
            ("entity_type", entity.entity_type.as_str()),
            ("entity_id", &entity.entity_id.to_string()),
        ],
    )
}

/// The link to upload a file to. The project is named only if the request named one.
pub(crate) fn upload_link(
    base: &str,
    file_name: &str,
    mime_type: &str,
    entity_type: EntityType,
    entity_id: Uuid,
    project_name: Option<&str>,
) -> Result<String, ApiError> {
    let entity_id = entity_id.to_string();
    let mut parameters = vec![
        ("file_name", file_name),
        ("mime_type", mime_type),
        ("entity_type", entity_type.as_str()),
        ("entity_id", &entity_id),
    ];
    parameters.extend(project_name.map(|name| ("project_name", name)));
    build(base, "upload", &parameters)
}

fn build(base: &str, operation: &str, parameters: &[(&str, &str)]) -> Result<String, ApiError> {
    let base = encode_base(base)?;
    let base = base.as_str();
    let (base, fragment) = base.split_once('#').map_or((base, None), |(base, rest)| (base, Some(rest)));
    let (path, own_query) = base.split_once('?').map_or((base, None), |(path, rest)| (path, Some(rest)));
    let path = path.strip_suffix('/').unwrap_or(path);

    let mut link = format!("{path}/v1/private/attachment/{operation}?");
    if let Some(query) = own_query.filter(|query| !query.is_empty()) {
        link.push_str(query);
        link.push('&');
    }
    for (index, (name, value)) in parameters.iter().enumerate() {
        if index > 0 {
            link.push('&');
        }
        link.push_str(name);
        link.push('=');
        encode_value(&mut link, value)?;
    }
    if let Some(fragment) = fragment {
        link.push('#');
        link.push_str(fragment);
    }
    Ok(link)
}

/// Escapes one value with the two traps of Opik's link builder, which takes its input for a template: what already
/// looks like an escape (`%20`) is left alone and so means another name, and braces are a template variable nobody
/// supplies, which fails.
fn encode_value(link: &mut String, value: &str) -> Result<(), ApiError> {
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' | b'}' => return Err(ApiError::internal(format!("no link can hold the braces of {value:?}"))),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => link.push(char::from(byte)),
            b' ' => link.push('+'),
            b'%' if starts_with_two_hex_digits(after) => link.push('%'),
            // Writing to a string cannot fail.
            _ => _ = write!(link, "%{byte:02X}"),
        }
    }
    Ok(())
}

/// Escapes what no URI may hold, so that a base that is none makes a link that leads nowhere. Braces fail here, too.
fn encode_base(base: &str) -> Result<String, ApiError> {
    let mut encoded = String::with_capacity(base.len());
    let mut rest = base.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' | b'}' => return Err(ApiError::internal(format!("no link can hold the braces of {base:?}"))),
            b'%' if starts_with_two_hex_digits(after) => encoded.push('%'),
            byte if byte.is_ascii_graphic() && !b"%\"<>\\^`|".contains(&byte) => encoded.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
    }
    Ok(encoded)
}

fn starts_with_two_hex_digits(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(base: &str, name: &str) -> Option<String> {
        upload_link(base, name, "text/plain", EntityType::Trace, Uuid::nil(), Some("demo")).ok()
    }

    const REST: &str =
        "mime_type=text%2Fplain&entity_type=trace&entity_id=00000000-0000-0000-0000-000000000000&project_name=demo";

    #[test]
    fn parameters_come_in_opiks_order() {
        let path = "http://h:1/api/v1/private/attachment";
        assert_eq!(upload("http://h:1/api", "a.txt").unwrap(), format!("{path}/upload?file_name=a.txt&{REST}"));
        let entity = Entity {
            workspace_id: Uuid::nil(),
            project_id: Uuid::nil(),
            entity_type: EntityType::Span,
            entity_id: Uuid::max(),
        };
        let attachment = Attachment { file_name: "n".into(), mime_type: "m".into(), file_size: 1 };
        assert_eq!(
            download_link("http://h:1/api/", "a b", &entity, &attachment).unwrap(),
            format!(
                "{path}/download?workspace_name=a+b&container_id={}&file_name=n&mime_type=m&entity_type=span\
                 &entity_id={}",
                Uuid::nil(),
                Uuid::max()
            )
        );
    }

    #[test]
    fn values_are_escaped_but_escapes_are_left_alone() {
        for (name, escaped) in [
            ("résumé & co +1?.txt", "r%C3%A9sum%C3%A9+%26+co+%2B1%3F.txt"),
            ("50%25 off.txt", "50%25+off.txt"),
            ("50% off%zz%2", "50%25+off%25zz%252"),
            ("a%c3%A9", "a%c3%A9"),
            ("~-._*'()!", "~-._%2A%27%28%29%21"),
            ("#/\u{1F600}", "%23%2F%F0%9F%98%80"),
        ] {
            let link = upload("http://h", name).unwrap();
            assert_eq!(link, format!("http://h/v1/private/attachment/upload?file_name={escaped}&{REST}"));
        }
    }

    #[test]
    fn braces_fail() {
        assert!(upload("http://h", "a{b").is_none());
        assert!(upload("http://h", "a}b").is_none());
        assert!(upload("http://h/{x}", "a").is_none());
    }

    #[test]
    fn an_invalid_base_url_makes_a_dead_link() {
        for (base, escaped) in
            [("not a uri", "not%20a%20uri"), ("http://h/%é\n", "http://h/%25%C3%A9%0A"), ("%41", "%41")]
        {
            let link = format!("{escaped}/v1/private/attachment/upload?file_name=a&{REST}");
            assert_eq!(upload(base, "a"), Some(link));
        }
    }

    #[test]
    fn a_base_keeps_its_query() {
        assert_eq!(
            upload("http://h/api?x=1", "a").unwrap(),
            format!("http://h/api/v1/private/attachment/upload?x=1&file_name=a&{REST}")
        );
    }
}
