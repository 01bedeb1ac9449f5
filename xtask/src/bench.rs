//! Owns `cargo xtask bench …`: measurements, as one JSON object a line with `--json`.

use crate::run::{cargo, command, find, run, say, target};
use crate::{Done, bench_estimate, build, setup, setup_browser};

const NAMES: &str = "  bench dots     CPU per frame of moving dots, ours beside Leaflet, glify and a sprite overlay (numbers choose the fields)
  bench map      the map in the real app: frames while 20,000 runners are dragged and zoomed, redraws while one is followed
  bench press    the press desk with 26,000 runners: first rows, sort, filter, scroll, any moment again (`--results FILE` for a real race)
  bench wall     the big screen at 4K without a GPU: frames a second, how idle the main thread is (words choose the scenes)
  bench estimate time of a forecast, a position and a frame, natively and in WebAssembly, beside constant pace
  bench feed     bytes of a passing, ours beside what others send, and of an hour of following (`hour` for that alone)
  bench bundle   bytes of a first visit by part, and seconds on slow 3G, against the budget
  bench serve    answers a second and their waits beside nginx on the same files, a core each, and 10,000 pollers
  bench ingest   reads a second that are durable before they are acknowledged, memory and start of a large race";

/// Measures what the first word names.
pub fn bench(words: &[String]) -> Done {
    let (name, rest) = words.split_first().map_or(("", words), |(n, r)| (n, r));
    match name {
        "dots" => dots(rest),
        "map" => map(rest),
        "press" => press(rest),
        "wall" => wall(rest),
        "estimate" => bench_estimate::estimate(rest.iter().any(|word| word == "--json")),
        "feed" => feed(rest),
        "bundle" => bundle(rest),
        "serve" => serve(rest),
        "ingest" => ingest(rest),
        _ => Err(format!("which measurement?\n\n{NAMES}")),
    }
}

fn dots(words: &[String]) -> Done {
    setup::for_build()?;
    let browser = setup_browser::for_tests()?;
    say("Measuring moving dots in a real browser (some minutes)");
    let mut bench = command("sh");
    bench.arg("crates/bench-dots/run").args(words);
    run(browser.tell(&mut bench))
}

/// The app must be built, for it is the real one that is looked at.
fn map(words: &[String]) -> Done {
    build::everything()?;
    let browser = setup_browser::for_tests()?;
    say("Measuring the map in the real app (some two minutes)");
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--package", "homestretch-browser"]);
    bench.args(["--bin", "bench_map", "--"]).args(words);
    run(browser.tell(&mut bench))
}

/// The press desk as it is shipped, with a big race that is over.
fn press(words: &[String]) -> Done {
    build::everything()?;
    let browser = setup_browser::for_tests()?;
    say("Measuring the press desk in a real browser (about a minute)");
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--package", "homestretch-browser"]);
    bench.args(["--bin", "bench_press", "--"]).args(words);
    run(browser.tell(&mut bench))
}

/// The wall as it is shipped.
fn wall(words: &[String]) -> Done {
    build::everything()?;
    let browser = setup_browser::for_tests()?;
    say("Measuring the big screen at 4K (some two minutes)");
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--package", "homestretch-browser"]);
    bench.args(["--bin", "bench_wall", "--"]).args(words);
    run(browser.tell(&mut bench))
}

fn feed(words: &[String]) -> Done {
    let example = |package: &str, name: &str| {
        let mut bench = cargo();
        bench.args(["run", "--quiet", "--release", "--package", package]);
        run(bench.args(["--example", name, "--"]).args(words))
    };
    // `hour` alone is quick; the rest packs at the highest quality.
    if !words.iter().any(|word| word == "hour") {
        example("homestretch-feed", "bytes")?;
    }
    example("homestretch-app", "following")
}

/// A first visit in a real browser: bytes on the wire by part, and seconds on slow 3G, each against what is allowed.
fn bundle(words: &[String]) -> Done {
    build::everything()?;
    let browser = setup_browser::for_tests()?;
    say("Measuring a first visit in a real browser");
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--package", "homestretch-browser"]);
    bench.args(["--bin", "first_load", "--"]).args(words);
    run(browser.tell(&mut bench))
}

/// Beside nginx: the servers on one core, and whoever asks on another.
fn serve(words: &[String]) -> Done {
    let Some(nginx) = setup_browser::nginx() else {
        return Err(
            "no nginx to measure beside.\n  By hand: sudo apt-get install nginx-light".to_owned(),
        );
    };
    if find("taskset").is_none() {
        return Err(
            "no taskset to give each its own core.\n  By hand: sudo apt-get install util-linux"
                .to_owned(),
        );
    }
    let release = ["--release", "--package", "homestretch-server"];
    run(cargo()
        .arg("build")
        .args(release)
        .args(["--bins", "--example", "beside_nginx"]))?;
    say("Measuring the server beside nginx (some four minutes; nothing else should run)");
    let program = target().join("release/examples/beside_nginx");
    let mut bench = command("taskset");
    bench
        .args(["-c", "1"])
        .arg(program)
        .arg(build::server_program())
        .arg(nginx);
    run(bench.args(words))
}

/// The binary itself on this machine's disk.
fn ingest(words: &[String]) -> Done {
    let release = ["--release", "--package", "homestretch-server"];
    run(cargo()
        .arg("build")
        .args(release)
        .args(["--bins", "--example", "ingest"]))?;
    say("Measuring reads on this machine's disk (about a minute)");
    let mut bench = command(&target().join("release/examples/ingest").to_string_lossy());
    run(bench.arg(build::server_program()).args(words))
}
