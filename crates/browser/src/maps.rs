//! Owns pictures of the map at every distance: city, district and stadium, a small field and a big one, what shows only
//! near by, and the strip in a device's own few colours.

use std::path::Path;
use std::time::Duration;

use tokio::time::sleep;

use crate::{Done, Server, Taste, Visitor, crowd};

/// A phone, a laptop, and a wall that is seen from fifty metres.
const SIZES: &[(u32, u32, f64)] = &[(390, 844, 2.0), (1440, 900, 1.0), (3840, 2160, 1.0)];

/// Runners of the big field.
const N_BIG: u32 = 20_000;

/// A picture: its name, whose field it shows, and where the map is.
struct View {
    name: &'static str,
    big: bool,
    camera: &'static str,
}

const fn view(name: &'static str, big: bool, camera: &'static str) -> View {
    View { name, big, camera }
}

const VIEWS: &[View] = &[
    view("map-city", false, "course"),
    view("map-district", false, "39.02050_125.75300_14.25"),
    view("map-stadium", false, "39.04390_125.75770_16.50"),
    // Where those who have turned meet those who have not.
    view("map-turn", false, "39.01650_125.66200_15.50"),
    view("map-tails", false, "lead-0"),
    view("map-ribbon", true, "course"),
    view("map-ribbon-district", true, "39.00700_125.71000_14.00"),
    view("map-dots", true, "39.00520_125.70000_16.50"),
    view("map-stacks", true, "39.00493_125.70000_18.50"),
];

/// Takes the pictures whose names are wanted, and says how many there were.
///
/// # Errors
/// When server or browser cannot be started, or a map does not come.
pub async fn shoot(folder: &Path, wanted: impl Fn(&str) -> bool) -> Done<usize> {
    let mut taken = 0;
    for big in [false, true] {
        let mut shots = Vec::new();
        for view in VIEWS.iter().filter(|view| view.big == big) {
            for &(width, height, ratio) in SIZES {
                for (tone, forced) in [("light", false), ("dark", false), ("forced", true)] {
                    // One picture is enough to see what a device's own colours do.
                    if forced && view.name != "map-city" {
                        continue;
                    }
                    let name = format!("{}-{width}x{height}-{tone}-en.png", view.name);
                    if wanted(&name) {
                        shots.push((name, view.camera, (width, height, ratio), tone));
                    }
                }
            }
        }
        if shots.is_empty() {
            continue;
        }
        let crowd;
        let demo;
        let server = if big {
            crowd = crowd::serve(N_BIG, "11:40:00", 1)?;
            &crowd.server
        } else {
            demo = Server::start(&["demo", "--speed", "1", "--at", "10:40:00"])?;
            &demo
        };
        let visitor = Visitor::new("en").await?;
        for bib in ["101", "104", "131"] {
            visitor.open(&server.url(&format!("/runner/{bib}"))).await?;
            visitor.click("button.star").await?;
        }
        for (name, camera, (width, height, ratio), tone) in shots {
            visitor.on_screen(width, height, ratio).await?;
            let taste = Taste {
                dark: tone == "dark",
                forced_colours: tone == "forced",
                ..Taste::default()
            };
            visitor.with_taste(taste).await?;
            visitor
                .open(&server.url(&format!("/?data=all&camera={camera}")))
                .await?;
            visitor.find(".leaflet-runners-pane canvas").await?;
            // Fonts come, the field is looked up, the map comes to rest.
            sleep(Duration::from_secs(if big { 5 } else { 3 })).await;
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
