//! What measurements of the server have in common: the binary as a process, lines to it, and a race of any size.

#![allow(dead_code, reason = "each measurement uses its own part")]

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub type Fallible<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The binary, serving a race folder.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// How long it took until it said so.
    pub started: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts it with the race's clock at a time of day.
    pub fn start(binary: &str, folder: &Path, at: &str) -> Fallible<Self> {
        Self::start_by(Command::new(binary), folder, at)
    }

    /// Starts it by a command that takes its arguments.
    pub fn start_by(mut command: Command, folder: &Path, at: &str) -> Fallible<Self> {
        let began = Instant::now();
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--app", "/nowhere"])
            .args(["--at", at])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no log")?).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            let (_, rest) = line.split_once("http://")?;
            Some(rest.split('/').next()?.to_owned())
        });
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.ok_or("the server did not start")?;
        Ok(Self {
            child,
            address,
            started: began.elapsed(),
        })
    }

    pub fn line(&self) -> Fallible<Line> {
        Line::to(&self.address)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Megabytes in memory: now, and at most so far.
    pub fn memory_mb(&self) -> Fallible<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let of = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
            kb.map_or(f64::NAN, |kb| kb / 1000.0)
        };
        Ok((of("VmRSS:"), of("VmHWM:")))
    }
}

/// A connection that is kept.
pub struct Line(BufReader<TcpStream>);

/// What came over it.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Line {
    pub fn to(address: &str) -> Fallible<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Says a request, with headers each on a line of its own, and takes the answer, whatever it is.
    pub fn say(&mut self, head: &str, headers: &str, body: &str) -> Fallible<Answer> {
        let length = body.len();
        let text = format!(
            "{head} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(text.as_bytes())?;
        let (mut head, mut length) = (String::new(), 0);
        self.0.read_line(&mut head)?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        loop {
            let from = head.len();
            self.0.read_line(&mut head)?;
            let header = head[from..].trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(n) = header.strip_prefix("content-length:") {
                length = n.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(Answer {
            status: status.ok_or("no status")?,
            head,
            body,
        })
    }

    /// The body of an answer that is well.
    pub fn ask(&mut self, head: &str, body: &str) -> Fallible<Vec<u8>> {
        let answer = self.say(head, "Content-Type: application/json\r\n", body)?;
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            Err(format!("{}{said}", answer.head).into())
        }
    }

    pub fn bring(&mut self, source: &str, reads: &[String]) -> Fallible {
        let body = format!(
            "{{\"source\":\"{source}\",\"reads\":[{}]}}",
            reads.join(",")
        );
        self.ask("POST /api/v1/reads", &body).map(drop)
    }
}

/// A race folder with so many runners of the marathon.
pub fn folder(at: &Path, entrants: usize) -> Fallible {
    std::fs::create_dir_all(at)?;
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    for file in ["event.json", "course.json"] {
        std::fs::copy(demo.join(file), at.join(file))?;
    }
    let mut csv = BufWriter::new(File::create(at.join("entrants.csv"))?);
    writeln!(csv, "bib,noc,contest,wave,sex,age,expects,live,name:en")?;
    for n in 0..entrants {
        let (bib, sex) = (bib(n), ["F", "M"][n % 2]);
        writeln!(
            csv,
            "{bib},GER,full,A,{sex},30-34,4:00:00,yes,Runner Number {n}"
        )?;
    }
    csv.flush()?;
    Ok(())
}

pub fn bib(n: usize) -> usize {
    n + 1
}

pub fn record(no: u64, n: usize, mat: &str, at_ms: i64) -> String {
    format!(
        "{{\"no\":{no},\"chip\":\"{}\",\"mat\":\"{mat}\",\"at_ms\":{at_ms}}}",
        bib(n)
    )
}

/// The middle one of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
