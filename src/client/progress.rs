//! Counts the bytes of a transfer and tells the caller.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::host::{Host, Sent};
use crate::core::transfer::progress::Progress;

/// What one public call has moved, over all its files.
pub(super) struct ProgressTracker<H> {
    host: Rc<H>,
    loaded: Cell<u64>,
    total: Cell<Option<u64>>,
    progress: RefCell<Progress>,
}

impl<H: Host> ProgressTracker<H> {
    pub(super) fn new(host: &Rc<H>, total: Option<u64>) -> Rc<Self> {
        let (loaded, progress) = Default::default();
        Rc::new(Self { host: Rc::clone(host), loaded, total: Cell::new(total), progress })
    }

    /// A file that counted as `before` bytes has `after`.
    pub(super) fn resize(&self, before: u64, after: u64) {
        self.total.set(self.total.get().map(|total| (total + after).saturating_sub(before)));
    }

    /// What is known of the total by now.
    pub(super) fn set_total(&self, total: Option<u64>) {
        self.total.set(total);
    }

    /// The call has moved from `before` to `after`, with `file_name`.
    pub(super) fn moved(&self, file_name: &str, before: u64, after: u64) {
        self.loaded.set((self.loaded.get() + after).saturating_sub(before));
        if !self.host.wants_progress() {
            return;
        }
        let now = self.host.now_ms();
        let report = self.progress.borrow_mut().moved(self.loaded.get(), self.total.get(), now);
        if let Some(report) = report {
            self.host.on_progress(file_name, report);
        }
    }

    /// The call has succeeded.
    pub(super) fn finished(&self, file_name: &str) {
        if self.host.wants_progress() {
            let total = self.total.get().unwrap_or(self.loaded.get());
            self.host.on_progress(file_name, Progress::finished(total));
        }
    }
}

/// What one file of the call, or one part of it, has moved. What is not [kept](Self::commit) is taken back at the end: it
/// has to be sent again.
pub(super) struct PartProgress<H: Host> {
    tracker: Rc<ProgressTracker<H>>,
    file_name: Rc<str>,
    loaded: Cell<u64>,
    kept: Cell<bool>,
}

impl<H: Host + 'static> PartProgress<H> {
    pub(super) fn new(tracker: &Rc<ProgressTracker<H>>, file_name: &Rc<str>) -> Rc<Self> {
        let (loaded, kept) = Default::default();
        Rc::new(Self { tracker: Rc::clone(tracker), file_name: Rc::clone(file_name), loaded, kept })
    }

    /// It stands at `loaded`, which may be less than before when it had to begin anew.
    pub(super) fn set_loaded(&self, loaded: u64) {
        let before = self.loaded.replace(loaded);
        self.tracker.moved(&self.file_name, before, loaded);
    }

    /// It ends, and these bytes need not be sent again.
    pub(super) fn commit(&self, loaded: u64) {
        self.set_loaded(loaded);
        self.kept.set(true);
    }

    /// Bytes of another part_progress, which has kept them, are this one's from now on.
    pub(super) fn add_committed(&self, bytes: u64) {
        self.loaded.set(self.loaded.get() + bytes);
    }

    /// For a request; nothing if nobody wants to know.
    pub(super) fn sent(self: &Rc<Self>) -> Option<Sent> {
        let part_progress = Rc::clone(self);
        self.tracker.host.wants_progress().then(|| Rc::new(move |loaded| part_progress.set_loaded(loaded)) as Sent)
    }
}

impl<H: Host> Drop for PartProgress<H> {
    fn drop(&mut self) {
        if !self.kept.get() {
            self.tracker.moved(&self.file_name, self.loaded.get(), 0);
        }
    }
}
