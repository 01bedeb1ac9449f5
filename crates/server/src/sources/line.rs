//! A source's line over TCP: we listen for the device, or connect to it, and hold the conversation. Everything said in
//! answer to a piece is sent once what came with it is on the disk.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::frame::{Frame, Frames};
use super::session::{Out, Session};
use super::setup::From;
use super::sink::Sink;

/// So many connections a source may hold. One more, and the oldest goes: a decoder that lost its link comes back
/// before its old connection is known to be dead.
const CONNECTIONS: usize = 8;
/// Who does not take an answer in this time is gone.
const WRITE_PATIENCE: Duration = Duration::from_secs(30);
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// The pauses between attempts to connect grow to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
const PIECE_BYTES: usize = 64 * 1024;

/// Takes devices in until the task is dropped.
pub async fn listen(listener: TcpListener, from: From, sink: Sink) {
    let open = Arc::new(AtomicUsize::new(0));
    let mut running: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files and the like: others may close theirs.
                tracing::warn!(source = sink.setup.name, %error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        if !from.admits(peer.ip()) {
            tracing::warn!(source = sink.setup.name, %peer, "turned away: not named in `from`");
            continue;
        }
        running.retain(|task| !task.is_finished());
        if running.len() >= CONNECTIONS
            && let Some(oldest) = running.pop_front()
        {
            oldest.abort();
        }
        let guest = Guest::new(&open, &sink);
        let sink = sink.clone();
        let task = tokio::spawn(async move {
            let _guest = guest;
            talk(stream, peer, &sink).await;
        });
        running.push_back(task.abort_handle());
    }
}

/// Connects to a device, again and again, until the task is dropped.
pub async fn connect(address: String, sink: Sink) {
    let name = sink.setup.name.clone();
    let mut pause = Duration::from_secs(1);
    loop {
        let connected = timeout(CONNECT_PATIENCE, TcpStream::connect(&address)).await;
        let why = match connected {
            Ok(Ok(stream)) => {
                pause = Duration::from_secs(1);
                let peer = stream.peer_addr();
                sink.healths().connections(&name, 1, "");
                if let Ok(peer) = peer {
                    talk(stream, peer, &sink).await;
                }
                format!("{address} has closed the line; connecting again")
            }
            Ok(Err(error)) => format!("{address} does not answer: {error}"),
            Err(_) => format!("{address} does not answer"),
        };
        sink.healths().connections(&name, 0, &why);
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn talk(stream: TcpStream, peer: SocketAddr, sink: &Sink) {
    let name = sink.setup.name.as_str();
    tracing::info!(source = name, %peer, "connected");
    let Some(session) = sink.setup.session() else {
        return;
    };
    match converse(stream, session, sink).await {
        Ok(()) => tracing::info!(source = name, %peer, "the line was closed"),
        Err(error) => tracing::warn!(source = name, %peer, %error, "the line broke"),
    }
}

async fn converse(
    mut stream: TcpStream,
    mut session: Box<dyn Session>,
    sink: &Sink,
) -> io::Result<()> {
    // Answers are short, and the device waits for them.
    stream.set_nodelay(true)?;
    let mut frames = Frames::new(session.ends(), session.max_line_bytes());
    let mut piece = vec![0; PIECE_BYTES];
    let mut seconds = interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick comes at once.
    seconds.tick().await;
    let mut nth = 0;
    let mut out = Out::default();
    session.open(&mut out);
    loop {
        if !out.is_empty() {
            deliver(&mut stream, sink, &out).await?;
            out = Out::default();
        }
        tokio::select! {
            read = stream.read(&mut piece) => {
                let n = read?;
                if n == 0 {
                    // Half a line at the end is lost with the line: the device has the whole one and tells it again.
                    return Ok(());
                }
                frames.take(&piece[..n], |frame| hear(session.as_mut(), frame, &mut out));
            }
            _ = seconds.tick() => {
                nth += 1;
                session.second(nth, &mut out);
            }
        }
    }
}

/// A line, or the complaint that it was too long.
pub fn hear(session: &mut dyn Session, frame: Frame, out: &mut Out) {
    match frame {
        Frame::Line(line) => session.line(&String::from_utf8_lossy(line), out),
        Frame::TooLong => out.reject("line that is too long", ""),
    }
}

async fn deliver(stream: &mut TcpStream, sink: &Sink, out: &Out) -> io::Result<()> {
    // Without an acknowledgement the device keeps its reads and tells them again on the next line.
    sink.deliver(out).await.map_err(io::Error::other)?;
    if out.reply.is_empty() {
        return Ok(());
    }
    match timeout(WRITE_PATIENCE, stream.write_all(&out.reply)).await {
        Ok(written) => written,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// Counts an open connection for as long as it lives.
struct Guest {
    open: Arc<AtomicUsize>,
    sink: Sink,
}

impl Guest {
    fn new(open: &Arc<AtomicUsize>, sink: &Sink) -> Self {
        let guest = Self {
            open: Arc::clone(open),
            sink: sink.clone(),
        };
        let n = guest.open.fetch_add(1, Ordering::Relaxed) + 1;
        guest.tell(n);
        guest
    }

    fn tell(&self, n: usize) {
        let name = &self.sink.setup.name;
        let waiting = "the device has gone; it may connect again";
        self.sink.healths().connections(name, n, waiting);
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let n = self.open.fetch_sub(1, Ordering::Relaxed).saturating_sub(1);
        self.tell(n);
    }
}
