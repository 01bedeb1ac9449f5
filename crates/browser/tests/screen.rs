//! The big screen in a real browser, through a day on which everything goes wrong, and led from a phone: nothing is ever
//! blank, nothing false is left standing, and it comes back alone.

use homestretch_browser::line::Line;
use homestretch_browser::office::{Office, TOKEN};
use homestretch_browser::screen::small_race;
use homestretch_browser::{Done, Visitor, wait_for};
use serde_json::json;

/// How long somebody waits for what comes with the next answers, on a busy machine.
const SOON_S: f64 = 20.0;

/// Two are out, the first in front of the third, both short of the bridge.
fn at_the_turn() -> Done<Office> {
    let office = small_race()?;
    for (bib, start, turn) in [("1", "09:00:00", "09:11:00"), ("3", "09:05:00", "09:17:00")] {
        office.by_hand(bib, "start", start)?;
        office.by_hand(bib, "turn", turn)?;
    }
    Ok(office)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_day_on_which_everything_goes_wrong() -> Done {
    let mut office = at_the_turn()?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1920, 1080, 1.0).await?;
    let line = Line::to(&office.server)?;
    visitor
        .open(&line.url("/screen?scenes=boards,field:5"))
        .await?;
    visitor.find(".scene-board .line").await?;
    visitor.watch_screen().await?;
    let rows = visitor.text(".scene-board .lines").await?;
    assert!(
        rows.contains("Amber Heron") && rows.contains("Morning Brook"),
        "{rows}"
    );

    // The lead changes, and somebody wins.
    office.by_hand("1", "bridge", "09:16:30")?;
    office.by_hand("3", "bridge", "09:21:00")?;
    let said = visitor
        .until_said("Morning Brook takes the lead", SOON_S)
        .await?;
    assert_eq!(said.len(), 1, "what was there before is no news: {said:?}");
    office.by_hand("1", "finish", "09:24:00")?;
    visitor
        .until_said("Amber Heron wins in 0:24:00", 30.0)
        .await?;

    // The network is cut for ten minutes of the race. Meanwhile the lead is taken back, and the gun was fired half a
    // minute earlier, so that the winner's time is another one.
    line.cut(true);
    let cut_at = visitor.minute_on_screen().await?;
    let ruling = json!({"act": "rule", "bib": "3", "ruling": "dsq"});
    office.act(&ruling)?;
    let gun = json!({"act": "gun", "contest": "five", "wave": "A", "at": "08:59:30"});
    office.act(&gun)?;
    visitor.until_supply_is("old", SOON_S).await?;
    wait_for("ten minutes without a network", 60.0, async || {
        let now = visitor.minute_on_screen().await?;
        Ok((now >= cut_at + 11).then_some(()))
    })
    .await?;
    let corner = visitor.text(".foot-supply").await?;
    assert!(corner.contains("seconds old"), "{corner}");
    let rows = visitor
        .read_until(".scene-board .lines", SOON_S, |rows| !rows.is_empty())
        .await?;
    assert!(rows.contains("0:24:00"), "the last good race: {rows}");
    line.cut(false);
    let answers = visitor.answers_to_recover(SOON_S).await?;
    assert!(answers <= 1, "by the first poll, and not the {answers}th");
    visitor
        .until_said("Taken back: Morning Brook takes the lead", 30.0)
        .await?;
    visitor
        .until_said("Correction: Amber Heron wins in 0:24:30", 30.0)
        .await?;
    let right = |rows: &str| rows.contains("0:24:30") && !rows.contains("0:24:00");
    visitor
        .read_until(".scene-board .lines", SOON_S, right)
        .await?;

    // A name is hidden, and stays hidden over all that follows.
    office.tell_screens(&json!({"hidden": [{"bib": "1"}]}))?;
    let hidden = |rows: &str| rows.contains("Runner 1") && !rows.contains("Amber Heron");
    visitor
        .read_until(".scene-board .lines", SOON_S, hidden)
        .await?;

    // The server goes, and comes back.
    office.server.kill()?;
    visitor.until_supply_is("old", SOON_S).await?;
    office.server.restart()?;
    let answers = visitor.answers_to_recover(SOON_S).await?;
    assert!(answers <= 1, "by the first poll, and not the {answers}th");
    visitor
        .read_until(".scene-board .lines", SOON_S, |rows| {
            hidden(rows) && right(rows)
        })
        .await?;
    assert_eq!(visitor.blanks().await?, 0, "the screen was blank");
    Ok(())
}

async fn press(phone: &Visitor, button: &str) -> Done {
    // A phone scrolls to what it presses.
    phone
        .look(&format!(
            "document.querySelector('{button}').scrollIntoView({{block: 'center'}})"
        ))
        .await?;
    phone.click(button).await
}

async fn until_scene_is(screen: &Visitor, kind: &str) -> Done {
    wait_for(&format!("the scene {kind}"), SOON_S, async || {
        let on = screen
            .look("return document.documentElement.dataset.scene")
            .await?;
        Ok((on == kind).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_in_the_race_office_leads_the_screen() -> Done {
    let office = at_the_turn()?;
    let homes = [("1", "09:24:00"), ("2", "09:25:00"), ("3", "09:31:00")];
    for (bib, at) in homes {
        office.by_hand(bib, "finish", at)?;
    }
    let screen = Visitor::new("en").await?;
    screen.on_screen(1920, 1080, 1.0).await?;
    screen
        .open(&office.server.url("/screen?scenes=boards:600,podium:600"))
        .await?;
    screen.find(".scene-board .line").await?;
    screen.watch_screen().await?;

    // From the office to the remote, which has her token already.
    let phone = Visitor::new("en").await?;
    phone.on_screen(390, 844, 2.0).await?;
    phone.come_into_office(&office.server, "").await?;
    press(&phone, "a[href=\"/screen/remote\"]").await?;
    phone.find("#remote-next").await?;
    let token = phone.look("return document.querySelector('input[type=password]').value");
    assert_eq!(token.await?, TOKEN);
    assert_eq!(phone.audit().await?, Vec::<String>::new());

    press(&phone, "#remote-next").await?;
    until_scene_is(&screen, "podium").await?;
    press(&phone, "#remote-next").await?;
    until_scene_is(&screen, "boards").await?;

    // Frozen, the whole picture stands still.
    press(&phone, "#remote-freeze").await?;
    phone.find("#remote-freeze[aria-pressed=true]").await?;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let frozen = screen.minute_on_screen().await?;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    assert_eq!(screen.minute_on_screen().await?, frozen);
    press(&phone, "#remote-release").await?;
    wait_for("the clock goes on", SOON_S, async || {
        Ok((screen.minute_on_screen().await? > frozen).then_some(()))
    })
    .await?;

    phone
        .find("#remote-hide input")
        .await?
        .send_keys("2")
        .await?;
    press(&phone, "#remote-hide .row button").await?;
    let hidden = |rows: &str| rows.contains("Runner 2") && !rows.contains("Silver Birch");
    screen
        .read_until(".scene-board .lines", SOON_S, hidden)
        .await?;
    press(&phone, "#remote-hide li button").await?;
    let shown = |rows: &str| rows.contains("Silver Birch");
    screen
        .read_until(".scene-board .lines", SOON_S, shown)
        .await?;

    let words = "Please leave by gate 3";
    phone
        .find("#remote-announce input")
        .await?
        .send_keys(words)
        .await?;
    press(&phone, "#remote-announce .row button:first-child").await?;
    screen
        .read_until(".announcement", SOON_S, |text| text.contains(words))
        .await?;
    press(&phone, "#remote-announce .row button:last-child").await?;
    screen
        .read_until(".announcement", SOON_S, str::is_empty)
        .await?;

    // The ceremony at the announcer's pace: the third, the second, the first, who is said as the start list says.
    press(&phone, "#remote-ceremony .row button").await?;
    screen.find(".scene-podium").await?;
    for (name, said) in [
        ("Morning Brook", ""),
        ("Silver Birch", ""),
        ("Amber Heron", "AM-ber HE-ron"),
    ] {
        let next = phone
            .read_until(".steps li[data-next=true]", SOON_S, |next| {
                next.contains(name)
            })
            .await?;
        assert!(next.contains(said), "{next}");
        let podium = screen.text(".podium").await?;
        assert!(!podium.contains(name), "not called yet: {podium}");
        press(&phone, "#remote-call").await?;
        screen
            .read_until(".podium", SOON_S, |podium| {
                podium.contains(name) && podium.contains(said)
            })
            .await?;
    }
    press(&phone, "#remote-end").await?;
    screen.find(".scene-board .line").await?;
    assert_eq!(screen.blanks().await?, 0, "the screen was blank");
    Ok(())
}
