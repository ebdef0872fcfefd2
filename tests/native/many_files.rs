//! Many files in one call: results in order, and one set of lanes for all of them.

use std::future::ready;

use opik_attachments::client::QueuedFile;
use opik_attachments::core::attachment::UploadedAttachment;
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::{Code, Error, Operation};
use opik_attachments::core::progress::Report;
use serde_json::json;

use crate::driven::run;
use crate::step::{Step, post, put};
use crate::values::Blob;
use crate::world::{KEY, PROJECT, STORE, TRACE, World, file, start, start_direct, upload_url};

const PART: usize = 5 * 1024 * 1024;

fn world(concurrency: u32, steps: impl IntoIterator<Item = Step>) -> World {
    World::with(Some(KEY), Tuning { concurrency, part_size: PART as u64, ..Tuning::default() }, steps)
}

fn part_url(name: &str, number: usize) -> String {
    format!("{STORE}/{name}?partNumber={number}")
}

fn start_parts(name: &str, parts: u32) -> Step {
    let urls: Vec<String> = (1..=parts as usize).map(|number| part_url(name, number)).collect();
    start(name, parts).answers_json(200, &json!({"upload_id": name, "pre_sign_urls": urls}))
}

fn put_part(name: &str, number: usize, size: usize) -> Step {
    put(part_url(name, number), &vec![7; size]).answers(200, "").header("ETag", "tag")
}

fn complete(name: &str, parts: usize, size: usize) -> Step {
    let parts: Vec<_> = (1..=parts).map(|number| json!({"e_tag": "tag", "part_number": number})).collect();
    let document = json!({
        "file_name": name, "mime_type": "text/plain", "project_name": PROJECT, "entity_type": "trace",
        "entity_id": TRACE, "file_size": size, "upload_id": name, "uploaded_file_parts": parts,
    });
    post("/v1/private/attachment/upload-complete", document)
}

fn queued(name: &str, size: usize) -> QueuedFile<Blob> {
    let open = Box::pin(ready(Ok(file(name, &vec![7; size]))));
    QueuedFile { file_name: name.into(), size: Some(size as u64), open }
}

fn upload(world: &World, files: Vec<QueuedFile<Blob>>) -> Vec<Result<UploadedAttachment, Error>> {
    run(world.call(Operation::UploadAttachments).upload_all(files))
}

#[test]
fn a_completion_takes_a_lane_like_every_other_request() {
    let world = world(2, [start_parts("a", 1), put_part("a", 1, 3), complete("a", 1, 3).late_by(9)]);
    world.host.expect([
        start_parts("b", 2),
        put_part("b", 1, PART).late(),
        put_part("b", 2, 1).late(),
        complete("b", 2, PART + 1),
    ]);
    assert!(upload(&world, vec![queued("a", 3), queued("b", PART + 1)]).iter().all(Result::is_ok));
    assert_eq!(world.host.most_under_way.get(), 2);
}

#[test]
fn one_that_fails_leaves_the_others_alone_and_the_sum_ends_at_the_total() {
    let direct = |name| [start_direct(name, 1), put(upload_url(name), b"\x07\x07\x07")];
    let [start_b, put_b] = direct("b");
    let world = world(1, direct("a"));
    world.host.wants_progress.set(true);
    world.host.expect([start_b, put_b.answers(413, "")]);
    world.host.expect(direct("d"));
    let unopened = Box::pin(ready(Err(Error::invalid("file", "a file", "none"))));
    let unopened = QueuedFile { file_name: "c".into(), size: Some(5), open: unopened };
    let results = upload(&world, vec![queued("a", 3), queued("b", 3), unopened, queued("d", 3)]);
    let told: Vec<_> = results.iter().map(|result| result.as_ref().map(|file| &*file.file_name)).collect();
    assert!(matches!(told[..], [Ok("a"), Err(one), Err(two), Ok("d")]
        if (one.status(), two.code()) == (Some(413), Code::InvalidArgument)));
    let progress = world.host.progress.borrow();
    assert_eq!(progress.last(), Some(&("d".to_owned(), Report { loaded: 14, total: Some(14) })));
}

#[test]
fn no_files_are_no_requests() {
    assert!(upload(&world(1, []), Vec::new()).is_empty());
}
