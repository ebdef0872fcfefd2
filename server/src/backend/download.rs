//! `GET attachment/download`: a file's bytes through the backend. Direct mode only.

use axum::body::Body;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::backend::error::ApiError;
use crate::backend::model::Entity;
use crate::backend::query::Query;
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::backend::workspace::OptionalWorkspace;
use crate::config::Mode;
use crate::http::jetty;
use crate::http::media_type::is_media_type;

pub(crate) async fn download(
    State(app): State<AppState>,
    workspace: OptionalWorkspace,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
    query: Query,
) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match send(&app, workspace, &query, &format!("http://{host}{uri}")).await {
        Ok(response) => response,
        Err(error @ ApiError::List(..)) if !wants_json(&headers) => {
            let mut response = error.into_response();
            // This endpoint declares any type. Without an `Accept` header, Opik labels the list of errors with the most
            // general one.
            response.headers_mut().insert(header::CONTENT_TYPE, OCTET_STREAM);
            response
        }
        Err(error) => error.into_response(),
    }
}

const OCTET_STREAM: HeaderValue = HeaderValue::from_static("application/octet-stream");

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.to_ascii_lowercase().contains("application/json"))
}

async fn send(app: &AppState, workspace: OptionalWorkspace, query: &Query, url: &str) -> Result<Response, ApiError> {
    let (project_id, entity_type, entity_id) =
        (query.uuid("container_id")?, query.entity_type()?, query.uuid("entity_id")?);
    let mut checks = Validation::for_query();
    let (Some(project_id), Some(entity_type), Some(entity_id), Some(file_name), Some(mime_type)) = (
        checks.not_null("container_id", project_id),
        checks.not_null("entity_type", entity_type),
        checks.not_null("entity_id", entity_id),
        checks.not_blank("file_name", query.text("file_name")),
        checks.not_blank("mime_type", query.text("mime_type")),
    ) else {
        return Err(checks.into_error());
    };
    checks.finish()?;
    if app.mode == Mode::Store {
        return Err(ApiError::message(
            StatusCode::FORBIDDEN,
            "Direct attachment download is forbidden for S3, please use presigned url",
        ));
    }

    let workspace = workspace.require()?;
    let entity = Entity { workspace_id: workspace.id, project_id, entity_type, entity_id };
    let key = entity.checked_object_key(file_name).ok_or_else(|| ApiError::invalid_object_name(file_name))?;
    let Some(stream) = app.store.get(&key).await? else {
        return Err(ApiError::message(StatusCode::NOT_FOUND, format!("File not found for key: {key}")));
    };
    // Echoed as it came; the type in the row plays no part.
    let content_type = HeaderValue::from_str(mime_type).ok().filter(|_| is_media_type(mime_type));
    let Some(content_type) = content_type else {
        return Ok(jetty::page(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!(
                "jakarta.servlet.ServletException: java.lang.IllegalArgumentException: Error parsing media type \
                 '{mime_type}'"
            ),
            url,
        ));
    };
    let mut response = Body::from_stream(stream).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, content_disposition(file_name)?);
    Ok(response)
}

/// The name goes in without quoting or escaping, as in Opik: what fits into Latin-1 goes as that, the rest as one space
/// for each unit of UTF-16.
fn content_disposition(file_name: &str) -> Result<HeaderValue, ApiError> {
    let mut bytes = b"attachment; filename=\"".to_vec();
    bytes.extend(file_name.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte == b'\t' || !byte.is_ascii_control() => byte,
        _ => b' ',
    }));
    bytes.push(b'"');
    HeaderValue::from_bytes(&bytes).map_err(|e| ApiError::internal(format!("content disposition: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disposition_survives_any_name() {
        let value = content_disposition("é \"\n\t\u{1F600}.txt").unwrap();
        assert_eq!(value.as_bytes(), b"attachment; filename=\"\xe9 \" \t  .txt\"");
    }
}
