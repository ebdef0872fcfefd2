//! Bodies that end early or are throttled.

use std::future::{Future, poll_fn};
use std::num::NonZeroU64;

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::limits::rate_limiter::RateLimiter;

/// Reads a body to its end. Of an answer, too: some of the work may be done only while it is read.
pub(super) async fn drain(body: Body) {
    let mut chunks = body.into_data_stream();
    while let Some(Ok(_)) = chunks.next().await {}
}

/// Reads that many bytes of a body, and as much more as came with the last of them. Returns the rest.
pub(super) async fn read_at_least(body: Body, bytes: u64) -> BodyDataStream {
    let mut chunks = body.into_data_stream();
    let mut read = 0;
    while read < bytes
        && let Some(Ok(chunk)) = chunks.next().await
    {
        read += chunk.len() as u64;
    }
    chunks
}

/// The first bytes of a body. When there were that many, `then` comes before the end.
pub(super) fn truncate_body<F: Future<Output = ()> + Send + 'static>(body: Body, bytes: u64, then: F) -> Body {
    let start = (body.into_data_stream(), bytes, then);
    Body::from_stream(stream::unfold(start, |(mut chunks, left, then)| async move {
        if left == 0 {
            then.await;
            return None;
        }
        let chunk = chunks.next().await?.map(|chunk| {
            let end = usize::try_from(left).map_or(chunk.len(), |left| left.min(chunk.len()));
            chunk.slice(..end)
        });
        let passed = chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        Some((chunk, (chunks, left.saturating_sub(passed), then)))
    }))
}

/// The whole body, at most at that speed.
pub(super) fn throttle(body: Body, bytes_per_second: NonZeroU64) -> Body {
    let start = (body.into_data_stream(), Bytes::new(), RateLimiter::new(bytes_per_second));
    Body::from_stream(stream::unfold(start, |(mut chunks, mut waiting, mut limiter)| async move {
        while waiting.is_empty() {
            match chunks.next().await? {
                Ok(chunk) => waiting = chunk,
                Err(error) => return Some((Err(error), (chunks, waiting, limiter))),
            }
        }
        let allowance = poll_fn(|context| limiter.poll_allowance(context)).await;
        let passing = waiting.split_to(allowance.min(waiting.len()));
        limiter.consume(passing.len());
        Some((Ok(passing), (chunks, waiting, limiter)))
    }))
}
