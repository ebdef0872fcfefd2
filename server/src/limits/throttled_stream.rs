//! One TCP connection of a client, with a bandwidth limit and a way to close or reset it.

use std::io::{self, IoSlice};
use std::num::NonZeroU64;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::limits::rate_limiter::RateLimiter;

/// Delay before a reset. A reset discards bytes that the operating system has not delivered yet.
const RESET_DELAY: Duration = Duration::from_millis(50);

/// The two ways to end a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disconnect {
    /// As if the program had closed it: the client reads what was sent, and then the end.
    Close,
    /// As if the network had broken: the client reads an error.
    Reset,
}

#[derive(Clone, Copy, Debug)]
enum ConnectionState {
    Open,
    /// To be cut as soon as everything that was written is with the operating system.
    Closing(Disconnect),
    Closed(Disconnect),
}

/// The connection of a request, as an extension of the request.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// Its number among the connections of its port, from 1.
    pub(crate) number: u64,
    state: Arc<watch::Sender<ConnectionState>>,
}

impl Connection {
    pub(crate) fn new(number: u64) -> Self {
        Self { number, state: Arc::new(watch::Sender::new(ConnectionState::Open)) }
    }

    /// Cuts the connection off once what has been written is sent. Takes effect when the caller next waits.
    pub(crate) fn disconnect(&self, how: Disconnect) {
        self.state.send_replace(ConnectionState::Closing(how));
    }

    /// Resolves when the connection must be dropped.
    pub(crate) async fn closed(&self) {
        let mut state = self.state.subscribe();
        let reset = match state.wait_for(|state| matches!(state, ConnectionState::Closed(_))).await.as_deref() {
            Ok(ConnectionState::Closed(how)) => *how == Disconnect::Reset,
            // The other end of the channel is this value's own.
            _ => false,
        };
        if reset {
            tokio::time::sleep(RESET_DELAY).await;
        }
    }
}

/// The stream of a connection. Each direction has its own pace.
#[derive(Debug)]
pub(crate) struct ThrottledStream {
    stream: TcpStream,
    read_limiter: Option<RateLimiter>,
    write_limiter: Option<RateLimiter>,
    connection: Connection,
}

impl ThrottledStream {
    pub(crate) fn new(stream: TcpStream, bandwidth: Option<NonZeroU64>, connection: Connection) -> Self {
        Self {
            stream,
            read_limiter: bandwidth.map(RateLimiter::new),
            write_limiter: bandwidth.map(RateLimiter::new),
            connection,
        }
    }

    pub(crate) const fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for ThrottledStream {
    fn drop(&mut self) {
        if matches!(*self.connection.state.borrow(), ConnectionState::Closed(Disconnect::Reset)) {
            // A connection that is gone already needs no reset.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for ThrottledStream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let throttled = self.get_mut();
        let stream = Pin::new(&mut throttled.stream);
        let Some(limiter) = &mut throttled.read_limiter else {
            return stream.poll_read(context, buffer);
        };
        let allowance = ready!(limiter.poll_allowance(context)).min(buffer.remaining());
        let mut allowed = ReadBuf::new(buffer.initialize_unfilled_to(allowance));
        ready!(stream.poll_read(context, &mut allowed))?;
        let read = allowed.filled().len();
        limiter.consume(read);
        buffer.advance(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for ThrottledStream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let throttled = self.get_mut();
        let stream = Pin::new(&mut throttled.stream);
        let Some(limiter) = &mut throttled.write_limiter else {
            return stream.poll_write(context, bytes);
        };
        let allowance = ready!(limiter.poll_allowance(context));
        let written = ready!(stream.poll_write(context, bytes.get(..allowance).unwrap_or(bytes)))?;
        limiter.consume(written);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let throttled = self.get_mut();
        if throttled.write_limiter.is_none() {
            return Pin::new(&mut throttled.stream).poll_write_vectored(context, slices);
        }
        let first = slices.iter().find(|slice| !slice.is_empty()).map_or(b"".as_slice(), |slice| slice);
        Pin::new(throttled).poll_write(context, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.write_limiter.is_none() && self.stream.is_write_vectored()
    }

    /// Is called when the server has nothing left to write, which is the moment a cut waits for.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let throttled = self.get_mut();
        throttled.connection.state.send_if_modified(|state| match *state {
            ConnectionState::Closing(how) => {
                *state = ConnectionState::Closed(how);
                true
            }
            ConnectionState::Open | ConnectionState::Closed(_) => false,
        });
        Pin::new(&mut throttled.stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
