//! A server with a certificate of its own authority, made and shown as docs/SCREEN.md says: who trusts that authority
//! gets all there is, nobody else does, and nobody can hold it up.

mod support;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use homestretch_race::time::Span;
use homestretch_server::files::{Body, Cache, Edit, Kind};
use homestretch_server::http::serve::Limits;
use homestretch_server::http::tls::Secure;
use homestretch_server::{certificate, wall};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use support::process::{binary, example};
use support::served::{Served, answer, serve};
use support::small_race;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// Makes the papers by command.
fn made(names: &[&str], into: &Path) -> Output {
    let mut command = Command::new(binary());
    let command = command
        .arg("certificate")
        .args(names)
        .arg("--into")
        .arg(into);
    command.output().expect("the binary runs")
}

/// A server with these papers.
fn secure(papers: &Path, limits: Limits) -> Served {
    let listen = "127.0.0.1:0".parse().expect("an address");
    let (certificate, key) = (papers.join("certificate.pem"), papers.join("key.pem"));
    let secure = Secure::new(listen, &certificate, &key, wall::now()).expect("good papers");
    let served = serve(&small_race(), |options| {
        options.secure = Some(secure);
        options.limits = limits;
    });
    served.running.publish();
    served
}

/// Where it serves with its certificate.
fn url(served: &Served, path: &str) -> String {
    let address = served.running.secure.expect("an address");
    format!("https://{address}{path}")
}

/// A client that trusts this authority and no other.
fn trusting(authority: &Path) -> ureq::Agent {
    let pem = std::fs::read(authority).expect("an authority");
    let root = Certificate::from_pem(&pem).expect("a certificate");
    let roots = RootCerts::new_with_certs(&[root]);
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .tls_config(TlsConfig::builder().root_certs(roots).build());
    config.build().into()
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let papers = folder.path().join("certificate");
    (folder, papers)
}

#[test]
fn who_trusts_the_authority_gets_everything_and_nobody_else_does() {
    let (_folder, papers) = folder();
    let said = made(&["192.168.1.10", "laptop.local"], &papers);
    assert!(said.status.success(), "{said:?}");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(
        said.contains("laptop.local, localhost, 127.0.0.1"),
        "{said}"
    );
    let served = secure(&papers, Limits::USUAL);
    let agent = trusting(&papers.join("authority.pem"));
    let get = |url: &str| answer(agent.get(url).call().expect("an answer"));

    let page = get(&url(&served, "/"));
    assert_eq!((page.status, page.text().contains("app")), (200, true));
    // The short way of the feed's files, with all that the plain address has.
    let head = get(&url(&served, "/feed/v1/live.json"));
    let plain = served.get("/feed/v1/live.json");
    assert_eq!((head.status, &head.bytes), (200, &plain.bytes));
    let known = agent.get(url(&served, "/feed/v1/live.json"));
    let known = known.header("if-none-match", head.header("etag")).call();
    assert_eq!(answer(known.expect("an answer")).status, 304);
    let by_name = url(&served, "/").replace("127.0.0.1", "localhost");
    assert_eq!(get(&by_name).status, 200);

    // Another authority of the same name, and the ones that browsers come with.
    let (_other, others) = folder();
    assert!(made(&["192.168.1.10"], &others).status.success());
    let stranger = trusting(&others.join("authority.pem"));
    for refused in [&stranger, &ureq::agent()] {
        let error = refused.get(url(&served, "/")).call().map(drop);
        let error = error.expect_err("no trust").to_string();
        assert!(error.contains("certificate"), "{error}");
    }
    served.stop();
}

#[test]
fn who_asks_plainly_is_shown_the_way_and_noise_is_let_go() {
    let (_folder, papers) = folder();
    assert!(made(&["laptop.local"], &papers).status.success());
    let served = secure(&papers, Limits::USUAL);
    let agent = trusting(&papers.join("authority.pem"));
    let there = url(&served, "/screen?lang=ko,en");
    let plain = there.replace("https://", "http://");
    let sent_on = answer(agent.get(&plain).call().expect("an answer"));
    assert_eq!((sent_on.status, sent_on.header("location")), (307, &*there));
    assert_eq!(sent_on.header("connection"), "close");
    // A token that was sent for all to read is not taken.
    let posted = agent.post(&plain).header("authorization", "Bearer secret");
    let posted = answer(posted.send("{}").expect("an answer"));
    assert_eq!((posted.status, posted.header("location")), (400, ""));
    assert!(posted.text().contains(&there), "{}", posted.text());

    let address = served.running.secure.expect("an address");
    for noise in [
        &b"\x16\x03\x01\x00\x05noise of a port scan"[..],
        b"\x00\xff",
    ] {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(noise).expect("written");
        stream.shutdown(std::net::Shutdown::Write).expect("shut");
        let mut rest = Vec::new();
        // It ends, by a word or without one.
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.len() < 200, "{rest:?}");
    }
    // The others are served as before.
    let page = agent.get(url(&served, "/")).call().expect("an answer");
    assert_eq!(page.status(), 200);
    served.stop();
}

#[test]
fn neither_silence_nor_a_client_that_takes_nothing_holds_it_up() {
    let (_folder, papers) = folder();
    assert!(made(&["laptop.local"], &papers).status.success());
    let limits = Limits {
        connections: 1,
        head: Duration::from_millis(400),
        taking: Duration::from_millis(400),
        ..Limits::USUAL
    };
    let served = secure(&papers, limits);
    let agent = trusting(&papers.join("authority.pem"));
    let address = served.running.secure.expect("an address");
    // The only place is taken, until its time is up.
    let waits_and_gets = || {
        let began = Instant::now();
        let got = agent.get(url(&served, "/")).header("connection", "close");
        let status = got.call().expect("an answer").status();
        assert!(began.elapsed() >= Duration::from_millis(200));
        assert_eq!(status, 200);
    };
    // By somebody who says nothing.
    let _silent = TcpStream::connect(address).expect("a connection");
    waits_and_gets();
    // And by somebody who asks for much by TLS, and takes nothing.
    let mut edit = Edit::default();
    let long = vec![b' '; 64 << 20];
    edit.put(
        "/long.txt",
        Body::plain(long, Kind::Text, Cache::Revalidate),
    );
    served.running.files.change(edit);
    let greedy = greedy(&papers.join("authority.pem"), address);
    waits_and_gets();
    drop(greedy);

    // Nor does silence hold up the end.
    let patient = secure(&papers, Limits::USUAL);
    let address = patient.running.secure.expect("an address");
    let _silent = TcpStream::connect(address).expect("a connection");
    std::thread::sleep(Duration::from_millis(100));
    let since = Instant::now();
    patient.stop();
    assert!(since.elapsed() < Limits::USUAL.head / 2);
}

/// A connection on which more was asked for than the system's buffers hold, and nothing is taken.
fn greedy(authority: &Path, address: SocketAddr) -> TcpStream {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_file(authority).expect("a root");
    roots.add(root).expect("a root");
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "127.0.0.1".try_into().expect("a name");
    let mut session = ClientConnection::new(Arc::new(config), name).expect("a session");
    let mut stream = TcpStream::connect(address).expect("a connection");
    session.complete_io(&mut stream).expect("a greeting");
    let ask = b"GET /long.txt HTTP/1.1\r\nhost: x\r\n\r\n";
    session.writer().write_all(ask).expect("asked");
    while session.wants_write() {
        session.write_tls(&mut stream).expect("sent");
    }
    stream
}

#[cfg(unix)]
#[test]
fn the_key_is_its_owners_alone_and_nothing_is_written_over() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, papers) = folder();
    assert!(made(&["laptop.local"], &papers).status.success());
    let text = |name: &str| std::fs::read_to_string(papers.join(name)).expect(name);
    let mode = std::fs::metadata(papers.join("key.pem")).expect("a key");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    assert!(text("key.pem").contains("PRIVATE KEY"));
    for open in ["authority.pem", "certificate.pem"] {
        assert!(!text(open).contains("PRIVATE KEY"), "{open}");
    }
    let key = text("key.pem");
    std::fs::remove_file(papers.join("authority.pem")).expect("removed");
    let again = made(&["laptop.local"], &papers);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!again.status.success() && said.contains("--into"), "{said}");
    assert_eq!(text("key.pem"), key);
    assert!(!papers.join("authority.pem").exists(), "all or none");
    let wrong = made(&["no name\u{7f}é"], &papers.join("other"));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("192.168.1.10"), "{said}");
}

#[test]
fn papers_that_are_not_good_are_named_with_the_remedy() {
    let (folder, papers) = folder();
    let of = |name: &str, now| {
        let made = certificate::make(&["laptop.local".to_owned()], now).expect("papers");
        let put = |what: &str, text: &str| {
            let path = folder.path().join(format!("{name}-{what}.pem"));
            std::fs::write(&path, text).expect("written");
            path
        };
        [put("certificate", &made.certificate), put("key", &made.key)]
    };
    let days = |days: i64| Span(days * 24 * 3_600_000);
    let now = wall::now();
    let [good, key] = of("good", now);
    let [old, old_key] = of("old", now - days(400));
    let [early, early_key] = of("early", now + days(30));
    let listen = "127.0.0.1:0".parse().expect("an address");
    let fault = |certificate: &Path, key: &Path| {
        let secure = Secure::new(listen, certificate, key, now).map(drop);
        let said = secure.expect_err("a fault").to_string();
        assert!(said.contains("homestretch certificate"), "{said}");
        said
    };
    assert!(Secure::new(listen, &good, &key, now).is_ok());
    assert!(fault(&good, &old_key).contains("do not go together"));
    assert!(fault(&key, &good).contains("good-key.pem"));
    assert!(fault(&good, &good).contains("no key"));
    assert!(fault(&papers, &key).contains(&*papers.to_string_lossy()));
    assert!(fault(&old, &old_key).contains("past its time"));
    assert!(fault(&early, &early_key).contains("not good yet"));

    // The command says the same, and needs all three.
    let race = example();
    let run = |papers: &[&str]| {
        let mut command = Command::new(binary());
        let command = command.arg("serve").arg(race.path());
        let command = command.args(["--listen", "127.0.0.1:0", "--secure", "127.0.0.1:0"]);
        let output = command.args(papers).output().expect("the binary runs");
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = run(&["--certificate", "/nowhere/c.pem", "--key", "/nowhere/k.pem"]);
    assert!(said.contains("/nowhere/c.pem"), "{said}");
    let said = run(&["--certificate", "/nowhere/c.pem"]);
    assert!(said.contains("--key"), "{said}");
    let mirror = Command::new(binary())
        .args(["serve", "--mirror", "http://127.0.0.1:9"])
        .args([
            "--secure",
            "127.0.0.1:0",
            "--certificate",
            "c",
            "--key",
            "k",
        ])
        .output()
        .expect("the binary runs");
    let said = String::from_utf8_lossy(&mirror.stderr).into_owned();
    assert!(
        !mirror.status.success() && said.contains("--secure"),
        "{said}"
    );
}
