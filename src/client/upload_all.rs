//! Uploads many files, which share the permits of one semaphore.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use super::host::{Bytes, Host, HttpClient};
use super::name_locks::NameLock;
use super::progress::PartProgress;
use super::transport::Transport;
use super::upload_pool::UploadPool;
use super::upload_request::UploadRequest;
use super::uploader::Uploader;
use crate::core::error::Error;
use crate::core::opik::attachment::UploadedAttachment;

/// A file in the queue. It is opened when its turn comes, so that a thousand files are not open at once.
pub struct QueuedFile<B> {
    /// The name to store under.
    pub file_name: Rc<str>,
    /// Bytes, if that is known before it is opened.
    pub size: Option<u64>,
    /// Held until it is uploaded.
    pub lock: NameLock,
    /// Opens it.
    pub open: Pin<Box<dyn Future<Output = Result<UploadRequest<B>, Error>>>>,
}

type BytesOf<H> = <H as HttpClient>::Bytes;
type Uploading<'a> = Pin<Box<dyn Future<Output = Result<UploadedAttachment, Error>> + 'a>>;

/// What decides whether the next file may begin.
#[derive(Default)]
struct Turn {
    /// Requests that the files under way could use at once.
    demand: Cell<u32>,
    /// Whether the demand of the last file is still unknown.
    opening: Cell<bool>,
}

/// Uploads files from a queue.
pub(super) struct QueueUploader<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host + 'static> QueueUploader<'_, H> {
    /// Uploads one file, once its name is free.
    ///
    /// # Errors
    /// As [`Self::upload`], or as opening it.
    pub(super) async fn upload_queued_file(self, file: QueuedFile<BytesOf<H>>) -> Result<UploadedAttachment, Error> {
        // All of it, and with it the lock, lives until the end.
        let QueuedFile { lock, open, .. } = file;
        let _permit = lock.acquire().await;
        Uploader(self.0).upload(&open.await?).await
    }

    /// Uploads `files`: one result each, in order. One that fails, or cannot be tried, does not stop the others.
    ///
    /// The next file begins when those under way leave a permit free: small files are uploaded concurrently, and the last
    /// parts of a large one with the first of the next. If all began at once, the URLs of the last would expire unused.
    pub(super) async fn upload_all(
        self,
        files: Vec<Result<QueuedFile<BytesOf<H>>, Error>>,
    ) -> Vec<Result<UploadedAttachment, Error>> {
        let right = || files.iter().flatten();
        let pool = UploadPool::new(self.0, Some(right().filter_map(|file| file.size).sum()));
        let last_name = right().last().map(|file| Rc::clone(&file.file_name));
        let turn = Turn::default();
        let concurrency = self.0.session.settings.tuning.concurrency;

        let mut results: Vec<_> = files.iter().map(|_| None).collect();
        let mut queue = files.into_iter().enumerate();
        let mut in_flight: Vec<(usize, Uploading<'_>)> = Vec::new();
        poll_fn(|context| {
            loop {
                in_flight.retain_mut(|(index, upload): &mut (usize, Pin<Box<_>>)| {
                    match upload.as_mut().poll(context) {
                        Poll::Pending => true,
                        Poll::Ready(result) => {
                            if let Some(place) = results.get_mut(*index) {
                                *place = Some(result);
                            }
                            false
                        }
                    }
                });
                let has_room = !turn.opening.get() && turn.demand.get() < concurrency;
                match has_room.then(|| queue.next()).flatten() {
                    Some((index, Ok(file))) => {
                        in_flight.push((index, Box::pin(self.upload_queued(&pool, &turn, file))));
                    }
                    Some((index, Err(error))) => {
                        if let Some(place) = results.get_mut(index) {
                            *place = Some(Err(error));
                        }
                    }
                    None if in_flight.is_empty() => return Poll::Ready(()),
                    None => return Poll::Pending,
                }
            }
        })
        .await;
        pool.tracker.finished(last_name.as_deref().unwrap_or_default());
        results.into_iter().flatten().collect()
    }

    async fn upload_queued(
        &self,
        pool: &UploadPool<H>,
        turn: &Turn,
        file: QueuedFile<BytesOf<H>>,
    ) -> Result<UploadedAttachment, Error> {
        let QueuedFile { file_name, mut size, lock, open } = file;
        turn.opening.set(true);
        let _permit = lock.acquire().await;
        let opened = open.await;
        turn.opening.set(false);
        let uploaded = match opened {
            Err(error) => Err(error),
            Ok(file) => {
                // Known only now, or no longer what it was.
                let before = size.replace(file.bytes.size()).unwrap_or_default();
                pool.tracker.resize(before, file.bytes.size());
                let demand = Demand { turn, of_this: Cell::new(0) };
                demand.set(1);
                Uploader(self.0).upload_with(pool, &file, &|requests| demand.set(requests)).await
            }
        };
        if let (Err(_), Some(size)) = (&uploaded, size) {
            // Its bytes are done with, too, or the sum would never reach the total.
            PartProgress::new(&pool.tracker, &file_name).commit(size);
        }
        uploaded
    }
}

/// The demand of one file, which ends with it.
struct Demand<'a> {
    turn: &'a Turn,
    of_this: Cell<u32>,
}

impl Demand<'_> {
    fn set(&self, requests: u32) {
        let before = self.of_this.replace(requests);
        self.turn.demand.set(self.turn.demand.get() + requests - before);
    }
}

impl Drop for Demand<'_> {
    fn drop(&mut self) {
        self.set(0);
    }
}
