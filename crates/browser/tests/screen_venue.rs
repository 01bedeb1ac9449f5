//! The big screen in the stadium, without the internet: by the machine's own mirror of the laptop, and by the laptop's
//! certificate of an authority of its own.

use std::net::TcpListener;

use homestretch_browser::{Done, Server, Visitor};

/// How long somebody waits for what comes with the next answers, on a busy machine.
const SOON_S: f64 = 20.0;
const RACE: [&str; 5] = ["demo", "--speed", "20", "--at", "11:00:00"];
/// How the browsers of the tests know this machine.
const LAPTOP: &str = "laptop.local";

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

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_trusts_the_stadiums_authority_gives_a_screen_all_it_needs() -> Done {
    let folder = tempfile::tempdir()?;
    let papers = folder.path().join("certificate");
    let into = papers.to_string_lossy().into_owned();
    let made = Server::run(&["certificate", LAPTOP, "--into", &into])?;
    assert!(made.status.success(), "{made:?}");
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let listen = format!("127.0.0.1:{port}");
    let (certificate, key) = (format!("{into}/certificate.pem"), format!("{into}/key.pem"));
    let secure = [
        "--secure",
        &listen,
        "--certificate",
        &certificate,
        "--key",
        &key,
    ];
    let laptop = Server::start(&[&RACE[..], &secure].concat())?;
    let address = format!("https://{LAPTOP}:{port}");

    // Who does not trust it is not let near; by the plain address the screen runs, and is not kept awake.
    let stranger = Visitor::new("en").await?;
    stranger.open(&address).await?;
    assert_eq!(
        stranger.look("return document.title").await?,
        "Privacy error"
    );
    let plain = laptop.url("").replace("127.0.0.1", LAPTOP);
    in_front_of(&stranger, &plain).await?;
    let needs = "return [isSecureContext, 'wakeLock' in navigator, 'serviceWorker' in navigator]";
    let given = stranger.look(needs).await?;
    assert_eq!(given, serde_json::json!([false, false, false]));

    let visitor = Visitor::trusting(&papers.join("authority.pem")).await?;
    in_front_of(&visitor, &address).await?;
    let given = visitor.look(needs).await?;
    assert_eq!(given, serde_json::json!([true, true, true]));
    let keeps = "return navigator.serviceWorker.ready.then(({ active }) => !!active)";
    assert_eq!(visitor.look(keeps).await?, true);
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}
