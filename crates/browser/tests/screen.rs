//! The big screen in a real browser, through a day on which everything goes wrong: nothing is ever blank, nothing false
//! is left standing, and it comes back alone.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use homestretch_browser::server::root;
use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::{Value, json};

/// A race of four runners over two mats and the finish, half an hour after its gun.
fn race(folder: &Path) -> Done<Server> {
    let example = root().join("examples/small-race");
    for name in ["course.json", "entrants.csv"] {
        std::fs::copy(example.join(name), folder.join(name))?;
    }
    let event = std::fs::read_to_string(example.join("event.json"))?;
    let mut event: Value = serde_json::from_str(&event)?;
    let mats = event["mats"].as_array_mut().ok_or("the example has mats")?;
    mats.push(json!({"key": "bridge"}));
    let points = event["contests"][0]["points"].as_array_mut();
    let points = points.ok_or("the example has points")?;
    points.insert(
        2,
        json!({"key": "bridge", "names": {"en": "Bridge"}, "at_m": 3500, "mat": "bridge"}),
    );
    std::fs::write(folder.join("event.json"), event.to_string())?;
    let folder = folder.to_str().ok_or("a folder with a plain name")?;
    Server::start(&["serve", folder, "--at", "09:40:00"])
}

/// The race office acts, as a program on the server's machine.
fn act(server: &Server, act: &Value) -> Done<Value> {
    post(server, "/api/v1/office/act", act)
}

fn post(server: &Server, path: &str, body: &Value) -> Done<Value> {
    ask(server, "POST", path, &body.to_string())
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
    Ok(serde_json::from_str(said).unwrap_or_default())
}

fn by_hand(server: &Server, bib: &str, point: &str, at: &str) -> Done<Value> {
    act(
        server,
        &json!({"act": "by_hand", "bib": bib, "point": point, "at": at}),
    )
}

/// A race in which nothing happens is asked for twice a minute, and answers that stay away are asked for again ever later.
const NOTICED_S: f64 = 150.0;

async fn until_supply_is(visitor: &Visitor, kind: &str, seconds: f64) -> Done {
    let script =
        format!("return document.querySelector('.foot-supply')?.dataset.kind === '{kind}'");
    let what = format!("the corner says `{kind}`");
    wait_for(&what, seconds, async || {
        // Whatever happens, there is a scene on the screen.
        assert_ne!(visitor.text(".scene").await?, "", "the screen is blank");
        Ok((visitor.look(&script).await? == true).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_day_on_which_everything_goes_wrong() -> Done {
    let folder = tempfile::tempdir()?;
    let mut server = race(folder.path())?;
    act(&server, &json!({"act": "phase", "phase": "live"}))?;
    for (bib, start, turn) in [("1", "09:00:00", "09:11:00"), ("3", "09:05:00", "09:17:00")] {
        by_hand(&server, bib, "start", start)?;
        by_hand(&server, bib, "turn", turn)?;
    }
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1920, 1080, 1.0).await?;
    visitor
        .open(&server.url("/screen?scenes=boards,field"))
        .await?;
    visitor.find(".scene-board .line").await?;
    let rows = visitor.text(".scene-board .lines").await?;
    assert!(
        rows.contains("Amber Heron") && rows.contains("Morning Brook"),
        "{rows}"
    );
    assert_eq!(
        visitor.text(".banner").await?,
        "",
        "what was there before is no news"
    );

    // The lead changes, and then it did not.
    by_hand(&server, "1", "bridge", "09:16:30")?;
    by_hand(&server, "3", "bridge", "09:21:00")?;
    let leads = |text: &str| text.contains("Morning Brook takes the lead");
    visitor.read_until(".banner", 40.0, leads).await?;
    act(
        &server,
        &json!({"act": "rule", "bib": "3", "ruling": "dsq"}),
    )?;
    let back = |text: &str| text.contains("Taken back: Morning Brook takes the lead");
    visitor.read_until(".banner", 40.0, back).await?;

    // The gun was fired half a minute earlier, and so the winner's time is another one.
    by_hand(&server, "1", "finish", "09:24:00")?;
    let wins = |text: &str| text.contains("Amber Heron wins in 0:24:00");
    visitor.read_until(".banner", 30.0, wins).await?;
    act(
        &server,
        &json!({"act": "gun", "contest": "five", "wave": "A", "at": "08:59:30"}),
    )?;
    let put_right = |text: &str| text.contains("Correction: Amber Heron wins in 0:24:30");
    visitor.read_until(".banner", 40.0, put_right).await?;
    visitor
        .read_until(".scene-board .lines", 60.0, |rows| rows.contains("0:24:30"))
        .await?;

    // The remote hides a name, and it stays hidden over all that follows.
    post(
        &server,
        "/api/v1/screen",
        &json!({"hidden": [{"bib": "1"}]}),
    )?;
    visitor
        .read_until(".scene-board .lines", 60.0, |rows| {
            rows.contains("Runner 1") && !rows.contains("Amber Heron")
        })
        .await?;

    // The server goes, and comes back.
    server.kill()?;
    until_supply_is(&visitor, "old", NOTICED_S).await?;
    server.restart()?;
    until_supply_is(&visitor, "live", NOTICED_S).await?;

    // The network goes, and comes back.
    visitor.offline(true).await?;
    until_supply_is(&visitor, "old", NOTICED_S).await?;
    visitor.offline(false).await?;
    until_supply_is(&visitor, "live", NOTICED_S).await?;
    let rows = visitor
        .read_until(".scene-board .lines", 60.0, |rows| rows.contains("0:24:30"))
        .await?;
    assert!(
        !rows.contains("0:24:00") && !rows.contains("Amber Heron"),
        "{rows}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_has_stopped_is_begun_anew_and_a_server_that_is_away_is_waited_for() -> Done
{
    let server = Server::start(&["demo", "--speed", "20", "--at", "11:00:00"])?;
    let visitor = Visitor::new("ko,en").await?;
    visitor.on_screen(1920, 1080, 1.0).await?;
    visitor.open(&server.url("/screen?lang=ko,en")).await?;
    visitor.find(".scene .second").await?;
    // Nobody touches it: no pointer, nothing to scroll, nothing to select.
    let quiet = "const style = getComputedStyle(document.querySelector('.wall-box'));
        return style.cursor === 'none' && style.userSelect === 'none'
            && document.documentElement.scrollHeight <= innerHeight";
    assert_eq!(visitor.look(quiet).await?, true);
    // The smallest text can be read from the last row.
    let smallest = "return Math.min(...Array.from(document.querySelectorAll('.wall *'))
        .filter((e) => e.childElementCount === 0 && e.innerText && e.offsetParent && !e.closest('.wall-map'))
        .map((e) => parseFloat(getComputedStyle(e).fontSize))) >= innerHeight / 45";
    assert_eq!(visitor.look(smallest).await?, true);
    // A trap in the program: the watchdog reloads once the page is sure to come.
    visitor
        .look("window.markedBefore = true; window.homestretchTrapped(); return 0")
        .await?;
    wait_for("the page is begun anew", 30.0, async || {
        let anew = "return !window.markedBefore && !!document.querySelector('.scene')";
        Ok((visitor.look(anew).await? == true).then_some(()))
    })
    .await
}
