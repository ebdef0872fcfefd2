//! One listening port, and stopping it without waiting for idle connections.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU64;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

use crate::limits::throttled_stream::{Connection, ThrottledStream};
use crate::start_error::StartError;

/// Time limit for pending requests after the stop.
const GRACE: Duration = Duration::from_millis(300);

/// A port being served.
#[derive(Debug)]
pub(crate) struct HttpListener {
    address: SocketAddr,
    ending: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl HttpListener {
    /// Serves the router. Each direction of each connection carries at most `bandwidth` bytes a second.
    pub(crate) fn start(listener: TcpListener, router: Router, bandwidth: Option<NonZeroU64>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (ending, ended) = watch::channel(false);
        let accepting = tokio::spawn(accept(listener, router, bandwidth, ended));
        Ok(Self { address, ending, accepting })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) async fn stop(self) {
        self.ending.send_replace(true);
        // The task ends by itself within the grace period; a failed join means it already has.
        let _ = self.accepting.await;
    }
}

async fn accept(
    listener: TcpListener,
    router: Router,
    bandwidth: Option<NonZeroU64>,
    mut ended: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let mut accepted_so_far = 0;
    loop {
        tokio::select! {
            _ = ended.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true);
                    accepted_so_far += 1;
                    let stream = ThrottledStream::new(stream, bandwidth, Connection::new(accepted_so_far));
                    connections.spawn(serve(stream, router.clone(), ended.clone()));
                }
                // Mostly "too many open files": worth another try, but not a busy loop.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
    drop(listener);
    let all_done = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GRACE, all_done).await;
    // Dropping the set aborts what is left.
}

async fn serve(stream: ThrottledStream, router: Router, mut ended: watch::Receiver<bool>) {
    let connection = stream.connection().clone();
    let known_to_requests = connection.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        let router = router.clone();
        request.extensions_mut().insert(known_to_requests.clone());
        async move { router.oneshot(request.map(Body::new)).await.map_err(|never: Infallible| never) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new());
    let mut serving = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    // A broken connection is not reported: the client is gone.
    tokio::select! {
        _ = serving.as_mut() => {}
        () = connection.closed() => {}
        _ = ended.changed() => {
            serving.as_mut().graceful_shutdown();
            let _ = serving.as_mut().await;
        }
    }
}

/// Takes a port on 127.0.0.1, or fails with the option that chooses another.
pub(crate) async fn bind(port: u16, flag: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|e| match e.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse { flag, port },
        _ => StartError::failed(format!("listen on port {port} ({flag})"))(e),
    })
}
