//! Who comes into the stadium next, and when: windows that count down. Pure.

use homestretch_race::event::{Contest, Event};
use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;

use super::scene::races;

/// Somebody on the way into the stadium, or on its track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coming {
    /// Who.
    pub no: EntrantNo,
    /// Index of the contest.
    pub contest: usize,
    /// Four in five times she comes between these; the middle one is as likely early as late.
    pub low: Instant,
    /// The middle.
    pub mid: Instant,
    /// The late end.
    pub high: Instant,
    /// When she was read at the entrance, so that what is left is the track.
    pub inside: Option<Instant>,
    /// Her place in the women's or men's race, counted from those home and those expected before her; only for the
    /// first few. No mat has confirmed it.
    pub place: Option<u32>,
}

impl Coming {
    /// How long until she is expected, and how far that may be off.
    pub fn window(&self, now: Instant) -> (Span, Span) {
        let left = (self.mid - now).max(Span(0));
        (left, Span((self.high - self.low).0.max(0) / 2))
    }
}

/// Whoever is expected within this is listed.
const HORIZON: Span = Span(15 * 60_000);
/// Whoever is expected within this takes the screen.
pub const DUE: Span = Span(30_000);
/// Of the field this many together take the screen.
const BATCH: usize = 5;
/// Places that always take the screen.
pub const PODIUM: u32 = 3;
/// Listed at most.
const MOST: usize = 40;
/// The entrance is the last point before the finish, when it is no further away.
const ENTRANCE_M: f64 = 1_500.0;

/// The point of a contest at the stadium's entrance; the finish where no mat lies there.
pub fn entrance(contest: &Contest) -> usize {
    let finish = contest.finish();
    let near = |point: usize| {
        let at_m = |p: usize| contest.points.get(p).map_or(0.0, |p| p.at_m);
        at_m(finish) - at_m(point) <= ENTRANCE_M
    };
    match finish.checked_sub(1) {
        Some(before) if before > 0 && near(before) => before,
        _ => finish,
    }
}

/// Who comes, in order of time. One look at everybody on the course.
pub fn coming(view: &View<'_>, shows: impl Fn(usize) -> bool) -> Vec<Coming> {
    let event = view.race.event();
    let mut found: Vec<(Coming, usize)> = Vec::new();
    for (index, entrant) in view.race.roster().all().iter().enumerate() {
        let Some(contest) = event.contests.get(entrant.contest) else {
            continue;
        };
        if !shows(entrant.contest) {
            continue;
        }
        let Some(forecast) = view.forecast(index, view.through()) else {
            continue;
        };
        let (door, finish) = (entrance(contest), contest.finish());
        let inside = (door != finish)
            .then(|| view.passed_at(index, door))
            .flatten();
        let wanted = if inside.is_some() { finish } else { door };
        let arrivals = forecast.arrivals(&contest.points, view.at);
        let Some(arrival) = arrivals.iter().find(|arrival| arrival.point == wanted) else {
            continue;
        };
        if arrival.p10 - view.at > HORIZON {
            continue;
        }
        let coming = Coming {
            no: entrant.no,
            contest: entrant.contest,
            low: arrival.p10,
            mid: arrival.p50,
            high: arrival.p90,
            inside,
            place: None,
        };
        found.push((coming, index));
    }
    homestretch_order::sort_by_key(&mut found, |(coming, _)| {
        (coming.inside.is_none(), coming.mid)
    });
    places(view, event, &mut found);
    found.truncate(MOST);
    found.into_iter().map(|(coming, _)| coming).collect()
}

/// Gives the first few of each race their places: those home come before them.
fn places(view: &View<'_>, event: &Event, found: &mut [(Coming, usize)]) {
    for contest in 0..event.contests.len() {
        for group in races(view, contest) {
            let mut before = home(view, contest, &group);
            for (coming, index) in found.iter_mut() {
                if before >= PODIUM as usize {
                    break;
                }
                let entrant = view.race.roster().all().get(*index);
                let one_of_them = entrant.is_some_and(|e| group.has(e));
                if coming.contest == contest && one_of_them {
                    before += 1;
                    coming.place = Some(before as u32);
                }
            }
        }
    }
}

fn home(view: &View<'_>, contest: usize, group: &Group) -> usize {
    let finish = view
        .race
        .event()
        .contests
        .get(contest)
        .map_or(0, Contest::finish);
    let roster = view.race.roster().all().iter().enumerate();
    roster
        .filter(|(_, entrant)| entrant.contest == contest && group.has(entrant))
        .filter(|(index, _)| {
            view.passed_at(*index, finish).is_some() && view.ruling(*index).is_none()
        })
        .count()
}

/// Who is due and takes the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Somebody for one of the first three places.
    Podium,
    /// Several of the field at once.
    Batch,
}

/// Who takes the screen now, if anybody does.
pub fn due(coming: &[Coming], now: Instant) -> Option<Due> {
    let soon = coming.iter().filter(|one| one.mid - now <= DUE);
    let podium = |one: &Coming| one.place.is_some_and(|place| place <= PODIUM);
    if soon.clone().any(podium) {
        return Some(Due::Podium);
    }
    (soon.count() >= BATCH).then_some(Due::Batch)
}

/// Whoever is expected within this for a place on the podium is shown before all others.
const SOON: Span = Span(3 * 60_000);

/// Whom the tunnel scene shows large: the next for a podium, else the next whose window has not run out, else the first.
pub fn shown_large(coming: &[Coming], now: Instant) -> Option<usize> {
    let on_podium = |one: &Coming| one.place.is_some() && one.mid - now <= SOON;
    let podium = coming.iter().position(on_podium);
    let next = || coming.iter().position(|one| one.mid > now);
    podium.or_else(next).or((!coming.is_empty()).then_some(0))
}
