//! The front of a race: who leads, who chases, by how much, how fast, and what the finish will say. Pure.

use homestretch_race::event::Role;
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;

/// The front as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// In order of place.
    pub rows: Vec<Row>,
    /// Where the leader is thought to be, in metres; exact when just read.
    pub lead_m: Option<f64>,
    /// The leader's pace now, in seconds per kilometre: an estimate.
    pub pace_now: Option<f64>,
    /// The leader's pace on the last stretch between mats about five kilometres apart: measured.
    pub pace_read: Option<f64>,
    /// The leader's finish, as (early, middle, late), by the contest's own ranking; an estimate until home.
    pub finish: Option<(Span, Span, Span)>,
    /// The leader is home.
    pub home: Option<Span>,
    /// The record of the course.
    pub record: Option<Span>,
}

/// One runner at the front.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Index in the roster.
    pub index: usize,
    /// From 1.
    pub place: u32,
    /// Somebody has the same place.
    pub tied: bool,
    /// The furthest point read.
    pub point: usize,
    /// The time there.
    pub time: Span,
    /// Behind the leader.
    pub gap: Gap,
    /// False for a place that the leader's last mat has not confirmed yet.
    pub confirmed: bool,
}

/// How far behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nobody is ahead.
    Leads,
    /// Read at the mat where the leader was read last.
    Settled(Span),
    /// The leader was read at `point` and this runner was not yet: at least so much has gone by since, and more goes by
    /// each second.
    Counting {
        /// When the leader came by.
        since: Instant,
        /// The gap at the last mat that both have passed; until the clock has counted so far it is what is known.
        before: Span,
    },
    /// There is nothing to compare.
    Unknown,
}

impl Gap {
    /// The gap at an instant, and whether it counts.
    pub fn at(self, now: Instant) -> Option<(Span, bool)> {
        match self {
            Self::Leads | Self::Unknown => None,
            Self::Settled(span) => Some((span, false)),
            Self::Counting { since, before } => {
                let counted = now - since;
                Some(if counted > before {
                    (counted, true)
                } else {
                    (before, false)
                })
            }
        }
    }
}

/// Paces are measured over at least this.
const STRETCH_M: f64 = 4_500.0;

/// The first `n` of a race.
pub fn front(view: &View<'_>, contest: usize, group: &Group, n: usize) -> Front {
    let Some(of) = view.race.event().contests.get(contest) else {
        return Front::default();
    };
    let lines = view.leaders(contest, group, n);
    let placed: Vec<_> = lines
        .iter()
        .filter_map(|line| Some((line, line.place?, line.time?)))
        .collect();
    let Some((first, ..)) = placed.first() else {
        return Front::default();
    };
    let lead = first.index;
    let lead_at = view.passed_at(lead, first.point);
    let rows = placed.iter().map(|(line, place, time)| {
        let gap = if line.index == lead || (line.tied && *place == 1) {
            Gap::Leads
        } else if line.point == first.point {
            line.gap.map_or(Gap::Unknown, Gap::Settled)
        } else if let Some(since) = lead_at {
            Gap::Counting {
                since,
                before: line.gap.unwrap_or_default(),
            }
        } else {
            Gap::Unknown
        };
        Row {
            index: line.index,
            place: *place,
            tied: line.tied,
            point: line.point,
            time: *time,
            gap,
            confirmed: line.point == first.point,
        }
    });
    let rows = rows.collect();
    let sex: Option<Sex> = match group {
        Group::Sex(sex) => Some(*sex),
        _ => None,
    };
    let forecast = view.forecast(lead, view.through());
    let at_m = |at: Instant| Some(forecast.as_ref()?.position(at).mid_m);
    let began = match of.rank_by {
        homestretch_race::event::RankBy::Net => view.started_at(lead),
        homestretch_race::event::RankBy::Gun => {
            let wave = view.race.roster().all().get(lead).map_or(0, |e| e.wave);
            view.gun(contest, wave)
        }
    };
    let arrivals = forecast
        .as_ref()
        .map(|f| f.arrivals(&of.points, view.at))
        .unwrap_or_default();
    let finish = arrivals.iter().find(|arrival| arrival.point == of.finish());
    Front {
        rows,
        lead_m: at_m(view.at),
        pace_now: forecast.as_ref().and_then(|f| f.pace(view.at)),
        pace_read: pace_read(view, lead),
        finish: finish.map(|a| (a.p10 - began, a.p50 - began, a.p90 - began)),
        home: view.result(lead),
        record: of
            .records
            .iter()
            .find(|record| record.sex == sex)
            .map(|record| record.time),
    }
}

/// The pace from the last point that is shown back to the one about five kilometres before it.
fn pace_read(view: &View<'_>, index: usize) -> Option<f64> {
    let contest = view.race.roster().all().get(index)?.contest;
    let points = &view.race.event().contests.get(contest)?.points;
    let shown = |point: usize| points.get(point).is_some_and(|p| p.role != Role::Helper);
    let read: Vec<_> = view
        .passings(index)
        .filter(|(point, _)| shown(*point))
        .collect();
    let (last, at) = *read.last()?;
    let at_m = |point: usize| points.get(point).map_or(0.0, |p| p.at_m);
    let before = read
        .iter()
        .rev()
        .find(|(point, _)| at_m(last) - at_m(*point) >= STRETCH_M);
    let (from, since) = *before?;
    Some((at - since).as_s() * 1000.0 / (at_m(last) - at_m(from)))
}
