//! Project names to ids: asked once, by one call at a time, and what the refusals mean.

use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{Code, Error, Operation};
use opik_attachments::core::opik::target::AttachmentTarget;
use serde_json::json;

use crate::fixture::{
    API, Fixture, KEY, PROJECT_ID, ask_project, ask_projects, names, no_project, page, project, projects,
    request_by_link, rows, target, wanted,
};
use crate::manual_poll::{ManualPoll, run};
use crate::step::post;

#[test]
fn an_id_is_asked_for_once_however_many_calls_need_it() {
    let list = || page(1, &rows(&["a"]), 1);
    let world = Fixture::new([project(PROJECT_ID), list(), list(), list()]);
    for _ in 0..3 {
        assert_eq!(names(&world.list().unwrap()), ["a"]);
    }
}

#[test]
fn every_name_has_its_own_id_and_is_sent_as_it_was_given() {
    for name in ["Demo", " demo ", "{\"é\"}", "a/b?c=d"] {
        let ask = post("/v1/private/projects/retrieve", json!({"name": name}));
        let found = ask.answers_json(200, &json!({"id": PROJECT_ID}));
        let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1), found, page(1, &rows(&["b"]), 1)]);
        world.list().unwrap();
        let other = AttachmentTarget { project_name: name.to_owned(), ..target() };
        let listed = run(world.call(Operation::GetAttachmentList).list(&other)).unwrap();
        assert_eq!(names(&listed), ["b"], "{name}");
    }
}

#[test]
fn calls_in_flight_at_once_ask_once() {
    let list = || page(1, &rows(&["a"]), 1);
    let world = Fixture::new([project(PROJECT_ID).late(), list(), list(), list()]);
    let mut first = ManualPoll::new(world.listing());
    let mut second = ManualPoll::new(world.listing());
    let mut third = ManualPoll::new(world.listing());
    assert!(first.step().is_none() && second.step().is_none() && third.step().is_none());
    assert_eq!(world.requests(), 1);
    assert!(!second.is_woken() && !third.is_woken(), "waiting must not be a busy loop");
    assert_eq!(names(&first.go_on().unwrap().unwrap()), ["a"]);
    assert_eq!(names(&second.go_on().unwrap().unwrap()), ["a"]);
    assert_eq!(names(&third.go_on().unwrap().unwrap()), ["a"]);
}

#[test]
fn a_call_that_waited_for_one_that_failed_asks_for_itself() {
    let refused = ask_project().late().answers_json(403, &json!({"code": 403, "message": "no"}));
    let world = Fixture::new([refused, project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    let mut first = ManualPoll::new(world.listing());
    let mut second = ManualPoll::new(world.listing());
    assert!(first.step().is_none() && second.step().is_none());
    assert_eq!(first.go_on().unwrap().unwrap_err().code(), Code::Forbidden);
    assert_eq!(names(&second.go_on().unwrap().unwrap()), ["a"]);
}

#[test]
fn a_missing_project_is_project_not_found_and_named() {
    let world = Fixture::new([no_project(), projects(&[])]);
    let details = world.list().unwrap_err().into_details();
    assert_eq!(details.code, Code::ProjectNotFound);
    assert_eq!(details.message, "No project named \"demo\" was found");
    assert_eq!((details.status, details.attempts, details.retryable), (Some(404), 1, false));
    assert_eq!(details.body.as_deref(), Some("{\"errors\":[\"Project not found\"]}"));
}

#[test]
fn a_missing_project_may_be_one_that_the_key_does_not_show() {
    let calls: [fn(&Fixture) -> Error; 3] = [
        |world| world.list().unwrap_err(),
        |world| world.download(&wanted("a")).unwrap_err(),
        |world| world.delete(&["a"]).unwrap_err(),
    ];
    for call in calls {
        for (key, reason) in [(Some(KEY), "API key may not see it"), (None, "apiKey is not set")] {
            let details = call(&Fixture::with(key, Tuning::default(), [no_project(), projects(&[])])).into_details();
            assert_eq!(details.code, Code::ProjectNotFound);
            let hint = details.hint.unwrap();
            assert!(hint.contains("an upload creates it") && hint.contains("\"team\""), "{hint}");
            assert!(hint.contains(reason) && !hint.contains(KEY), "{hint}");
        }
    }
}

#[test]
fn the_closest_project_names_come_before_the_other_reasons() {
    let calls: [fn(&Fixture) -> Error; 4] = [
        |world| world.list().unwrap_err(),
        |world| world.download(&wanted("a")).unwrap_err(),
        |world| {
            world.download(&request_by_link("a", &format!("{API}/v1/private/attachment/download?x=1"))).unwrap_err()
        },
        |world| world.delete(&["a"]).unwrap_err(),
    ];
    for call in calls {
        let world = Fixture::new([no_project(), projects(&["Default Project", "demos", "emo", "Dmeo 2"])]);
        let hint = call(&world).into_details().hint.unwrap();
        assert!(hint.starts_with("Closest project names: demos, emo. Either workspace"), "{hint}");
    }
}

#[test]
fn an_answer_about_project_names_never_changes_the_error() {
    for answer in [
        projects(&["other", "names"]),
        ask_projects().answers(404, ""),
        ask_projects().answers(503, "").header("Retry-After", "9"),
        ask_projects().answers(401, ""),
        ask_projects().answers(200, "<html>Sign in</html>"),
        ask_projects().answers_json(200, &json!({"content": [{"id": 1}]})),
        ask_projects().no_answer("reset"),
        ask_projects().stalls(),
    ] {
        let world = Fixture::new([no_project(), answer]);
        let details = world.list().unwrap_err().into_details();
        assert_eq!((details.code, details.status, details.attempts), (Code::ProjectNotFound, Some(404), 1));
        assert!(details.hint.unwrap().starts_with("Either workspace") && details.cause.is_none());
        assert!(world.host.told.borrow().is_empty() && world.host.sleeps.borrow().is_empty());
        assert_eq!(world.host.sent.borrow()[1].timeouts.stall_ms, 3000, "an error does not wait long for its hint");
    }
}

#[test]
fn a_missing_project_is_asked_for_again_by_the_next_call() {
    let world = Fixture::new([no_project(), projects(&[]), project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    assert_eq!(world.list().unwrap_err().code(), Code::ProjectNotFound);
    assert_eq!(names(&world.list().unwrap()), ["a"]);
}

#[test]
fn the_id_of_a_project_that_has_gone_is_forgotten() {
    let world = Fixture::new([project(PROJECT_ID), page(1, &rows(&["a"]), 1)]);
    world.list().unwrap();
    world.host.expect([page(1, &[], 0), no_project(), projects(&[])]);
    assert_eq!(world.list().unwrap_err().code(), Code::ProjectNotFound);
    world.host.expect([no_project(), projects(&[])]);
    assert_eq!(world.list().unwrap_err().code(), Code::ProjectNotFound);
}

#[test]
fn other_404s_are_no_missing_project_and_say_what_to_check() {
    let nginx = "<html><head><title>404 Not Found</title></head></html>";
    for (body, option) in [
        (r#"{"code":404,"message":"Workspace not found"}"#, "workspaceName"),
        (r#"{"code":404,"message":"HTTP 404 Not Found"}"#, "apiUrl"),
        (nginx, "apiUrl"),
        ("", "apiUrl"),
    ] {
        let world = Fixture::new([ask_project().answers(404, body)]);
        let details = world.list().unwrap_err().into_details();
        assert_eq!((details.code, details.status), (Code::ApiError, Some(404)), "{body}");
        let hint = details.hint.unwrap();
        assert!(hint.contains(option), "{body}: {hint}");
        assert_eq!(details.body.as_deref(), Some(body));
    }
}

#[test]
fn a_page_of_the_ui_instead_of_json_points_to_api_url() {
    let world = Fixture::new([ask_project().answers(200, "<!doctype html><title>Opik</title>")]);
    let details = world.list().unwrap_err().into_details();
    assert_eq!(details.code, Code::ApiError);
    assert!(details.message.starts_with(&format!("POST {API}/v1/private/projects/retrieve: ")), "{}", details.message);
    assert!(details.hint.unwrap().contains("apiUrl"));
    assert!(!details.retryable);
}

#[test]
fn a_project_without_an_id_is_an_api_error_and_not_kept() {
    for answer in [json!({"name": "demo"}), json!({"id": null}), json!({"id": 7}), json!([])] {
        let world = Fixture::new([ask_project().answers_json(200, &answer)]);
        let error = world.list().unwrap_err();
        assert_eq!(error.code(), Code::ApiError, "{answer}");
        assert!(error.to_string().contains("\"id\""), "{error}");
        world.host.expect([project(PROJECT_ID), page(1, &[], 0)]);
        world.list().unwrap();
    }
}
