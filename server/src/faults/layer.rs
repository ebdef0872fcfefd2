//! The layer around an origin's routes that applies fault rules.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;

use super::apply::apply;
use super::rule_set::{Decision, RuleSet};
use crate::http::cors::is_preflight;
use crate::http::origin::Origin;
use crate::request_log::Exchange;

/// Applies the rules to every request before the router sees it. Without an admin port there are none.
pub(crate) fn with_faults(router: Router, origin: Origin, rules: Option<&RuleSet>) -> Router {
    let Some(rules) = rules.cloned() else { return router };
    let apply_faults = move |request: Request, next: Next| apply_faults(rules.clone(), origin, request, next);
    Router::new().fallback_service(router).layer(from_fn(apply_faults))
}

async fn apply_faults(rules: RuleSet, origin: Origin, request: Request, next: Next) -> Response {
    // Browsers cache preflights, so a test cannot rely on them.
    if is_preflight(request.method(), request.headers()) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let decision = rules.decide(origin, &head);
    let exchange = head.extensions.get::<Exchange>().cloned();
    let request = Request::from_parts(head, body);
    match (decision, exchange) {
        (Some(Decision { rule, action }), Some(exchange)) => {
            exchange.set_fault(rule);
            apply(action, exchange, request, next).await
        }
        _ => next.run(request).await,
    }
}
