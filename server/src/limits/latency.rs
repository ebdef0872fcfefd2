//! Distance to the server, for watching what a client does while it waits.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};

/// Holds every request back that long before the router sees it.
pub(crate) fn with_latency(router: Router, latency: Duration) -> Router {
    if latency.is_zero() {
        return router;
    }
    let wait = move |request: Request, next: Next| async move {
        tokio::time::sleep(latency).await;
        next.run(request).await
    };
    // Round the router and not inside it, so that what no route answers waits as well.
    Router::new().fallback_service(router).layer(from_fn(wait))
}
