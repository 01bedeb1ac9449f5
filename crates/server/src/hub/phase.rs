//! When the race begins and ends: at the first gun, and a while after the last limit, unless the office says otherwise.

use homestretch_race::race::Race;
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, Phase, What};

/// After the last limit the sweep comes in and the last reads arrive.
const AFTER_LIMIT: Span = Span(15 * 60 * 1000);

/// How the race stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    published: (Phase, bool),
    said: Option<(Phase, bool)>,
}

/// What the clock alone says about begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guns {
    first: Option<Instant>,
    /// The last limit; none while a contest has none, because then only the office can say that it is over.
    last_limit: Option<Instant>,
}

impl Guns {
    /// From the guns as published so far.
    pub fn of(race: &Race) -> Self {
        let view = race.as_of(Instant(i64::MAX), race.newest());
        let contests = race.event().contests.iter().enumerate();
        let waves = contests.flat_map(|(c, contest)| {
            let view = &view;
            (0..contest.waves.len()).map(move |w| (view.gun(c, w), contest.limit))
        });
        let waves: Vec<_> = waves.collect();
        let limits = waves.iter().map(|(gun, limit)| limit.map(|l| *gun + l));
        Self {
            first: waves.iter().map(|(gun, _)| *gun).min(),
            last_limit: limits
                .collect::<Option<Vec<_>>>()
                .and_then(|l| l.into_iter().max()),
        }
    }
}

impl Standing {
    /// As published.
    pub fn now(self) -> (Phase, bool) {
        self.published
    }
    /// The office says how the race stands; from then on the clock says nothing.
    pub fn say(&mut self, phase: Phase, official: bool) {
        self.said = Some((phase, official));
    }
    /// What the office said is taken back.
    pub fn leave_to_the_clock(&mut self) {
        self.said = None;
    }
    /// The history begins anew.
    pub fn unpublish(&mut self) {
        self.published = Default::default();
    }
    /// What is to be published now, if anything.
    pub fn due(self, race_now: Instant, guns: Guns) -> Option<What> {
        let (phase, official) = self
            .said
            .unwrap_or_else(|| (by_clock(race_now, guns), false));
        ((phase, official) != self.published).then_some(What::Phase { phase, official })
    }
    /// Takes note of what was published.
    pub fn published(&mut self, changes: &[Change]) {
        for change in changes {
            if let What::Phase { phase, official } = change.what {
                self.published = (phase, official);
            }
        }
    }
}

fn by_clock(race_now: Instant, guns: Guns) -> Phase {
    match guns {
        Guns {
            last_limit: Some(end),
            ..
        } if race_now >= end + AFTER_LIMIT => Phase::Ended,
        Guns {
            first: Some(gun), ..
        } if race_now >= gun => Phase::Live,
        _ => Phase::Before,
    }
}
