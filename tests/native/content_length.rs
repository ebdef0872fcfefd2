//! What a `Content-Length` is worth: nothing where a `Content-Encoding` may be there unseen.

use opik_attachments::client::DownloadRequest;
use opik_attachments::core::config::Tuning;
use opik_attachments::core::error::Code;
use opik_attachments::core::error::network_hint::RuntimeInfo;
use opik_attachments::core::transfer::byte_range::ByteRange;
use proptest::prelude::*;

use crate::fixture::{
    Fixture, KEY, PROJECT_ID, STORE, download_url, page, project, request_by_link, row, rows, wanted,
};
use crate::step::{Piece, Step, get};

/// The origin that the API is of.
const OWN: &str = "http://localhost:5173";
const FOREIGN: [&str; 5] =
    ["https://app.example", "http://localhost", "http://localhost:51733", "null", "http://localhost:517"];

fn own_url() -> String {
    download_url(PROJECT_ID, "a", "text%2Fplain")
}

fn in_page(origin: Option<&str>, steps: impl IntoIterator<Item = Step>) -> Fixture {
    let world = Fixture::with(Some(KEY), Tuning { max_attempts: 1, ..Tuning::default() }, steps);
    *world.host.runtime_info.borrow_mut() =
        RuntimeInfo { page_origin: origin.map(str::to_owned), ..RuntimeInfo::default() };
    world
}

fn sized(link: &str) -> DownloadRequest {
    let mime_type = Some("text/plain".to_owned());
    DownloadRequest { file_size: Some(3), mime_type, ..request_by_link("a", link) }
}

/// Of a file of three bytes that was compressed to this many.
fn compressed(length: &str, body: &str) -> Step {
    get(own_url()).answers(200, body).header("Content-Length", length)
}

#[test]
fn a_page_of_another_origin_believes_no_length() {
    for origin in FOREIGN {
        for length in ["2", "23", "0"] {
            let world = in_page(Some(origin), [compressed(length, "hi!")]);
            assert_eq!(world.download(&sized(&own_url())).unwrap(), "hi!", "{origin} {length}");
            let listed = [project(PROJECT_ID), page(1, &[row("a", &own_url())], 1), compressed(length, "hi!")];
            assert_eq!(in_page(Some(origin), listed).download(&wanted("a")).unwrap(), "hi!", "{origin} {length}");
            for (range, bytes) in [((0, Some(2)), "hi"), ((1, None), "i!"), ((2, Some(9)), "!"), ((1, Some(2)), "i")] {
                let range = ByteRange { start: range.0, end: range.1 };
                let world = in_page(Some(origin), [compressed(length, "hi!")]);
                let part = world.download(&DownloadRequest { range, ..sized(&own_url()) }).unwrap();
                assert_eq!(part, bytes, "{origin} {length} {range:?}");
            }
        }
    }
}

#[test]
fn a_body_that_is_cut_is_still_found_out_there() {
    for (length, body) in [("2", "hi"), ("23", "hi"), ("3", ""), ("2", "hi!!")] {
        // Before the consumer has a byte a new list is asked for; afterwards nothing can be taken back.
        let again = [project(PROJECT_ID), page(1, &[row("a", &own_url())], 1), compressed(length, body)];
        let again = again.into_iter().filter(|_| body != "hi");
        let world = in_page(Some(FOREIGN[0]), [compressed(length, body)].into_iter().chain(again));
        assert_eq!(world.download(&sized(&own_url())).unwrap_err().code(), Code::Corrupted, "{length} {body}");
    }
}

#[test]
fn where_the_encoding_can_be_seen_a_length_is_believed() {
    for origin in [None, Some(OWN)] {
        let relisted = [project(PROJECT_ID), page(1, &[row("a", &own_url())], 1), compressed("2", "hi!")];
        let steps = [compressed("2", "hi!")].into_iter().chain(relisted);
        let error = in_page(origin, steps).download(&sized(&own_url())).unwrap_err();
        assert_eq!(error.code(), Code::Corrupted, "{origin:?}");
        // Without any other word for the size, it is what tells a cut.
        let cut = get(own_url()).answers_pieces(200, [Piece::Bytes(b"hi".into())]).header("Content-Length", "3");
        let wanted = DownloadRequest { file_size: None, ..sized(&own_url()) };
        assert_eq!(in_page(origin, [cut]).download(&wanted).unwrap_err().code(), Code::Corrupted, "{origin:?}");
    }
}

#[test]
fn a_length_of_what_is_encoded_is_believed_nowhere() {
    for encoding in ["gzip", "br", "GZIP", "identity, gzip", "x-unknown"] {
        for origin in [None, Some(OWN), Some(FOREIGN[0])] {
            let world = in_page(origin, [compressed("2", "hi!").header("Content-Encoding", encoding)]);
            assert_eq!(world.download(&sized(&own_url())).unwrap(), "hi!", "{encoding} {origin:?}");
        }
    }
    for encoding in ["identity", "Identity", ""] {
        let steps = [compressed("2", "hi!").header("Content-Encoding", encoding)].into_iter();
        let relisted = [project(PROJECT_ID), page(1, &[row("a", &own_url())], 1), compressed("2", "hi!")];
        let error = in_page(None, steps.chain(relisted)).download(&sized(&own_url())).unwrap_err();
        assert_eq!(error.code(), Code::Corrupted, "{encoding}");
    }
}

#[test]
fn what_counts_is_where_the_answer_comes_from() {
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    let cut = |from: &str| {
        let reply = get(link.as_str()).answers(200, "hi").header("Content-Length", "3");
        in_page(Some("https://app.example"), [reply.from(from)]).download(&request_by_link("a", &link))
    };
    // Redirected to the page's own origin, where everything can be seen.
    assert_eq!(cut("https://app.example/a").unwrap_err().code(), Code::Corrupted);
    // A fetch of the caller's need not say where its answer comes from. Then the address asked is what there is.
    assert_eq!(cut("").unwrap(), "hi");
    assert_eq!(cut("https://app.example.evil/a").unwrap(), "hi");
    let own = "https://app.example/a";
    let reply = |from: &str| get(own).answers(200, "hi").header("Content-Length", "3").from(from);
    let page = |step| in_page(Some("https://app.example"), [step]).download(&request_by_link("a", own));
    assert_eq!(page(reply("")).unwrap_err().code(), Code::Corrupted);
    assert_eq!(page(reply("https://other.example/a")).unwrap(), "hi");
}

#[test]
fn a_length_of_a_store_that_is_not_the_rows_is_a_reason_to_look_again_once() {
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    let reply = |length: &str, body: &str| get(link.as_str()).answers(200, body).header("Content-Length", length);
    let download = |size, steps: [Step; 4]| {
        let world = in_page(Some("https://app.example"), steps);
        world.download(&DownloadRequest { file_size: Some(size), ..request_by_link("a", &link) })
    };
    let list = || [project(PROJECT_ID), page(1, &[row("a", &link)], 1)];
    let [ask, rows] = list();
    // The row is that of an older file.
    assert_eq!(download(4, [reply("3", "hi!"), ask, rows, reply("3", "hi!")]).unwrap(), "hi!");
    let [ask, rows] = list();
    // Something compresses between the store and the page.
    assert_eq!(download(3, [reply("23", "hi!"), ask, rows, reply("23", "hi!")]).unwrap(), "hi!");
}

#[test]
fn ranges_of_a_store_work_in_pages_of_another_origin_whatever_it_exposes() {
    let link = format!("{STORE}/a?X-Amz-Signature=5ec3e7");
    let range = ByteRange { start: 1, end: Some(3) };
    for exposed in [true, false] {
        let part = get(link.as_str()).answers(206, "i!").header("Content-Length", "22");
        let part = if exposed { part.header("Content-Range", "bytes 1-2/3") } else { part };
        let world = in_page(Some("https://app.example"), [part]);
        let got = world.download(&DownloadRequest { range, ..request_by_link("a", &link) }).unwrap();
        assert_eq!(got, "i!", "{exposed}");
    }
    // The range says how long the file is, and that is not what was expected.
    let other = get(link.as_str()).answers(206, "i!").header("Content-Range", "bytes 1-2/30");
    let list = [project(PROJECT_ID), page(1, &rows(&["a"]), 1)];
    let again = get(link.as_str()).answers(206, "i!").header("Content-Range", "bytes 1-2/30");
    let world = in_page(Some("https://app.example"), [other].into_iter().chain(list).chain([again]));
    let wanted = DownloadRequest { range, file_size: Some(3), ..request_by_link("a", &link) };
    assert_eq!(world.download(&wanted).unwrap_err().code(), Code::Corrupted);
}

/// A page's origin, an address, and whether it is of that origin.
fn address() -> impl Strategy<Value = (String, String, bool)> {
    let origin = ("https?", "[a-c]{1,2}(\\.[a-c]{1,2})?", prop::option::of(1..99_u16));
    let origin = origin.prop_map(|(scheme, host, port)| {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{host}{port}")
    });
    (origin.clone(), origin, any::<bool>(), "([/?#][a-z/?#]{0,5})?").prop_map(|(page, other, same, rest)| {
        let at = if same { page.clone() } else { other };
        let is_own = at == page;
        (page, format!("{at}{rest}"), is_own)
    })
}

proptest! {
    #[test]
    fn only_the_same_origin_shows_all_headers((page, url, is_own) in address()) {
        let seen = |page_origin| RuntimeInfo { page_origin, ..RuntimeInfo::default() }.shows_all_headers_of(&url);
        prop_assert_eq!(seen(Some(page)), is_own);
        prop_assert!(seen(None));
        prop_assert!(!seen(Some("null".to_owned())));
    }

    #[test]
    fn whatever_the_length_says_the_bytes_are_right_in_a_page_of_another_origin(
        length in any::<u64>(), size in 0..40_usize, start in 0..50_u64, more in prop::option::of(0..50_u64),
    ) {
        let body: String = ('0'..='z').cycle().take(size).collect();
        let range = ByteRange { start, end: more.map(|more| start + more) };
        let (from, to) = (start.min(size as u64), range.end.unwrap_or(size as u64).min(size as u64));
        let expected = body.get(from as usize..to.max(from) as usize).unwrap_or_default();
        let reply = get(own_url()).answers(200, body.as_str()).header("Content-Length", &length.to_string());
        // A range of nothing is not asked for.
        let steps = Some(reply).filter(|_| !expected.is_empty() || range == ByteRange::default());
        let wanted = DownloadRequest { range, file_size: Some(size as u64), ..sized(&own_url()) };
        prop_assert_eq!(in_page(Some("https://app.example"), steps).download(&wanted).unwrap(), expected);
    }
}

#[test]
fn an_answer_that_is_whole_and_shorter_than_the_file_is_not_gone_on_with() {
    // Its bytes need not be the file's: a page that a proxy has put in its place looks the same.
    let tuning = Tuning { max_attempts: 3, ..Tuning::default() };
    let in_page = |steps: Vec<Step>| {
        let world = Fixture::with(Some(KEY), tuning, steps);
        let page_origin = Some(FOREIGN[0].to_owned());
        *world.host.runtime_info.borrow_mut() = RuntimeInfo { page_origin, ..RuntimeInfo::default() };
        world
    };
    let answer = |body: &str, length: &str| get(own_url()).answers(200, body).header("Content-Length", length);
    let details = in_page(vec![answer("<p", "2")]).download(&sized(&own_url())).unwrap_err().into_details();
    assert_eq!((details.code, details.retryable), (Code::Corrupted, false));
    // One that is cut, or compressed, brings another number of bytes, and one that is empty brings nothing that is wrong.
    for first in [answer("hi", "3"), answer("hi", "20"), answer("hi", "1")] {
        assert_eq!(in_page(vec![first, answer("hi!", "3")]).download(&sized(&own_url())).unwrap(), "hi!");
    }
    let cut = get(own_url()).answers_pieces(200, [Piece::Bytes(b"hi".into()), Piece::Cut]);
    let page = answer("<", "1");
    assert_eq!(in_page(vec![cut, page, answer("hi!", "3")]).download(&sized(&own_url())).unwrap(), "hi!");
}
