//! The race again in a browser: any moment and its link, the keyboard, all waves together, ghosts, what was known then,
//! a copy without a server, and an audit.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use homestretch_browser::server::{program, root};
use homestretch_browser::{Done, Server, Taste, Visitor, wait_for};
use serde_json::{Value, json};

const CLOCK: &str = ".replay-clock";
const PLACES: &str = ".replay-places .runner-rows";
const STATE: &str = ".replay-state";

/// The demo, an hour before its last runners are home.
fn demo() -> Done<Server> {
    Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])
}

async fn at_the_page(url: &str) -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.open(url).await?;
    visitor.find(PLACES).await?;
    visitor.find(".leaflet-runners-pane canvas").await?;
    Ok(visitor)
}

async fn query(visitor: &Visitor) -> Done<String> {
    let query = visitor.look("return location.search").await?;
    Ok(query.as_str().unwrap_or_default().to_owned())
}

async fn until_clock(visitor: &Visitor, said: &str) -> Done {
    visitor
        .read_until(CLOCK, 20.0, |clock| clock.contains(said))
        .await
        .map(drop)
}

/// To so many seconds after the first gun, as a hand on the bar does it.
async fn scrub(visitor: &Visitor, seconds: u32) -> Done {
    let script = format!(
        "const at = document.querySelector('.replay-track input'); at.value = '{seconds}'; \
         at.dispatchEvent(new Event('input', {{bubbles: true}})); return 0"
    );
    visitor.look(&script).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn any_moment_is_seen_again_and_a_link_shows_it_to_somebody_else() -> Done {
    let server = demo()?;
    let visitor = at_the_page(&server.url("/replay/")).await?;
    // A race that goes on is shown as it goes on.
    visitor
        .read_until(STATE, 20.0, |said| said.contains("Live"))
        .await?;
    visitor
        .read_until(".replay .strip-numbers", 20.0, |said| {
            said.contains("finished")
        })
        .await?;
    scrub(&visitor, 1_800).await?;
    until_clock(&visitor, "0:30:00 since the start").await?;
    visitor
        .read_until(".replay .strip-numbers", 20.0, |said| {
            !said.contains("finished")
        })
        .await?;
    visitor
        .read_until(".replay-moments", 20.0, |said| !said.contains("first home"))
        .await?;
    let (shown, address) = (visitor.text(PLACES).await?, query(&visitor).await?);
    assert!(address.contains("at="), "{address}");
    let other = at_the_page(&server.url(&format!("/replay/{address}"))).await?;
    until_clock(&other, "0:30:00 since the start").await?;
    other.read_until(PLACES, 20.0, |said| said == shown).await?;
    // The moments lead to where they were.
    visitor.click("[data-do=next]").await?;
    visitor
        .read_until(CLOCK, 20.0, |clock| clock > "0:30:00")
        .await?;
    visitor.click("[data-do=live]").await?;
    visitor
        .read_until(STATE, 20.0, |said| said.contains("Live"))
        .await?;
    assert!(!query(&visitor).await?.contains("at="));
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_moves_it() -> Done {
    let server = demo()?;
    let visitor = at_the_page(&server.url("/replay/")).await?;
    scrub(&visitor, 1_800).await?;
    until_clock(&visitor, "0:30:00").await?;
    visitor.press("ArrowRight").await?;
    until_clock(&visitor, "0:30:10").await?;
    let shift = json!({"type": "keyDown", "key": "ArrowLeft", "code": "ArrowLeft", "modifiers": 8});
    visitor.cdp("Input.dispatchKeyEvent", shift).await?;
    until_clock(&visitor, "0:29:10").await?;
    visitor.press("PageDown").await?;
    visitor
        .read_until(CLOCK, 20.0, |clock| clock > "0:29:10")
        .await?;
    visitor.press("Home").await?;
    until_clock(&visitor, "0:00:00").await?;
    visitor.press(" ").await?;
    // At sixty times the race's speed a minute is over in a second.
    visitor
        .read_until(CLOCK, 20.0, |clock| clock > "0:01:00")
        .await?;
    visitor.press(" ").await?;
    let speed = "return document.querySelector('[data-do=speed]').value";
    let before = visitor.look(speed).await?;
    visitor.press("ArrowUp").await?;
    wait_for("a higher speed", 10.0, async || {
        Ok((visitor.look(speed).await? != before).then_some(()))
    })
    .await?;
    visitor.press("End").await?;
    visitor
        .read_until(STATE, 20.0, |said| said.contains("Live"))
        .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn all_waves_start_together_and_that_is_said() -> Done {
    let server = demo()?;
    let visitor = at_the_page(&server.url("/replay/?contest=half")).await?;
    // Two waves two minutes apart: a minute after the first gun of the race half of them wait.
    let numbers = ".replay .strip-numbers";
    scrub(&visitor, 390).await?;
    until_clock(&visitor, "0:06:30").await?;
    let on_course = async || -> Done<u32> {
        let said = visitor
            .read_until(numbers, 20.0, |said| said.contains("on the course"))
            .await?;
        let first = said.split_whitespace().next().unwrap_or_default();
        Ok(first.parse().unwrap_or_default())
    };
    let apart = on_course().await?;
    visitor.click("[data-do=together]").await?;
    visitor
        .read_until(STATE, 20.0, |said| {
            said.contains("all waves start together")
        })
        .await?;
    wait_for("everybody on the course", 20.0, async || {
        Ok((on_course().await? > apart).then_some(()))
    })
    .await?;
    assert!(query(&visitor).await?.contains("waves=together"));
    // There is no time of day that would be true for everybody.
    assert!(!visitor.text(CLOCK).await?.contains("09:"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ghost_runs_beside_a_runner() -> Done {
    let server = demo()?;
    let visitor = at_the_page(&server.url("/replay/")).await?;
    scrub(&visitor, 5_400).await?;
    until_clock(&visitor, "1:30:00").await?;
    visitor.click(".replay-places a.runner-row").await?;
    visitor.click("[data-do=record]").await?;
    let said = visitor
        .read_until(".replay-duel-said", 20.0, |said| {
            said.contains("record pace")
        })
        .await?;
    assert!(said.contains("ahead") || said.contains("behind"), "{said}");
    let address = query(&visitor).await?;
    assert!(address.contains("beside=record"), "{address}");
    visitor.find(".leaflet-ghosts-pane canvas").await?;
    for canvas in [
        ".leaflet-ghosts-pane canvas",
        ".strip-host canvas:nth-of-type(3)",
    ] {
        wait_for("a ghost on map and strip", 20.0, async || {
            let drawn = format!(
                "const all = document.querySelectorAll('{canvas}');
                 return [...all].some(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(b => b > 0))"
            );
            Ok((visitor.look(&drawn).await? == true).then_some(()))
        })
        .await?;
    }
    // Another runner as the ghost; both by bib or name, and nobody by nonsense.
    let fill = |name: &str, text: &str| {
        format!(
            "const field = document.querySelector('input[name={name}]'); field.value = '{text}'; \
             field.dispatchEvent(new Event('change', {{bubbles: true}})); return 0"
        )
    };
    visitor.look(&fill("runner", "102")).await?;
    visitor.look(&fill("against", "104")).await?;
    visitor
        .read_until(".replay-duel-said", 20.0, |said| {
            !said.contains("record pace")
        })
        .await?;
    let address = query(&visitor).await?;
    assert!(
        address.contains("runner=102") && address.contains("beside=bib-104"),
        "{address}"
    );
    visitor.look(&fill("against", "zzzz")).await?;
    visitor
        .read_until(".replay-beside", 20.0, |said| {
            said.contains("Nobody on the start list")
        })
        .await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

fn ask(server: &Server, method: &str, path: &str, body: &str) -> Done<Value> {
    let mut line = TcpStream::connect(("127.0.0.1", server.port()))?;
    write!(
        line,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    line.read_to_string(&mut answer)?;
    let (head, said) = answer.split_once("\r\n\r\n").ok_or("an answer")?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(format!("{path} {body}: {answer}").into());
    }
    Ok(serde_json::from_str(said)?)
}

fn act(server: &Server, act: &Value) -> Done {
    ask(server, "POST", "/api/v1/office/act", &act.to_string()).map(drop)
}

/// The small race, twenty minutes before the hour: one of each wave has come by the turn.
fn small_race(folder: &Path) -> Done<Server> {
    for name in ["course.json", "entrants.csv", "event.json"] {
        fs::copy(
            root().join("examples/small-race").join(name),
            folder.join(name),
        )?;
    }
    let folder = folder.to_str().ok_or("a folder with a plain name")?;
    let server = Server::start(&["serve", folder, "--at", "09:40:00"])?;
    act(&server, &json!({"act": "phase", "phase": "live"}))?;
    for (bib, point, at) in [
        ("1", "start", "09:00:00"),
        ("1", "turn", "09:11:00"),
        ("3", "start", "09:05:00"),
        ("3", "turn", "09:17:00"),
    ] {
        act(
            &server,
            &json!({"act": "by_hand", "bib": bib, "point": point, "at": at}),
        )?;
    }
    Ok(server)
}

/// The tick by which the standing has so many times, once it is published.
async fn tick_with(server: &Server, time: &str) -> Done<u64> {
    wait_for("the standing with its times", 30.0, async || {
        let standing = ask(server, "GET", "/api/v1/contests/five/standings", "")?;
        let there = standing["rows"][0]["time"].as_str() == Some(time);
        Ok(there
            .then(|| standing["as_of"]["known_tick"].as_u64())
            .flatten())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quoted_screen_is_shown_again_as_it_was_before_the_correction() -> Done {
    let folder = tempfile::tempdir()?;
    let server = small_race(folder.path())?;
    let known = tick_with(&server, "0:11:00.0").await?;
    act(
        &server,
        &json!({"act": "gun", "contest": "five", "wave": "A", "at": "08:59:30"}),
    )?;
    tick_with(&server, "0:11:30.0").await?;
    let at = "at=2027-05-09T07:20:00Z";
    let quoted = at_the_page(&server.url(&format!("/replay/?{at}&known={known}"))).await?;
    quoted
        .read_until(PLACES, 30.0, |said| said.contains("0:11:00"))
        .await?;
    quoted
        .read_until(STATE, 20.0, |said| said.contains("As known at"))
        .await?;
    let now = at_the_page(&server.url(&format!("/replay/?{at}"))).await?;
    now.read_until(PLACES, 30.0, |said| said.contains("0:11:30"))
        .await?;
    // The link stays what it was.
    assert!(query(&quoted).await?.contains(&format!("known={known}")));
    Ok(())
}

/// A web server that knows nothing but files; it ends with the test.
struct Static(Child);

impl Static {
    fn serve(folder: &Path) -> Done<(Self, String)> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new("python3")
            .args([
                "-m",
                "http.server",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
            ])
            .arg("--directory")
            .arg(folder)
            .stderr(std::process::Stdio::null())
            .spawn()?;
        Ok((Self(child), format!("http://127.0.0.1:{port}")))
    }
}

impl Drop for Static {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_on_a_stick_needs_no_server_of_ours() -> Done {
    let (folder, copy) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let server = small_race(folder.path())?;
    tick_with(&server, "0:11:00.0").await?;
    let to = copy.path().join("stick");
    let app = std::env::var_os("HOMESTRETCH_APP").map_or_else(|| root().join("dist"), Into::into);
    let written = Command::new(program()?)
        .arg("export")
        .arg(folder.path())
        .arg(&to)
        .arg("--app")
        .arg(app)
        .output()?;
    assert!(
        written.status.success(),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    drop(server);
    let (_files, address) = Static::serve(&to)?;
    wait_for("the static server", 10.0, async || {
        Ok(TcpStream::connect(address.trim_start_matches("http://")).ok())
    })
    .await?;
    let visitor = at_the_page(&format!("{address}/replay/?at=2027-05-09T07:12:00Z")).await?;
    visitor
        .read_until(PLACES, 30.0, |said| said.contains("0:11:00"))
        .await?;
    scrub(&visitor, 300).await?;
    until_clock(&visitor, "0:05:00").await?;
    visitor
        .read_until(PLACES, 20.0, |said| !said.contains("0:11:00"))
        .await?;
    // What was known when is in the copy as well.
    visitor.click("[data-do=then]").await?;
    visitor
        .read_until(STATE, 30.0, |said| said.contains("As it stood then"))
        .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_finds_nothing_in_either_theme() -> Done {
    let server = demo()?;
    let path = "/replay/?runner=102&beside=record";
    let visitor = at_the_page(&server.url(path)).await?;
    scrub(&visitor, 5_400).await?;
    let mut all = Vec::new();
    for (dark, (width, height)) in [
        (false, (1440, 900)),
        (true, (1440, 900)),
        (false, (390, 844)),
    ] {
        let taste = Taste {
            dark,
            still: true,
            ..Taste::default()
        };
        visitor.with_taste(taste).await?;
        visitor.on_screen(width, height, 1.0).await?;
        visitor.find(".replay-duel-said").await?;
        // Rows on their way to another place cover one another.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let found = visitor.audit().await?;
        all.extend(
            found
                .into_iter()
                .map(|line| format!("dark {dark}, {width} px: {line}")),
        );
    }
    assert_eq!(all, Vec::<String>::new());
    Ok(())
}
