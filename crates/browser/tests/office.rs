//! What the race office does on its page, on a laptop and on a phone.

use std::path::Path;

use homestretch_browser::server::root;
use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::Value;

/// Kim's, and its SHA-256.
const TOKEN: &str = "kim-sits-in-the-race-office-0001";
const HASH: &str = "7765b23e0014773c95102c51955ee8de81defb9e19427377316d65cebd5852d7";

/// The small race with Kim in its office, some minutes after the gun.
fn race() -> Done<(tempfile::TempDir, Server)> {
    let folder = tempfile::tempdir()?;
    for entry in std::fs::read_dir(root().join("examples/small-race"))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            std::fs::copy(&path, folder.path().join(name))?;
        }
    }
    let people = format!(r#"{{"people": {{"Kim": "{HASH}"}}}}"#);
    std::fs::write(folder.path().join("office.json"), people)?;
    let of = folder.path().to_string_lossy().into_owned();
    let watch = [
        "rehearse", &of, "--watch", "--speed", "2", "--at", "09:20:00",
    ];
    let server = Server::start(&watch)?;
    Ok((folder, server))
}

/// A program on this machine brings a read of a chip that nobody wears.
fn bring_unknown(server: &Server) -> Done {
    let body = r#"{"source":"spare","reads":[{"no":1,"chip":"SPARE7","mat":"start","at":"2027-05-09T09:00:30+02:00"}]}"#;
    let url = server.url("/api/v1/reads");
    let args = [
        "-sf",
        "-X",
        "POST",
        "-H",
        "content-type: application/json",
        "-d",
        body,
        &url,
    ];
    let done = std::process::Command::new("curl").args(args).status()?;
    assert!(done.success(), "the read is taken");
    Ok(())
}

async fn type_into(visitor: &Visitor, css: &str, text: &str) -> Done {
    let field = visitor.find(css).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

async fn come_in(visitor: &Visitor, server: &Server) -> Done {
    visitor.open(&server.url("/office")).await?;
    type_into(visitor, ".gate input", TOKEN).await?;
    visitor.click(".gate .go").await?;
    visitor
        .read_until(".top h1", 30.0, |text| text == "Lake Run")
        .await?;
    Ok(())
}

async fn tab(visitor: &Visitor, nth: usize) -> Done {
    visitor
        .click(&format!(".tabs .tab:nth-of-type({nth})"))
        .await
}

async fn until_page_has(visitor: &Visitor, text: &str) -> Done {
    visitor
        .read_until(".page", 30.0, |page| page.contains(text))
        .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn kim_gives_a_spare_chip_rules_on_a_runner_and_takes_it_back() -> Done {
    let (_folder, server) = race()?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1280, 800, 1.0).await?;
    visitor.open(&server.url("/office")).await?;
    type_into(&visitor, ".gate input", "somebody else's token").await?;
    visitor.click(".gate .go").await?;
    visitor
        .read_until(".gate .line", 30.0, |text| text.contains("not known"))
        .await?;
    // The browser says that it was refused; nothing else is wrong.
    visitor.complaints().await?;
    come_in(&visitor, &server).await?;
    let address = visitor
        .look("return location.href + document.cookie")
        .await?;
    assert!(
        !address.to_string().contains(TOKEN),
        "the token is in no address: {address}"
    );

    bring_unknown(&server)?;
    until_page_has(&visitor, "SPARE7").await?;
    type_into(&visitor, ".part .act input", "3").await?;
    visitor.click(".part .act .button").await?;
    visitor
        .read_until(".page", 30.0, |page| !page.contains("SPARE7"))
        .await?;

    tab(&visitor, 4).await?;
    type_into(&visitor, ".search", "3").await?;
    visitor.click(".rows .read").await?;
    until_page_has(&visitor, "spare7").await?;
    visitor
        .click(".panel .buttons .button:nth-of-type(2)")
        .await?;
    until_page_has(&visitor, "DNF").await?;

    tab(&visitor, 6).await?;
    visitor
        .read_until(".rows li:first-of-type", 30.0, |row| {
            row.contains("Status") && row.contains("Kim") && row.contains("DNF")
        })
        .await?;
    visitor.click(".rows li:first-of-type .button").await?;
    visitor
        .read_until(".rows li:first-of-type", 30.0, |row| row.contains("Undone"))
        .await?;
    let stands = "return document.querySelector('.rows li:nth-of-type(2)').dataset.stands";
    assert_eq!(visitor.look(stands).await?, "no");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_fits_a_phone_and_speaks_korean() -> Done {
    let (_folder, server) = race()?;
    let visitor = Visitor::new("ko").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    come_in(&visitor, &server).await?;
    visitor
        .read_until(".tabs", 30.0, |tabs| {
            tabs.contains("현황") && tabs.contains("기록부")
        })
        .await?;
    for nth in 1..=6 {
        tab(&visitor, nth).await?;
        wait_for("the page of a tab", 20.0, async || {
            let now = visitor
                .look(&format!(
                    "return document.querySelector('.tabs .tab:nth-of-type({nth})').ariaCurrent"
                ))
                .await?;
            Ok((now == "page").then_some(()))
        })
        .await?;
        let wide = visitor
            .look("return document.documentElement.scrollWidth - innerWidth")
            .await?;
        assert!(
            wide.as_i64().unwrap_or(1) <= 0,
            "tab {nth} is {wide} px too wide"
        );
        if let Some(folder) = std::env::var_os("HOMESTRETCH_SHOTS") {
            visitor
                .shoot(&Path::new(&folder).join(format!("office-{nth}-390.png")))
                .await?;
        }
    }
    let kept = visitor.look("return sessionStorage.length + ' ' + Object.keys(localStorage).filter(k => k.includes('office')).length").await?;
    assert_eq!(kept, Value::from("1 0"), "the token goes with the tab");
    Ok(())
}
