//! Our server beside nginx on the same files: `beside_nginx BINARY NGINX [--json] [CASE…]`. Both run on one core, whoever asks
//! on another, and they take turns; a ratio is the median over the rounds. `cargo xtask bench serve` runs it.

#[path = "../support/mod.rs"]
mod support;

mod hosts;
mod load;

use std::path::Path;
use std::time::Duration;

use homestretch_feed::paths;
use hosts::{Nginx, cpu_s};
use load::{Asked, Count, Lines};
use support::{Fallible, Line, median};

const ROUNDS: usize = 5;
/// So many connections keep a server busy.
const LINES: usize = 64;
/// How long each measurement lasts, after a while of warming up.
const LASTING: Duration = Duration::from_millis(1_500);
const WARM: Duration = Duration::from_millis(300);
const PHONES: usize = 10_000;
const PHONES_ASK: Duration = Duration::from_secs(5);
const PHONES_LASTING: Duration = Duration::from_secs(30);

struct Host<'a> {
    address: &'a str,
    id: u32,
}

/// One measurement of one host.
struct Speed {
    per_s: f64,
    /// Microseconds of the server's processor a request.
    cpu_us: f64,
    /// How much of a processor the asking took.
    asking: f64,
}

fn main() -> Fallible {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let json = args.iter().any(|arg| arg == "--json");
    let [binary, nginx, ..] = &args[..] else {
        return Err("beside_nginx BINARY NGINX [--json] [CASE…]".into());
    };
    let folder = Path::new(binary).parent().ok_or("no folder")?;
    let folder = std::path::absolute(folder)?.join("bench-serve");
    let _ = std::fs::remove_dir_all(&folder);
    let published = folder.join("published");
    let (server, head) = hosts::ours(binary, &folder.join("race"), &published)?;
    let nginx = Nginx::start(nginx, &published, &folder.join("nginx"))?;
    let hosts = [
        Host {
            address: &server.address,
            id: server.id(),
        },
        Host {
            address: &nginx.address,
            id: nginx.id(),
        },
    ];
    let keyframe = head.keyframe.ok_or("no keyframe")?;
    let live = format!("/feed/v1/{}", paths::LIVE);
    let cases = [
        ("live", live.clone()),
        (
            "tick",
            format!("/feed/v1/{}", paths::tick(&head.epoch, head.tick)),
        ),
        (
            "keyframe",
            format!("/feed/v1/{}", paths::keyframe(&head.epoch, keyframe)),
        ),
        ("not-modified", live),
    ];
    let named = |name: &str| args[2..].iter().any(|arg| arg == name);
    let all = args[2..].iter().all(|arg| arg.starts_with("--"));
    for (case, path) in cases.into_iter().filter(|(case, _)| all || named(case)) {
        let bytes = same_bytes(&hosts, &path)?;
        if !json {
            println!("{case}: {bytes} bytes");
        }
        measure(&hosts, case, &path, json)?;
    }
    let phones_too = all || named("pollers");
    for (host, name) in hosts.iter().zip(["ours", "nginx"]).filter(|_| phones_too) {
        phones(host, name, json)?;
    }
    drop((server, nginx));
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Both answer with the same packed bytes; gives how many.
fn same_bytes(hosts: &[Host<'_>; 2], path: &str) -> Fallible<usize> {
    let mut bodies = Vec::new();
    for host in hosts {
        let answer =
            Line::to(host.address)?.say(&format!("GET {path}"), "Accept-Encoding: gzip\r\n", "")?;
        let packed = answer
            .head
            .to_ascii_lowercase()
            .contains("content-encoding: gzip");
        if answer.status != 200 || !packed {
            return Err(format!("{path}: {}", answer.head).into());
        }
        bodies.push(answer.body);
    }
    if bodies[0] == bodies[1] {
        Ok(bodies[0].len())
    } else {
        Err(format!("{path} is not the same from both").into())
    }
}

fn asked(host: &Host<'_>, case: &str, path: &str) -> Fallible<Asked> {
    let answer =
        Line::to(host.address)?.say(&format!("GET {path}"), "Accept-Encoding: gzip\r\n", "")?;
    let etag = answer.head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("etag")
            .then(|| value.trim().to_owned())
    });
    Ok(Asked {
        path: path.to_owned(),
        etag: etag.filter(|_| case == "not-modified"),
    })
}

fn measure(hosts: &[Host<'_>; 2], case: &str, path: &str, json: bool) -> Fallible {
    let mut speeds: [Vec<Speed>; 2] = [Vec::new(), Vec::new()];
    let mut p99s: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        // Whoever is first finds a cooler machine: they take turns at that as well.
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for which in order {
            speeds[which].push(speed(&hosts[which], case, path)?);
        }
        let half = speeds[1][round].per_s / 2.0;
        for which in order {
            let asked = asked(&hosts[which], case, path)?;
            let mut lines = Lines::open(hosts[which].address, LINES, Duration::ZERO, &asked)?;
            lines.at_rate(half, WARM)?;
            let count = well(lines.at_rate(half, LASTING)?, case)?;
            p99s[which].push(count.p99_ms());
        }
    }
    let of = |which: usize, what: fn(&Speed) -> f64| {
        speeds[which].iter().map(what).collect::<Vec<f64>>()
    };
    let say = |metric: &str, unit: &str, ours: &[f64], theirs: &[f64], is_rate: bool| {
        let ratios = ours.iter().zip(theirs);
        let ratio = median(
            ratios
                .map(|(o, t)| if is_rate { o / t } else { t / o })
                .collect(),
        );
        let (ours, theirs) = (median(ours.to_vec()), median(theirs.to_vec()));
        if json {
            println!(
                "{{\"bench\":\"serve\",\"case\":\"{case}\",\"metric\":\"{metric}\",\"unit\":\"{unit}\",\
                 \"ours\":{ours:.3},\"peer\":\"nginx\",\"theirs\":{theirs:.3},\"ratio\":{ratio:.3}}}"
            );
        } else {
            println!(
                "  {metric:<8} ours {ours:>10.3} {unit:<4} nginx {theirs:>10.3}   {ratio:.2} times as good"
            );
        }
    };
    say("rps", "1/s", &of(0, |s| s.per_s), &of(1, |s| s.per_s), true);
    say("p99_ms", "ms", &p99s[0], &p99s[1], false);
    say(
        "cpu_us",
        "us",
        &of(0, |s| s.cpu_us),
        &of(1, |s| s.cpu_us),
        false,
    );
    if !json {
        let asking = [0, 1].map(|which| median(of(which, |s| s.asking)));
        println!(
            "  the asking took {:.2} and {:.2} of its core",
            asking[0], asking[1]
        );
    }
    Ok(())
}

fn speed(host: &Host<'_>, case: &str, path: &str) -> Fallible<Speed> {
    let asked = asked(host, case, path)?;
    let mut lines = Lines::open(host.address, LINES, Duration::ZERO, &asked)?;
    lines.flat_out(WARM)?;
    let own = std::process::id();
    let before = (cpu_s(host.id), cpu_s(own));
    let count = well(lines.flat_out(LASTING)?, case)?;
    let cpu = (cpu_s(host.id) - before.0, cpu_s(own) - before.1);
    Ok(Speed {
        per_s: count.per_s(),
        cpu_us: cpu.0 * 1e6 / count.answers as f64,
        asking: cpu.1 / count.seconds,
    })
}

fn well(count: Count, case: &str) -> Fallible<Count> {
    if count.failures == 0 && count.open == 0 && count.answers > 0 {
        Ok(count)
    } else {
        Err(format!(
            "{case}: {} answers, {} failures, {} without an answer",
            count.answers, count.failures, count.open
        )
        .into())
    }
}

/// Ten thousand phones that ask for the head every five seconds.
fn phones(host: &Host<'_>, name: &str, json: bool) -> Fallible {
    let asked = asked(host, "not-modified", &format!("/feed/v1/{}", paths::LIVE))?;
    let mut lines = Lines::open(host.address, PHONES, PHONES_ASK, &asked)?;
    let before = cpu_s(host.id);
    let count = lines.as_phones(PHONES_ASK, PHONES_LASTING)?;
    let cpu = (cpu_s(host.id) - before) / count.seconds;
    let refused = count.failures + count.open;
    let (answers, p99) = (count.answers, count.p99_ms());
    if json {
        for (metric, unit, value) in [
            ("refused", "requests", refused as f64),
            ("p99_ms", "ms", p99),
            ("cpu", "cores", cpu),
        ] {
            println!(
                "{{\"bench\":\"serve\",\"case\":\"pollers-{name}\",\"metric\":\"{metric}\",\"unit\":\"{unit}\",\"ours\":{value:.3}}}"
            );
        }
    } else {
        println!(
            "{PHONES} pollers of {name}: {answers} answers in {PHONES_LASTING:?}, {refused} refused or late, p99 {p99:.1} ms, {cpu:.2} of a core"
        );
    }
    Ok(())
}
