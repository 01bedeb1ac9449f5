//! Bad links in a real browser: no network at the start, and the things that answer in a server's place. Each is said
//! plainly, takes nothing off the screen, and is recovered from alone.

mod stranger;

use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::json;
use stranger::{Answer, Stranger};

const ROWS: &str = ".runner-rows";

fn demo() -> Done<Server> {
    Server::start(&["demo", "--speed", "20", "--at", "10:05:00"])
}

async fn phone(server: &Server) -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live").await?;
    Ok(visitor)
}

async fn until_health_is(visitor: &Visitor, kind: &str) -> Done {
    let script =
        format!("return document.querySelector('.health-mark')?.dataset.kind === '{kind}'");
    wait_for(
        &format!("the health mark says `{kind}`"),
        40.0,
        async || Ok((visitor.look(&script).await? == true).then_some(())),
    )
    .await
}

/// The race, and the part of the app that comes later.
async fn until_kept(visitor: &Visitor) -> Done {
    let kept = "return Promise.all([caches.open('homestretch-race'), caches.keys()]).then(async ([race, names]) => {
             const app = await caches.open(names.find((name) => name.startsWith('homestretch-app-')));
             const later = (await app.keys()).some(({ url }) => url.includes('/later/more'));
             return later && !!(await race.match('/feed/v1/live.json')) && !!navigator.serviceWorker.controller;
         })";
    wait_for("race and app are kept on the device", 40.0, async || {
        Ok((visitor.look(kept).await? == true).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_visit_without_a_network_shows_the_last_race_and_its_age() -> Done {
    let mut server = demo()?;
    let visitor = phone(&server).await?;
    until_kept(&visitor).await?;
    let faults = visitor
        .driver()
        .cdp()
        .send_raw("Page.getInstallabilityErrors", json!({}))
        .await?;
    assert_eq!(
        faults["installabilityErrors"],
        json!([]),
        "the app can be installed"
    );

    server.kill()?;
    visitor.open(&server.url("/leaders")).await?;
    until_health_is(&visitor, "stale").await?;
    let places = visitor
        .read_until(ROWS, 20.0, |text| text.lines().count() > 8)
        .await?;
    assert!(!places.is_empty());
    visitor
        .read_until(".health-mark", 20.0, |text| text.contains("ago"))
        .await?;
    visitor
        .read_until(".health-line", 20.0, |text| text.contains("behind"))
        .await?;

    server.restart()?;
    until_health_is(&visitor, "live").await?;
    assert_eq!(visitor.text(".health-line").await?, "");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_answers_in_the_servers_place_is_told_and_outlived() -> Done {
    let mut server = demo()?;
    let visitor = phone(&server).await?;
    visitor
        .read_until(ROWS, 20.0, |text| text.lines().count() > 4)
        .await?;
    for (answer, said) in [
        (Answer::LogIn, "sign-in"),
        (Answer::Broken, "server is in trouble"),
        (Answer::CutShort, "behind"),
    ] {
        server.kill()?;
        let stranger = Stranger::start(server.port(), answer)?;
        until_health_is(&visitor, "stale").await?;
        let line = visitor
            .read_until(".health-line", 20.0, |text| !text.is_empty())
            .await?;
        assert!(line.contains(said), "{answer:?} is told so: {line}");
        assert!(
            visitor.text(ROWS).await?.lines().count() > 4,
            "the race stays"
        );
        assert!(stranger.asked() > 0, "the app goes on asking");
        drop(stranger);
        server.restart()?;
        until_health_is(&visitor, "live").await?;
        assert_eq!(visitor.text(".health-line").await?, "");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_behind_a_stranger_shows_the_last_race_its_age_and_what_is_wrong() -> Done {
    let mut server = demo()?;
    let visitor = phone(&server).await?;
    until_kept(&visitor).await?;
    for (answer, said) in [
        (Answer::LogIn, "sign-in"),
        (Answer::Broken, "server is in trouble"),
        (Answer::CutShort, "behind"),
    ] {
        server.kill()?;
        let stranger = Stranger::start(server.port(), answer)?;
        visitor.open(&server.url("/leaders")).await?;
        until_health_is(&visitor, "stale").await?;
        visitor
            .read_until(ROWS, 20.0, |text| text.lines().count() > 8)
            .await?;
        visitor
            .read_until(".health-mark", 20.0, |text| text.contains("ago"))
            .await?;
        let line = visitor.text(".health-line").await?;
        assert!(line.contains(said), "{answer:?} is told so: {line}");
        drop(stranger);
        server.restart()?;
        until_health_is(&visitor, "live").await?;
        assert_eq!(visitor.text(".health-line").await?, "");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_a_day_ahead_shows_the_races_own_time() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:05:00"])?;
    let visitor = Visitor::new("en").await?;
    let wrong = "const right = Date.now; Date.now = () => right() + 86400000;";
    let script = json!({"source": wrong});
    visitor
        .driver()
        .cdp()
        .send_raw("Page.addScriptToEvaluateOnNewDocument", script)
        .await?;
    visitor.open(&server.url("/")).await?;
    until_health_is(&visitor, "live").await?;
    // The gun was at 9:00, so the race has run an hour and some minutes, and no day.
    visitor
        .read_until(".race-clock-figures", 20.0, |text| text.starts_with("1:0"))
        .await?;
    assert_eq!(visitor.text(".health-line").await?, "");
    Ok(())
}
