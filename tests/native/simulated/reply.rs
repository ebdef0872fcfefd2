//! An answer on its way, as slow and as broken as the plan has it.

use std::cell::RefCell;
use std::rc::Rc;

use opik_attachments::client::host::{Body, Bytes, Response};
use opik_attachments::core::error::Cause;
use opik_attachments::core::json::Json as _;

use super::answer::{Answer, Content};
use super::clock::SimulatedClock;
use super::host::InFlight;
use super::virtual_bytes::Extent;
use crate::host_values::ParsedJson;

/// How a body ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    InGoodOrder,
    Cut,
    /// After so many milliseconds of silence.
    Hang(u64),
}

/// How a body comes.
pub(super) struct Arrival {
    pub(super) clock: Rc<SimulatedClock>,
    /// Bytes that come at all.
    pub(super) until: u64,
    pub(super) end: End,
    pub(super) chunk: u64,
    pub(super) _under_way: InFlight,
    /// Noted once the whole of it was read in good order.
    pub(super) read: Box<dyn Fn()>,
    /// Where what goes to the consumer goes that the client does not see.
    pub(super) straight: Rc<RefCell<Vec<Extent>>>,
}

/// An answer whose body is still to come.
pub(super) struct SimulatedReply {
    pub(super) url: String,
    pub(super) answer: Answer,
    pub(super) arrival: Arrival,
}

/// The body of a file.
pub(super) struct SimulatedBody {
    file: Extent,
    at: u64,
    /// How much the client need not see.
    most: u64,
    arrival: Arrival,
}

impl SimulatedBody {
    fn piece(&mut self) -> Extent {
        let from = self.at;
        self.at = self.arrival.until.min(from + self.arrival.chunk);
        self.file.slice(from, self.at)
    }
}

impl Arrival {
    async fn ended(&self) -> Result<(), Cause> {
        match self.end {
            End::InGoodOrder => {
                (self.read)();
                Ok(())
            }
            End::Cut => Err(Cause::new((), "cut")),
            End::Hang(silence_ms) => {
                self.clock.pass(silence_ms).await;
                Err(Cause::new((), "silent").as_stall())
            }
        }
    }
}

impl Body for SimulatedBody {
    type Chunk = Extent;

    async fn next(&mut self) -> Result<Option<Extent>, Cause> {
        if self.at >= self.arrival.until {
            return self.arrival.ended().await.map(|()| None);
        }
        self.arrival.clock.pass(7).await;
        Ok(Some(self.piece()))
    }

    fn passthrough(&mut self, most: u64) {
        self.most = most;
    }

    /// What the consumer has read meanwhile: as much as it may.
    fn passed_through(&mut self) -> u64 {
        let mut gone = 0;
        while self.at < self.arrival.until && self.at.saturating_add(self.arrival.chunk) - self.at <= self.most - gone {
            let piece = self.piece();
            gone += piece.size();
            self.arrival.straight.borrow_mut().push(piece);
        }
        self.most = 0;
        gone
    }
}

impl Response for SimulatedReply {
    type Json = ParsedJson;
    type Body = SimulatedBody;

    fn status(&self) -> u16 {
        self.answer.status
    }

    fn url(&self) -> Option<String> {
        Some(self.url.clone())
    }

    fn header(&self, name: &str) -> Option<String> {
        self.answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }

    async fn json(&self) -> Result<Option<ParsedJson>, Cause> {
        Ok(ParsedJson::parse(&self.text().await?))
    }

    async fn text(&self) -> Result<String, Cause> {
        self.arrival.clock.pass(3).await;
        self.arrival.ended().await?;
        match &self.answer.content {
            Content::Text(text) => Ok(text.clone()),
            Content::File(file) => panic!("a file is read as text: {file:?}"),
        }
    }

    fn into_body(self) -> SimulatedBody {
        let file = match self.answer.content {
            Content::File(file) => file,
            Content::Text(text) => Extent::whole(0, text.len() as u64),
        };
        SimulatedBody { file, at: 0, most: 0, arrival: self.arrival }
    }
}
