//! Takes pictures of every screen, in every size, theme and language: `cargo xtask shots [WORD…]`.
//! With words, only the pictures whose names contain one of them.

use std::path::Path;

use homestretch_browser::server::root;
use homestretch_browser::{Done, Server, Visitor, maps, office, silences, wait_for, walls};

const SIZES: &[(u32, u32, f64)] = &[
    (360, 780, 2.0),
    (390, 844, 2.0),
    (768, 1024, 1.0),
    (1440, 900, 1.0),
    (1920, 1080, 1.0),
    (3840, 2160, 1.0),
];
/// Only pictures of the map are taken this wide: nobody reads a table on a wall.
const WALL_PX: u32 = 3000;
const LANGUAGES: &[&str] = &["en", "ko", "ro"];

/// A screen: its name, whether it is taken before the race, its address, and what must be there first.
struct Screen {
    name: &'static str,
    before: bool,
    path: &'static str,
    ready: &'static str,
    /// What is pressed before the picture is taken, if anything.
    press: Option<&'static str>,
}

const SCREENS: &[Screen] = &[
    Screen {
        name: "before",
        before: true,
        path: "/",
        ready: ".before .gun",
        press: None,
    },
    Screen {
        name: "follow",
        before: false,
        path: "/",
        ready: ".runner-rows a",
        press: None,
    },
    Screen {
        name: "lead",
        before: false,
        path: "/",
        ready: ".runner-rows a",
        press: Some(".map-buttons button:nth-of-type(4)"),
    },
    Screen {
        name: "district",
        before: false,
        path: "/?camera=39.02050_125.75300_14.25",
        ready: ".runner-rows a",
        press: None,
    },
    Screen {
        name: "stadium",
        before: false,
        path: "/?camera=39.04390_125.75770_16.50",
        ready: ".runner-rows a",
        press: None,
    },
    Screen {
        name: "runner",
        before: false,
        path: "/runner/131",
        ready: ".now",
        press: None,
    },
    Screen {
        name: "stopped",
        before: false,
        path: "/runner/101",
        ready: ".now",
        press: None,
    },
    Screen {
        name: "home",
        before: false,
        path: "/runner/1001",
        ready: ".now-result",
        press: None,
    },
    Screen {
        name: "share",
        before: false,
        path: "/",
        ready: ".runner-rows a",
        press: Some("button[aria-expanded=false].more"),
    },
    Screen {
        name: "press",
        before: false,
        path: "/press?compare=102,103,104",
        ready: ".compare-line",
        press: None,
    },
    Screen {
        name: "replay",
        before: false,
        path: "/replay/?runner=102&beside=record",
        ready: ".replay-duel-said",
        press: Some("[data-do=previous]"),
    },
    Screen {
        name: "leaders",
        before: false,
        path: "/leaders",
        ready: ".runner-rows a",
        press: None,
    },
    Screen {
        name: "about",
        before: false,
        path: "/about",
        ready: ".settings",
        press: None,
    },
    Screen {
        name: "nobody",
        before: false,
        path: "/runner/nobody",
        ready: ".content",
        press: None,
    },
];

const ON_THE_WALL: &[&str] = &["follow", "lead", "district", "stadium"];

#[tokio::main]
async fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let folder = root().join("shots");
    std::fs::create_dir_all(&folder)?;
    let race = Server::start(&["demo", "--speed", "20", "--at", "10:40:00"])?;
    let before = Server::start(&["demo", "--speed", "1", "--at", "08:31:00"])?;
    let mut taken = 0;
    for language in LANGUAGES {
        let visitor = Visitor::new(&format!("{language},en")).await?;
        visitor.in_zone("Europe/Bucharest").await?;
        follow_some(&visitor, &race).await?;
        for screen in SCREENS {
            for (width, height, ratio) in SIZES {
                for theme in ["light", "dark"] {
                    if *width > WALL_PX && !ON_THE_WALL.contains(&screen.name) {
                        continue;
                    }
                    let name = format!("{}-{width}x{height}-{theme}-{language}.png", screen.name);
                    if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
                        continue;
                    }
                    visitor.on_screen(*width, *height, *ratio).await?;
                    visitor.in_the_dark(theme == "dark").await?;
                    let server = if screen.before { &before } else { &race };
                    shoot(&visitor, server, screen, &folder.join(&name)).await?;
                    taken += 1;
                }
            }
        }
        let complaints = visitor.complaints().await?;
        if !complaints.is_empty() {
            return Err(format!("the console is not clean:\n{}", complaints.join("\n")).into());
        }
    }
    let wanted =
        |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    taken += silences::shoot(&folder, wanted).await?;
    taken += maps::shoot(&folder, wanted).await?;
    taken += walls::shoot(&folder, wanted).await?;
    taken += office::shoot(&folder, wanted).await?;
    println!("{taken} pictures in {}", folder.display());
    Ok(())
}

/// Stars three runners, so that the first page has somebody to show.
async fn follow_some(visitor: &Visitor, server: &Server) -> Done {
    for bib in ["101", "104", "131"] {
        visitor.open(&server.url(&format!("/runner/{bib}"))).await?;
        visitor.click("button.star").await?;
    }
    Ok(())
}

async fn shoot(visitor: &Visitor, server: &Server, screen: &Screen, file: &Path) -> Done {
    visitor.open(&server.url(screen.path)).await?;
    visitor.find(screen.ready).await?;
    // The press desk has no map.
    if screen.name != "press" {
        visitor.find(".leaflet-runners-pane canvas").await?;
    }
    if let Some(button) = screen.press {
        visitor.click(button).await?;
    }
    // Fonts, tiles of the ground and gliding rows come to rest.
    wait_for("fonts", 10.0, async || {
        let ready = visitor
            .look("return document.fonts.status === 'loaded'")
            .await?;
        Ok((ready == true).then_some(()))
    })
    .await?;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    visitor.shoot(file).await
}
