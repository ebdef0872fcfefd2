//! Project names, and the fields of a project.

use opik_attachments_server::Mode;
use serde_json::json;

use crate::support::server::{BOTH_MODES, TestServer, json_answer};

#[tokio::test]
async fn spellings_of_one_name_are_the_same_project() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        let begin = async |name: &str| {
            let mut body = server.start_body("a", None, 1);
            body["project_name"] = name.into();
            let (_, answer) = server.post("attachment/upload-start", &body).await;
            let url = answer["pre_sign_urls"][0].as_str().unwrap();
            assert_eq!(
                server.put(url, b"x".to_vec()).await.status().as_u16(),
                if mode == Mode::Store { 200 } else { 204 }
            );
        };
        begin("  Café au lait ").await;
        let id = server.project("Café au lait").await.unwrap();
        for name in ["cafe AU lait", "CAFÉ AU LAIT   ", "Cafe\u{301} au lait"] {
            assert_eq!(server.project(name).await.as_ref(), Some(&id), "{name:?}");
            begin(name).await;
        }
        // Only uploads strip what comes before the name.
        for name in [" Café au lait", "Cafeaulait", "Café"] {
            assert_eq!(server.project(name).await, None, "{name:?}");
        }
        let (_, answer) = server.post("projects/retrieve", &json!({"name": "cafe au lait"})).await;
        assert_eq!(answer["name"], "Café au lait", "the first spelling stays");
    }
}

#[tokio::test]
async fn a_project_has_its_creator_and_times() {
    let server = TestServer::new(Mode::Direct).await;
    let (_, answer) =
        server.post("projects/retrieve", &json!({"name": "Default Project", "include_stats": false})).await;
    let id = "0190babc-62a0-71d2-832a-0feffa4676eb";
    for (key, value) in [
        ("id", id),
        ("name", "Default Project"),
        ("description", "This is the default project. It cannot be deleted."),
        ("visibility", "private"),
        ("created_by", "admin"),
        ("last_updated_by", "admin"),
    ] {
        assert_eq!(answer[key], value);
    }
    for key in ["created_at", "last_updated_at"] {
        let time = answer[key].as_str().unwrap();
        assert!(time.starts_with("20") && time.contains('T') && time.ends_with('Z'), "{time}");
    }
    assert_eq!(answer.as_object().unwrap().len(), 8, "{answer}");
    // Nobody has described any other project.
    server.upload("a", None, b"x").await;
    let (_, answer) = server.post("projects/retrieve", &json!({"name": "demo"})).await;
    assert_eq!((answer.as_object().unwrap().len(), answer.get("description")), (7, None), "{answer}");
}

#[tokio::test]
async fn a_name_has_150_characters_at_most() {
    let server = TestServer::new(Mode::Store).await;
    for (length, status) in [(150, 200), (151, 500)] {
        let mut body = server.start_body("a", None, 1);
        body["project_name"] = "é".repeat(length).into();
        assert_eq!(server.post("attachment/upload-start", &body).await.0, status);
        assert_eq!(server.project(&"é".repeat(length)).await.is_some(), status == 200);
    }
}

#[tokio::test]
async fn projects_are_paged_newest_first_and_filtered_by_name() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for name in ["Café one", "café two", "Tea"] {
            let mut body = server.start_body("a", None, 1);
            body["project_name"] = name.into();
            let (_, answer) = server.post("attachment/upload-start", &body).await;
            server.put(answer["pre_sign_urls"][0].as_str().unwrap(), b"x".to_vec()).await;
        }
        let get = async |query: &str| json_answer(server.get(&server.url(&format!("projects{query}"))).await).await;
        for (query, total, names) in [
            ("", 4, vec!["Tea", "café two", "Café one", "Default Project"]),
            ("?page=2&size=3", 4, vec!["Default Project"]),
            ("?page=3&size=3", 4, vec![]),
            ("?name=CAF%C3%89", 2, vec!["café two", "Café one"]),
            ("?name=afe%20O&page=1&size=5", 1, vec!["Café one"]),
            ("?name=%25", 0, vec![]),
        ] {
            let (status, answer) = get(query).await;
            let named: Vec<_> = answer["content"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
            assert_eq!((status.as_u16(), &answer["total"]), (200, &json!(total)), "{query}");
            assert_eq!((json!(named), &answer["size"]), (json!(names), &json!(names.len())), "{query}");
        }
        assert_eq!(get("?size=0").await.0, 400);
        let keys: Vec<_> = get("?name=tea").await.1["content"][0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            keys,
            ["created_at", "created_by", "id", "last_updated_at", "last_updated_by", "name", "visibility"]
        );
    }
}
