//! A race told again, from its first gun on: what was heard, in the order in which it is to be heard this time.
//!
//! Telling is folding, as in the race itself: whoever has heard everything up to a mark holds a race like one that is
//! going on, and whatever shows a race shows this one. By what is known now, reads come in when they were made, each
//! runner is on the way from one read to the next, and whoever came off the course is on it until that was made known.
//! As it was known then, each tick comes in as it was cut, with the expectations of that time.

use std::sync::Arc;

use crate::change::{Change, Tick, What, Why};
use crate::pacing;
use crate::race::Race;
use crate::record::Version;
use crate::time::{Instant, Span};

/// How a race is told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// By what is known now.
    Now,
    /// The same, with all waves of a contest starting at its first gun.
    Together,
    /// As it was known then.
    Then,
}

/// What is to be heard, in order.
#[derive(Clone, Debug)]
pub struct Retelling {
    manner: Manner,
    /// The newest tick of the race when it was made.
    known: Tick,
    blank: Race,
    /// Each with its mark: a race instant in milliseconds, or a tick.
    news: Vec<(i64, Change)>,
    /// How each entrant ran, as far as it is known.
    ways: Vec<Option<Way>>,
    /// How much later than the first gun of her contest each entrant's wave started; taken off when all start together.
    offsets: Vec<Span>,
}

#[derive(Clone, Debug)]
struct Way {
    began: Instant,
    /// The furthest read: what comes after it nobody knows.
    last: usize,
    home: bool,
    whole: Arc<pacing::Forecast>,
}

impl Retelling {
    /// What is to be told of a race.
    pub fn new(race: &Race, manner: Manner) -> Self {
        let mut told = Self {
            manner,
            known: race.newest(),
            blank: race.anew(),
            news: Vec::new(),
            ways: Vec::new(),
            offsets: offsets(race),
        };
        match manner {
            Manner::Then => told.hear_ticks(race),
            Manner::Now | Manner::Together => told.hear_reads(race),
        }
        // Stable, so that of one instant what was put in first is heard first.
        homestretch_order::sort_by_key(&mut told.news, |(mark, _)| *mark);
        told
    }

    /// How far to tell for the race to be the one of an instant; by what was known at a tick where one is given and
    /// the race is told as it was known then.
    pub fn mark(&self, at: Instant, known: Option<Tick>) -> i64 {
        match self.manner {
            Manner::Now | Manner::Together => at.0,
            Manner::Then => i64::from(known.unwrap_or_else(|| self.blank.known_at(at)).0),
        }
    }

    /// The race before anything is told.
    pub fn blank(&self) -> Race {
        self.blank.clone()
    }

    /// Tells a race that has heard the first `heard` what comes up to a mark; says how many it has heard then.
    pub fn tell(&self, race: &mut Race, heard: usize, mark: i64) -> usize {
        let until = self.news.partition_point(|(known, _)| *known <= mark);
        for (_, change) in self.news.get(heard..until).unwrap_or_default() {
            race.apply(change);
            if let What::Passing { entrant, point, .. } = &change.what
                && let Some(index) = race.roster().index(*entrant)
            {
                self.foresee(race, index, *point);
            }
        }
        until.max(heard)
    }

    /// The race told up to a mark all at once, with how many it has heard: the same as telling it from the start, and
    /// far quicker in a big field. `race` is the one that is told; none where it has other entrants by now.
    pub fn told(&self, race: &Race, mark: i64) -> Option<(Race, usize)> {
        if !Arc::ptr_eq(race.roster(), self.blank.roster()) {
            return None;
        }
        let (mut told, until) = (self.blank(), self.heard_by(mark));
        for (_, change) in &self.news[..until] {
            if !matches!(change.what, What::Passing { .. }) {
                told.apply(change);
            }
        }
        for index in 0..race.roster().all().len() {
            let record = race.record(index)?;
            let heard = match self.manner {
                Manner::Then => record.told_by(Tick(u32::try_from(mark).unwrap_or(u32::MAX))),
                Manner::Now | Manner::Together => {
                    record.read_by(Instant(mark), self.known, self.offset(index))
                }
            };
            let last = heard.versions().last().map(Version::point);
            told.hear(index, heard);
            let out = told.record(index)?.said(self.known).is_some();
            if let (Some(last), false) = (last, out) {
                self.foresee(&mut told, index, last);
            }
        }
        Some((told, until))
    }

    /// On from a point the way is known.
    fn foresee(&self, race: &mut Race, index: usize, point: usize) {
        if let Some(Some(way)) = self.ways.get(index)
            && (way.home || point < way.last)
        {
            race.foresee(index, &way.whole, way.began);
        }
    }

    /// How many there are to be heard up to a mark.
    pub fn heard_by(&self, mark: i64) -> usize {
        self.news.partition_point(|(known, _)| *known <= mark)
    }

    /// How much earlier than it was an entrant's race is told.
    pub fn offset(&self, index: usize) -> Span {
        match self.manner {
            Manner::Together => self.offsets.get(index).copied().unwrap_or_default(),
            Manner::Now | Manner::Then => Span::default(),
        }
    }

    fn hear_ticks(&mut self, race: &Race) {
        let mut hear = |tick: Tick, what: What| {
            self.news.push((i64::from(tick.0), Change { tick, what }));
        };
        for (contest, wave, versions) in race.guns() {
            for (tick, at) in versions {
                let at = *at;
                hear(*tick, What::Gun { contest, wave, at });
            }
        }
        for (tick, phase, official) in race.phases() {
            hear(tick, What::Phase { phase, official });
        }
        for (index, entrant) in race.roster().all().iter().enumerate() {
            let Some(record) = race.record(index) else {
                continue;
            };
            for version in record.versions() {
                let what = What::Passing {
                    entrant: entrant.no,
                    point: version.point(),
                    at: version.at(),
                    why: version.why(),
                };
                hear(version.tick(), what);
            }
            for (tick, (ruling, note, _)) in record.rulings() {
                let what = What::Status {
                    entrant: entrant.no,
                    ruling: *ruling,
                    note: note.clone(),
                };
                hear(*tick, what);
            }
        }
    }

    fn hear_reads(&mut self, race: &Race) {
        let (known, event) = (race.newest(), race.event());
        let mut hear = |at: Instant, what: What| {
            self.news.push((at.0, Change { tick: known, what }));
        };
        // Guns are what everybody starts from, so they are told before all else.
        for (contest, of) in event.contests.iter().enumerate() {
            let guns = (0..of.waves.len()).filter_map(|wave| race.gun(contest, wave, known));
            let guns: Vec<Instant> = guns.collect();
            let first = guns.iter().min().copied();
            for (wave, own) in guns.into_iter().enumerate() {
                let at = match self.manner {
                    Manner::Together => first.unwrap_or(own),
                    Manner::Now | Manner::Then => own,
                };
                hear(Instant(i64::MIN), What::Gun { contest, wave, at });
            }
        }
        self.ways = Vec::with_capacity(race.roster().all().len());
        for (index, entrant) in race.roster().all().iter().enumerate() {
            let offset = match self.manner {
                Manner::Together => self.offsets.get(index).copied().unwrap_or_default(),
                Manner::Now | Manner::Then => Span::default(),
            };
            let Some(record) = race.record(index) else {
                self.ways.push(None);
                continue;
            };
            let passings = record.passings(known);
            let passings = passings.map(|(version, at)| (version.point(), at - offset));
            let passings: Vec<(usize, Instant)> = passings.collect();
            for &(point, at) in &passings {
                let what = What::Passing {
                    entrant: entrant.no,
                    point,
                    at: Some(at),
                    why: Why::Read,
                };
                hear(at, what);
            }
            let gun = race.gun(entrant.contest, entrant.wave, known);
            let gun = gun.unwrap_or_default() - offset;
            if let Some((ruling, from)) = race.ruled_from(index, known) {
                let note = record.said(known).and_then(|said| said.1.clone());
                let what = What::Status {
                    entrant: entrant.no,
                    ruling: Some(ruling),
                    note,
                };
                hear(from - offset, what);
            }
            let points = event.contests.get(entrant.contest);
            let points = points.map_or(&[][..], |of| &of.points);
            self.ways.push(way(points, &passings, gun));
        }
    }
}

/// How much later than the first gun of the contest each entrant's wave started.
fn offsets(race: &Race) -> Vec<Span> {
    let gun = |contest, wave| race.gun(contest, wave, race.newest());
    let firsts: Vec<Option<Instant>> = race
        .event()
        .contests
        .iter()
        .enumerate()
        .map(|(contest, of)| (0..of.waves.len()).filter_map(|w| gun(contest, w)).min())
        .collect();
    let offset = |entrant: &crate::roster::Entrant| {
        let first = firsts.get(entrant.contest).copied().flatten()?;
        Some(gun(entrant.contest, entrant.wave)? - first)
    };
    let all = race.roster().all().iter();
    all.map(|entrant| offset(entrant).unwrap_or_default())
        .collect()
}

/// From read to read in a straight line of time; points that did not read her are passed on the way.
fn way(points: &[crate::event::Point], passings: &[(usize, Instant)], gun: Instant) -> Option<Way> {
    let &(last, _) = passings.last()?;
    let began = passings.first().filter(|p| p.0 == 0).map_or(gun, |p| p.1);
    let mut arrivals = Vec::with_capacity(last);
    let (mut from_m, mut from_s, mut from) = (0.0, 0.0, 0);
    for &(point, at) in passings.iter().filter(|p| p.0 > 0) {
        let (to_m, to_s) = (points.get(point)?.at_m, (at - began).as_s());
        for (between, passed) in points.iter().enumerate().take(point + 1).skip(from + 1) {
            let at_m = passed.at_m;
            let part = if to_m > from_m {
                (at_m - from_m) / (to_m - from_m)
            } else {
                1.0
            };
            arrivals.push(pacing::Arrival {
                point: between,
                at_m,
                at_s: [from_s + (to_s - from_s) * part; pacing::QUANTILES],
            });
        }
        (from_m, from_s, from) = (to_m, to_s, point);
    }
    let whole = Arc::new(pacing::Forecast {
        from_m: 0.0,
        from_s: 0.0,
        arrivals,
    });
    let home = last + 1 == points.len();
    Some(Way {
        began,
        last,
        home,
        whole,
    })
}
