//! Coercion of JSON values, and the messages for those that do not fit.

use opik_attachments_server::Mode;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::server::{BOTH_MODES, ENTITY, TestServer, json_answer};

async fn send(server: &TestServer, path: &str, body: impl Into<reqwest::Body>) -> (StatusCode, Value) {
    let request = server.request(Method::POST, path).header("content-type", "application/json");
    json_answer(request.body(body).send().await.unwrap()).await
}

#[tokio::test]
async fn numbers_and_strings_are_coerced() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        for (parts, urls) in [(json!("3"), 3), (json!(" 2 "), 2), (json!(2.9), 2), (json!(1e0), 1)] {
            let mut body = server.start_body("a", None, 1);
            body["num_of_file_parts"] = parts.clone();
            body["file_name"] = json!(7);
            body["project_name"] = json!(true);
            let (status, answer) = server.post("attachment/upload-start", &body).await;
            assert_eq!(status, 200, "{parts}: {answer}");
            let links = answer["pre_sign_urls"].as_array().unwrap();
            assert_eq!(links.len(), if mode == Mode::Direct { 1 } else { urls });
            let link = links[0].as_str().unwrap();
            let named = if mode == Mode::Direct { "file_name=7&" } else { "/files/7?" };
            assert!(link.contains(named), "{link}");
        }
        assert_eq!(server.project("true").await.is_some(), mode == Mode::Store);
    }
}

#[tokio::test]
async fn blank_strings_are_no_numbers_and_no_ids() {
    let server = TestServer::new(Mode::Direct).await;
    let mut body = server.start_body("a", None, 1);
    body["num_of_file_parts"] = json!(" ");
    body["entity_id"] = json!("");
    let (status, answer) = server.post("attachment/upload-start", &body).await;
    let errors = json!({"errors": ["numOfFileParts must not be null", "entityId must not be null"]});
    assert_eq!((status.as_u16(), answer), (422, errors));
}

#[tokio::test]
async fn nulls_in_lists_fail_late() {
    for mode in BOTH_MODES {
        let server = TestServer::new(mode).await;
        let delete = json!({"file_names": ["a", null], "entity_type": "trace", "entity_id": ENTITY,
            "container_id": ENTITY});
        assert_eq!(server.post("attachment/delete", &delete).await.0, 500);
        let mut complete = server.complete_body("a", None, 1, "x", &[]);
        complete["uploaded_file_parts"] = json!([null]);
        let status = server.post("attachment/upload-complete", &complete).await.0.as_u16();
        assert_eq!(status, if mode == Mode::Direct { 204 } else { 500 });
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_ignored_and_a_null_body_is_an_error() {
    let server = TestServer::new(Mode::Direct).await;
    assert_eq!(send(&server, "projects/retrieve", "\u{FEFF}{\"name\":\"Default Project\"}").await.0, 200);
    assert_eq!(send(&server, "projects/retrieve", "null").await.0, 500);
}

#[tokio::test]
async fn bodies_wrongly_declared_as_gzip_are_errors() {
    let server = TestServer::new(Mode::Direct).await;
    let upload = format!("attachment/upload?file_name=a&entity_type=trace&entity_id={ENTITY}");
    for (method, path) in [(Method::POST, "projects/retrieve"), (Method::PUT, upload.as_str())] {
        let request = server.request(method, path).header("content-encoding", "gzip");
        let request = request.header("content-type", "application/json").body("{\"name\": \"x\"}");
        assert_eq!(request.send().await.unwrap().status(), 500, "{path}");
    }
}

#[tokio::test]
async fn messages_name_the_class_the_location_and_the_field() {
    let server = TestServer::new(Mode::Direct).await;
    let source = |line: usize, column: usize| {
        format!(
            "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: {line}, column: {column}]"
        )
    };
    let chain = |class: &str, key: &str| format!(" (through reference chain: com.comet.opik.api.{class}[\"{key}\"])");
    let start = "attachment.StartMultipartUploadRequest";
    for (path, body, message) in [
        (
            "attachment/upload-start",
            "{\"path\": \"x\",\n \"entity_id\": \"abc\"}",
            "Cannot deserialize value of type `java.util.UUID` from String \"abc\": UUID has to be represented by standard \
             36-char representation"
                .to_owned()
                + &source(2, 15)
                + &chain(start, "entity_id"),
        ),
        (
            "attachment/upload-start",
            "{\"num_of_file_parts\": 3000000000}",
            "Numeric value (3000000000) out of range of int (-2147483648 - 2147483647)".to_owned()
                + &source(1, 33)
                + &chain(start, "num_of_file_parts"),
        ),
        (
            "attachment/upload-start",
            "{\"entity_type\": \"TRACE\"}",
            "Cannot construct instance of `com.comet.opik.api.attachment.EntityType`, problem: Unknown entity type 'TRACE'"
                .to_owned()
                + &source(1, 17)
                + &chain(start, "entity_type"),
        ),
        (
            "projects/retrieve",
            "{\"name\": {\"a\": 1}}",
            "Cannot deserialize value of type `java.lang.String` from Object value (token `JsonToken.START_OBJECT`)"
                .to_owned()
                + &source(1, 10)
                + &chain("ProjectRetrieve", "name"),
        ),
        (
            "projects/retrieve",
            "{\"name\": nope}",
            "Unrecognized token 'nope': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or \
             token 'null', 'true' or 'false')"
                .to_owned()
                + &source(1, 15),
        ),
        (
            "projects/retrieve",
            "[]",
            "Cannot deserialize value of type `com.comet.opik.api.ProjectRetrieve` from Array value (token \
             `JsonToken.START_ARRAY`)"
                .to_owned()
                + &source(1, 1),
        ),
    ] {
        let (status, answer) = send(&server, path, body).await;
        let expected = json!({"code": 400, "message": format!("Unable to process JSON. {message}")});
        assert_eq!((status.as_u16(), answer), (400, expected), "{body}");
    }
}
