//! The feed on a stick: from the folder of a running race to another machine, as a folder and as an archive.

#![cfg(unix)]

mod support;

use std::process::Command;

use homestretch_server::http::headers::Policy;
use homestretch_server::standing;
use support::process::{Process, example, reads};
use support::served::get;

const BINARY: &str = env!("CARGO_BIN_EXE_homestretch");

fn run(args: &[&std::ffi::OsStr]) -> (bool, String) {
    let output = Command::new(BINARY).args(args).output().expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn a_running_race_goes_to_another_machine_on_a_stick() {
    let race = example();
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$0\" \"$@\" --at 09:10:00", BINARY]);
    let process = Process::start_by(command, race.path());
    assert_eq!(process.post(&reads("decoder", 0..300)).status, 200);
    // A tick comes within five seconds.
    let began = std::time::Instant::now();
    while process.head().tick.0 < 2 && began.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let here = process.head();
    let app = tempfile::tempdir().expect("a directory");
    let page = "<!doctype html><meta charset=utf-8><title>app</title>";
    std::fs::write(app.path().join("index.html"), page).expect("a file");
    let stick = tempfile::tempdir().expect("a directory");
    for form in ["feed", "feed.tar"] {
        let (to, there) = (
            stick.path().join(form),
            stick.path().join(format!("{form}.there")),
        );
        let export = ["export".as_ref(), race.path().as_os_str(), to.as_os_str()];
        let (done, said) =
            run(&[&export[..], &["--app".as_ref(), app.path().as_os_str()]].concat());
        assert!(done, "{said}");
        let again = run(&export);
        assert!(!again.0 && again.1.contains("there already"), "{}", again.1);
        let (done, said) = run(&["import".as_ref(), to.as_os_str(), there.as_os_str()]);
        assert!(done && said.contains("serve --feed"), "{said}");
        let policy = Policy::new(None).expect("a policy");
        let served = standing::start(&there, "127.0.0.1:0".parse().expect("an address"), policy);
        let served = served.expect("a server");
        let url = |path: &str| format!("http://{}{path}", served.address);
        let head = get(&url("/feed/v1/live.json"), &[]);
        let head = homestretch_feed::read::head(&head.bytes)
            .expect("a head")
            .value;
        assert_eq!((&head.epoch, &head.event), (&here.epoch, &here.event));
        assert!(head.tick >= here.tick);
        for tick in 1..=head.tick.0 {
            let path = format!("/feed/v1/ticks/{}-{tick}.json", head.epoch);
            let there = get(&url(&path), &[]);
            assert_eq!(there.bytes, process.get(&path).bytes, "{path}");
            assert!(there.header("cache-control").contains("immutable"));
        }
        assert!(get(&url("/runner/1"), &[]).text().contains("<title>app"));
        assert_eq!(get(&url("/feed/v1/no.json"), &[]).status, 404);
        served.stop();
    }
    let (done, said) = run(&[
        "import".as_ref(),
        app.path().as_os_str(),
        stick.path().join("x").as_os_str(),
    ]);
    assert!(!done && said.contains("no exported feed"), "{said}");
}
