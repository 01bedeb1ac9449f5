//! Where the world fetches the race: a real nginx with the folder that is published, and a real server of the S3
//! protocol. `cargo xtask test` sets both up; where there is none, the test says so.

#![cfg(unix)]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use homestretch_server::files::{Edit, Found, app};
use homestretch_server::http::headers::Policy;
use homestretch_server::publish::target::Target;
use homestretch_server::publish::{Job, once};
use support::hosts::{Host, free_port, unpacked, wait_for, wait_for_port};
use support::process::{Process, example, reads};
use support::served::get;
use support::{GUN, Rig, batch, read, small_race};

const BINARY: &str = env!("CARGO_BIN_EXE_homestretch");

/// The configuration of the documents, with this folder and port.
fn nginx(folder: &Path, at: &Path, port: u16) -> Option<Host> {
    let places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"];
    let Some(nginx) = places.into_iter().map(PathBuf::from).find(|p| p.is_file()) else {
        eprintln!("not checked: there is no nginx here; `apt-get install nginx-light`");
        return None;
    };
    let conf = include_str!("../../../docs/nginx/homestretch.conf");
    let conf = conf
        .replace("/var/www/race", &folder.display().to_string())
        .replace("127.0.0.1:8088", &format!("127.0.0.1:{port}"))
        .replace(
            "worker_processes auto;",
            "worker_processes 1; master_process off;",
        );
    std::fs::write(at.join("nginx.conf"), conf).expect("a file");
    let child = Command::new(nginx)
        .args(["-g", "daemon off;", "-c", "nginx.conf", "-p"])
        .arg(at)
        .stderr(Stdio::inherit())
        .spawn();
    let host = Host(child.expect("nginx starts"));
    wait_for_port(port);
    Some(host)
}

#[test]
fn nginx_serves_what_is_published_as_the_server_itself_does() {
    let mut rig = Rig::in_memory(&small_race());
    for no in 0..40_u64 {
        let s = 2 + no as i64 * 40;
        let mat = if no < 20 { "start" } else { "half-way" };
        rig.submit(batch(
            "decoder",
            vec![read(no, 101 + (no % 20) as u32, mat, s)],
        ));
        rig.beat(GUN + homestretch_race::time::Span(s * 1000 + 1000));
    }
    let built = tempfile::tempdir().expect("a directory");
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>app</title>{}",
        " ".repeat(300)
    );
    std::fs::write(built.path().join("index.html"), page).expect("a file");
    for name in ["wall", "embed"] {
        std::fs::create_dir(built.path().join(name)).expect("a directory");
        let page = format!("<!doctype html><meta charset=utf-8><title>{name}</title>");
        std::fs::write(built.path().join(name).join("index.html"), page).expect("a file");
    }
    app::load(built.path(), &rig.files).expect("an app");

    let folder = tempfile::tempdir().expect("a directory");
    let at = tempfile::tempdir().expect("a directory");
    let publish = |rig: &Rig| {
        let policy = Policy::new(None).expect("a policy");
        let job = Job {
            files: Arc::clone(&rig.files),
            target: Target::folder(folder.path()).expect("a folder"),
            policy: policy.in_page(),
            race: "small".to_owned(),
            light: None,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let done = runtime.expect("a runtime").block_on(once(job));
        done.expect("published");
    };
    publish(&rig);
    // nginx may run as another user.
    for folder in [folder.path(), at.path()] {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).expect("opened");
    }
    let port = free_port();
    let Some(_nginx) = nginx(folder.path(), at.path(), port) else {
        return;
    };
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let gzip = ("accept-encoding", "gzip");
    for path in rig.files.paths("/feed/") {
        let Found::Here(body) = rig.files.get(&path) else {
            panic!("{path} is there");
        };
        let plain = get(&url(&path), &[("accept-encoding", "identity")]);
        assert_eq!(plain.bytes, body.identity.bytes, "{path}");
        assert_eq!(plain.header("content-type"), "application/json");
        let cache = body.cache.header();
        assert_eq!(
            plain.header("cache-control"),
            cache.to_str().expect("text"),
            "{path}"
        );
        assert_eq!(plain.header("x-content-type-options"), "nosniff");
        assert!(plain.header("content-security-policy").is_empty());
        if let Some(form) = &body.gzip {
            let packed = get(&url(&path), &[gzip]);
            assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
            assert_eq!(packed.bytes, form.bytes, "{path}");
            let etag = packed.header("etag").to_owned();
            let again = get(&url(&path), &[gzip, ("if-none-match", &etag)]);
            assert_eq!((again.status, again.bytes.len()), (304, 0), "{path}");
        }
    }
    pages_lead_on(&url);
    // What is withdrawn is gone within the second that nginx may remember it.
    let entrants = rig.files.paths("/feed/v1/entrants-")[0].clone();
    let mut edit = Edit::default();
    edit.withdraw(entrants.clone());
    rig.files.change(edit);
    publish(&rig);
    wait_for("404", || {
        (get(&url(&entrants), &[]).status == 404).then_some(())
    });
}

fn pages_lead_on(url: &impl Fn(&str) -> String) {
    for (address, title) in [
        ("/", "app"),
        ("/runner/101", "app"),
        ("/leaders", "app"),
        ("/leaders/men", "app"),
        ("/wall", "wall"),
        ("/wall/2", "wall"),
        ("/embed", "embed"),
    ] {
        let page = get(&url(address), &[]);
        assert_eq!(page.status, 200, "{address}");
        assert!(
            page.text().contains(&format!("<title>{title}</title>")),
            "{address}"
        );
        let policy = page.header("content-security-policy");
        let (framers, framing) = if title == "embed" {
            ("frame-ancestors *", "")
        } else {
            ("frame-ancestors 'none'", "DENY")
        };
        assert!(policy.contains(framers), "{address}: {policy}");
        assert_eq!(page.header("x-frame-options"), framing, "{address}");
        assert_eq!(page.header("cache-control"), "no-cache", "{address}");
    }
    for missing in ["/feed/v1/nothing.json", "/nothing.js", "/feed/v1/nothing"] {
        assert_eq!(get(&url(missing), &[]).status, 404, "{missing}");
    }
}

/// A server of the S3 protocol that keeps everything in memory.
fn s3(port: u16) -> Host {
    let child = Command::new(python())
        .args([
            "-m",
            "moto.server",
            "-H",
            "127.0.0.1",
            "-p",
            &port.to_string(),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let host = Host(child.expect("it starts"));
    wait_for_port(port);
    host
}

fn python() -> String {
    std::env::var("HOMESTRETCH_MOTO_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

fn start_publishing(folder: &Path, port: u16) -> Process {
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$0\" \"$@\" --publish s3://races/day", BINARY])
        .env("AWS_ACCESS_KEY_ID", "key")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ENDPOINT", format!("http://127.0.0.1:{port}"))
        .env("AWS_ALLOW_HTTP", "true");
    Process::start_by(command, folder)
}

#[test]
fn an_s3_server_that_comes_late_gets_everything() {
    let probe = Command::new(python())
        .args(["-c", "import moto.server"])
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        eprintln!(
            "not checked: there is no server of the S3 protocol here; `pip install 'moto[server]'`"
        );
        return;
    }
    let port = free_port();
    let folder = example();
    let start = || start_publishing(folder.path(), port);
    let process = start();
    assert_eq!(process.post(&reads("decoder", 0..50)).status, 200);
    let metric = |name| support::hosts::metric(&process, name);
    wait_for("a failure", || (metric("trouble") > 0.0).then_some(()));

    let _s3 = s3(port);
    let url = |path: &str| format!("http://127.0.0.1:{port}/races{path}");
    let made = ureq::put(url("")).send_empty();
    assert!(made.is_ok(), "{made:?}");
    let br = ("accept-encoding", "br");
    // The server looks at no signature, but wants to see one.
    let signed = "AWS4-HMAC-SHA256 Credential=key/20260405/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    let signed = ("authorization", signed);
    let ask = |path: &str| get(&url(&format!("/day{path}")), &[br, signed]);
    let event = wait_for("the head", || {
        let head = unpacked(&ask("/feed/v1/live.json"));
        let head = homestretch_feed::read::head(&head).ok()?.value;
        (head.epoch == process.head().epoch).then_some(head.event)
    });
    wait_for("everything", || (metric("waiting") < 1.0).then_some(()));
    for path in ["/feed/v1/live.json".to_owned(), format!("/feed/v1/{event}")] {
        let (here, there) = (get(&process.url(&path), &[br]), ask(&path));
        assert_eq!(there.bytes, here.bytes, "{path}");
        for name in ["content-type", "cache-control", "content-encoding"] {
            assert_eq!(there.header(name), here.header(name), "{path} {name}");
        }
    }
    assert!(metric("bytes_total") > 1000.0 && metric("trouble") < 1.0);
    // A new start finds what is there and sends no more than what has changed: the head.
    let files = metric("files_total");
    process.kill();
    let process = start();
    let metric = |name| support::hosts::metric(&process, name);
    wait_for("the new head", || {
        (metric("head_seconds") > 0.0).then_some(())
    });
    wait_for("nothing more", || (metric("waiting") == 0.0).then_some(()));
    assert!(
        metric("files_total") < files / 2.0,
        "{} of {files}",
        metric("files_total")
    );
}
