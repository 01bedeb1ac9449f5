//! The big screen that nobody minds: it is quiet, it can be read from the last row, and whatever stops it begins anew by
//! itself, never with an empty page.

use std::fs;
use std::path::Path;
use std::time::Duration;

use homestretch_browser::release::copy;
use homestretch_browser::server::app;
use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::json;
use tokio::time::sleep;

/// How long somebody waits for what comes with the next answers, on a busy machine.
const SOON_S: f64 = 20.0;

fn race() -> Done<Server> {
    Server::start(&["demo", "--speed", "20", "--at", "11:00:00"])
}

async fn in_front_of(server: &Server, query: &str) -> Done<Visitor> {
    let visitor = Visitor::new("ko,en").await?;
    visitor.on_screen(1920, 1080, 1.0).await?;
    visitor
        .open(&server.url(&format!("/screen{query}")))
        .await?;
    visitor.find(".scene").await?;
    Ok(visitor)
}

/// A mark that the page loses when it is begun anew.
async fn mark(visitor: &Visitor) -> Done {
    visitor
        .look("window.marked = true; return 0")
        .await
        .map(drop)
}

async fn until_begun_anew(visitor: &Visitor, seconds: f64) -> Done {
    wait_for("the page is begun anew", seconds, async || {
        let anew = "return !window.marked && !!document.querySelector('.scene')";
        Ok((visitor.look(anew).await? == true).then_some(()))
    })
    .await
}

async fn stays(visitor: &Visitor, seconds: u64) -> Done {
    sleep(Duration::from_secs(seconds)).await;
    let same = "return !!window.marked && document.querySelector('.scene').innerText.trim() !== ''";
    assert_eq!(visitor.look(same).await?, true, "the picture has gone");
    Ok(())
}

/// Spoils the program's memory, so that the next beat traps.
async fn spoil(visitor: &Visitor) -> Done {
    let script = "window.marked = true;
        return import(document.querySelector('script[data-app]').dataset.app)
            .then((app) => app.default())
            .then((wasm) => { new Uint8Array(wasm.memory.buffer).fill(255); return 0; })";
    visitor.look(script).await.map(drop)
}

/// Has the watchdog believe that it has reloaded the page four times, so many minutes ago.
async fn as_if_reloaded(visitor: &Visitor, minutes: u32) -> Done {
    let script = format!(
        "sessionStorage.setItem('homestretch.screen.reloads',
             JSON.stringify(Array(4).fill(Date.now() - {minutes} * 60000))); return 0"
    );
    visitor.look(&script).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_traps_again_and_again_is_begun_anew_every_ten_minutes_only() -> Done {
    let server = race()?;
    let visitor = in_front_of(&server, "?lang=ko,en").await?;
    visitor.find(".scene .second").await?;
    as_if_reloaded(&visitor, 9).await?;
    spoil(&visitor).await?;
    // The last picture stays.
    stays(&visitor, 35).await?;
    as_if_reloaded(&visitor, 11).await?;
    until_begun_anew(&visitor, 30.0).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_traps_is_begun_anew() -> Done {
    let server = race()?;
    let visitor = in_front_of(&server, "?lang=ko,en&scale=90").await?;
    visitor.find(".scene .second").await?;
    // Nobody touches it: no pointer, nothing to scroll, nothing to select.
    let quiet = "const style = getComputedStyle(document.querySelector('.wall-box'));
        return style.cursor === 'none' && style.userSelect === 'none'
            && document.documentElement.scrollHeight <= innerHeight";
    assert_eq!(visitor.look(quiet).await?, true);
    // The smallest text can be read from the last row, even on a screen that is set up small.
    let smallest = "return Math.min(...Array.from(document.querySelectorAll('.wall *'))
        .filter((e) => e.childElementCount === 0 && e.innerText && e.offsetParent && !e.closest('.wall-map'))
        .map((e) => parseFloat(getComputedStyle(e).fontSize))) >= innerHeight / 45";
    assert_eq!(visitor.look(smallest).await?, true);

    // The watchdog reloads once the page is sure to come.
    spoil(&visitor).await?;
    // At once, or when the beat has been missing for a while.
    until_begun_anew(&visitor, 60.0).await?;
    let counted = "return JSON.parse(sessionStorage.getItem('homestretch.screen.reloads')).length";
    assert_eq!(visitor.look(counted).await?, 1, "each reload is counted");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_begins_without_its_server_and_a_machine_that_slept_goes_on() -> Done {
    let mut server = race()?;
    let visitor = in_front_of(&server, "?lang=ko,en").await?;
    wait_for("page and race are kept", 30.0, async || {
        let kept = "return Promise.all(['/screen/index.html', '/feed/v1/live.json']
            .map((path) => caches.match(path))).then((all) => all.every(Boolean))";
        Ok((visitor.look(kept).await? == true).then_some(()))
    })
    .await?;
    server.kill()?;
    visitor.open(&server.url("/screen?lang=ko,en")).await?;
    visitor.find(".scene").await?;
    visitor.until_supply_is("old", SOON_S).await?;
    // The last race is on it.
    visitor
        .read_until(".scene", SOON_S, |scene| scene.lines().count() > 3)
        .await?;
    server.restart()?;
    visitor.until_supply_is("live", SOON_S).await?;

    // Ten minutes of the race go by while the machine sleeps.
    mark(&visitor).await?;
    let asleep_at = visitor.minute_on_screen().await?;
    let state = |state: &str| json!({ "state": state });
    visitor
        .cdp("Page.setWebLifecycleState", state("frozen"))
        .await?;
    sleep(Duration::from_secs(31)).await;
    visitor
        .cdp("Page.setWebLifecycleState", state("active"))
        .await?;
    wait_for("the race's time after the sleep", SOON_S, async || {
        Ok((visitor.minute_on_screen().await? >= asleep_at + 10).then_some(()))
    })
    .await?;
    visitor.until_supply_is("live", SOON_S).await?;
    // The watchdog has looked since, and has not taken the sleep for a death.
    stays(&visitor, 6).await
}

/// A copy of the app in which the screen's program has another name, and so is another version.
fn another_version(folder: &Path) -> Done<(String, String)> {
    copy(&app()?, folder)?;
    let page = folder.join("screen/index.html");
    let html = fs::read_to_string(&page)?;
    let (_, rest) = html.split_once("data-wasm=").ok_or("no program")?;
    let name = rest.trim_start_matches('"');
    let name = name.split(['"', ' ', '>']).next().unwrap_or_default();
    let file = name.rsplit('/').next().ok_or("no file")?.to_owned();
    let other = file.replace("screen-", "screen-0");
    fs::write(page, html.replace(&file, &other))?;
    Ok((file, other))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_is_taken_between_two_scenes_once_all_of_it_is_there() -> Done {
    let mut server = race()?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1920, 1080, 1.0).await?;
    // The minute between two looks for a new version is a second here.
    let hasty = "const wait = window.setInterval;
        window.setInterval = (call, ms) => wait(call, ms === 60000 ? 1000 : ms)";
    visitor.before_each_page(hasty).await?;
    let query = "/screen?scenes=boards:5,field:5";
    visitor.open(&server.url(query)).await?;
    visitor.find(".scene").await?;
    mark(&visitor).await?;

    // The page of the new version is out, and its program is not there yet.
    let folder = tempfile::tempdir()?;
    let (file, other) = another_version(folder.path())?;
    server.deploy(folder.path())?;
    visitor.until_supply_is("live", SOON_S).await?;
    stays(&visitor, 12).await?;

    let screen = folder.path().join("screen");
    fs::copy(screen.join(&file), screen.join(&other))?;
    server.deploy(folder.path())?;
    until_begun_anew(&visitor, 30.0).await?;
    let taken = "return document.querySelector('script[data-wasm]').dataset.wasm";
    let taken = visitor.look(taken).await?;
    assert!(taken.as_str().is_some_and(|name| name.ends_with(&other)));
    // And once only.
    mark(&visitor).await?;
    stays(&visitor, 8).await
}
