//! Published to Azure Blob Storage: to a server that speaks its protocol, by the address and variables that
//! docs/SCALING.md names. `cargo xtask test` sets it up; where there is none, the test says so. And addresses that are
//! no place.

#![cfg(unix)]

mod support;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use homestretch_server::publish::address::TargetError;
use homestretch_server::publish::target::{Encoding, Target};
use support::hosts::{Host, free_port, metric, unpacked, wait_for, wait_for_port};
use support::process::{Process, example, reads};
use support::served::{Answer, get};

const BINARY: &str = env!("CARGO_BIN_EXE_homestretch");

/// A program that the set-up has named.
fn program(variable: &str, remedy: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from);
    let found = found.filter(|path| path.is_file());
    if found.is_none() {
        eprintln!("not checked: {variable} names no program; {remedy}");
    }
    found
}

fn run(mut command: Command) -> Host {
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    Host(child.expect("it starts"))
}

fn publishing(to: &str, variables: &[(&str, String)], folder: &tempfile::TempDir) -> Process {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("exec \"$0\" \"$@\" --publish {to}"), BINARY]);
    for (name, value) in variables {
        command.env(name, value);
    }
    Process::start_by(command, folder.path())
}

/// The race is there as it is here, in the forms and under the rules that caches go by; a second start finds it.
fn expect_the_race(
    to: &str,
    variables: &[(&str, String)],
    fetch: impl Fn(&str) -> Answer,
    plain_headers: &[&str],
) {
    let folder = example();
    let process = publishing(to, variables, &folder);
    assert_eq!(process.post(&reads("decoder", 0..50)).status, 200);
    let event = wait_for("the head", || {
        let head = unpacked(&fetch("/feed/v1/live.json"));
        let head = homestretch_feed::read::head(&head).ok()?.value;
        (head.epoch == process.head().epoch).then_some(head.event)
    });
    wait_for("everything", || {
        (metric(&process, "waiting") < 1.0).then_some(())
    });
    for path in ["/feed/v1/live.json".to_owned(), format!("/feed/v1/{event}")] {
        let here = get(&process.url(&path), &[("accept-encoding", "br")]);
        let there = fetch(&path);
        assert_eq!(unpacked(&there), unpacked(&here), "{path}");
        for name in plain_headers {
            assert_eq!(there.header(name), here.header(name), "{path} {name}");
        }
    }
    wait_for("the light files", || {
        (fetch("/feed/v1/field.json").status == 200).then_some(())
    });
    assert!(metric(&process, "trouble") < 1.0);
    let files = metric(&process, "files_total");
    process.kill();
    let process = publishing(to, variables, &folder);
    wait_for("the new head", || {
        (metric(&process, "head_seconds") > 0.0).then_some(())
    });
    wait_for("nothing more", || {
        (metric(&process, "waiting") < 1.0).then_some(())
    });
    let again = metric(&process, "files_total");
    assert!(again < files / 2.0, "{again} of {files}");
}

/// The account and the key that the maker's own test server has.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// Makes a container that everybody may read, with the signature that the protocol wants.
const MAKE: &str = r#"
import base64, email.utils, hashlib, hmac, sys, urllib.request
base, account, key = sys.argv[1:]
date = email.utils.formatdate(usegmt=True)
said = f"x-ms-blob-public-access:container\nx-ms-date:{date}\nx-ms-version:2021-08-06"
text = "PUT" + "\n" * 12 + said + f"\n/{account}/{account}/races\nrestype:container"
sign = base64.b64encode(hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()).decode()
ask = urllib.request.Request(f"{base}/races?restype=container", method="PUT", headers={
    "x-ms-date": date, "x-ms-version": "2021-08-06", "x-ms-blob-public-access": "container",
    "Authorization": f"SharedKey {account}:{sign}"})
urllib.request.urlopen(ask)
"#;

#[test]
fn azure_blob_storage() {
    let remedy = "`npm install azurite` brings one";
    let Some(program) = program("HOMESTRETCH_AZURE_SERVER", remedy) else {
        return;
    };
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}/{ACCOUNT}");
    let folder = tempfile::tempdir().expect("a directory");
    let mut server = Command::new(program);
    server.args(["--silent", "--skipApiVersionCheck", "--disableTelemetry"]);
    server.args([
        "--blobHost",
        "127.0.0.1",
        "--blobPort",
        &port.to_string(),
        "--location",
    ]);
    server.arg(folder.path());
    let _server = run(server);
    wait_for_port(port);
    let made = Command::new("python3")
        .args(["-c", MAKE, &base, ACCOUNT, KEY])
        .status();
    assert!(made.is_ok_and(|made| made.success()), "a container is made");
    let variables = [
        ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT.to_owned()),
        ("AZURE_STORAGE_ACCOUNT_KEY", KEY.to_owned()),
        ("AZURE_STORAGE_ENDPOINT", base.clone()),
        ("AZURE_ALLOW_HTTP", "true".to_owned()),
    ];
    let fetch = |path: &str| {
        get(
            &format!("{base}/races/day{path}"),
            &[("accept-encoding", "br")],
        )
    };
    let same = ["content-type", "cache-control", "content-encoding"];
    expect_the_race("az://races/day", &variables, fetch, &same);
}

#[test]
fn an_address_that_is_no_place_is_named_with_the_remedy() {
    let wrong = |address: &str| {
        Target::new(address, Encoding::Br)
            .expect_err(address)
            .to_string()
    };
    for address in ["ftp://races/day", "races://day"] {
        assert!(
            wrong(address).contains("s3://BUCKET/FOLDER"),
            "{}",
            wrong(address)
        );
    }
    // Google's and Azure's are understood as far as the account, which is named in this place only.
    let azure = wrong("az://races/day");
    assert!(
        azure.contains("az://races/day") && azure.contains("ccount"),
        "{azure}"
    );
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let in_file = file.join("race").display().to_string();
    assert!(matches!(
        Target::new(&in_file, Encoding::Br),
        Err(TargetError::Folder(..))
    ));
}
