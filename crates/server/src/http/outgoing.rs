//! The large body that a connection is about to send. The HTTP library hands on bytes and knows nothing of where they
//! come from; the connection knows them again by their place in memory, and lets the system send its own copy of them.

use std::io::{self, IoSlice};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::http::Response;
use tokio::io::Interest;
use tokio::net::TcpStream;

use crate::files::body::Packed;
use crate::files::system_copy::SystemCopy;

/// Shared by what answers on a connection and the connection itself.
#[derive(Clone, Debug, Default)]
pub struct Outgoing(Arc<Mutex<Option<Packed>>>);

/// A part of a body that the system has a copy of.
struct Part {
    copy: SystemCopy,
    from: usize,
    /// Nothing of the body comes after it.
    is_last: bool,
}

impl Outgoing {
    /// This answer is the next; [`super::files::whole_answer`] says of which body it is.
    pub fn note<B>(&self, answer: &mut Response<B>) {
        if let Some(packed) = answer.extensions_mut().remove::<Packed>() {
            *self.lock() = Some(packed);
        }
    }

    /// Sends pieces of an answer, where the last of them is a part of the body; else leaves them to others.
    pub fn send(
        &self,
        to: &TcpStream,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Option<Poll<io::Result<usize>>> {
        let (bytes, before) = pieces.split_last()?;
        let part = self.part(bytes)?;
        // All that goes before is the head of the answer.
        let head = match before {
            [] => &[][..],
            [head] => head,
            _ => return None,
        };
        let sent = poll_send(to, cx, || {
            part.copy.send(to, head, part.from as u64, bytes.len())
        });
        if part.is_last && matches!(sent, Poll::Ready(Ok(n)) if n == head.len() + bytes.len()) {
            *self.lock() = None;
        }
        Some(sent)
    }

    fn part(&self, bytes: &[u8]) -> Option<Part> {
        let packed = self.lock();
        let packed = packed.as_ref()?;
        let (all, part) = (packed.bytes.as_ptr_range(), bytes.as_ptr_range());
        let is_within = all.start <= part.start && part.end <= all.end && !bytes.is_empty();
        is_within.then_some(())?;
        Some(Part {
            copy: packed.copy.clone()?,
            from: part.start.addr() - all.start.addr(),
            is_last: part.end == all.end,
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Packed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn poll_send(
    to: &TcpStream,
    cx: &mut Context<'_>,
    mut send: impl FnMut() -> io::Result<usize>,
) -> Poll<io::Result<usize>> {
    loop {
        ready!(to.poll_write_ready(cx))?;
        match to.try_io(Interest::WRITABLE, &mut send) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            done => return Poll::Ready(done),
        }
    }
}
