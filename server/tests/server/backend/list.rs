//! Lists: pages, order, and unknown entities.

use serde_json::json;

use crate::support::server::{BOTH_MODES, ENTITY, TestServer, json_answer, rows};

#[tokio::test]
async fn pages_are_in_descending_order_and_have_totals() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        let mut names: Vec<String> = (0..22).map(|number| format!("f{number}")).collect();
        names.extend(["Z".to_owned(), "é".to_owned(), "z".to_owned()]);
        for name in &names {
            server.upload(name, None, name.as_bytes()).await;
        }
        names.sort();
        names.reverse();

        let mut seen = Vec::new();
        for (page, size) in [(1, 10), (2, 10), (3, 5), (4, 0)] {
            let answer = server.page(&format!("&page={page}&size=10")).await;
            assert_eq!((&answer["page"], &answer["size"], &answer["total"]), (&json!(page), &json!(size), &json!(25)));
            assert_eq!(answer["sortable_by"], json!([]));
            seen.extend(rows(&answer).into_iter().map(|row| row.name));
        }
        assert_eq!(seen, names);
        assert_eq!(server.page("&size=1000").await["size"], 25);
        assert_eq!(server.page("&page=2147483647&size=2147483647").await["size"], 0);
    }
}

#[tokio::test]
async fn unknown_entities_are_empty_and_traces_are_not_spans() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        server.upload("a", None, b"x").await;
        let project = server.project("demo").await.unwrap();
        let path = server.path();
        let empty = json!({"page": 1, "size": 0, "total": 0, "content": [], "sortable_by": []});
        for (project, kind, entity) in
            [(project.as_str(), "span", ENTITY), (project.as_str(), "trace", "1-1-1-1-1"), (ENTITY, "trace", ENTITY)]
        {
            let query = format!("project_id={project}&entity_type={kind}&entity_id={entity}&path={path}");
            let answer = json_answer(server.get(&server.url(&format!("attachment/list?{query}"))).await).await;
            assert_eq!((answer.0.as_u16(), answer.1), (200, empty.clone()));
        }
        // Case and version of an id do not matter.
        let query = format!(
            "project_id={}&entity_type=trace&entity_id={}&path={path}",
            project.to_uppercase(),
            ENTITY.to_uppercase()
        );
        let answer = json_answer(server.get(&server.url(&format!("attachment/list?{query}"))).await).await;
        assert_eq!(answer.1["total"], 1);
    }
}

#[tokio::test]
async fn the_base_without_api_works_too() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        server.upload("a", None, b"x").await;
        let bare = server.url("projects/retrieve").replacen("/api/", "/", 1);
        let request = server.http.post(bare).header("content-type", "application/json").body(r#"{"name":"demo"}"#);
        assert_eq!(request.send().await.unwrap().status(), 200);
        // A link is built from the path that was sent, not from where the request went.
        let link = server.row("a").await.link;
        assert_eq!(link.starts_with(&server.inner.api_url()), mode == opik_attachments_server::Mode::Direct);
    }
}
