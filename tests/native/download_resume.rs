//! Downloads that are cut, stall, or lose their link on the way.

use opik_attachments::client::DownloadRequest;
use opik_attachments::core::error::Code;
use opik_attachments::core::transfer::byte_range::ByteRange;
use serde_json::{Value, json};

use crate::fixture::{Fixture, PROJECT_ID, STORE, download_url, page, project, request_by_link, wanted};
use crate::step::{Piece, Step, get};

const LINK: &str = "https://bucket.s3.example/a?X-Amz-Signature=5ec3e7";

fn row_of(size: usize, link: &str) -> Value {
    json!({"link": link, "file_name": "a", "file_size": size, "mime_type": "text/plain"})
}

fn listed(size: usize, link: &str) -> [Step; 2] {
    [project(PROJECT_ID), page(1, &[row_of(size, link)], 1)]
}

fn listed_directly(size: usize) -> [Step; 2] {
    listed(size, &download_url(PROJECT_ID, "a", "text%2Fplain"))
}

fn bytes(text: &str) -> Piece {
    Piece::Bytes(text.into())
}

fn partial(first: usize, content: &str, size: usize) -> Step {
    let last = first + content.len() - 1;
    get(LINK).answers(206, content).header("Content-Range", &format!("bytes {first}-{last}/{size}"))
}

fn ranges(world: &Fixture) -> Vec<String> {
    let sent = world.host.sent.borrow();
    let range =
        |headers: &[(String, String)]| headers.iter().find(|(name, _)| name == "Range").map(|(_, range)| range.clone());
    sent.iter().filter_map(|sent| range(&sent.headers)).collect()
}

#[test]
fn a_cut_on_the_way_from_the_store_is_resumed_where_it_was() {
    let world = Fixture::new(listed(9, LINK));
    world.host.expect([
        get(LINK).answers_pieces(200, [bytes("abc"), bytes("d"), Piece::Cut]).header("ETag", "1"),
        partial(4, "ef", 9).header("ETag", "1").cut_off(),
        partial(6, "ghi", 9).header("ETag", "1"),
    ]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "abcdefghi");
    assert_eq!(ranges(&world), ["bytes=4-", "bytes=6-"]);
    let told: Vec<_> = world.host.told.borrow().iter().map(|told| (told.attempt, told.code)).collect();
    // The count starts anew, since bytes had come in between.
    assert_eq!(told, [(1, Code::NetworkError), (1, Code::NetworkError)]);
}

#[test]
fn a_tag_that_a_proxy_has_weakened_is_still_that_of_the_same_file() {
    for (first, second) in [("\"x\"", "W/\"x\""), ("W/\"x\"", "\"x\""), ("\"x-gzip\"", "\"x\"")] {
        let world = Fixture::new(listed(6, LINK));
        world.host.expect([
            get(LINK).answers_pieces(200, [bytes("abcd"), Piece::Cut]).header("ETag", first),
            partial(4, "ef", 6).header("ETag", second),
        ]);
        assert_eq!(world.download(&wanted("a")).unwrap(), "abcdef", "{first} {second}");
    }
    let world = Fixture::new(listed(6, LINK));
    world.host.expect([
        get(LINK).answers_pieces(200, [bytes("abcd"), Piece::Cut]).header("ETag", "\"x\""),
        partial(4, "ef", 6).header("ETag", "W/\"y\""),
    ]);
    assert_eq!(world.download(&wanted("a")).unwrap_err().code(), Code::Corrupted);
}

#[test]
fn a_cut_on_the_way_from_the_backend_begins_anew_and_passes_over_what_is_there() {
    let world = Fixture::new(listed_directly(6));
    let url = download_url(PROJECT_ID, "a", "text%2Fplain");
    world.host.expect([
        get(url.as_str()).answers_pieces(200, [bytes("abcd"), Piece::Stall]),
        get(url.as_str()).answers_pieces(200, [bytes("ab"), bytes("cde"), bytes("f")]),
    ]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "abcdef");
    assert_eq!(ranges(&world), [""; 0]);
    assert_eq!(world.host.told.borrow()[0].code, Code::Timeout);
}

#[test]
fn as_long_as_it_moves_forward_a_download_goes_on() {
    const SIZE: usize = 150;
    let world = Fixture::new(listed(SIZE, LINK));
    let begun = get(LINK).answers(200, "x").cut_off();
    world.host.expect([begun].into_iter().chain((1..SIZE).map(|at| partial(at, "x", SIZE).cut_off())));
    assert_eq!(world.download(&wanted("a")).unwrap().len(), SIZE);
}

#[test]
fn attempts_without_progress_are_counted() {
    let world = Fixture::new(listed(3, LINK));
    world.host.expect((0..6).map(|_| get(LINK).stalls()));
    let details = world.download(&wanted("a")).unwrap_err().into_details();
    assert_eq!((details.code, details.attempts, details.retryable), (Code::Timeout, 6, true));
}

#[test]
fn an_end_that_comes_early_is_never_a_success() {
    for (code, piece) in [(Code::Corrupted, None), (Code::NetworkError, Some(Piece::Cut))] {
        let world = Fixture::new(listed(3, LINK));
        let first = get(LINK).answers_pieces(200, [bytes("ab")].into_iter().chain(piece.clone()));
        let rest = || get(LINK).answers_pieces(206, piece.clone());
        world.host.expect([first].into_iter().chain((0..5).map(|_| rest())));
        let details = world.download(&wanted("a")).unwrap_err().into_details();
        assert_eq!((details.code, details.attempts, details.retryable), (code, 6, true));
    }
}

#[test]
fn more_bytes_than_the_file_has_are_an_error_too() {
    // Behind the whole file: it is lost already, and another attempt would say the same.
    let world = Fixture::new(listed(3, LINK));
    world.host.expect([get(LINK).answers_pieces(200, [bytes("abc"), bytes("d")])]);
    assert_eq!(world.download(&wanted("a")).unwrap_err().code(), Code::Corrupted);
    // Before anything is handed on: the row may be out of date, or the answer wrong.
    let world = Fixture::new(listed(3, LINK));
    let more = || get(LINK).answers(200, "abcd");
    let [_, again] = listed(3, LINK);
    world.host.expect([more(), again].into_iter().chain((0..6).map(|_| more())));
    assert_eq!(world.download(&wanted("a")).unwrap_err().code(), Code::Corrupted);
}

#[test]
fn a_file_that_is_replaced_on_the_way_is_not_mixed_with_the_new_one() {
    let world = Fixture::new(listed(6, LINK));
    world.host.expect([
        get(LINK).answers_pieces(200, [bytes("abc"), Piece::Cut]).header("ETag", "1"),
        partial(3, "DEF", 6).header("ETag", "2"),
    ]);
    let details = world.download(&wanted("a")).unwrap_err().into_details();
    assert_eq!((details.code, details.retryable), (Code::Corrupted, false));
}

#[test]
fn an_answer_without_a_tag_does_not_make_the_file_forget_its_own() {
    let world = Fixture::new(listed(6, LINK));
    world.host.expect([
        get(LINK).answers_pieces(200, [bytes("abc"), Piece::Cut]).header("ETag", "1"),
        partial(3, "d", 6).cut_off(),
        partial(4, "EF", 6).header("ETag", "2"),
    ]);
    assert_eq!(world.download(&wanted("a")).unwrap_err().code(), Code::Corrupted);
}

#[test]
fn another_range_than_the_one_asked_for_is_a_failed_attempt() {
    let world = Fixture::new(listed(6, LINK));
    let begun = get(LINK).answers_pieces(200, [bytes("abc"), Piece::Cut]);
    world.host.expect([begun, partial(2, "cdef", 6), partial(4, "ef", 6), partial(3, "def", 6)]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "abcdef");
}

#[test]
fn a_link_that_expires_on_the_way_is_replaced_each_time() {
    let (second, third) = (format!("{STORE}/a?X-Amz-Signature=2"), format!("{STORE}/a?X-Amz-Signature=3"));
    let world = Fixture::new(listed(3, LINK));
    let dead = |link: &str| get(link).answers(403, "");
    let [_, again] = listed(3, &second);
    let [_, and_again] = listed(3, &third);
    world.host.expect([
        get(LINK).answers_pieces(200, [bytes("a"), Piece::Cut]),
        dead(LINK),
        again,
        get(second.as_str()).answers_pieces(206, [bytes("b"), Piece::Cut]),
        dead(&second),
        and_again,
        get(third.as_str()).answers(206, "c"),
    ]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "abc");
}

#[test]
fn a_link_that_died_is_known_by_what_garage_says_too() {
    let newer = format!("{STORE}/a?X-Amz-Signature=newer");
    let too_old = "<Error><Code>InvalidRequest</Code><Message>Bad request: Date is too old</Message></Error>";
    let world = Fixture::new([get(LINK).answers(400, too_old)]);
    world.host.expect(listed(3, &newer));
    world.host.expect([get(newer.as_str()).answers(200, "abc")]);
    assert_eq!(world.download(&request_by_link("a", LINK)).unwrap(), "abc");
}

#[test]
fn a_stale_row_costs_one_list() {
    let world = Fixture::new([get(LINK).answers(200, "new!").header("Content-Length", "4")]);
    world.host.expect(listed(4, LINK));
    world.host.expect([get(LINK).answers(200, "new!").header("Content-Length", "4")]);
    let stale = DownloadRequest { file_size: Some(3), ..request_by_link("a", LINK) };
    assert_eq!(world.download(&stale).unwrap(), "new!");
}

#[test]
fn an_encoded_answers_length_is_not_the_files() {
    let world = Fixture::new(listed(3, LINK));
    let encoded = get(LINK).answers(200, "abc").header("Content-Length", "77").header("Content-Encoding", "gzip");
    world.host.expect([encoded]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "abc");
}

#[test]
fn a_range_asks_for_no_more_and_is_cut_out_where_ranges_are_unknown() {
    let range = ByteRange { start: 2, end: Some(4) };
    let world = Fixture::new(listed(6, LINK));
    world.host.expect([partial(2, "cd", 6)]);
    assert_eq!(world.download(&DownloadRequest { range, ..wanted("a") }).unwrap(), "cd");
    assert_eq!(ranges(&world), ["bytes=2-3"]);

    let world = Fixture::new(listed_directly(6));
    // What comes behind the range is not waited for.
    let pieces = [bytes("abc"), bytes("def"), Piece::Never];
    world.host.expect([get(download_url(PROJECT_ID, "a", "text%2Fplain")).answers_pieces(200, pieces)]);
    assert_eq!(world.download(&DownloadRequest { range, ..wanted("a") }).unwrap(), "cd");
}

#[test]
fn a_range_is_not_cut_short_by_a_row_that_is_out_of_date() {
    let range = ByteRange { start: 0, end: Some(5) };
    let link = download_url(PROJECT_ID, "a", "application%2Foctet-stream");
    let stale = DownloadRequest { range, file_size: Some(3), ..request_by_link("a", &link) };
    let world = Fixture::new([get(link).answers_pieces(200, [bytes("new"), bytes("er")])]);
    assert_eq!(world.download(&stale).unwrap_err().code(), Code::Corrupted);
}

#[test]
fn that_a_file_is_empty_is_seen_and_not_believed() {
    let whole = || get(LINK).answers(200, "abc").header("Content-Length", "3");
    let world = Fixture::new(listed(0, LINK));
    world.host.expect([whole(), page(1, &[row_of(3, LINK)], 1), whole()]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "abc");

    // Where the answer does not say how long it is.
    let url = download_url(PROJECT_ID, "a", "text%2Fplain");
    let world = Fixture::new(listed_directly(0));
    world.host.expect([get(&url).answers(200, "abc")]);
    assert_eq!(world.download(&wanted("a")).unwrap_err().code(), Code::Corrupted);
    let world = Fixture::new(listed_directly(0));
    world.host.expect([get(&url).answers(200, "")]);
    assert_eq!(world.download(&wanted("a")).unwrap(), "");
}

#[test]
fn a_range_beyond_the_end_is_empty() {
    let range = ByteRange { start: 7, end: None };
    // The list knows, so nothing is asked for.
    let world = Fixture::new(listed(6, LINK));
    assert_eq!(world.download(&DownloadRequest { range, ..wanted("a") }).unwrap(), "");
    let beyond = get(LINK).answers(416, "").header("Content-Range", "bytes */6");
    let world = Fixture::new([beyond]);
    assert_eq!(world.download(&DownloadRequest { range, ..request_by_link("a", LINK) }).unwrap(), "");
}

#[test]
fn a_cut_behind_the_last_byte_loses_nothing() {
    // A browser shows how much an answer brings, but not of how much that is a range.
    let range = ByteRange { start: 2, end: None };
    for (length, cut_at, is_whole) in [("4", "cdef", true), ("4", "cde", false), ("5", "cdef", false)] {
        let world = Fixture::new([]);
        let first = get(LINK).answers(206, cut_at).header("Content-Length", length).cut_off();
        world.host.expect([first, get(LINK).answers(416, "")]);
        let read = world.download(&DownloadRequest { range, ..request_by_link("a", LINK) });
        match read {
            Ok(read) => assert!(is_whole && read == "cdef"),
            // Behind fewer bytes than it was to bring the store now knows none: another file.
            Err(error) => assert!(!is_whole && error.code() == Code::Corrupted),
        }
        assert_eq!(ranges(&world)[1], format!("bytes={}-", 2 + cut_at.len()));
    }
}
