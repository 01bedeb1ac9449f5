//! Asks a server over connections that are kept: as fast as it answers, at a set rate, or as thousands of phones do.
//! One thread, no runtime, two calls of the system a request, so that it costs less than any server that it measures.
//!
//! Long because asking and hearing are one loop over the same connections.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::support::Fallible;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// Answers that were as they should be.
    pub answers: u64,
    /// Connections that broke or were refused, and answers that were anything else.
    pub failures: u64,
    /// Requests that were due and not sent yet, or sent and not answered, when the time was up.
    pub open: u64,
    /// How long it took.
    pub seconds: f64,
    /// Milliseconds from when each request was due until all of its answer was there.
    waits_ms: Vec<f64>,
}

impl Count {
    pub fn per_s(&self) -> f64 {
        self.answers as f64 / self.seconds
    }

    pub fn p99_ms(mut self) -> f64 {
        self.waits_ms.sort_by(f64::total_cmp);
        let at = self.waits_ms.len() * 99 / 100;
        self.waits_ms.get(at).copied().unwrap_or(f64::NAN)
    }
}

/// A request as it goes over the wire, and what is to come back.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    /// What the asker has already.
    pub etag: Option<String>,
}

impl Asked {
    fn bytes(&self) -> Vec<u8> {
        let has = self.etag.as_ref();
        let has = has.map_or_else(String::new, |etag| format!("If-None-Match: {etag}\r\n"));
        let path = &self.path;
        format!("GET {path} HTTP/1.1\r\nHost: race\r\nAccept-Encoding: gzip\r\n{has}\r\n")
            .into_bytes()
    }
}

struct Line {
    stream: TcpStream,
    /// When what it waits for was due; none while it is idle.
    due: Option<Instant>,
    /// The beginning of an answer whose head is not all there yet.
    head: Vec<u8>,
    /// How much of the body is still to come, once the head is there.
    left: Option<usize>,
    is_well: bool,
    /// Which of the requests it says.
    request: usize,
}

/// Connections to one server.
pub struct Lines {
    poll: Poll,
    events: Events,
    all: Vec<Line>,
    idle: VecDeque<usize>,
    requests: Vec<Vec<u8>>,
    asked: Asked,
    buffer: Vec<u8>,
    count: Count,
}

impl Lines {
    /// Opens so many connections, evenly over some time.
    pub fn open(address: &str, n: usize, over: Duration, asked: &Asked) -> Fallible<Self> {
        let address: SocketAddr = address.parse()?;
        let poll = Poll::new()?;
        let mut lines = Vec::with_capacity(n);
        let began = Instant::now();
        for token in 0..n {
            let stream = std::net::TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            poll.registry()
                .register(&mut stream, Token(token), Interest::READABLE)?;
            lines.push(Line {
                stream,
                due: None,
                head: Vec::new(),
                left: None,
                is_well: false,
                request: 0,
            });
            let wanted = over.mul_f64((token + 1) as f64 / n as f64);
            std::thread::sleep(wanted.saturating_sub(began.elapsed()));
        }
        Ok(Self {
            poll,
            events: Events::with_capacity(1024),
            idle: (0..n).collect(),
            all: lines,
            requests: vec![asked.bytes()],
            asked: asked.clone(),
            buffer: vec![0; 256 * 1024],
            count: Count::default(),
        })
    }

    /// As fast as it answers: each connection asks again as soon as it has its answer.
    pub fn flat_out(&mut self, lasting: Duration) -> Fallible<Count> {
        self.count = Count::default();
        let began = Instant::now();
        while let Some(line) = self.idle.pop_front() {
            self.say(line, Instant::now());
        }
        loop {
            self.hear(Some(Duration::from_millis(100)))?;
            let now = Instant::now();
            if now >= began + lasting {
                return self.wind_up(began);
            }
            while let Some(line) = self.idle.pop_front() {
                self.say(line, now);
            }
        }
    }

    /// So many requests a second, each when it is due, whatever has become of those before.
    pub fn at_rate(&mut self, per_s: f64, lasting: Duration) -> Fallible<Count> {
        self.count = Count::default();
        let began = Instant::now();
        let (mut n, total) = (0_u64, (per_s * lasting.as_secs_f64()) as u64);
        let due = |n: u64| began + Duration::from_secs_f64(n as f64 / per_s);
        while n < total {
            while n < total && due(n) <= Instant::now() {
                // Where every connection is taken the request waits, and its wait counts.
                let Some(line) = self.idle.pop_front() else {
                    break;
                };
                self.say(line, due(n));
                n += 1;
            }
            // The clock of the poll is too coarse to sleep by.
            self.hear(Some(Duration::ZERO))?;
        }
        self.wind_up(began)
    }

    /// As phones do: every connection asks once in each period, evenly spread, for what it has already.
    pub fn as_phones(&mut self, period: Duration, lasting: Duration) -> Fallible<Count> {
        self.count = Count::default();
        let began = Instant::now();
        let every = period.div_f64(self.all.len() as f64);
        let total = (lasting.as_secs_f64() / every.as_secs_f64()) as u64;
        let mut n = 0_u64;
        while n < total {
            let due = began + every.mul_f64(n as f64);
            let now = Instant::now();
            if due <= now {
                let line = (n % self.all.len() as u64) as usize;
                if self.all[line].due.is_some() {
                    // Not answered in a whole period.
                    self.count.failures += 1;
                } else {
                    self.say(line, due);
                }
                n += 1;
            } else {
                self.hear(Some((due - now).min(Duration::from_millis(1))))?;
            }
            self.idle.clear();
        }
        self.wind_up(began)
    }

    /// Takes what is still on its way, so that the next measurement begins with idle connections.
    fn wind_up(&mut self, began: Instant) -> Fallible<Count> {
        self.count.seconds = began.elapsed().as_secs_f64();
        let mut count = self.count.clone();
        let patience = Instant::now() + Duration::from_secs(5);
        while self.all.iter().any(|line| line.due.is_some()) && Instant::now() < patience {
            self.hear(Some(Duration::from_millis(10)))?;
        }
        let left = self.all.iter().filter(|line| line.due.is_some());
        count.open = left.count() as u64;
        count.failures = self.count.failures;
        self.idle = (0..self.all.len()).collect();
        Ok(count)
    }

    fn say(&mut self, at: usize, due: Instant) {
        let line = &mut self.all[at];
        // A request is a few hundred bytes; the system takes it whole.
        match line.stream.write_all(&self.requests[line.request]) {
            Ok(()) => line.due = Some(due),
            Err(_) => self.count.failures += 1,
        }
    }

    /// Takes in what has come, and marks the connections whose answer is complete as idle.
    fn hear(&mut self, patience: Option<Duration>) -> Fallible {
        match self.poll.poll(&mut self.events, patience) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            done => done?,
        }
        let events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        for event in &events {
            self.read(event.token().0);
        }
        self.events = events;
        Ok(())
    }

    fn read(&mut self, at: usize) {
        loop {
            let line = &mut self.all[at];
            match line.stream.read(&mut self.buffer) {
                Ok(0) => {
                    self.count.failures += u64::from(line.due.take().is_some());
                    return;
                }
                Ok(n) => {
                    let is_phone = self.asked.etag.is_some();
                    if let Some(etag) = take(line, &self.buffer[..n], is_phone) {
                        self.meet(at, etag);
                    }
                    if done_now(&mut self.all[at], &mut self.count) {
                        self.idle.push_back(at);
                    }
                    // Less than there was room for: nothing more is there, and the next of it is told.
                    if n < self.buffer.len() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    self.count.failures += u64::from(line.due.take().is_some());
                    return;
                }
            }
        }
    }

    /// There is a newer form of what phones ask for: this one has it from now on.
    fn meet(&mut self, at: usize, etag: String) {
        if self.asked.etag.as_ref() != Some(&etag) {
            self.asked.etag = Some(etag);
            self.requests.push(self.asked.bytes());
        }
        self.all[at].request = self.requests.len() - 1;
    }
}

/// Takes in bytes of an answer; gives the tag, to whoever cares, where something else than "not modified" came.
fn take(line: &mut Line, bytes: &[u8], is_phone: bool) -> Option<String> {
    if let Some(left) = &mut line.left {
        *left = left.saturating_sub(bytes.len());
        return None;
    }
    let whole;
    let all = if line.head.is_empty() {
        bytes
    } else {
        line.head.extend_from_slice(bytes);
        whole = std::mem::take(&mut line.head);
        &whole
    };
    let Some(end) = all.windows(4).position(|four| four == b"\r\n\r\n") else {
        line.head = all.to_vec();
        return None;
    };
    let head = &all[..end];
    let status = head.get(9..12).unwrap_or_default();
    line.is_well = status == b"200" || status == b"304";
    let length = if status == b"304" {
        0
    } else {
        let length = header(head, "content-length").and_then(|text| text.parse().ok());
        length.unwrap_or(0)
    };
    line.left = Some((end + 4 + length).saturating_sub(all.len()));
    let is_news = is_phone && status == b"200";
    is_news
        .then(|| header(head, "etag").map(str::to_owned))
        .flatten()
}

fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let (found, value) = line.split_at_checked(name.len())?;
        let value = value.strip_prefix(b":")?;
        let is_it = found.eq_ignore_ascii_case(name.as_bytes());
        is_it.then(|| std::str::from_utf8(value).ok().map(str::trim))?
    })
}

/// Counts an answer that is complete.
fn done_now(line: &mut Line, count: &mut Count) -> bool {
    if line.left != Some(0) {
        return false;
    }
    line.left = None;
    let Some(due) = line.due.take() else {
        // Nobody has asked for it.
        count.failures += 1;
        return false;
    };
    if line.is_well {
        count.answers += 1;
        count.waits_ms.push(due.elapsed().as_secs_f64() * 1000.0);
    } else {
        count.failures += 1;
    }
    true
}
