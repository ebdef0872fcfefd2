//! One TCP connection of a client, which can be slowed down and cut off.

use std::io::{self, IoSlice};
use std::num::NonZeroU64;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::limits::rate_limiter::Pace;

/// What a reset lets pass before it: it throws away what the operating system has not delivered yet.
const DELIVERY: Duration = Duration::from_millis(50);

/// How a connection is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// As if the program had closed it: the client reads what was sent, and then the end.
    Close,
    /// As if the network had broken: the client reads an error.
    Reset,
}

#[derive(Clone, Copy, Debug)]
enum Life {
    Open,
    /// To be cut as soon as everything that was written is with the operating system.
    Doomed(Cut),
    Over(Cut),
}

/// What requests know of the connection they came by.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// Its number among the connections of its port, from 1.
    pub(crate) number: u64,
    life: Arc<watch::Sender<Life>>,
}

impl Connection {
    pub(crate) fn new(number: u64) -> Self {
        Self { number, life: Arc::new(watch::Sender::new(Life::Open)) }
    }

    /// Cuts the connection off once what has been written is sent. Takes effect when the caller next waits.
    pub(crate) fn cut(&self, how: Cut) {
        self.life.send_replace(Life::Doomed(how));
    }

    /// Resolves when the connection must be dropped.
    pub(crate) async fn over(&self) {
        let mut life = self.life.subscribe();
        let reset = match life.wait_for(|life| matches!(life, Life::Over(_))).await.as_deref() {
            Ok(Life::Over(how)) => *how == Cut::Reset,
            // The other end of the channel is this value's own.
            _ => false,
        };
        if reset {
            tokio::time::sleep(DELIVERY).await;
        }
    }
}

/// The stream of a connection. Each direction has its own pace.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    reading: Option<Pace>,
    writing: Option<Pace>,
    connection: Connection,
}

impl Line {
    pub(crate) fn new(stream: TcpStream, bandwidth: Option<NonZeroU64>, connection: Connection) -> Self {
        Self { stream, reading: bandwidth.map(Pace::new), writing: bandwidth.map(Pace::new), connection }
    }

    pub(crate) const fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if matches!(*self.connection.life.borrow(), Life::Over(Cut::Reset)) {
            // A connection that is gone already needs no reset.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let line = self.get_mut();
        let stream = Pin::new(&mut line.stream);
        let Some(pace) = &mut line.reading else {
            return stream.poll_read(context, buffer);
        };
        let allowance = ready!(pace.poll_allowance(context)).min(buffer.remaining());
        let mut allowed = ReadBuf::new(buffer.initialize_unfilled_to(allowance));
        ready!(stream.poll_read(context, &mut allowed))?;
        let read = allowed.filled().len();
        pace.spend(read);
        buffer.advance(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let stream = Pin::new(&mut line.stream);
        let Some(pace) = &mut line.writing else {
            return stream.poll_write(context, bytes);
        };
        let allowance = ready!(pace.poll_allowance(context));
        let written = ready!(stream.poll_write(context, bytes.get(..allowance).unwrap_or(bytes)))?;
        pace.spend(written);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        if line.writing.is_none() {
            return Pin::new(&mut line.stream).poll_write_vectored(context, slices);
        }
        let first = slices.iter().find(|slice| !slice.is_empty()).map_or(b"".as_slice(), |slice| slice);
        Pin::new(line).poll_write(context, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.writing.is_none() && self.stream.is_write_vectored()
    }

    /// Is called when the server has nothing left to write, which is the moment a cut waits for.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let line = self.get_mut();
        line.connection.life.send_if_modified(|life| match *life {
            Life::Doomed(how) => {
                *life = Life::Over(how);
                true
            }
            Life::Open | Life::Over(_) => false,
        });
        Pin::new(&mut line.stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
