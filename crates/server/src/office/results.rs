//! Results as the CSV that the usual timing software and spreadsheets take: a row per runner, times as H:MM:SS.t.

use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::Status;

use super::look::clock;
use crate::hub::Hub;

/// The results of a contest, in order of place.
pub fn csv(hub: &Hub, contest: usize) -> Option<String> {
    let event = &hub.base().event;
    let of = event.contests.get(contest)?;
    let now = hub.published().now();
    let view = now
        .race
        .as_of(Instant(i64::MAX), now.tick)
        .with_through(now.through);
    let mut out = csv::Writer::from_writer(Vec::new());
    let fixed = [
        "Place",
        "Bib",
        "Name",
        "NOC",
        "Sex",
        "Category",
        "Wave",
        "Status",
        "Gun time",
        "Net time",
        "Time of day",
    ];
    let splits = of.points.iter().skip(1).map(|p| p.key.as_str());
    // Writing to memory does not fail.
    let _ = out.write_record(fixed.into_iter().chain(splits));
    for standing in view.standings(contest, &Group::All) {
        let Some(who) = now.race.roster().all().get(standing.index) else {
            continue;
        };
        let splits = view.splits(standing.index);
        let at = |point: usize| splits.iter().find(|s| s.point == point);
        let finish = at(of.finish());
        let time = |span: Option<Span>| span.map(text).unwrap_or_default();
        let category = who.category.and_then(|c| event.categories.get(c));
        let sex = who.sex.map_or("", |sex| match sex {
            homestretch_race::roster::Sex::Female => "F",
            homestretch_race::roster::Sex::Male => "M",
            homestretch_race::roster::Sex::Other => "X",
        });
        let mut row = vec![
            standing
                .place
                .filter(|_| finish.is_some())
                .map(|p| p.to_string())
                .unwrap_or_default(),
            who.bib.clone(),
            plain(who.names.get("en")),
            who.noc.clone().unwrap_or_default(),
            sex.to_owned(),
            category.map(|c| c.key.clone()).unwrap_or_default(),
            of.waves
                .get(who.wave)
                .map(|w| w.key.clone())
                .unwrap_or_default(),
            word(view.status(standing.index)).to_owned(),
            time(finish.map(|s| s.gun_time)),
            time(finish.map(|s| s.net_time)),
            finish.map(|s| clock(hub, s.at)).unwrap_or_default(),
        ];
        row.extend((1..of.points.len()).map(|point| time(at(point).map(|s| s.gun_time))));
        let _ = out.write_record(&row);
    }
    let bytes = out.into_inner().unwrap_or_default();
    // The mark tells spreadsheets that it is UTF-8.
    Some(format!("\u{feff}{}", String::from_utf8_lossy(&bytes)))
}

/// A spreadsheet takes a cell that begins so for a formula; names come from strangers.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn text(span: Span) -> String {
    let tenths = span.0.max(0) / 100;
    format!(
        "{}:{:02}:{:02}.{}",
        tenths / 36_000,
        tenths / 600 % 60,
        tenths / 10 % 60,
        tenths % 10
    )
}

fn word(status: Status) -> &'static str {
    match status {
        Status::NotStarted => "",
        Status::OnCourse | Status::Overdue => "on course",
        Status::Finished => "finished",
        Status::Dns => "DNS",
        Status::Dnf => "DNF",
        Status::Dsq => "DSQ",
        Status::CutOff => "cut-off",
    }
}
