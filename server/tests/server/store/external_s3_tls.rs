//! Objects in another S3 behind `https`, played by a TLS listener in front of the store of a second server.

use std::net::SocketAddr;
use std::sync::Arc;

use opik_attachments_server::Mode;
use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::store::external_s3::{BUCKET, KEYS, command};
use crate::support::process;
use crate::support::server::TestServer;

/// Forwards to the store what comes over TLS. Returns its URL and, as PEM, its certificate, which nobody trusts yet.
async fn tls_before(store: SocketAddr) -> (String, String) {
    let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust the certificate breaks off; the test sees that at the other end.
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut store = TcpStream::connect(store).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut store).await;
            });
        }
    });
    (url, cert.pem())
}

// With threads of its own, since waiting for the program must not keep the store from answering it.
#[tokio::test(flavor = "multi_thread")]
async fn the_systems_certificates_are_trusted() {
    let other = TestServer::new(Mode::Store).await;
    let (endpoint, certificate) = tls_before(other.inner.store_addr().unwrap()).await;
    let directory = tempfile::tempdir().unwrap();
    let trusted = directory.path().join("trusted.pem");
    std::fs::write(&trusted, certificate).unwrap();
    let arguments = ["--mode", "store", "--s3-endpoint", &endpoint, "--s3-bucket", BUCKET];

    let (program, ready) = process::start(command(&arguments, &KEYS).env("SSL_CERT_FILE", trusted));
    assert_eq!(ready["storeUrl"], endpoint);
    // Opening an upload asks the store.
    let url = process::start_upload(ready["apiUrl"].as_str().unwrap(), "default").await;
    process::end(program);
    assert!(url.starts_with(&format!("{endpoint}/{BUCKET}/")), "{url}");

    let (status, text) = process::start_error(&mut command(&arguments, &KEYS));
    assert_eq!(status, Some(1));
    assert!(text.contains("certificate"), "{text}");
}
