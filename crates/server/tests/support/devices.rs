//! Timing systems as they speak, over real sockets, and a server that is set up for them.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

use homestretch_feed::RaceClock;
use homestretch_race::time::{Instant, Span};
use homestretch_server::folder::sources::sources_from_json;
use homestretch_server::race_day::RaceDay;
use homestretch_server::store::RawRead;
use homestretch_server::wall;

use super::served::{Served, serve};
use super::{BASE, small_race};

/// Nothing in these tests takes so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server of the small race with these sources; the race's clock shows 15:00 when it starts.
pub fn serve_sources(sources: &serde_json::Value, folder: &Path) -> Served {
    serve_sources_at(sources, folder, BASE + Span(15 * 3_600_000))
}

/// The same at another time of the race.
pub fn serve_sources_at(sources: &serde_json::Value, folder: &Path, race_now: Instant) -> Served {
    serve_day_at(small_race(), sources, folder, race_now)
}

/// The same of another race day.
pub fn serve_day_at(
    day: RaceDay,
    sources: &serde_json::Value,
    folder: &Path,
    race_now: Instant,
) -> Served {
    let json = serde_json::json!({ "sources": sources }).to_string();
    let sources = sources_from_json(&json, &day.event, folder).expect("sources");
    serve(&day.with_sources(sources), |options| {
        options.clock = RaceClock {
            at: wall::now(),
            race: race_now,
            rate: 1.0,
        };
    })
}

impl Served {
    /// Where a source listens.
    pub fn door_of(&self, source: &str) -> SocketAddr {
        let found = self.running.sources.iter().find(|(name, _)| name == source);
        found.expect("a listening source").1
    }
    /// A source's health line.
    pub fn health(&self, source: &str) -> serde_json::Value {
        let answer = self.get("/api/v1/sources");
        let all: serde_json::Value = serde_json::from_slice(&answer.bytes).expect("JSON");
        let mut lines = all["sources"].as_array().expect("a list").iter();
        let line = lines.find(|line| line["name"] == source);
        line.cloned().unwrap_or_default()
    }
    /// Waits until a number on the health line is this.
    pub fn wait_for(&self, source: &str, count: &str, n: u64) {
        let mut line = serde_json::Value::Null;
        for _ in 0..PATIENCE.as_millis() / 20 {
            line = self.health(source);
            if line[count] == n {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        panic!("{source}: `{count}` is not {n}: {line:#}");
    }
}

/// A device that connects to us.
pub struct Device(pub TcpStream, Vec<u8>);

impl Device {
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_nodelay(true).expect("a socket");
        Self(stream, Vec::new())
    }
    /// Says something.
    pub fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).expect("an open line");
    }
    /// Hears everything up to and with an end.
    pub fn hear(&mut self, end: &str) -> String {
        loop {
            let found = self.1.windows(end.len()).position(|w| w == end.as_bytes());
            if let Some(at) = found {
                let rest = self.1.split_off(at + end.len());
                let text = String::from_utf8(std::mem::replace(&mut self.1, rest));
                return text.expect("text");
            }
            let mut piece = [0; 4096];
            let n = self.0.read(&mut piece).expect("an answer");
            assert!(
                n > 0,
                "the line was closed; heard {:?}",
                String::from_utf8_lossy(&self.1)
            );
            self.1.extend_from_slice(&piece[..n]);
        }
    }
    /// True when the other side closes the line and has said nothing.
    pub fn is_closed_without_a_word(&mut self) -> bool {
        let mut piece = [0; 1];
        match self.0.read(&mut piece) {
            Ok(n) => n == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
    /// True when the other side has closed the line.
    pub fn is_closed(&mut self) -> bool {
        let mut piece = [0; 4096];
        loop {
            match self.0.read(&mut piece) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) => return error.kind() == std::io::ErrorKind::ConnectionReset,
            }
        }
    }
}

/// Hours, minutes, seconds and milliseconds of a read in UTC, which is the small race's zone.
pub fn clock_of(read: &RawRead) -> (i64, i64, i64, i64) {
    let ms = (read.at - BASE).0;
    let s = ms / 1000;
    (s / 3600, s / 60 % 60, s % 60, ms % 1000)
}

/// A passing of MYLAPS version 2.
pub fn mylaps_passing(read: &RawRead) -> String {
    let (h, m, s, ms) = clock_of(read);
    format!(
        "t={h:02}:{m:02}:{s:02}.{ms:03}|c={}|ct=UH|d=260405|l=1|dv=4|re=0|an=00001111|g=0|b=41|n=41",
        read.chip
    )
}

/// A line of `ChronoTrack`.
pub fn chronotrack_line(no: usize, read: &RawRead) -> String {
    let (h, m, s, ms) = clock_of(read);
    format!(
        "CT01_13~{no}~{}~{}~2026-04-05T{h:02}:{m:02}:{s:02}.{:02}~1~117F37~8\r\n",
        read.mat,
        read.chip,
        ms / 10
    )
}

/// A line of an IPICO reader; the mat is told by its number.
pub fn ipico_line(mat: usize, read: &RawRead, mark: &str) -> String {
    let (h, m, s, ms) = clock_of(read);
    format!(
        "aa1{mat}{:0>12}0001260405{h:02}{m:02}{s:02}{:02x}00{mark}\r\n",
        read.chip,
        ms / 10
    )
}

/// A record of a RACE RESULT decoder.
pub fn decoder_record(no: usize, read: &RawRead) -> String {
    let (h, m, s, ms) = clock_of(read);
    format!(
        "{no};{};2026-04-05;{h:02}:{m:02}:{s:02}.{ms:03};0;72;127;;1;1;1;;16731;2,9;21;;{};7;;D-50432",
        read.chip, read.mat
    )
}

/// A RACE RESULT decoder that we connect to.
pub struct Decoder {
    pub address: SocketAddr,
    /// What it holds, and the number of its file.
    pub memory: Arc<Mutex<(Vec<String>, u32)>>,
    /// What it was told.
    pub commands: Arc<Mutex<Vec<String>>>,
}

impl Decoder {
    /// A decoder that breaks the line after so many records, each time a little later.
    pub fn start(breaks_after: Option<usize>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let decoder = Self {
            address: listener.local_addr().expect("an address"),
            memory: Arc::default(),
            commands: Arc::default(),
        };
        let (memory, commands) = (Arc::clone(&decoder.memory), Arc::clone(&decoder.commands));
        std::thread::spawn(move || {
            let mut patience = breaks_after;
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                serve_decoder(stream, &memory, &commands, patience);
                patience = patience.map(|n| n * 3);
            }
        });
        decoder
    }
}

fn serve_decoder(
    stream: TcpStream,
    memory: &Mutex<(Vec<String>, u32)>,
    commands: &Mutex<Vec<String>>,
    breaks_after: Option<usize>,
) {
    let mut device = Device(stream, Vec::new());
    let mut n_sent = 0;
    loop {
        let mut piece = [0; 1024];
        let end = device.1.windows(2).position(|w| w == b"\r\n");
        let Some(end) = end else {
            match device.0.read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(n) => device.1.extend_from_slice(&piece[..n]),
            }
            continue;
        };
        let line: Vec<u8> = device.1.drain(..end + 2).collect();
        let command = String::from_utf8_lossy(&line).trim().to_owned();
        commands.lock().expect("commands").push(command.clone());
        let (records, file) = memory.lock().expect("a memory").clone();
        let reply = match command.split_once(':') {
            Some((from, count)) => {
                let from: usize = from.parse().expect("a number");
                let count: usize = count.parse().expect("a number");
                let mut text = String::new();
                for record in records.iter().skip(from - 1).take(count) {
                    if breaks_after.is_some_and(|n| n_sent >= n) {
                        // In the middle of a line.
                        let half = &record[..record.len() / 2];
                        let _ = device.0.write_all(format!("{text}{half}").as_bytes());
                        return;
                    }
                    text.push_str(record);
                    text.push_str("\r\n");
                    n_sent += 1;
                }
                text + "\r\n"
            }
            None if command == "PASSINGS" => format!("PASSINGS;{};{file}\r\n", records.len()),
            None if command == "GETSTATUS" => {
                format!(
                    "GETSTATUS;0000-00-00;00:02:39.942;1;11111111;1;{file};0;;1;69;;;;;;;1;0\r\n"
                )
            }
            None => format!("{command}\r\n"),
        };
        if device.0.write_all(reply.as_bytes()).is_err() {
            return;
        }
    }
}
