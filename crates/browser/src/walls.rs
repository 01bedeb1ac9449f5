//! Owns pictures of the big screen: every scene on walls of every shape, in Korean over English.

use std::path::Path;
use std::time::Duration;

use tokio::time::sleep;

use crate::{Done, Server, Visitor};

/// Full HD, 4K, very wide, a ribbon of LEDs, a pillar.
const SIZES: &[(u32, u32)] = &[
    (1920, 1080),
    (3840, 2160),
    (2560, 1080),
    (1920, 640),
    (1080, 1920),
];

/// Scenes with the time of day at which the demo has them.
const SCENES: &[(&str, &str)] = &[
    ("countdown", "08:31:00"),
    ("lead", "10:40:00"),
    ("lead-strip", "10:40:00"),
    ("stadium", "11:13:00"),
    ("boards", "10:40:00"),
    ("field", "10:40:00"),
    ("podium", "11:30:00"),
    ("ceremony", "11:30:00"),
    ("announcement", "11:30:00"),
    ("thanks", "14:00:00"),
];

/// What the remote says meanwhile.
fn orders(scene: &str) -> &'static str {
    match scene {
        "ceremony" => r#"{"ceremony": {"contest": "half", "sex": "F", "called": 2}}"#,
        "announcement" => {
            r#"{"announcement": {"ko": "버스는 3번 문에서 떠납니다.", "en": "Buses leave from gate 3."}}"#
        }
        _ => "{}",
    }
}

/// The kind of scene that is on for a picture of that name.
fn kind_of(scene: &str) -> &str {
    match scene {
        "lead-strip" => "lead",
        "ceremony" => "podium",
        "announcement" => "boards",
        other => other,
    }
}

/// The colours; only Full HD is taken in all of them.
const TONES: &[&str] = &["dark", "light", "day"];

/// Takes the pictures whose names are wanted, and says how many there were.
///
/// # Errors
/// When server or browser cannot be started, or a scene does not come.
pub async fn shoot(folder: &Path, wanted: impl Fn(&str) -> bool) -> Done<usize> {
    let mut taken = 0;
    for (scene, at) in SCENES {
        let mut names = Vec::new();
        for (i, (width, height)) in SIZES.iter().enumerate() {
            for tone in TONES.iter().take(if i == 0 { TONES.len() } else { 1 }) {
                let name = format!("wall-{scene}-{width}x{height}-{tone}-ko.png");
                if wanted(&name) {
                    names.push((name, *width, *height, *tone));
                }
            }
        }
        if names.is_empty() {
            continue;
        }
        let server = Server::start(&["demo", "--speed", "1", "--at", at])?;
        server.post("/api/v1/screen", orders(scene))?;
        let visitor = Visitor::new("ko,en").await?;
        for (name, width, height, tone) in names {
            visitor.on_screen(width, height, 1.0).await?;
            let kind = kind_of(scene);
            let front = if *scene == "lead-strip" {
                "strip"
            } else {
                "map"
            };
            let address = format!("/screen?lang=ko,en&scenes={kind}&theme={tone}&front={front}");
            visitor.open(&server.url(&address)).await?;
            visitor.find(&format!(".scene-{}", class(kind))).await?;
            // Languages come, rows glide to their places, the map draws.
            sleep(Duration::from_secs(4)).await;
            visitor.shoot(&folder.join(&name)).await?;
            taken += 1;
        }
        let complaints = visitor.complaints().await?;
        if !complaints.is_empty() {
            return Err(format!("the console is not clean:\n{}", complaints.join("\n")).into());
        }
    }
    Ok(taken)
}

/// What the style calls a scene.
fn class(scene: &str) -> &str {
    match scene {
        "boards" => "board",
        other => other,
    }
}
