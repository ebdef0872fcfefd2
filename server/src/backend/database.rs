//! Workspaces, projects and attachment rows in SQLite. Every query runs on a thread that may block.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::backend::error::ApiError;
use crate::backend::model::{Attachment, DEFAULT_ID, DEFAULT_PROJECT, Entity, EntityType, Project, USER};
use crate::backend::project_name::collation_key;
use crate::config::api_key::DEFAULT_WORKSPACE;

// SQLite compares text byte by byte unless told otherwise, which is the order Opik lists names in. The lock is kept for
// as long as the server runs, so that a second one cannot clear this one's files away.
const SCHEMA: &str = "
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS workspaces (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    );
    CREATE TABLE IF NOT EXISTS projects (
        id TEXT PRIMARY KEY,
        workspace_id TEXT NOT NULL,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        last_updated_at TEXT NOT NULL,
        last_updated_by TEXT NOT NULL,
        UNIQUE (workspace_id, folded_name)
    );
    CREATE TABLE IF NOT EXISTS attachments (
        workspace_id TEXT NOT NULL,
        container_id TEXT NOT NULL,
        entity_type TEXT NOT NULL,
        entity_id TEXT NOT NULL,
        file_name TEXT NOT NULL,
        mime_type TEXT NOT NULL,
        file_size INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        last_updated_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        last_updated_by TEXT NOT NULL,
        PRIMARY KEY (workspace_id, container_id, entity_type, entity_id, file_name)
    ) WITHOUT ROWID;
";

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// Characters that a project's name may have.
const MAX_PROJECT_NAME_CHARS: usize = 150;

/// A handle to the database; clones share one connection.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    connection: Arc<Mutex<Connection>>,
}

/// A page of a list of projects.
#[derive(Debug, Default)]
pub(crate) struct ProjectPage {
    pub(crate) rows: Vec<Project>,
    /// Rows on all pages.
    pub(crate) total: i64,
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct AttachmentPage {
    pub(crate) rows: Vec<Attachment>,
    pub(crate) total: i64,
}

/// An attachment and where it belongs.
#[derive(Debug)]
pub(crate) struct AttachmentRecord {
    pub(crate) attachment: Attachment,
    /// Name of the workspace.
    pub(crate) workspace: String,
    /// Name of the project.
    pub(crate) project: String,
    pub(crate) entity: Entity,
}

impl Database {
    /// Opens or makes the file, and the workspace `default` in it. Blocks.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        // Long enough for the end of a server that is just being restarted.
        connection.busy_timeout(Duration::from_secs(1))?;
        connection.execute_batch(SCHEMA)?;
        insert_workspace(&connection, DEFAULT_ID, DEFAULT_WORKSPACE, DEFAULT_ID)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    async fn run<T, F>(&self, query: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            // A panic while the lock was held leaves at worst an open transaction, which SQLite has rolled back.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            query(&mut connection)
        })
        .await
        .map_err(|e| ApiError::internal(format!("database thread: {e}")))?
        .map_err(|e| ApiError::internal(format!("database: {e}")))
    }

    /// The id of the workspace of exactly that name, which is made with its default project if there is none. Blocks.
    pub(crate) fn find_or_create_workspace(&self, name: &str) -> rusqlite::Result<Uuid> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        insert_workspace(&connection, Uuid::now_v7(), name, Uuid::now_v7())?;
        connection.query_row("SELECT id FROM workspaces WHERE name = ?1", [name], |row| read_uuid(row, 0))
    }

    /// The project of that name, in any spelling of it.
    pub(crate) async fn find_project(&self, workspace_id: Uuid, name: &str) -> Result<Option<Project>, ApiError> {
        let folded = collation_key(name);
        self.run(move |connection| select_project(connection, workspace_id, &folded)).await
    }

    /// One page of the projects whose names hold `name_part`, in any spelling of it, the newest first. `page` counts from 1.
    pub(crate) async fn list_projects(
        &self,
        workspace_id: Uuid,
        name_part: &str,
        page: i32,
        size: i32,
    ) -> Result<ProjectPage, ApiError> {
        let (workspace, name_part) = (workspace_id.to_string(), collation_key(name_part));
        let offset = (i64::from(page) - 1) * i64::from(size);
        self.run(move |connection| {
            let found = "FROM projects WHERE workspace_id = ?1 AND instr(folded_name, ?2) > 0";
            // One transaction, so that the total belongs to the rows.
            let transaction = connection.transaction()?;
            let total =
                transaction
                    .query_row(&format!("SELECT count(*) {found}"), params![workspace, name_part], |row| row.get(0))?;
            let rows = transaction
                .prepare(&format!("SELECT {PROJECT_COLUMNS} {found} ORDER BY id DESC LIMIT ?3 OFFSET ?4"))?
                .query_map(params![workspace, name_part, size, offset], read_project)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(ProjectPage { rows, total })
        })
        .await
    }

    /// The id of the project of that name, which is made (with both ends stripped) if there is none.
    pub(crate) async fn find_or_create_project(
        &self,
        workspace_id: Uuid,
        name: Option<&str>,
    ) -> Result<Uuid, ApiError> {
        let name = name.unwrap_or(DEFAULT_PROJECT).trim().to_owned();
        if name.chars().count() > MAX_PROJECT_NAME_CHARS {
            return Err(ApiError::internal("the name of a project is too long for its column"));
        }
        self.run(move |connection| {
            insert_project(connection, Uuid::now_v7(), workspace_id, &name)?;
            select_project(connection, workspace_id, &collation_key(&name))
        })
        .await?
        .map(|project| project.id)
        .ok_or_else(|| ApiError::internal("a project vanished right after it was made"))
    }

    /// Writes a row, over an earlier one of the same name.
    pub(crate) async fn upsert_attachment(&self, entity: Entity, attachment: Attachment) -> Result<(), ApiError> {
        let sql = format!(
            "INSERT INTO attachments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {NOW}, {NOW}, ?8, ?8)
             ON CONFLICT DO UPDATE SET mime_type = excluded.mime_type, file_size = excluded.file_size,
                 last_updated_at = excluded.last_updated_at, last_updated_by = excluded.last_updated_by"
        );
        self.run(move |connection| {
            let (workspace, container, kind, id) = entity_columns(entity);
            let Attachment { file_name, mime_type, file_size } = attachment;
            connection.execute(&sql, params![workspace, container, kind, id, file_name, mime_type, file_size, USER])
        })
        .await
        .map(|_| ())
    }

    /// One page, names descending. `page` counts from 1.
    pub(crate) async fn list_attachments(
        &self,
        entity: Entity,
        page: i32,
        size: i32,
    ) -> Result<AttachmentPage, ApiError> {
        let offset = (i64::from(page) - 1) * i64::from(size);
        self.run(move |connection| {
            let (workspace, container, kind, id) = entity_columns(entity);
            // One transaction, so that the total belongs to the rows.
            let transaction = connection.transaction()?;
            let total = transaction.query_row(
                "SELECT count(*) FROM attachments
                 WHERE workspace_id = ?1 AND container_id = ?2 AND entity_type = ?3 AND entity_id = ?4",
                params![workspace, container, kind, id],
                |row| row.get(0),
            )?;
            let rows = transaction
                .prepare(
                    "SELECT file_name, mime_type, file_size FROM attachments
                     WHERE workspace_id = ?1 AND container_id = ?2 AND entity_type = ?3 AND entity_id = ?4
                     ORDER BY file_name DESC LIMIT ?5 OFFSET ?6",
                )?
                .query_map(params![workspace, container, kind, id, size, offset], read_attachment)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(AttachmentPage { rows, total })
        })
        .await
    }

    /// The rows of all workspaces, in order.
    pub(crate) async fn all_attachments(&self) -> Result<Vec<AttachmentRecord>, ApiError> {
        self.run(|connection| {
            connection
                .prepare(
                    "SELECT file_name, mime_type, file_size, workspaces.name, projects.name,
                         attachments.workspace_id, container_id, entity_type, entity_id
                     FROM attachments
                     JOIN workspaces ON workspaces.id = attachments.workspace_id
                     JOIN projects ON projects.id = container_id
                     ORDER BY workspaces.name, projects.name, entity_type, entity_id, file_name",
                )?
                .query_map([], read_placed_attachment)?
                .collect()
        })
        .await
    }

    /// Removes rows. Names that are not there are passed over.
    pub(crate) async fn delete_attachments(&self, entity: Entity, names: Vec<String>) -> Result<(), ApiError> {
        self.run(move |connection| {
            let (workspace, container, kind, id) = entity_columns(entity);
            let transaction = connection.transaction()?;
            for name in names {
                transaction.execute(
                    "DELETE FROM attachments
                     WHERE workspace_id = ?1 AND container_id = ?2 AND entity_type = ?3 AND entity_id = ?4
                         AND file_name = ?5",
                    params![workspace, container, kind, id, name],
                )?;
            }
            transaction.commit()
        })
        .await
    }
}

/// Does nothing where the name is taken.
fn insert_workspace(connection: &Connection, id: Uuid, name: &str, default_project: Uuid) -> rusqlite::Result<()> {
    // All or nothing: a workspace that is there is taken to have its default project.
    let transaction = connection.unchecked_transaction()?;
    let sql = "INSERT INTO workspaces VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    if transaction.execute(sql, params![id.to_string(), name])? > 0 {
        insert_project(&transaction, default_project, id, DEFAULT_PROJECT)?;
    }
    transaction.commit()
}

fn insert_project(connection: &Connection, id: Uuid, workspace_id: Uuid, name: &str) -> rusqlite::Result<usize> {
    connection.execute(
        &format!("INSERT INTO projects VALUES (?1, ?2, ?3, ?4, {NOW}, ?5, {NOW}, ?5) ON CONFLICT DO NOTHING"),
        params![id.to_string(), workspace_id.to_string(), name, collation_key(name), USER],
    )
}

fn select_project(connection: &Connection, workspace_id: Uuid, folded: &str) -> rusqlite::Result<Option<Project>> {
    connection
        .query_row(
            &format!("SELECT {PROJECT_COLUMNS} FROM projects WHERE workspace_id = ?1 AND folded_name = ?2"),
            params![workspace_id.to_string(), folded],
            read_project,
        )
        .optional()
}

const PROJECT_COLUMNS: &str = "id, name, created_at, created_by, last_updated_at, last_updated_by";

fn read_project(row: &Row<'_>) -> rusqlite::Result<Project> {
    let id = read_uuid(row, 0)?;
    Ok(Project {
        id,
        description: (id == DEFAULT_ID).then_some("This is the default project. It cannot be deleted."),
        name: row.get(1)?,
        visibility: "private",
        created_at: row.get(2)?,
        created_by: row.get(3)?,
        last_updated_at: row.get(4)?,
        last_updated_by: row.get(5)?,
    })
}

fn read_uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    Uuid::parse_str(row.get_ref(column)?.as_str()?)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e)))
}

fn read_attachment(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment { file_name: row.get(0)?, mime_type: row.get(1)?, file_size: row.get(2)? })
}

fn read_placed_attachment(row: &Row<'_>) -> rusqlite::Result<AttachmentRecord> {
    let entity_type = EntityType::parse(row.get_ref(7)?.as_str()?)
        .ok_or_else(|| rusqlite::Error::InvalidColumnType(7, "entity_type".to_owned(), Type::Text))?;
    let (workspace_id, project_id, entity_id) = (read_uuid(row, 5)?, read_uuid(row, 6)?, read_uuid(row, 8)?);
    Ok(AttachmentRecord {
        attachment: read_attachment(row)?,
        workspace: row.get(3)?,
        project: row.get(4)?,
        entity: Entity { workspace_id, project_id, entity_type, entity_id },
    })
}

fn entity_columns(entity: Entity) -> (String, String, &'static str, String) {
    let workspace = entity.workspace_id.to_string();
    (workspace, entity.project_id.to_string(), entity.entity_type.as_str(), entity.entity_id.to_string())
}
