//! The big screen in the stadium, without the internet: by its own machine's mirror of the laptop.

use homestretch_browser::{Done, Server, Visitor};

/// How long somebody waits for what comes with the next answers, on a busy machine.
const SOON_S: f64 = 20.0;
const RACE: [&str; 5] = ["demo", "--speed", "20", "--at", "11:00:00"];

async fn in_front_of(visitor: &Visitor, address: &str) -> Done {
    visitor.on_screen(1920, 1080, 1.0).await?;
    visitor
        .open(&format!("{address}/screen?scenes=boards,field:5"))
        .await?;
    visitor.find(".scene-board .line").await?;
    visitor.until_supply_is("live", SOON_S).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_at_its_own_machine_shows_the_laptops_race_and_hears_its_remote() -> Done {
    let mut laptop = Server::start(&RACE)?;
    let mirror = Server::start(&["serve", "--mirror", &laptop.url("")])?;
    let visitor = Visitor::new("en").await?;
    in_front_of(&visitor, &mirror.url("")).await?;
    visitor.watch_screen().await?;
    assert_eq!(visitor.look("return isSecureContext").await?, true);

    laptop.post("/api/v1/screen", r#"{"announcement": {"en": "Gate 3"}}"#)?;
    visitor
        .read_until(".announcement", SOON_S, |text| text.contains("Gate 3"))
        .await?;
    laptop.post("/api/v1/screen", "{}")?;
    visitor
        .read_until(".announcement", SOON_S, str::is_empty)
        .await?;

    // The laptop goes: the race goes on, and says how old it is. It comes back, and so does the news.
    laptop.kill()?;
    visitor.until_supply_is("old", SOON_S).await?;
    laptop.restart()?;
    visitor.until_supply_is("live", SOON_S).await?;
    assert_eq!(visitor.blanks().await?, 0, "the screen was blank");
    Ok(())
}
