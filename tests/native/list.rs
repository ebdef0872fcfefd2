//! Listing: pages, duplicates, and empty lists that prove nothing.

use opik_attachments::core::error::{Code, Operation};
use opik_attachments::core::opik::attachment::Attachment;
use opik_attachments::core::opik::target::{AttachmentTarget, EntityType};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixture::{
    API, API_PATH, Fixture, OTHER_PROJECT_ID, PROJECT, PROJECT_ID, TRACE, list_url, names, page, page_of, project, row,
    rows,
};
use crate::host_values::ParsedJson;
use crate::manual_poll::run;
use crate::step::get;

#[test]
fn a_list_of_one_page_costs_two_requests_and_keeps_the_servers_order() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["c", "a", "b"]), 3)]);
    assert_eq!(names(&world.list().unwrap()), ["c", "a", "b"]);
}

#[test]
fn a_row_has_the_fields_of_the_wire_and_says_whether_opik_previews_it() {
    let content = [
        json!({"link": "http://h/1", "file_name": "a.md", "file_size": 0, "mime_type": "text/markdown", "new": []}),
        json!({"link": "", "file_name": "é {b}", "file_size": 9_007_199_254_740_991_u64, "mime_type": "x/y"}),
    ];
    let world = Fixture::new([project(PROJECT_ID), page(1, &content, 2)]);
    let expected = |file_name: &str, file_size, mime_type: &str, previewable, row: &Value| Attachment {
        file_name: file_name.to_owned(),
        file_size,
        mime_type: mime_type.to_owned(),
        previewable,
        row: ParsedJson(row.clone()),
    };
    let first = expected("a.md", 0, "text/markdown", true, &content[0]);
    let second = expected("é {b}", 9_007_199_254_740_991, "x/y", false, &content[1]);
    let listed = world.list().unwrap();
    assert_eq!(listed.iter().map(Attachment::link).collect::<Vec<_>>(), ["http://h/1", ""]);
    assert_eq!(listed, [first, second]);
}

#[test]
fn the_query_names_project_entity_address_and_page() {
    let url = format!(
        "http://localhost:5173/api/v1/private/attachment/list?project_id={PROJECT_ID}&entity_type=span\
         &entity_id={TRACE}&path=aHR0cDovL2xvY2FsaG9zdDo1MTczL2FwaQ&page=1&size=1000"
    );
    let answer = json!({"page": 1, "size": 0, "total": 0, "content": [], "sortable_by": []});
    let world = Fixture::new([project(PROJECT_ID), get(url).answers_json(200, &answer)]);
    let span = AttachmentTarget {
        project_name: PROJECT.to_owned(),
        entity_type: EntityType::Span,
        entity_id: TRACE.to_owned(),
    };
    let call = world.call(Operation::GetAttachmentList);
    assert_eq!(run(call.list(&span)).unwrap(), []);
    assert!(list_url(PROJECT_ID, 1).starts_with(&format!("{API}/")) && !API_PATH.contains('='));
}

#[test]
fn pages_are_asked_for_in_order_until_all_rows_are_there() {
    let world = Fixture::new([
        project(PROJECT_ID),
        page(1, &rows(&["a", "b"]), 5),
        page(2, &rows(&["c", "d"]), 5),
        page(3, &rows(&["e"]), 5),
    ]);
    assert_eq!(names(&world.list().unwrap()), ["a", "b", "c", "d", "e"]);
}

#[test]
fn two_full_pages_and_a_bit_are_three_requests() {
    let all: Vec<String> = (0..2001).map(|number| format!("{number:04}")).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let pages = all.chunks(1000).zip(1..).map(|(chunk, number)| page(number, &rows(chunk), 2001));
    let world = Fixture::new([project(PROJECT_ID)].into_iter().chain(pages));
    assert_eq!(names(&world.list().unwrap()), all);
}

#[test]
fn a_row_that_moved_to_the_next_page_is_listed_once() {
    let world = Fixture::new([
        project(PROJECT_ID),
        page(1, &rows(&["a", "b"]), 4),
        page(2, &rows(&["b", "c"]), 5),
        page(3, &rows(&["d", "e"]), 5),
    ]);
    assert_eq!(names(&world.list().unwrap()), ["a", "b", "c", "d", "e"]);
}

#[test]
fn a_total_that_is_too_large_ends_at_the_first_page_without_rows() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a", "b"]), 9), page(2, &[], 9)]);
    assert_eq!(names(&world.list().unwrap()), ["a", "b"]);
}

#[test]
fn a_server_that_always_answers_the_same_page_is_asked_twice() {
    let same = rows(&["a", "b"]);
    let world = Fixture::new([project(PROJECT_ID), page(1, &same, 9), page(2, &same, 9)]);
    assert_eq!(names(&world.list().unwrap()), ["a", "b"]);
}

#[test]
fn a_total_that_is_too_small_takes_nothing_away() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a", "b"]), 1)]);
    assert_eq!(names(&world.list().unwrap()), ["a", "b"]);
}

#[test]
fn an_empty_list_with_a_new_id_is_believed() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &[], 0)]);
    assert_eq!(world.list().unwrap(), []);
}

#[test]
fn an_empty_list_with_a_remembered_id_asks_whether_the_id_is_still_right() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    world.list().unwrap();
    world.host.expect([page(1, &[], 0), project(PROJECT_ID)]);
    assert_eq!(world.list().unwrap(), []);
}

#[test]
fn an_empty_list_with_an_old_id_is_repeated_with_the_new_one_which_is_kept() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    world.list().unwrap();
    let again = page_of(OTHER_PROJECT_ID, 1, &rows(&["b"]), 1);
    world.host.expect([page(1, &[], 0), project(OTHER_PROJECT_ID), again.clone()]);
    assert_eq!(names(&world.list().unwrap()), ["b"]);
    world.host.expect([again]);
    assert_eq!(names(&world.list().unwrap()), ["b"]);
}

#[test]
fn a_page_that_fails_fails_the_list_instead_of_shortening_it() {
    let forbidden = get(list_url(PROJECT_ID, 2)).answers_json(403, &json!({"code": 403, "message": "no"}));
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 2), forbidden]);
    assert_eq!(world.list().unwrap_err().code(), Code::Forbidden);
}

#[test]
fn a_page_of_another_shape_is_refused_by_the_name_of_its_field() {
    let good = row("a", "http://h");
    let without = |field: &str| {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(field);
        json!({"total": 1, "content": [bad]})
    };
    for (field, answer) in [
        ("total", json!({"content": [good]})),
        ("total", json!({"total": "1", "content": [good]})),
        ("total", json!({"total": -1, "content": [good]})),
        ("content", json!({"total": 1})),
        ("content", json!({"total": 1, "content": null})),
        ("content", json!({"total": 1, "content": {"0": good}})),
        ("file_name", without("file_name")),
        ("file_size", without("file_size")),
        ("mime_type", without("mime_type")),
        ("link", without("link")),
        ("total", json!([])),
    ] {
        let world = Fixture::new([project(PROJECT_ID), get(list_url(PROJECT_ID, 1)).answers_json(200, &answer)]);
        let error = world.list().unwrap_err();
        assert_eq!(error.code(), Code::ApiError, "{answer}");
        let expected = format!("GET {API}/v1/private/attachment/list: the answer has no usable \"{field}\"");
        assert_eq!(error.details().message, expected, "{answer}");
        assert!(!error.details().retryable);
    }
}

proptest! {
    /// Pages as a server gives them while files come and go: each begins at or before the end of the one before and
    /// goes beyond it.
    #[test]
    fn overlapping_pages_give_every_row_once_and_in_order(
        windows in proptest::collection::vec((0_usize..4, 1_usize..5), 1..8),
    ) {
        let count = windows.iter().map(|(_, new)| new).sum();
        let all: Vec<String> = (0..count).map(|number| format!("{number:03}")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let mut end = 0;
        let mut steps = vec![project(PROJECT_ID)];
        for (number, (again, new)) in (1..).zip(windows) {
            let window = end.max(again) - again..end + new;
            end += new;
            steps.push(page(number, &rows(&all[window]), count));
        }
        let world = Fixture::new(steps);
        let listed = world.list().unwrap();
        prop_assert_eq!(names(&listed), all);
    }
}
