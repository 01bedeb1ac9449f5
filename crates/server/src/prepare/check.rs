//! What is missing before race day: every file of a race folder is looked at, and everything is said at once.

use std::path::Path;

use homestretch_race::event::Event;
use homestretch_race::time::Instant;

use crate::folder::{self, STORE, course, office};
use crate::race_day::RaceDay;

/// How it stands with one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is there.
    Good(String),
    /// The race can be run so, and this is worth knowing.
    Mind(String),
    /// The race cannot be run so.
    Missing(String),
}

/// Looks at a race folder. `now` is an instant of the wall clock.
pub fn check(folder: &Path, now: Instant) -> Vec<Finding> {
    let mut found = Vec::new();
    let event = match folder::event(&folder.join("event.json")) {
        Ok(event) => event,
        Err(error) => {
            let remedy = "make one with `homestretch new`";
            return vec![Finding::Missing(format!("Event: {error}; {remedy}."))];
        }
    };
    look_at_event(&event, now, &mut found);
    look_at_course(folder, &event, &mut found);
    match folder::load(folder) {
        Ok(day) => look_at_day(&day, &mut found),
        Err(error) => found.push(Finding::Missing(format!("The folder as a whole: {error}."))),
    }
    match office::of_folder(folder) {
        Ok(people) if people.is_empty() => found.push(Finding::Mind(
            "Race office: nobody has a token, so only the command line on the server's own machine may decide; `homestretch token --office NAME`.".to_owned(),
        )),
        Ok(people) => found.push(Finding::Good(format!("Race office: {} with a token.", people.len()))),
        Err(error) => found.push(Finding::Missing(format!("Race office: {error}."))),
    }
    if folder.join(STORE).exists() {
        found.push(Finding::Mind(format!(
            "Reads: `{STORE}` is there already; if it is from a test, move it away before race day."
        )));
    }
    found
}

fn look_at_event(event: &Event, now: Instant, found: &mut Vec<Finding>) {
    let points: usize = event.contests.iter().map(|c| c.points.len()).sum();
    found.push(Finding::Good(format!(
        "Event: {} on {} ({}), contests: {}, timing points: {points}, mats: {}.",
        event.names.get("en"),
        event.date,
        event.zone.iana,
        event.contests.len(),
        event.mats.len()
    )));
    let guns = event
        .contests
        .iter()
        .flat_map(|c| c.waves.iter().map(|w| w.gun));
    if guns.max().is_some_and(|gun| gun < now) {
        found.push(Finding::Mind(
            "Event: the last gun is in the past.".to_owned(),
        ));
    }
    for contest in &event.contests {
        if contest.limit.is_none() {
            found.push(Finding::Mind(format!(
                "Contest `{}` has no limit, so only the race office can say that it is over.",
                contest.key
            )));
        }
        let widest = contest
            .points
            .windows(2)
            .map(|w| w[1].at_m - w[0].at_m)
            .fold(0.0, f64::max);
        if widest > 15_000.0 {
            found.push(Finding::Mind(format!(
                "Contest `{}` has {:.0} km without a mat: estimates grow wide there.",
                contest.key,
                widest / 1000.0
            )));
        }
    }
    for (i, mat) in event.mats.iter().enumerate() {
        let used = event
            .contests
            .iter()
            .any(|c| c.points.iter().any(|p| p.mat == i));
        if !used {
            found.push(Finding::Mind(format!(
                "Mat `{}` serves no timing point.",
                mat.key
            )));
        }
    }
}

fn look_at_course(folder: &Path, event: &Event, found: &mut Vec<Finding>) {
    match course::of_folder(folder, event) {
        Ok(course) => {
            for route in &course.routes {
                let drawn_m = route.course.drawn_length_m();
                let certified_m = route.course.length_m();
                let off = (drawn_m - certified_m) / certified_m;
                let text = format!(
                    "Course `{}`: {:.0} m certified, {drawn_m:.0} m drawn",
                    route.key, certified_m
                );
                found.push(if off.abs() > 0.03 {
                    Finding::Mind(format!(
                        "{text}; that is {:.1} % off: is it the right line?",
                        off * 100.0
                    ))
                } else {
                    Finding::Good(text + ".")
                });
            }
        }
        Err(error) => found.push(Finding::Missing(format!(
            "Course: {error}; `homestretch import-course` takes GPX, KML, CSV and JSON."
        ))),
    }
}

fn look_at_day(day: &RaceDay, found: &mut Vec<Finding>) {
    let all = day.roster.all();
    if all.is_empty() {
        found.push(Finding::Missing(
            "Start list: nobody is on it; `homestretch import-entrants`.".to_owned(),
        ));
        return;
    }
    let count = |is: &dyn Fn(&&homestretch_race::roster::Entrant) -> bool| {
        all.iter().filter(|e| is(e)).count()
    };
    let only = count(&|e| !e.live);
    found.push(Finding::Good(format!(
        "Start list: {} entrants, {only} of them show their result only (the rule where the age may be under 18).",
        all.len()
    )));
    let nameless = count(&|e| e.names.0.is_empty());
    if nameless > 0 {
        found.push(Finding::Mind(format!(
            "Start list: {nameless} have no name and are shown by bib."
        )));
    }
    let worn = day.lookup.worn();
    let bare = count(&|e| !worn.contains_key(&e.no));
    if bare > 0 {
        found.push(Finding::Missing(format!(
            "Chips: {bare} entrants wear none, so nothing will be read of them."
        )));
    }
    let sources = day.sources.all();
    if sources.is_empty() {
        found.push(Finding::Mind(
            "Timing systems: none is set up in sources.json; reads can come by POST /api/v1/reads alone.".to_owned(),
        ));
        return;
    }
    let names: Vec<&str> = sources.iter().map(|s| s.name.as_str()).collect();
    found.push(Finding::Good(format!(
        "Timing systems: {}.",
        names.join(", ")
    )));
    for (i, mat) in day.event.mats.iter().enumerate() {
        let told = sources
            .iter()
            .any(|s| s.mat == Some(i) || s.points.values().any(|m| *m == i));
        let by_name = sources
            .iter()
            .any(|s| s.mat.is_none() && s.points.is_empty());
        if !told && !by_name {
            found.push(Finding::Mind(format!(
                "Mat `{}`: no timing system names it; its reads count only if the device calls it so.",
                mat.key
            )));
        }
    }
}
