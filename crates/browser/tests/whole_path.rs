//! The whole path on one screen: a real server, the real app, a real browser; and a server that dies in between.

use std::collections::BTreeSet;

use homestretch_browser::{Done, Request, Server, Visitor, wait_for};
use serde_json::Value;

/// The part of the picture that holds the field, and nothing else.
const DOTS: &str = ".leaflet-runners-pane canvas";
const HEALTH: &str = ".health-mark";
const ROWS: &str = ".runner-rows";

/// Starts the demo in quick motion, well into the race, keeping what it knows in `folder`.
fn demo(folder: &tempfile::TempDir) -> Done<Server> {
    let store = folder.path().join("race.db");
    let store = store.to_string_lossy();
    Server::start(&[
        "demo", "--speed", "60", "--at", "10:05:00", "--store", &store,
    ])
}

/// The pixels of the dots, copied to a canvas of our own: reading the app's own would change how it is kept.
fn pixels() -> String {
    format!(
        "const canvas = document.querySelector('{DOTS}');
         if (!canvas) return [0, 0];
         const copy = new OffscreenCanvas(canvas.width, canvas.height);
         const ctx = copy.getContext('2d', {{willReadFrequently: true}});
         ctx.drawImage(canvas, 0, 0);
         const data = ctx.getImageData(0, 0, canvas.width, canvas.height).data;"
    )
}

/// A fingerprint of the dots, and how many pixels hold any.
async fn dots(visitor: &Visitor) -> Done<(i64, i64)> {
    let script = pixels()
        + "let print = 7, inked = 0;
           for (let i = 3; i < data.length; i += 4)
               if (data[i]) { inked++; print = (print * 31 + i + data[i]) | 0; }
           return [print, inked];";
    let seen = visitor.look(&script).await?;
    Ok((
        seen[0].as_i64().unwrap_or_default(),
        seen[1].as_i64().unwrap_or_default(),
    ))
}

async fn kind_of_health(visitor: &Visitor) -> Done<String> {
    let script = format!("return document.querySelector('{HEALTH}')?.dataset.kind ?? ''");
    Ok(visitor
        .look(&script)
        .await?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

async fn until_health_is(visitor: &Visitor, kind: &str, seconds: f64) -> Done {
    wait_for(
        &format!("the health mark says `{kind}`"),
        seconds,
        async || Ok((kind_of_health(visitor).await? == kind).then_some(())),
    )
    .await
}

/// Waits until the dots are elsewhere than they were. The map itself stands still meanwhile.
async fn until_dots_move(visitor: &Visitor) -> Done {
    let place = "return JSON.stringify(document.querySelector('.leaflet-map-pane').getBoundingClientRect())";
    wait_for("dots on the map", 20.0, async || {
        Ok((dots(visitor).await?.1 > 500).then_some(()))
    })
    .await?;
    let before = (visitor.look(place).await?, dots(visitor).await?);
    wait_for("dots that move", 20.0, async || {
        let now = dots(visitor).await?;
        Ok((now.1 > 500 && now.0 != before.1.0).then_some(()))
    })
    .await?;
    assert_eq!(
        visitor.look(place).await?,
        before.0,
        "the dots, not the map, were to move"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn dots_move_places_change_and_a_runner_has_a_page() -> Done {
    let folder = tempfile::tempdir()?;
    let server = demo(&folder)?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live", 30.0).await?;

    until_dots_move(&visitor).await?;
    let places = visitor
        .read_until(ROWS, 20.0, |text| text.lines().count() > 8)
        .await?;
    visitor
        .read_until(ROWS, 60.0, |text| !text.is_empty() && text != places)
        .await?;

    visitor.click(".runner-rows a").await?;
    let page = visitor
        .read_until(".now", 20.0, |text| !text.is_empty())
        .await?;
    assert!(!page.contains('{'), "a sentence is not filled: {page}");
    let splits = visitor.text("table.splits tbody").await?;
    assert!(splits.lines().count() > 3, "too few splits: {splits}");
    assert!(
        splits.contains("10 km") && splits.contains(':'),
        "no times: {splits}"
    );
    let address = visitor.driver().current_url().await?;
    assert!(address.path().starts_with("/runner/"), "{address}");

    // The same page by its address, as somebody would share it.
    visitor.open(address.as_str()).await?;
    visitor
        .read_until(".now", 20.0, |text| !text.is_empty())
        .await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dot_on_the_map_opens_its_runner() -> Done {
    let folder = tempfile::tempdir()?;
    let server = demo(&folder)?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live", 30.0).await?;
    until_dots_move(&visitor).await?;

    // The inked pixel furthest to the left belongs to a dot at the edge of the field.
    let script = pixels()
        + "const box = canvas.getBoundingClientRect(), ratio = box.width / canvas.width;
           for (let x = 0; x < canvas.width; x++) for (let y = 0; y < canvas.height; y++)
               if (data[(y * canvas.width + x) * 4 + 3] > 200)
                   return [box.x + (x + 2) * ratio, box.y + (y + 1) * ratio];
           return [];";
    let opened = wait_for(
        "a card or a choice of runners after a click on a dot",
        30.0,
        async || {
            let place = visitor.look(&script).await?;
            if let (Some(x), Some(y)) = (place[0].as_f64(), place[1].as_f64()) {
                visitor.click_at(x, y).await?;
            }
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            let card = visitor.text(".now").await?;
            let choice = visitor.text(".chooser").await?;
            Ok((!card.is_empty() || !choice.is_empty()).then_some((card, choice)))
        },
    )
    .await?;
    if opened.0.is_empty() {
        visitor.click(".chooser .found a").await?;
        visitor
            .read_until(".now", 10.0, |text| !text.is_empty())
            .await?;
    }
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_over_the_wire_is_small_and_immutable() -> Done {
    let folder = tempfile::tempdir()?;
    let server = demo(&folder)?;
    let visitor = Visitor::new("en").await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live", 30.0).await?;
    until_dots_move(&visitor).await?;
    let requests = visitor.requests().await?;

    let own = server.url("");
    let origins: BTreeSet<&str> = requests.iter().map(|r| r.origin.as_str()).collect();
    assert_eq!(
        origins,
        BTreeSet::from([own.as_str()]),
        "a request to somebody else"
    );
    let failed: Vec<&Request> = requests.iter().filter(|r| r.status >= 400).collect();
    assert!(failed.is_empty(), "{failed:?}");

    let (heads, files): (Vec<&Request>, Vec<&Request>) = requests
        .iter()
        .filter(|r| r.path.starts_with("/feed/v1/"))
        .partition(|r| r.path.ends_with("live.json"));
    assert!(
        !heads.is_empty() && heads.iter().all(|r| r.bytes < 2_500),
        "{heads:?}"
    );
    assert!(
        files.len() >= 3,
        "event, course and entrants at least: {files:?}"
    );
    for file in &files {
        let kept = file.cache_control.contains("immutable") || file.path.contains("entrants");
        assert!(kept && file.bytes < 60_000, "{file:?}");
    }
    let bytes: u64 = requests.iter().map(|r| r.bytes).sum();
    assert!(bytes < 500_000, "{bytes} bytes for a first visit");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn when_there_is_nothing_new_the_head_is_not_sent_again() -> Done {
    // An hour before the gun nothing happens.
    let server = Server::start(&["demo", "--speed", "20", "--at", "08:00:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "before", 30.0).await?;
    visitor
        .read_until(".before", 10.0, |text| text.contains("09:00"))
        .await?;
    let mut heads: Vec<Request> = Vec::new();
    wait_for("an answer `304 Not Modified`", 60.0, async || {
        let asked = visitor.requests().await?;
        heads.extend(asked.into_iter().filter(|r| r.path.ends_with("live.json")));
        Ok(heads.iter().any(|r| r.status == 304).then_some(()))
    })
    .await?;
    let unchanged = heads.iter().filter(|r| r.status == 304);
    assert!(unchanged.clone().all(|r| r.bytes <= 300), "{heads:?}");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_server_leaves_the_race_on_the_screen_and_a_living_one_is_found_again() -> Done {
    let folder = tempfile::tempdir()?;
    let mut server = demo(&folder)?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live", 30.0).await?;
    visitor
        .read_until(ROWS, 20.0, |text| text.lines().count() > 8)
        .await?;
    until_dots_move(&visitor).await?;
    assert_eq!(
        visitor.complaints().await?,
        Vec::<String>::new(),
        "before the trouble"
    );

    server.kill()?;
    until_health_is(&visitor, "stale", 60.0).await?;
    let line = visitor.text(".health-line").await?;
    assert!(line.contains("behind"), "the age is not said: {line:?}");
    assert!(
        visitor.text(ROWS).await?.lines().count() > 8,
        "the places are gone"
    );
    assert!(dots(&visitor).await?.1 > 500, "the dots are gone");

    server.restart()?;
    // One pause between two polls in trouble, and some breath for a busy machine.
    until_health_is(&visitor, "live", 12.0).await?;
    until_dots_move(&visitor).await?;
    assert_eq!(visitor.text(".health-line").await?, "");

    // That requests failed while there was no server is the browser's to say; everything else is ours.
    let complaints = visitor.complaints().await?;
    let ours: Vec<&String> = complaints
        .iter()
        .filter(|line| !line.contains("net::ERR_"))
        .collect();
    assert!(ours.is_empty(), "{ours:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_reads_her_own_language_and_both_zones() -> Done {
    let folder = tempfile::tempdir()?;
    let server = demo(&folder)?;
    let visitor = Visitor::new("ko,en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.in_zone("Europe/Bucharest").await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live", 30.0).await?;
    let pages = visitor
        .read_until("nav.pages", 10.0, |text| text.contains("지도"))
        .await?;
    assert!(pages.contains("순위"), "{pages}");
    assert_eq!(
        visitor.look("return document.documentElement.lang").await?,
        Value::from("ko")
    );
    let clock = visitor.text(".race-clock").await?;
    assert!(
        clock.contains("현지 시각") && clock.contains("사용자 시각"),
        "{clock}"
    );
    // Names of other languages' files are not asked for: only the chosen one is downloaded.
    let languages: Vec<String> = visitor
        .requests()
        .await?
        .into_iter()
        .map(|r| r.path)
        .filter(|path| path.starts_with("/words/"))
        .collect();
    assert!(
        languages.iter().all(|path| path.contains("ko")),
        "{languages:?}"
    );
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_once_chosen_travels_with_the_address() -> Done {
    let folder = tempfile::tempdir()?;
    let server = demo(&folder)?;
    let visitor = Visitor::new("ko,en").await?;
    visitor.open(&server.url("/?lang=ro")).await?;
    visitor
        .read_until("nav.pages", 20.0, |text| text.contains("Hartă"))
        .await?;
    visitor.click("nav.pages a[href^='/leaders']").await?;
    visitor.find(".contest-tabs").await?;
    let address =
        "return location.pathname + location.search + ' ' + document.documentElement.lang";
    assert_eq!(
        visitor.look(address).await?,
        Value::from("/leaders?lang=ro ro")
    );
    // The page without the app, in the same language, leads back to it.
    visitor.open(&server.url("/r/101?lang=ro")).await?;
    visitor.click("a.button").await?;
    visitor
        .read_until("nav.pages", 20.0, |text| text.contains("Hartă"))
        .await?;
    assert_eq!(
        visitor.look(address).await?,
        Value::from("/runner/101?lang=ro ro")
    );
    Ok(())
}
