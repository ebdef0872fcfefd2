//! Timer for several futures at once.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Runs `futures` side by side until all have succeeded or one has failed; then the others are dropped.
///
/// All of them are polled whenever one is woken. They are few, and this costs a few hundred bytes in the browser where a
/// library's set with a waker for each costs two thousand.
pub(super) fn try_join_all<E>(
    mut futures: Vec<Pin<Box<impl Future<Output = Result<(), E>>>>>,
) -> impl Future<Output = Result<(), E>> {
    poll_fn(move |context| {
        let mut failed = None;
        futures.retain_mut(|future| {
            if failed.is_some() {
                return true;
            }
            match future.as_mut().poll(context) {
                Poll::Pending => true,
                Poll::Ready(done) => {
                    failed = done.err();
                    false
                }
            }
        });
        match failed {
            Some(error) => Poll::Ready(Err(error)),
            None if futures.is_empty() => Poll::Ready(Ok(())),
            None => Poll::Pending,
        }
    })
}
