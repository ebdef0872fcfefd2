//! Local files that change while they are sent, or cannot be read.

use opik_attachments::client::{IfExists, QueuedFile};
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{CauseKind, Code, Operation};
use opik_attachments::core::transfer::progress::TransferProgress;

use crate::fixture::{self, Fixture, KEY, STORE, file, start_direct, target, upload_url};
use crate::manual_poll::run;
use crate::scripted_host::Exception;
use crate::step::{Step, put};

const PART: usize = 5 * 1024 * 1024;

const FAILURES: [(CauseKind, Code, &str); 2] = [
    (CauseKind::FileChanged, Code::FileChanged, "The file changed while it was sent: /a: why"),
    (CauseKind::FileUnreadable, Code::FileUnreadable, "The file cannot be read: /a: why"),
];

fn part(number: usize, size: usize) -> Step {
    put(format!("{STORE}/{number}"), &vec![7; size]).answers(200, "").header("ETag", "tag")
}

#[test]
fn a_part_of_a_file_that_fails_is_sent_once_and_nothing_is_completed() {
    for (kind, code, message) in FAILURES {
        let urls = [format!("{STORE}/1"), format!("{STORE}/2")];
        let steps = [
            fixture::start_parts("a.txt", "u", 2, &urls),
            part(1, PART),
            part(2, 3).no_answer("ECONNRESET"),
            part(2, 3).file_fails(kind, "/a: why"),
        ];
        let tuning = Tuning { concurrency: 1, part_size: Some(PART as u64), ..Tuning::default() };
        let world = Fixture::with(Some(KEY), tuning, steps);
        let details = world.upload(&file("a.txt", &vec![7; PART + 3])).unwrap_err().into_details();
        assert_eq!((details.code, &*details.message), (code, message));
        assert_eq!((details.attempts, details.retryable, details.status, details.hint), (2, false, None, None));
        assert_eq!(details.cause.unwrap().downcast_ref(), Some(&Exception("/a: why")));
        assert_eq!(world.host.told.borrow().len(), 1);
    }
}

#[test]
fn in_direct_mode_a_file_that_has_changed_may_be_stored() {
    for (kind, code, message) in FAILURES {
        let world =
            Fixture::new([start_direct("a.txt", 1), put(upload_url("a.txt"), b"hi!").file_fails(kind, "/a: why")]);
        let details = world.upload(&file("a.txt", b"hi!")).unwrap_err().into_details();
        assert_eq!((details.code, &*details.message, details.attempts), (code, message, 1));
        assert_eq!(details.hint.is_some_and(|hint| hint.contains("damaged copy")), code == Code::FileChanged);
    }
}

#[test]
fn a_file_of_another_size_than_was_expected_counts_with_the_size_that_it_has() {
    for (expected, total) in [(Some(1), 5), (Some(9), 5), (None, 5)] {
        let world = Fixture::new([
            start_direct("a.txt", 1),
            put(upload_url("a.txt"), b"hi!"),
            start_direct("b.txt", 1),
            put(upload_url("b.txt"), b"ho"),
        ]);
        world.host.wants_progress.set(true);
        let queued = |name: &str, bytes: &[u8], size| QueuedFile {
            file_name: name.into(),
            size,
            lock: world
                .session
                .name_locks
                .lock(world.session.name_locks.next_call(), &target(), name, IfExists::Replace)
                .unwrap(),
            open: Box::pin(std::future::ready(Ok(file(name, bytes)))),
        };
        let files = vec![Ok(queued("a.txt", b"hi!", expected)), Ok(queued("b.txt", b"ho", Some(2)))];
        assert!(run(world.call(Operation::UploadAttachments).upload_all(files)).iter().all(Result::is_ok));
        let last = world.host.progress.borrow().last().unwrap().1;
        assert_eq!(last, TransferProgress { loaded: total, total: Some(total) }, "{expected:?}");
    }
}
