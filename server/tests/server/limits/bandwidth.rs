//! Connections with a bandwidth limit.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use opik_attachments_server::{Config, Mode};

use crate::support::server::{BOTH_MODES, TestServer, bytes};

const BYTES: usize = 200_000;
const PER_SECOND: u64 = 400_000;

#[tokio::test]
async fn both_directions_are_throttled() {
    for mode in BOTH_MODES {
        let server =
            TestServer::with(Config { mode, bandwidth: NonZeroU64::new(PER_SECOND), ..Config::default() }).await;
        // A little less than by the book: a rested connection may hurry at first.
        let at_least = Duration::from_millis(400);
        let content = bytes(BYTES);
        let asked = Instant::now();
        server.upload("a", Some("image/png"), &content).await;
        assert!(asked.elapsed() >= at_least, "{mode:?} up: {:?}", asked.elapsed());

        let link = server.row("a").await.link;
        let asked = Instant::now();
        assert!(server.get(&link).await.bytes().await.unwrap() == content);
        assert!(asked.elapsed() >= at_least, "{mode:?} down: {:?}", asked.elapsed());
    }
}

#[tokio::test]
async fn the_lowest_bandwidth_still_completes() {
    let server =
        TestServer::with(Config { mode: Mode::Direct, bandwidth: NonZeroU64::new(500), ..Config::default() }).await;
    assert_eq!(server.get(&server.inner.page_url()).await.status(), 404);
}
