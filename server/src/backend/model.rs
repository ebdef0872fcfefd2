//! The domain: workspaces, entities, projects, attachments, and the object key of an attachment.

use serde::Serialize;
use uuid::Uuid;

/// Id of the workspace `default`, the only one of an Opik without authentication; its default project has the same id.
pub(crate) const DEFAULT_ID: Uuid = Uuid::from_u128(0x0190_babc_62a0_71d2_832a_0fef_fa46_76eb);
/// The project of uploads that name none.
pub(crate) const DEFAULT_PROJECT: &str = "Default Project";
/// The author of every row.
pub(crate) const USER: &str = "admin";

/// Maximum length of a key in S3.
const MAX_KEY_BYTES: usize = 1024;

/// A workspace, and proof that a request may use it. Handlers take this before their parameters, because Opik checks it
/// before them.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

/// The kind of entity that an attachment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntityType {
    Trace,
    Span,
}

impl EntityType {
    /// Exactly as on the wire; any other spelling, upper case included, is refused.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "trace" => Some(Self::Trace),
            "span" => Some(Self::Span),
            _ => None,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Span => "span",
        }
    }
}

/// A trace or span within a project of a workspace: what a list is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entity {
    pub(crate) workspace_id: Uuid,
    pub(crate) project_id: Uuid,
    pub(crate) entity_type: EntityType,
    pub(crate) entity_id: Uuid,
}

impl Entity {
    /// Key of a file's object. The name goes in as it is, so a `/` in it makes the key deeper.
    pub(crate) fn object_key(&self, file_name: &str) -> String {
        let Self { workspace_id, project_id, entity_type, entity_id } = self;
        let kind = entity_type.as_str();
        format!("opik/attachment/workspaces/{workspace_id}/projects/{project_id}/{kind}s/{entity_id}/files/{file_name}")
    }

    /// The key to ask the store with, or `None` where there can be no such object: the key is longer than S3's are, or
    /// no URL leads to it, because clients take a `.` or `..` between slashes for a step in the path.
    pub(crate) fn checked_object_key(&self, file_name: &str) -> Option<String> {
        let steps = file_name.split('/').any(|segment| matches!(segment, "." | ".."));
        Some(self.object_key(file_name)).filter(|key| !steps && key.len() <= MAX_KEY_BYTES)
    }
}

/// One attachment as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) file_name: String,
    pub(crate) mime_type: String,
    /// Bytes. Counted in direct mode; whatever the client claims in store mode.
    pub(crate) file_size: i64,
}

/// A project as `projects/retrieve` answers it. Times are ISO 8601 in UTC.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Project {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// Only the first default project has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<&'static str>,
    pub(crate) visibility: &'static str,
    pub(crate) created_at: String,
    pub(crate) created_by: String,
    pub(crate) last_updated_at: String,
    pub(crate) last_updated_by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_and_long_keys_are_refused() {
        let entity = Entity {
            workspace_id: Uuid::nil(),
            project_id: Uuid::nil(),
            entity_type: EntityType::Trace,
            entity_id: Uuid::nil(),
        };
        for name in [".", "..", "../a", "a/../b", "a/.", "/.."] {
            assert_eq!(entity.checked_object_key(name), None, "{name}");
        }
        assert!(entity.checked_object_key(&"x".repeat(864)).is_some());
        assert!(entity.checked_object_key(&"x".repeat(865)).is_none());
        for name in ["", "...", "a..b", ".a", "a/", "..\\a", "%2e%2e/a"] {
            assert_eq!(entity.checked_object_key(name), Some(entity.object_key(name)), "{name}");
        }
    }

    #[test]
    fn the_key_holds_the_name_unescaped() {
        let entity = Entity {
            workspace_id: Uuid::max(),
            project_id: DEFAULT_ID,
            entity_type: EntityType::Span,
            entity_id: Uuid::nil(),
        };
        assert_eq!(
            entity.object_key("a b/é%25.txt"),
            "opik/attachment/workspaces/ffffffff-ffff-ffff-ffff-ffffffffffff/projects/\
             0190babc-62a0-71d2-832a-0feffa4676eb/spans/00000000-0000-0000-0000-000000000000/files/a b/é%25.txt"
        );
    }
}
