//! A delay before every request, to simulate the distance to a server.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};

/// Delays every request before the router sees it.
pub(crate) fn with_latency(router: Router, latency: Duration) -> Router {
    if latency.is_zero() {
        return router;
    }
    let wait = move |request: Request, next: Next| async move {
        tokio::time::sleep(latency).await;
        next.run(request).await
    };
    // Around the router and not inside it, so that requests without a route wait as well.
    Router::new().fallback_service(router).layer(from_fn(wait))
}
