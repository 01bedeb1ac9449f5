//! Something that answers where the server should: a network that wants a log-in, a server in trouble, a link that
//! breaks off.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use homestretch_browser::Done;

/// What it answers to everything.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// A web page, as if all were well.
    LogIn,
    /// 503.
    Broken,
    /// The beginning of a file, and then nothing.
    CutShort,
}

/// The stranger; it goes away with this value.
pub struct Stranger {
    over: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl Stranger {
    /// Takes the server's port, which must be free.
    ///
    /// # Errors
    /// When it is not free within ten seconds.
    pub fn start(port: u16, answer: Answer) -> Done<Self> {
        let until = Instant::now() + Duration::from_secs(10);
        let listener = loop {
            match TcpListener::bind(("127.0.0.1", port)) {
                Ok(listener) => break listener,
                Err(error) if Instant::now() > until => return Err(error.into()),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        };
        listener.set_nonblocking(true)?;
        let (over, asked) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicUsize::new(0)),
        );
        let (ending, counting) = (Arc::clone(&over), Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            while !ending.load(Ordering::Relaxed) {
                let Ok((stream, _)) = listener.accept() else {
                    std::thread::sleep(Duration::from_millis(10));
                    continue;
                };
                if reply(stream, answer).is_ok() {
                    counting.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        Ok(Self {
            over,
            asked,
            thread: Some(thread),
        })
    }

    /// How many requests it has answered.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn reply(mut stream: TcpStream, answer: Answer) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    // A browser opens connections in advance, on which nothing is asked.
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let mut request = [0; 4096];
    if stream.read(&mut request)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let (status, kind, body, length) = match answer {
        Answer::LogIn => {
            let page = "<!doctype html><title>Hotel</title><p>Welcome. Please log in.";
            ("200 OK", "text/html", page, page.len())
        }
        Answer::Broken => ("503 Service Unavailable", "text/plain", "later", 5),
        Answer::CutShort => (
            "200 OK",
            "application/json",
            "{\"feed\":1,\"event\":\"ev",
            900,
        ),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}
