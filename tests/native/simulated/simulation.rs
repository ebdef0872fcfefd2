//! A client in the model, and what must be true of it whatever happens.

use std::rc::Rc;

use opik_attachments::client::{Call, IfExists, NameLock, Session, UploadRequest};
use opik_attachments::core::config::{Connection, Settings, Tuning};
use opik_attachments::core::error::{Code, Error, Operation};

use super::faults::{Faults, Plan};
use super::host::SimulatedHost;
use super::opik::{Object, Opik, Row};
use super::opik_setup::Rules;
use super::virtual_bytes::Extent;
use crate::fixture::{API, KEY, WORKSPACE, target};
use crate::manual_poll::ManualPoll;

/// The smallest part there is, so that files have many.
pub(super) const PART: u64 = 5 * 1024 * 1024;

/// A client and its host.
pub(super) struct Simulation {
    pub(super) session: Rc<Session>,
    pub(super) host: Rc<SimulatedHost>,
}

impl Simulation {
    pub(super) fn new(rules: Rules, concurrency: u32, plan: Plan) -> Self {
        Self::paced(rules, concurrency, plan, PART / 500, 1000)
    }

    pub(super) fn paced(rules: Rules, concurrency: u32, plan: Plan, pace: u64, chunk: u64) -> Self {
        let connection = Connection {
            api_url: Some(API.to_owned()),
            api_key: Some(KEY.to_owned()),
            workspace_name: Some(WORKSPACE.to_owned()),
            project_name: None,
        };
        let tuning = Tuning { concurrency, part_size: Some(PART), ..Tuning::default() };
        Self {
            session: Rc::new(Session::new(Settings::new(connection, tuning).unwrap())),
            host: Rc::new(SimulatedHost::new(Opik::new(rules), Faults::new(plan), pace, chunk)),
        }
    }

    pub(super) fn call(&self, operation: Operation) -> Call<SimulatedHost> {
        Call::new(Rc::clone(&self.session), Rc::clone(&self.host), operation)
    }

    /// The name of a file, which nobody else uploads to.
    pub(super) fn locked(&self, file: &UploadRequest<Extent>) -> NameLock {
        let call = self.session.name_locks.next_call();
        self.session.name_locks.lock(call, &file.target, &file.file_name, file.if_exists).unwrap()
    }

    /// Runs a call to its end, while time passes whenever all wait.
    pub(super) fn run<T>(&self, call: impl Future<Output = T>) -> T {
        let mut call = ManualPoll::new(call);
        loop {
            if let Some(output) = call.go_on() {
                return output;
            }
            assert!(self.host.clock.advance(), "the call waits for something that never comes");
        }
    }

    pub(super) fn upload(&self, file: &UploadRequest<Extent>) -> Result<(), Error> {
        self.run(self.call(Operation::UploadAttachment).upload(file)).map(drop)
    }

    /// Whether exactly these bytes are stored under their name, with a row that says so.
    pub(super) fn has(&self, file: &UploadRequest<Extent>) -> bool {
        let opik = self.host.opik.borrow();
        let (object, row) = (opik.objects.get(&*file.file_name), opik.rows.get(&*file.file_name));
        let extents = Some(file.bytes).into_iter().filter(|bytes| bytes.end > 0).collect::<Vec<_>>();
        let size = file.bytes.end;
        object.is_some_and(|Object { extents: stored, .. }| *stored == extents)
            && row == Some(&Row { size, mime_type: file.mime_type.clone() })
    }

    pub(super) fn sent_to(&self, path: &str) -> usize {
        self.host.sent.borrow().iter().filter(|asked| asked.address().ends_with(path)).count()
    }

    pub(super) fn succeeded_at(&self, path: &str) -> usize {
        self.host.succeeded.borrow().iter().filter(|identity| identity.contains(&format!("{path} "))).count()
    }

    /// What is told of a transfer, whatever comes of it: never less than before, not too often, and all of it once, at
    /// the end, of a success only.
    pub(super) fn check_progress(&self, total: Option<u64>) {
        let told = self.host.told.borrow();
        for ((at, _, before), (then, _, after)) in told.iter().zip(told.iter().skip(1)) {
            let last = Some(after.loaded) == total && after.total == total;
            assert!(before.loaded <= after.loaded, "progress goes back: {told:?}");
            assert!(last || then - at >= 100, "progress is told too often: {told:?}");
        }
        let whole = told.iter().filter(|(_, _, report)| Some(report.loaded) == report.total).count();
        assert_eq!(whole, usize::from(total.is_some()), "the total is told {whole} times: {told:?}");
        if let (Some(total), Some((_, _, last))) = (total, told.last()) {
            assert_eq!((last.loaded, last.total), (total, Some(total)), "the last of {told:?}");
        }
    }
}

/// A file of one content, from its first byte.
pub(super) fn file(name: &str, content: u32, size: u64) -> UploadRequest<Extent> {
    UploadRequest {
        target: target(),
        file_name: name.into(),
        mime_type: "text/plain".to_owned(),
        bytes: Extent::whole(content, size),
        if_exists: IfExists::Replace,
    }
}

/// Whether an error says what the contract lets it say.
pub(super) fn check_error(error: &Error) {
    let details = error.details();
    let fits = match details.code {
        Code::Unauthorized => details.status == Some(401),
        Code::Forbidden => details.status == Some(403),
        Code::RateLimited => details.status == Some(429),
        Code::FileTooLarge => details.status == Some(413),
        Code::ApiError | Code::EtagNotExposed => true,
        Code::NetworkError | Code::Timeout => details.status.is_none() && details.cause.is_some(),
        Code::UrlExpired => details.status.is_none_or(|status| status == 403),
        Code::Corrupted => details.status.is_none(),
        Code::AttachmentNotFound => details.status.is_none(),
        _ => false,
    };
    assert!(fits, "{error:?}");
    assert!(details.attempts <= 6, "{error:?}");
}
