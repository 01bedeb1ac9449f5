//! The binary itself, started as an organiser starts it, and killed in the middle of things.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::served::{Answer, get, post};

/// The binary: this build's, or the one that is to be tested instead.
pub fn binary() -> String {
    let built = env!("CARGO_BIN_EXE_homestretch");
    std::env::var("HOMESTRETCH_BINARY").unwrap_or_else(|_| built.to_owned())
}

/// A running server of a race folder.
pub struct Process {
    child: Child,
    address: String,
    /// Where the source listens, if there is one that does.
    pub door: Option<SocketAddr>,
}

impl Process {
    /// Starts the server.
    pub fn start(folder: &Path) -> Self {
        Self::start_by(Command::new(binary()), folder)
    }

    /// Starts the server by a command that takes its arguments.
    pub fn start_by(mut command: Command, folder: &Path) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--app", "/nowhere"])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let log = BufReader::new(child.stderr.take().expect("a log"));
        let mut lines = log.lines().map(|line| line.expect("text"));
        let (mut door, mut before) = (None, String::new());
        let address = lines.find_map(|line| {
            if let Some((_, door_address)) = line.split_once("address=") {
                door = door_address
                    .split_whitespace()
                    .next()?
                    .parse()
                    .ok()
                    .or(door);
            }
            let found = line.split_once("http://");
            let address = found.and_then(|(_, rest)| rest.split('/').next().map(str::to_owned));
            before += &(line + "\n");
            address
        });
        // The rest of the log is read away, so that the process never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.unwrap_or_else(|| panic!("no address in the log: {before}"));
        Self {
            child,
            address,
            door,
        }
    }
    /// Starts the server and kills it after a while, however far it has come.
    pub fn kill_while_it_starts(folder: &Path, after: Duration) {
        let mut command = Command::new(binary());
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--app", "/nowhere"])
            .arg(folder)
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the binary starts");
        std::thread::sleep(after);
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
    pub fn get(&self, path: &str) -> Answer {
        get(&self.url(path), &[])
    }
    pub fn post(&self, body: &str) -> Answer {
        post(&self.url("/api/v1/reads"), &[], body)
    }
    pub fn head(&self) -> homestretch_feed::Head {
        let head = self.get("/feed/v1/live.json");
        homestretch_feed::read::head(&head.bytes)
            .expect("a head")
            .value
    }
    /// Kills it as a power cut would: without a word.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A copy of the example race.
pub fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a directory");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/small-race");
    for file in std::fs::read_dir(&example).expect("the example") {
        let file = file.expect("a file").path();
        std::fs::copy(&file, folder.path().join(file.file_name().expect("a name")))
            .expect("a copy");
    }
    folder
}

/// Reads of the example race by number: hundreds of chips that nobody wears, and four that somebody does.
pub fn reads(source: &str, numbers: impl IntoIterator<Item = u64>) -> String {
    // 9 May 2027, 09:00 in Berlin.
    let at_ms = |no: u64| 1_809_846_000_000 + no * 10;
    let numbers = numbers.into_iter();
    let reads: Vec<_> = numbers
        .map(|no| {
            let chip = format!("C{:04}", 1 + no % 900);
            serde_json::json!({"no": no, "chip": chip, "mat": "start", "at_ms": at_ms(no)})
        })
        .collect();
    serde_json::json!({"source": source, "reads": reads}).to_string()
}
