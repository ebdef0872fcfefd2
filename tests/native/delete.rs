//! Deleting by name.

use opik_attachments::core::error::Code;
use serde_json::{Value, json};

use crate::fixture::{
    Fixture, OTHER_PROJECT_ID, PROJECT_ID, TRACE, names, no_project, page, page_of, project, projects, rows,
};
use crate::step::{Step, post};

fn delete(project_id: &str, names: &Value) -> Step {
    let document = json!({
        "file_names": names, "entity_type": "trace", "entity_id": TRACE, "container_id": project_id,
    });
    post("/v1/private/attachment/delete", document)
}

#[test]
fn deleting_sends_all_names_at_once_as_they_are() {
    let names = json!(["a.txt", "50%25 {off}", "Größe", "a.txt"]);
    let world = Fixture::new([project(PROJECT_ID), delete(PROJECT_ID, &names)]);
    world.delete(&["a.txt", "50%25 {off}", "Größe", "a.txt"]).unwrap();
}

#[test]
fn deleting_asks_for_the_project_each_time() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    world.list().unwrap();
    for project_id in [PROJECT_ID, OTHER_PROJECT_ID] {
        world.host.expect([project(project_id), delete(project_id, &json!(["a"]))]);
        world.delete(&["a"]).unwrap();
    }
}

#[test]
fn an_id_that_deleting_has_learnt_is_used_by_the_next_list() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    world.list().unwrap();
    world.host.expect([
        project(OTHER_PROJECT_ID),
        delete(OTHER_PROJECT_ID, &json!(["a"])),
        page_of(OTHER_PROJECT_ID, 1, &rows(&["b"]), 1),
    ]);
    world.delete(&["a"]).unwrap();
    assert_eq!(names(&world.list().unwrap()), ["b"]);
}

#[test]
fn deleting_nothing_sends_no_delete_but_still_knows_a_missing_project() {
    Fixture::new([project(PROJECT_ID)]).delete(&[]).unwrap();
    assert_eq!(Fixture::new([no_project(), projects(&[])]).delete(&[]).unwrap_err().code(), Code::ProjectNotFound);
}

#[test]
fn deleting_in_a_missing_project_is_project_not_found() {
    assert_eq!(Fixture::new([no_project(), projects(&[])]).delete(&["a"]).unwrap_err().code(), Code::ProjectNotFound);
}

#[test]
fn a_delete_that_is_refused_fails() {
    let refused =
        delete(PROJECT_ID, &json!(["a"])).answers_json(422, &json!({"errors": ["fileNames must not be null"]}));
    let error = Fixture::new([project(PROJECT_ID), refused]).delete(&["a"]).unwrap_err();
    assert_eq!((error.code(), error.status()), (Code::ApiError, Some(422)));
}

#[test]
fn a_delete_is_safe_to_repeat_and_so_is_repeated() {
    let step = || delete(PROJECT_ID, &json!(["a"]));
    let world = Fixture::new([project(PROJECT_ID), step().no_answer("reset"), step().answers(500, ""), step()]);
    world.delete(&["a"]).unwrap();
}
