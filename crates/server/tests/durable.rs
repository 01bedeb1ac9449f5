//! The disk: it may fill up, it must be synced before anything is acknowledged, and there are copies of it.

#![cfg(unix)]

mod support;

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use support::devices::Device;
use support::process::{Process, binary, example, reads};

/// A server whose files may not grow beyond a megabyte or so: to it the disk is full then.
fn start_on_a_small_disk(folder: &Path) -> Process {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "trap '' XFSZ; ulimit -S -f 2048; exec \"$0\" \"$@\"",
        &binary(),
    ]);
    Process::start_by(command, folder)
}

fn with_mylaps(folder: &Path) {
    let sources = r#"{"sources": [{"name": "ts", "system": "mylaps", "listen": "127.0.0.1:0"}]}"#;
    std::fs::write(folder.join("sources.json"), sources).expect("a file");
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = example();
    with_mylaps(folder.path());
    let process = start_on_a_small_disk(folder.path());
    let epoch = process.head().epoch;
    let mut acknowledged = Vec::new();
    let mut refused = 0;
    for batch in 0..400_u64 {
        let numbers = batch * 100..batch * 100 + 100;
        let answer = process.post(&reads("decoder", numbers.clone()));
        match answer.status {
            200 => acknowledged.extend(numbers),
            503 => {
                assert!(
                    answer.text().contains("Send them again"),
                    "{}",
                    answer.text()
                );
                refused += 1;
                if refused == 3 {
                    break;
                }
            }
            other => panic!("{other} {}", answer.text()),
        }
    }
    assert_eq!(
        refused,
        3,
        "the disk was full after {} reads",
        acknowledged.len()
    );
    assert!(acknowledged.len() > 1_000, "{}", acknowledged.len());
    // Spectators are served all the same.
    assert_eq!(process.head().epoch, epoch);
    // A decoder is told nothing that is not so: its line is closed, and it keeps its reads.
    let door = process.door.expect("the source's address");
    let mut device = Device::connect(door);
    let many: Vec<String> = (0..999)
        .map(|n| format!("t=09:{:02}:{:02}|c=C0001|d=270509", n / 60, n % 60))
        .collect();
    let many = many.join("@");
    let passings = format!("start@Passing@{many}@5@$");
    device.say(&passings);
    assert!(device.is_closed_without_a_word());

    // Somebody makes room: it goes on by itself.
    let room = Command::new("prlimit")
        .args(["--pid", &process.id().to_string(), "--fsize=unlimited"])
        .status();
    assert!(room.expect("prlimit").success());
    let later = 1_000_000..1_000_100;
    let answer = process.post(&reads("decoder", later.clone()));
    assert_eq!(answer.status, 200, "{}", answer.text());
    acknowledged.extend(later);
    let mut device = Device::connect(door);
    device.say(&passings);
    assert_eq!(device.hear("$"), "Homestretch@AckPassing@5@$");
    process.kill();

    let process = Process::start(folder.path());
    assert_eq!(process.head().epoch, epoch);
    for part in acknowledged.chunks(5_000) {
        let answer = process.post(&reads("decoder", part.iter().copied()));
        let known = format!(r#"{{"new":0,"known":{},"#, part.len());
        assert!(answer.text().starts_with(&known), "{}", answer.text());
    }
}

/// System calls in the order in which they ended: name, what it was about, and the rest of the line.
fn calls(trace: &str) -> Vec<(String, String)> {
    let mut begun = std::collections::HashMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        if let Some(start) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread.to_owned(), start.to_owned());
        } else if call.starts_with("<... ") {
            let start = begun.remove(thread).unwrap_or_default();
            let rest = call.split_once("resumed>").map_or("", |(_, rest)| rest);
            let name = start.split('(').next().unwrap_or_default().to_owned();
            calls.push((name, format!("{start}{rest}")));
        } else {
            let name = call.split('(').next().unwrap_or_default().to_owned();
            calls.push((name, call.to_owned()));
        }
    }
    calls
}

#[test]
fn the_disk_is_synced_before_a_read_is_acknowledged() {
    let folder = example();
    with_mylaps(folder.path());
    let trace = folder.path().join("trace.txt");
    let strace = |command: &mut Command| {
        command
            .args(["-f", "-y", "-s", "96", "-e"])
            .arg("trace=read,recvfrom,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync");
    };
    let mut probe = Command::new("strace");
    strace(&mut probe);
    let probe = probe.args(["-o", "/dev/null", "true"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        eprintln!("not checked: system calls cannot be traced here; `apt-get install strace`");
        return;
    }
    // The tracer stands aside, so that the process which is started, and killed at the end, is the server itself.
    let mut command = Command::new("strace");
    strace(&mut command);
    command.arg("-D").arg("-o").arg(&trace).arg(binary());
    let process = Process::start_by(command, folder.path());
    let mut device = Device::connect(process.door.expect("the source's address"));
    for no in 0..10 {
        device.say(&format!(
            "start@Passing@t=09:00:{:02}.0|c=C0001|d=270509@{no}@$",
            10 + no
        ));
        assert_eq!(device.hear("$"), format!("Homestretch@AckPassing@{no}@$"));
    }
    // The tracer writes line by line; what it traced last may still be on its way.
    sleep(Duration::from_millis(200));
    let text = std::fs::read_to_string(&trace).expect("a trace");
    drop(process);

    let calls = calls(&text);
    let find = |what: &str| {
        let found = calls.iter().position(|(_, call)| call.contains(what));
        found.unwrap_or_else(|| panic!("`{what}` is not in the trace:\n{text}"))
    };
    for no in 0..10 {
        let came = find(&format!("|d=270509@{no}@"));
        let acknowledged = find(&format!("\"Homestretch@AckPassing@{no}@"));
        let between = &calls[came..acknowledged];
        let is_journal = |call: &str| call.contains("race.sqlite-wal>");
        let written = between
            .iter()
            .rposition(|(name, call)| name == "pwrite64" && is_journal(call));
        let synced = between.iter().rposition(|(name, call)| {
            matches!(name.as_str(), "fsync" | "fdatasync")
                && is_journal(call)
                && call.ends_with("= 0")
        });
        let (written, synced) = (written.expect("written"), synced.expect("synced"));
        assert!(synced > written, "{between:#?}");
    }
}

fn homestretch(args: &[&Path]) -> (bool, String) {
    let output = Command::new(binary())
        .args(args)
        .output()
        .expect("the binary");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8(said).expect("text"),
    )
}

#[test]
fn a_copy_made_while_the_server_runs_is_a_race() {
    let folder = example();
    let elsewhere = tempfile::tempdir().expect("a directory");
    let place = |name: &str| elsewhere.path().join(name);
    let process = Process::start(folder.path());
    assert_eq!(process.post(&reads("decoder", 0..500)).status, 200);
    let epoch = process.head().epoch;
    let path = Path::new;
    let (done, said) = homestretch(&[path("backup"), folder.path(), &place("stick")]);
    assert!(done, "{said}");
    // The race goes on, is lost, and comes back from the stick on another laptop.
    assert_eq!(process.post(&reads("decoder", 500..600)).status, 200);
    process.kill();
    let (done, said) = homestretch(&[path("restore"), &place("stick"), &place("laptop")]);
    assert!(done, "{said}");
    assert!(said.contains("homestretch serve"), "{said}");
    let process = Process::start(&place("laptop"));
    let known = |reads: &str| process.post(reads).text();
    assert!(known(&reads("decoder", 0..500)).starts_with(r#"{"new":0,"known":500,"#));
    assert!(known(&reads("decoder", 500..600)).starts_with(r#"{"new":100,"known":0,"#));
    assert_ne!(
        process.head().epoch,
        epoch,
        "what was published since is lost"
    );
    drop(process);

    // Moved after the server was stopped: nothing is lost, and spectators go on.
    let (done, said) = homestretch(&[
        path("restore"),
        folder.path(),
        &place("moved"),
        path("--same-history"),
    ]);
    assert!(done, "{said}");
    let process = Process::start(&place("moved"));
    assert_eq!(process.head().epoch, epoch);
    let all = process.post(&reads("decoder", 0..600));
    assert!(all.text().starts_with(r#"{"new":0,"known":600,"#));
}

#[test]
fn nothing_is_overwritten_and_damage_is_seen() {
    let folder = example();
    drop(Process::start(folder.path()));
    let elsewhere = tempfile::tempdir().expect("a directory");
    let copy = elsewhere.path().join("copy");
    let path = Path::new;
    assert!(homestretch(&[path("backup"), folder.path(), &copy]).0);
    for command in ["backup", "restore"] {
        let (done, said) = homestretch(&[path(command), folder.path(), &copy]);
        assert!(!done && said.contains("is there already"), "{said}");
    }
    let store = copy.join("race.sqlite");
    let mut bytes = std::fs::read(&store).expect("the store");
    for byte in bytes.iter_mut().skip(4_096).take(3_000) {
        *byte = 0x5a;
    }
    std::fs::write(&store, bytes).expect("damaged");
    let target = elsewhere.path().join("target");
    let (done, said) = homestretch(&[path("restore"), &copy, &target]);
    assert!(!done && said.contains("race.sqlite"), "{said}");
    assert!(!target.exists());
}
