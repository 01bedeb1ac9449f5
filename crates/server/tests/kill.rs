//! The binary itself, killed in the middle of things: what it has acknowledged is there when it comes back.

mod support;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use homestretch_race::Tick;

/// The binary itself, killed in the middle of things.
struct Process(Child, String);

impl Process {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_homestretch"))
            .args(["serve", "--listen", "127.0.0.1:0", "--app", "/nowhere"])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let log = BufReader::new(child.stderr.take().expect("a log"));
        let mut lines = log.lines().map(|line| line.expect("text"));
        let address = lines.find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split('/').next().map(str::to_owned)
        });
        // The rest of the log is read away, so that the process never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child, address.expect("the log names the address"))
    }
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.1)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().expect("a directory");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/small-race");
    for file in std::fs::read_dir(&example).expect("the example") {
        let file = file.expect("a file").path();
        std::fs::copy(&file, folder.path().join(file.file_name().expect("a name")))
            .expect("a copy");
    }
    let body = |no: u64, bib: u64| {
        format!(
            r#"{{"source": "decoder", "reads": [{{"no": {no}, "chip": "C000{bib}", "mat": "start", "at": "2027-05-09T09:00:0{no}+02:00"}}]}}"#
        )
    };
    let first = Process::start(folder.path());
    let answer = support::served::post(&first.url("/api/v1/reads"), &[], &body(1, 1));
    assert_eq!(
        answer.text(),
        r#"{"new":1,"known":0,"unknown_chips":0,"unknown_mats":0}"#
    );
    let live = |process: &Process| support::served::get(&process.url("/feed/v1/live.json"), &[]);
    let epoch = homestretch_feed::read::head(&live(&first).bytes)
        .expect("a head")
        .value
        .epoch;
    drop(first);

    let second = Process::start(folder.path());
    let again = support::served::post(&second.url("/api/v1/reads"), &[], &body(1, 1));
    assert_eq!(
        again.text(),
        r#"{"new":0,"known":1,"unknown_chips":0,"unknown_mats":0}"#
    );
    let head = homestretch_feed::read::head(&live(&second).bytes)
        .expect("a head")
        .value;
    assert_eq!(head.epoch, epoch);
    // The first tick of the second life has the read of the first.
    assert!(head.tick >= Tick(1));
}
