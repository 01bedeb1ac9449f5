//! Owns what somebody sees who never takes her eyes off a big screen: whether it was ever blank, which banners it bore,
//! how old it says that it is.

use std::path::Path;

use serde_json::{Value, json};

use crate::office::Office;
use crate::server::root;
use crate::{Done, Visitor, wait_for};

/// Looks five times a second: longer than a blink, shorter than anybody's patience. When the corner turns live it
/// counts the answers that this took since they can come again; until then the service worker answers.
const WATCH: &str = "window.watched = { blank: 0, said: [], answers: -1 };
    performance.setResourceTimingBufferSize(100000);
    new MutationObserver(() => {
        const kind = document.querySelector('.foot-supply')?.dataset.kind;
        if (kind !== 'live' || watched.from === undefined) return;
        watched.answers = performance.getEntriesByType('resource')
            .filter(e => e.name.endsWith('/live.json') && e.responseEnd > watched.from).length;
        delete watched.from;
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-kind'] });
    setInterval(() => {
        const scene = document.querySelector('.scene');
        if (!scene || !scene.innerText.trim()) watched.blank++;
        const said = document.querySelector('.banner-said')?.innerText ?? '';
        if (said && watched.said.at(-1) !== said) watched.said.push(said);
    }, 200); return 0";

/// A race of four runners over two mats, a bridge and the finish, half an hour after its gun and twenty times as fast as
/// life, in whose office Kim sits. How names are said is in its start list.
///
/// # Errors
/// When it cannot be made or started.
pub fn small_race() -> Done<Office> {
    let folder = tempfile::tempdir()?;
    let example = root().join("examples/small-race");
    std::fs::copy(
        example.join("course.json"),
        folder.path().join("course.json"),
    )?;
    std::fs::write(
        folder.path().join("entrants.csv"),
        "bib,name,name:ko,noc,wave,sex,live,said\n\
         1,Amber Heron,,GER,A,F,yes,AM-ber HE-ron\n\
         2,Silver Birch,,GER,A,F,yes,\n\
         3,Morning Brook,아침 개울,KOR,B,F,yes,\n\
         4,Quiet Fern,,FRA,B,M,no,\n",
    )?;
    std::fs::write(folder.path().join("event.json"), event(&example)?)?;
    let office = Office::of(folder, "09:40:00", "20")?;
    office.act(&json!({"act": "phase", "phase": "live"}))?;
    Ok(office)
}

fn event(example: &Path) -> Done<String> {
    let event = std::fs::read_to_string(example.join("event.json"))?;
    let mut event: Value = serde_json::from_str(&event)?;
    let bridge = json!({"key": "bridge", "names": {"en": "Bridge"}, "at_m": 3500, "mat": "bridge"});
    let mats = event["mats"].as_array_mut().ok_or("no mats")?;
    mats.push(json!({"key": "bridge"}));
    let points = event["contests"][0]["points"].as_array_mut();
    points.ok_or("no points")?.insert(2, bridge);
    Ok(event.to_string())
}

impl Visitor {
    /// From now on keeps an eye on the screen that is open.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn watch_screen(&self) -> Done {
        self.look(WATCH).await.map(drop)
    }

    /// How often the screen was blank since then.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn blanks(&self) -> Done<u64> {
        let blank = self.look("return watched.blank").await?;
        blank.as_u64().ok_or_else(|| "nobody watches".into())
    }

    /// Waits until an old screen whose way to the server is open again has recovered, and says how many answers of the
    /// feed's head that took; none when the first one was quicker than this question.
    ///
    /// # Errors
    /// When it does not recover.
    pub async fn answers_to_recover(&self, seconds: f64) -> Done<u64> {
        self.look(
            "if (document.querySelector('.foot-supply')?.dataset.kind === 'live') watched.answers = 0;
             else watched.from = performance.now();
             return 0",
        )
        .await?;
        self.until_supply_is("live", seconds).await?;
        let answers = self.look("return watched.answers").await?;
        answers.as_u64().ok_or_else(|| "nobody watches".into())
    }

    /// Waits until a banner has said this, and gives what was said since the screen is watched.
    ///
    /// # Errors
    /// When none says it.
    pub async fn until_said(&self, words: &str, seconds: f64) -> Done<Vec<String>> {
        let mut last = Vec::new();
        let said = wait_for("", seconds, async || {
            let said = self.look("return watched.said").await?;
            let said = said.as_array().into_iter().flatten();
            last = said.filter_map(|s| Some(s.as_str()?.to_owned())).collect();
            Ok(last
                .iter()
                .any(|said| said.contains(words))
                .then(|| last.clone()))
        });
        said.await
            .map_err(|_| format!("waited {seconds} s for {words:?}; it said {last:?}").into())
    }

    /// Waits until the screen says in its corner how it is supplied: `live`, `old`, and so on.
    ///
    /// # Errors
    /// When it does not.
    pub async fn until_supply_is(&self, kind: &str, seconds: f64) -> Done {
        let supply = "return document.querySelector('.foot-supply')?.dataset.kind ?? ''";
        let mut last = Value::Null;
        let there = wait_for("", seconds, async || {
            last = self.look(supply).await?;
            Ok((last == kind).then_some(()))
        });
        there.await.map_err(|_| {
            format!("waited {seconds} s for the corner to say {kind}; it says {last}").into()
        })
    }

    /// The time of day in the race, in minutes, as the screen has it.
    ///
    /// # Errors
    /// When it shows none.
    pub async fn minute_on_screen(&self) -> Done<u32> {
        let said = self.text(".foot-clock span").await?;
        let (hours, minutes) = said.split_once(':').ok_or("no clock on the screen")?;
        Ok(hours.parse::<u32>()? * 60 + minutes.parse::<u32>()?)
    }
}
