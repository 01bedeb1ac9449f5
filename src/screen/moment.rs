//! What of the race's story is worth a banner. A moment keeps its name, so a correction that changes or withdraws it
//! is seen by whoever has told it. Pure.

use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::story::Happened;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;

/// The kinds of banner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The lead was taken from somebody.
    LeadChange,
    /// Somebody got away from a group.
    Breakaway,
    /// The first is ahead of the course record's pace.
    RecordPace,
    /// Home among the first three; the place.
    Home(u32),
    /// Faster than the course record.
    Record,
    /// The first of a country is home.
    FirstOfNoc,
    /// The closest finish.
    Closest,
    /// One of the first is out.
    Out,
    /// The last is home.
    Last,
}

/// A moment that is worth a banner.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Its name, which it keeps.
    pub id: String,
    /// What happened.
    pub what: What,
    /// How much it matters.
    pub weight: u8,
    /// Index of the contest.
    pub contest: usize,
    /// In whose race.
    pub group: Group,
    /// Whom it is about.
    pub who: EntrantNo,
    /// Index of the point in the contest.
    pub point: usize,
    /// When, in race time.
    pub at: Instant,
    /// The time or the gap that goes with it.
    pub span: Span,
}

/// Of those who drop out only these had a place that everybody watched.
const WATCHED: u32 = 3;

/// Every moment of the contests that are shown, as the race stands.
pub fn moments(view: &View<'_>, shows: impl Fn(usize) -> bool) -> Vec<Moment> {
    let n_contests = view.race.event().contests.len();
    let contests = (0..n_contests).filter(|contest| shows(*contest));
    contests
        .flat_map(|contest| view.story(contest))
        .filter_map(|told| {
            let finish = view.race.event().contests.get(told.contest)?.finish();
            let (what, index, point, span) = worth_a_banner(told.what, finish)?;
            Some(Moment {
                id: told.id,
                what,
                weight: told.weight,
                contest: told.contest,
                group: told.group,
                who: view.race.roster().all().get(index)?.no,
                point,
                at: told.at,
                span,
            })
        })
        .collect()
}

fn worth_a_banner(what: Happened, finish: usize) -> Option<(What, usize, usize, Span)> {
    Some(match what {
        Happened::Leads {
            index,
            point,
            from: Some(_),
        } => (What::LeadChange, index, point, Span(0)),
        Happened::BreaksAway {
            index, point, gap, ..
        } => (What::Breakaway, index, point, gap),
        Happened::RecordPace {
            index,
            point,
            ahead,
        } if ahead > Span(0) => (What::RecordPace, index, point, ahead),
        Happened::Home { index, place, time } => (What::Home(place), index, finish, time),
        Happened::Record { index, time, .. } => (What::Record, index, finish, time),
        Happened::FirstOfNoc { index, time, .. } => (What::FirstOfNoc, index, finish, time),
        Happened::Closest {
            index, place, gap, ..
        } if place <= WATCHED => (What::Closest, index, finish, gap),
        Happened::Out {
            index,
            point,
            place,
            ..
        } if place <= WATCHED => (What::Out, index, point, Span(0)),
        Happened::Last { index, time } => (What::Last, index, finish, time),
        // The scenes show the gap at each mat; the rest is for those who read at leisure.
        Happened::Leads { .. }
        | Happened::Gap { .. }
        | Happened::RecordPace { .. }
        | Happened::Climbs { .. }
        | Happened::NegativeSplit { .. }
        | Happened::Closest { .. }
        | Happened::Out { .. } => return None,
    })
}
