//! The data that a restart on the same directory and ports keeps.

use opik_attachments_server::{Mode, StartError, start};

use crate::support::server::{BOTH_MODES, PART, TestServer, bytes, two_free_ports};

#[tokio::test]
async fn rows_objects_and_open_uploads_survive() {
    for mode in BOTH_MODES {
        let directory = tempfile::tempdir().unwrap();
        let ports = two_free_ports();
        let server = TestServer::on(directory.path(), mode, ports).await;
        server.upload("kept", Some("text/x-kept"), b"kept").await;
        let project = server.project("demo").await;
        let open = match mode {
            Mode::Direct => None,
            Mode::Store => {
                let (id, urls) = server.start_upload("open", None, 2).await;
                let tag = server.put_part(&urls[0], bytes(PART)).await;
                Some((id, urls, tag))
            }
        };
        let link = server.row("kept").await.link;
        server.inner.stop().await;

        let server = TestServer::on(directory.path(), mode, ports).await;
        assert_eq!(server.project("demo").await, project);
        let response = server.get(&link).await;
        assert_eq!(response.headers()["content-type"], "text/x-kept");
        assert_eq!(response.bytes().await.unwrap(), "kept");
        assert_eq!(server.row("kept").await.size, 4);
        if let Some((id, urls, first)) = open {
            let tags = [first, server.put_part(&urls[1], b"end".to_vec()).await];
            let body = server.complete_body("open", None, PART + 3, &id, &tags);
            assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
            let whole = server.get(&server.row("open").await.link).await.bytes().await.unwrap();
            assert!(whole[..PART] == bytes(PART) && &whole[PART..] == b"end");
        }
        server.inner.stop().await;
    }
}

#[tokio::test]
async fn files_left_by_a_crash_are_removed() {
    let directory = tempfile::tempdir().unwrap();
    let ports = two_free_ports();
    let server = TestServer::on(directory.path(), Mode::Store, ports).await;
    let (id, urls) = server.start_upload("open", None, 1).await;
    let tag = server.put_part(&urls[0], b"x".to_vec()).await;
    server.inner.stop().await;

    let uploads = directory.path().join("uploads");
    let left = [
        directory.path().join("spool/.tmpabc"),
        directory.path().join("objects/.tmp.0.internal.part"),
        directory.path().join("keys/.tmpabc"),
        uploads.join(&id).join(".tmpabc"),
        uploads.join("new-0197c0de-0000-7000-8000-00000000e001/about"),
        uploads.join("closed-0197c0de-0000-7000-8000-00000000e001/1"),
    ];
    for file in &left {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "half").unwrap();
    }
    let server = TestServer::on(directory.path(), Mode::Store, ports).await;
    for file in &left {
        assert!(!file.exists(), "{file:?}");
    }
    assert_eq!(std::fs::read_dir(&uploads).unwrap().count(), 1);
    let body = server.complete_body("open", None, 1, &id, &[tag]);
    assert_eq!(server.post("attachment/upload-complete", &body).await.0, 204);
    assert_eq!(std::fs::read_dir(&uploads).unwrap().count(), 0);
}

#[tokio::test]
async fn a_temporary_directory_is_removed_with_the_server() {
    let server = TestServer::new(Mode::Direct).await;
    let data = server.inner.data().to_path_buf();
    assert!(data.is_dir());
    server.inner.stop().await;
    assert!(!data.exists());
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let server = TestServer::new(Mode::Direct).await;
    let taken = server.inner.store_addr().unwrap().port();
    let config = opik_attachments_server::Config::default;
    for (expected, config) in [
        ("--store-port", opik_attachments_server::Config { store_port: taken, ..config() }),
        ("--admin-port", opik_attachments_server::Config { admin_port: Some(taken), ..config() }),
    ] {
        let error = start(config).await.unwrap_err();
        assert!(matches!(error, StartError::PortInUse { flag, port } if port == taken && flag == expected));
        let text = error.to_string();
        assert!(text.contains(&taken.to_string()) && text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn two_servers_do_not_share_a_directory() {
    let directory = tempfile::tempdir().unwrap();
    let config = || opik_attachments_server::Config { data: Some(directory.path().into()), ..Default::default() };
    let first = start(config()).await.unwrap();
    let error = start(config()).await.unwrap_err().to_string();
    assert!(error.contains("does another server use it?"), "{error}");
    first.stop().await;
    start(config()).await.unwrap().stop().await;
}
