//! Owns pictures of silence: each reason why nothing is heard of a runner, on her page, in a real race that is so.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::json;
use thirtyfour::By;
use tokio::time::sleep;

use crate::server::root;
use crate::{Done, Server, Visitor, wait_for};

/// Her page, which server it is on, and what it must come to say.
struct Silence {
    name: &'static str,
    on: Race,
    bib: &'static str,
    /// What is there once the page says so.
    ready: &'static str,
    /// What becomes of the visitor's own link first.
    link: Link,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Race {
    /// A marathon in which nobody is read at 15 km.
    Marathon,
    /// A small race of which the reads end at 9:14.
    Small,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Good,
    /// Nothing comes any more.
    Off,
}

/// Asks "how do you know?" where one can.
const ASK: &str = "document.querySelector('.now-how:not([hidden])')?.setAttribute('open', '')";

const SILENCES: &[Silence] = &[
    silence(
        "mat",
        Race::Marathon,
        "1",
        "[data-status=running]",
        Link::Good,
    ),
    silence(
        "late",
        Race::Marathon,
        "2",
        "[data-status=overdue]",
        Link::Good,
    ),
    silence(
        "near",
        Race::Marathon,
        "3",
        "[data-status=running]",
        Link::Good,
    ),
    silence(
        "first",
        Race::Marathon,
        "4",
        "[data-status=running]",
        Link::Good,
    ),
    silence(
        "waiting",
        Race::Marathon,
        "5",
        "[data-status=waiting]",
        Link::Good,
    ),
    silence(
        "race-link",
        Race::Small,
        "1",
        "[data-kind=quiet]",
        Link::Good,
    ),
    silence(
        "result-only",
        Race::Small,
        "4",
        "[data-status=waiting]",
        Link::Good,
    ),
    silence(
        "own-link",
        Race::Marathon,
        "1",
        "[data-kind=stale]",
        Link::Off,
    ),
];

const fn silence(
    name: &'static str,
    on: Race,
    bib: &'static str,
    ready: &'static str,
    link: Link,
) -> Silence {
    Silence {
        name,
        on,
        bib,
        ready,
        link,
    }
}

/// Takes those whose names `wanted` likes into a folder, and says how many there are.
///
/// # Errors
/// When a page does not come to say what it should.
pub async fn shoot(folder: &Path, wanted: impl Fn(&str) -> bool) -> Done<usize> {
    let names = |language: &str, silence: &Silence, theme: &str| {
        format!("silence-{}-390x1500-{theme}-{language}.png", silence.name)
    };
    let all = |language: &'static str| {
        let both = SILENCES
            .iter()
            .flat_map(|silence| ["light", "dark"].map(|theme| (silence, theme)));
        both.map(move |(silence, theme)| (silence, theme, names(language, silence, theme)))
    };
    let mut taken = 0;
    if !["en", "ko"].into_iter().flat_map(all).any(|s| wanted(&s.2)) {
        return Ok(taken);
    }
    let kept = tempfile::tempdir()?;
    let results = kept.path().join("results.csv");
    std::fs::write(&results, made_up_results())?;
    let mut marathon = Server::start(&[
        "replay",
        "--results",
        &results.to_string_lossy(),
        "--course",
        &root()
            .join("crates/server/demo/course.json")
            .to_string_lossy(),
        "--speed",
        "1",
        "--at",
        "11:55:00",
    ])?;
    let small = Server::start(&[
        "serve",
        "examples/small-race",
        "--speed",
        "1",
        "--at",
        "09:17:30",
    ])?;
    small.post("/api/v1/reads", &small_reads())?;
    for language in ["en", "ko"] {
        let visitor = Visitor::new(&format!("{language},en")).await?;
        visitor.in_zone("Europe/Bucharest").await?;
        // So high that the sheet, half pulled up, shows all that is said of her now.
        visitor.on_screen(390, 1500, 2.0).await?;
        for (silence, theme, name) in all(language).filter(|s| wanted(&s.2)) {
            visitor.in_the_dark(theme == "dark").await?;
            let path = format!("/runner/{}", silence.bib);
            let address = match silence.on {
                Race::Marathon => marathon.url(&path),
                Race::Small => small.url(&path),
            };
            visitor.open(&address).await?;
            visitor.find(".now").await?;
            if silence.link == Link::Off {
                marathon.kill()?;
            }
            // A head that does not come is missed after half a minute of a race.
            wait_for(silence.ready, 60.0, async || {
                let ready = visitor.driver().find_all(By::Css(silence.ready)).await?;
                Ok((!ready.is_empty()).then_some(()))
            })
            .await?;
            visitor.look(ASK).await?;
            wait_for("fonts", 10.0, async || {
                let ready = visitor.look("return document.fonts.status").await?;
                Ok((ready == "loaded").then_some(()))
            })
            .await?;
            sleep(Duration::from_millis(1_500)).await;
            visitor.shoot(&folder.join(name)).await?;
            if silence.link == Link::Off {
                marathon.restart()?;
            }
            taken += 1;
        }
    }
    Ok(taken)
}

/// The reads of the small race, and that there are no others until 9:14.
fn small_reads() -> String {
    let read = |no: u32, chip: &str, mat: &str, at: &str| json!({"no": no, "chip": chip, "mat": mat, "at": format!("2027-05-09T{at}+02:00")});
    json!({
        "source": "laptop",
        "through_ms": 1_809_846_840_000_i64,
        "reads": [
            read(1, "C0001", "start", "09:00:04"),
            read(2, "C0002", "start", "09:00:06"),
            read(3, "C0004", "start", "09:05:09"),
            read(4, "C0001", "turn", "09:12:31"),
            read(5, "C0002", "turn", "09:13:02"),
        ],
    })
    .to_string()
}

/// Two hundred runners whom the mat at 15 km does not see, and five with a story each.
fn made_up_results() -> String {
    let mut csv =
        "bib,name,sex,start_offset_s,s5k,s10k,s15k,s20k,shalf,s25k,s30k,s35k,s40k,finish\n\
                   1,Maria Pop,F,20,1900,3810,,7680,8110,9640,11640,13680,15760,16640\n\
                   2,Ana Stan,F,15,1500,3010,,,,,,,,17000\n\
                   3,Ion Radu,M,10,1680,3370,,7300,7710,9200,11100,13100,15100,15980\n\
                   4,Elena Rus,F,5900,1980,4000,,8100,8560,10200,12400,14600,16800,17800\n\
                   5,Dan Ilie,M,9000,1800,3600,,7300,7700,9200,11100,13100,15100,15980\n"
            .to_owned();
    for bib in 101..=300u32 {
        let s_per_km = 230.0 + f64::from(bib * 37 % 200);
        let _ = write!(csv, "{bib},Runner {bib},,{}", bib % 60);
        for km in [
            5.0, 10.0, 15.0, 20.0, 21.0975, 25.0, 30.0, 35.0, 40.0, 42.195,
        ] {
            if (14.0..16.0).contains(&km) {
                csv.push(',');
            } else {
                let _ = write!(csv, ",{:.0}", s_per_km * km * (1.0 + km / 400.0));
            }
        }
        csv.push('\n');
    }
    csv
}
