//! Completions whose answer does not say what became of them: looked up in the list and at the store.

use opik_attachments::client::IfExists;
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::Code;
use opik_attachments::core::opik::attachment::UploadStatus;
use serde_json::Value;

use crate::fixture::{
    self, Fixture, KEY, PROJECT_ID, STORE, ask_project, file, page, project, row, start_parts, tagged,
};
use crate::step::{Step, get, put};

/// The one part's.
const PART_TAG: &str = "\"aff97160474a056e838c1f721af01edf\"";
/// The MD5 of that MD5, as S3 has it.
const OBJECT_TAG: &str = "\"ee2031165454956ea4eb0ee9801ba994-1\"";
const LINK: &str = "https://bucket.s3.example/a.txt?X-Amz-Signature=5ec3e7";

fn begun(tag: &str) -> [Step; 2] {
    let url = format!("{STORE}/a.txt?partNumber=1");
    [start_parts("a.txt", "u", 1, std::slice::from_ref(&url)), put(url, b"hi!").answers(200, "").header("ETag", tag)]
}

fn complete(tag: &str) -> Step {
    fixture::complete("a.txt", "u", 3, &tagged(&[tag]))
}

fn listed(size: u64) -> [Step; 2] {
    let mut found = row("a.txt", LINK);
    found["file_size"] = Value::from(size);
    [project(PROJECT_ID), page(1, &[found], 1)]
}

fn object(tag: &str) -> Step {
    get(LINK).answers(206, "h").header("ETag", tag)
}

#[test]
fn the_tag_of_one_part_is_as_s3_has_it() {
    let digest = md5::compute(md5::compute("hi!").0);
    assert_eq!((PART_TAG, OBJECT_TAG), (&*format!("\"{:x}\"", md5::compute("hi!")), &*format!("\"{digest:x}-1\"")));
}

#[test]
fn one_whose_answer_is_lost_is_found_in_the_list_and_at_the_store() {
    for lost in
        [complete(PART_TAG).no_answer("reset"), complete(PART_TAG).stalls(), complete(PART_TAG).answers(504, "")]
    {
        let world = Fixture::new(begun(PART_TAG));
        world.host.expect([lost]);
        world.host.expect(listed(3));
        world.host.expect([object(OBJECT_TAG)]);
        assert_eq!(world.upload(&file("a.txt", b"hi!")).unwrap().status, UploadStatus::Uploaded);
        let sent = world.host.sent.borrow();
        assert_eq!(sent.last().unwrap().headers, [("Range".to_owned(), "bytes=0-0".to_owned())]);
    }
}

#[test]
fn one_that_is_not_done_is_sent_again() {
    // Nothing there, another size, an older file of the same size, one whose tag cannot be read.
    let old = object("\"00000000000000000000000000000000-1\"");
    for found in [
        vec![project(PROJECT_ID), page(1, &[], 0)],
        listed(4).to_vec(),
        [listed(3).to_vec(), vec![old]].concat(),
        [listed(3).to_vec(), vec![get(LINK).answers(206, "h")]].concat(),
    ] {
        let world = Fixture::new(begun(PART_TAG));
        world.host.expect([complete(PART_TAG).answers(500, "")]);
        world.host.expect(found);
        world.host.expect([complete(PART_TAG)]);
        world.upload(&file("a.txt", b"hi!")).unwrap();
    }
}

#[test]
fn a_refusal_that_is_plain_is_not_looked_up() {
    let world = Fixture::new(begun(PART_TAG));
    world.host.expect([complete(PART_TAG).answers(422, "")]);
    assert_eq!(world.upload(&file("a.txt", b"hi!")).unwrap_err().status(), Some(422));
}

#[test]
fn it_is_looked_up_once_more_with_patience_when_no_attempt_is_left() {
    let tuning = Tuning { max_attempts: 2, ..Tuning::default() };
    let world = Fixture::with(Some(KEY), tuning, begun(PART_TAG));
    world.host.expect([complete(PART_TAG).no_answer("reset"), ask_project().answers(503, "")]);
    world.host.expect([complete(PART_TAG).answers(500, ""), ask_project().answers(503, "")]);
    world.host.expect(listed(3));
    world.host.expect([object(OBJECT_TAG).answers(503, ""), object(OBJECT_TAG)]);
    world.upload(&file("a.txt", b"hi!")).unwrap();
}

#[test]
fn a_completion_that_never_was_is_an_error_although_an_older_file_looks_like_it() {
    let tuning = Tuning { max_attempts: 2, ..Tuning::default() };
    let world = Fixture::with(Some(KEY), tuning, begun(PART_TAG));
    let [project, list] = listed(3);
    let old = || object("\"00000000000000000000000000000000-1\"");
    let failed = || complete(PART_TAG).answers(500, "");
    world.host.expect([failed(), project, list.clone(), old(), failed(), list, old()]);
    let error = world.upload(&file("a.txt", b"hi!")).unwrap_err();
    assert_eq!((error.code(), error.status(), error.details().attempts), (Code::ApiError, Some(500), 2));
}

#[test]
fn if_exists_is_decided_before_and_a_lost_completion_found_after() {
    let mut file = file("a.txt", b"hi!");
    for if_exists in [IfExists::Error, IfExists::Skip] {
        file.if_exists = if_exists;
        // What is remembered of the project is asked for anew while the list is empty.
        let world = Fixture::new([project(PROJECT_ID), page(1, &[], 0)]);
        world.host.expect(begun(PART_TAG));
        let [_, list] = listed(3);
        world.host.expect([complete(PART_TAG).no_answer("reset"), list, object(OBJECT_TAG)]);
        assert_eq!(world.upload(&file).unwrap().status, UploadStatus::Uploaded);
    }
}

#[test]
fn a_plain_refusal_after_an_answer_that_was_lost_is_looked_up_too() {
    // The first attempt was done, but could not be looked up; the second finds the upload gone.
    let world = Fixture::new(begun(PART_TAG));
    world.host.expect([complete(PART_TAG).no_answer("reset"), ask_project().no_answer("reset")]);
    world.host.expect([complete(PART_TAG).answers(404, "")]);
    world.host.expect(listed(3));
    world.host.expect([object(OBJECT_TAG)]);
    world.upload(&file("a.txt", b"hi!")).unwrap();
}

#[test]
fn weak_tags_of_parts_and_objects_are_compared() {
    for (part, object_tag) in [
        (PART_TAG.to_owned(), format!("W/{OBJECT_TAG}")),
        (format!("W/{PART_TAG}"), OBJECT_TAG.to_owned()),
        (PART_TAG.to_owned(), OBJECT_TAG.trim_matches('"').to_owned()),
    ] {
        let world = Fixture::new(begun(&part));
        world.host.expect([complete(&part).no_answer("reset")]);
        world.host.expect(listed(3));
        world.host.expect([object(&object_tag)]);
        world.upload(&file("a.txt", b"hi!")).unwrap();
    }
}

/// The hint after a completion without an answer, with what is found then.
fn hint_after(part: &str, found: impl IntoIterator<Item = Step>) -> Option<String> {
    let tuning = Tuning { max_attempts: 1, ..Tuning::default() };
    let world = Fixture::with(Some(KEY), tuning, begun(part));
    world.host.expect([complete(part).answers(504, "")]);
    world.host.expect(found);
    let details = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
    assert_eq!((details.code, details.status, details.attempts), (Code::ApiError, Some(504), 1));
    let hint = details.hint.unwrap();
    assert!(hint.contains("proxy_read_timeout"), "what it says otherwise is kept: {hint}");
    hint.contains("may be there").then_some(hint)
}

#[test]
fn a_file_that_may_be_there_is_told_with_its_name_and_size() {
    let [project, list] = listed(3);
    let odd = "\"0a1b-kms\"";
    let store = |answer: Step| vec![project.clone(), list.clone(), answer];
    // The parts' tags prove nothing, or the object's does not, or it cannot be had.
    for hint in [
        hint_after(odd, [project.clone(), list.clone()]),
        hint_after(PART_TAG, store(object(odd))),
        hint_after(PART_TAG, store(get(LINK).answers(206, "h"))),
        hint_after(PART_TAG, store(get(LINK).answers(404, ""))),
    ] {
        let hint = hint.unwrap();
        assert!(hint.contains("\"a.txt\" with 3 bytes"), "{hint}");
    }
    // Another file for certain, or none.
    let old = object("W/\"00000000000000000000000000000000-1\"");
    assert_eq!(hint_after(PART_TAG, store(old)), None);
    assert_eq!(hint_after(odd, listed(4)), None);
    assert_eq!(hint_after(odd, [project.clone(), page(1, &[], 0)]), None);
}
