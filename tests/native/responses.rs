//! Documents of any shape: read, or refused by the name of a field; never a panic.

use opik_attachments::core::error::response_body;
use opik_attachments::core::json::Json;
use opik_attachments::core::json::MissingField;
use opik_attachments::core::opik::upload_start::OpenedUpload;
use opik_attachments::core::opik::{list, project, upload_start};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::host_values::ParsedJson;

const PAGE_FIELDS: [&str; 6] = ["total", "content", "file_name", "file_size", "mime_type", "link"];

/// Any JSON, with the wire's own names often enough to get past the first check.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_u64..5).prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(Value::from("BEMinIO")),
    ];
    let name = prop_oneof![
        proptest::sample::select(&PAGE_FIELDS).prop_map(str::to_owned),
        proptest::sample::select(&["id", "upload_id", "pre_sign_urls", "message", "details", "errors"])
            .prop_map(str::to_owned),
        "[a-z]{0,3}",
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|fields| Value::Object(Map::from_iter(fields))),
        ]
    })
}

fn whole(value: &Value) -> bool {
    ParsedJson(value.clone()).integer().is_some()
}

/// The first field of a page that the wire does not allow, by the wire's own words.
fn wrong_with_page(page: &Value) -> Option<&'static str> {
    if !whole(&page["total"]) {
        return Some("total");
    }
    let Some(rows) = page["content"].as_array() else { return Some("content") };
    rows.iter().find_map(|row| {
        let texts = ["mime_type", "file_name"].into_iter().find(|field| !row[*field].is_string());
        let size = (!whole(&row["file_size"])).then_some("file_size");
        texts.or(size).or((!row["link"].is_string()).then_some("link"))
    })
}

fn good_page() -> Value {
    let row = |name: &str| json!({"file_name": name, "file_size": 3, "mime_type": "text/plain", "link": "http://h"});
    json!({"page": 1, "size": 2, "total": 2, "content": [row("a"), row("b")], "sortable_by": []})
}

/// The values, if all are strings.
fn texts(values: &[Value]) -> Option<Vec<ParsedJson>> {
    values.iter().map(|value| value.is_string().then(|| ParsedJson(value.clone()))).collect()
}

proptest! {
    #[test]
    fn a_page_is_read_exactly_when_it_is_one(page in any_json()) {
        let read = list::page(&ParsedJson(page.clone()));
        match wrong_with_page(&page) {
            None => prop_assert_eq!(read.unwrap().rows.len(), page["content"].as_array().unwrap().len()),
            // Which of two wrong fields is named does not matter; that one of them is, does.
            Some(_) => prop_assert!(matches!(read, Err(MissingField(field)) if PAGE_FIELDS.contains(&field))),
        }
    }

    #[test]
    fn a_page_with_one_wrong_field_is_refused_by_its_name(
        field in proptest::sample::select(&PAGE_FIELDS),
        wrong in any_json(),
        missing in any::<bool>(),
        at in 0_usize..2,
    ) {
        let mut page = good_page();
        let is_outer = matches!(field, "total" | "content");
        let place = if is_outer { &mut page } else { &mut page["content"][at] };
        place[field] = wrong;
        if missing {
            place.as_object_mut().unwrap().remove(field);
        }
        prop_assume!(wrong_with_page(&page).is_some());
        let read = list::page(&ParsedJson(page));
        // Wrong content can be a list of wrong rows; those are named themselves.
        let named = |found| found == field || (field == "content" && found != "total");
        prop_assert!(matches!(read, Err(MissingField(found)) if named(found)), "{:?}", read);
    }

    #[test]
    fn a_project_is_read_exactly_when_it_has_an_id(project in any_json()) {
        let expected = project["id"].as_str().map(str::to_owned).ok_or(MissingField("id"));
        prop_assert_eq!(project::project_id(&ParsedJson(project)), expected);
    }

    #[test]
    fn an_opened_upload_is_read_exactly_when_it_is_one(upload in any_json()) {
        let urls = || texts(upload["pre_sign_urls"].as_array()?);
        let expected = match (upload["upload_id"].as_str(), urls()) {
            (None, _) => Err(MissingField("upload_id")),
            (Some("BEMinIO"), _) => Ok(OpenedUpload::Direct),
            (Some(_), None) => Err(MissingField("pre_sign_urls")),
            (Some(id), Some(urls)) => Ok(OpenedUpload::Parts { upload_id: id.to_owned(), urls }),
        };
        prop_assert_eq!(upload_start::opened_upload(&ParsedJson(upload)), expected);
    }

    #[test]
    fn an_upload_in_parts_is_read_whatever_else_is_there(
        id in "\\PC{1,8}", urls in proptest::collection::vec(any_json(), 0..4), more in any_json(),
    ) {
        prop_assume!(id != "BEMinIO");
        let expected = match texts(&urls) {
            Some(urls) => Ok(OpenedUpload::Parts { upload_id: id.clone(), urls }),
            None => Err(MissingField("pre_sign_urls")),
        };
        let upload = json!({"upload_id": id, "pre_sign_urls": urls, "more": more});
        prop_assert_eq!(upload_start::opened_upload(&ParsedJson(upload)), expected);
    }

    #[test]
    fn a_refusal_of_any_json_gives_its_message_or_its_errors(body in any_json()) {
        let texts = || -> Option<String> {
            let texts: Vec<&str> = body["errors"].as_array()?.iter().filter_map(Value::as_str).collect();
            // An empty text leaves no separator behind: there is nothing to separate.
            Some(texts.into_iter().fold(String::new(), |all, text| {
                if all.is_empty() { text.to_owned() } else { format!("{all}; {text}") }
            }))
        };
        let details = body["details"].as_str().filter(|details| !details.is_empty());
        let details = details.map(|details| format!(": {details}")).unwrap_or_default();
        let message = body["message"].as_str().map(|message| format!("{message}{details}"));
        let expected = message.or_else(texts);
        prop_assert_eq!(response_body::refusal::<ParsedJson>(&body.to_string()), expected);
    }

    #[test]
    fn a_refusal_of_any_text_is_no_panic(
        body in r"(<Code>|</Code>|<Message>|</Message>|[<>/]|expired|[a-zé]){0,12}",
    ) {
        let words = response_body::refusal::<ParsedJson>(&body);
        let has_code = body.split_once("<Code>").is_some_and(|(_, rest)| rest.contains("</Code>"));
        prop_assert_eq!(words.is_some(), has_code);
        prop_assert!(!response_body::says_expired(&body) || body.contains("expired"));
    }

    #[test]
    fn a_reply_of_any_text_is_no_panic(text in "\\PC*") {
        if let Some(json) = ParsedJson::parse(&text) {
            let _ = (list::page(&json), project::project_id(&json), upload_start::opened_upload(&json));
        }
        let _ = (response_body::refusal::<ParsedJson>(&text), response_body::says_expired(&text));
    }
}

#[test]
fn sizes_beyond_what_a_double_can_tell_apart_are_refused() {
    for (size, is_fine) in [
        (json!(9_007_199_254_740_991_u64), true),
        (json!(9_007_199_254_740_992_u64), false),
        (json!(u64::MAX), false),
        (json!(-1), false),
        (json!(0.5), false),
        (json!(3.0), true),
        (json!("3"), false),
    ] {
        let mut page = good_page();
        page["content"][0]["file_size"] = size.clone();
        assert_eq!(list::page(&ParsedJson(page)).is_ok(), is_fine, "{size}");
    }
}
