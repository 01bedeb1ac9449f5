//! Which mats are reading: told from the runners who were read beyond a mat, with or without having been read on it.

use crate::time::Instant;
use crate::view::View;

/// So many runners in a row must have come by unread before a mat counts as silent:
/// even of a mat that misses one in ten, four in a row are rare.
const IN_A_ROW: usize = 4;
/// The first runners decide sooner, since until then every dot would wait at the mat.
const FIRST: usize = 3;

/// Which mats of the event read chips at the view's instant, as far as it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mats {
    silent: Vec<bool>,
}

impl Mats {
    /// All mats reading.
    pub fn all_alive(n_mats: usize) -> Self {
        Self {
            silent: vec![false; n_mats],
        }
    }
    /// True unless the mat is known to be silent for everybody.
    pub fn alive(&self, mat: usize) -> bool {
        !self.silent.get(mat).copied().unwrap_or(false)
    }
    /// What the passings seen in the view say. A look at every passing: once per view, not per runner.
    pub fn seen(view: &View<'_>) -> Self {
        let event = view.race.event();
        let mut latest = vec![Latest::default(); event.mats.len()];
        for (index, entrant) in view.race.roster().all().iter().enumerate() {
            let Some(contest) = event.contests.get(entrant.contest) else {
                continue;
            };
            let mut before: Option<(usize, Instant)> = None;
            for (point, at) in view.passings(index) {
                let (from, since) = before.map_or((0, at), |(p, t)| (p + 1, t));
                for missed in from..point {
                    let between = Instant(i64::midpoint(since.0, at.0));
                    note(&mut latest, contest.points[missed].mat, between, false);
                }
                note(&mut latest, contest.points[point].mat, at, true);
                before = Some((point, at));
            }
        }
        Self {
            silent: latest.iter().map(Latest::silent).collect(),
        }
    }
}

fn note(latest: &mut [Latest], mat: usize, at: Instant, read: bool) {
    if let Some(latest) = latest.get_mut(mat) {
        latest.note(at, read);
    }
}

/// The last runners to come by one mat, in order of time: read or not.
#[derive(Clone, Debug, Default)]
struct Latest {
    runners: Vec<(Instant, bool)>,
}

impl Latest {
    fn note(&mut self, at: Instant, read: bool) {
        if self.runners.len() == IN_A_ROW {
            if (at, read) <= self.runners[0] {
                return;
            }
            self.runners.remove(0);
        }
        let place = self.runners.partition_point(|r| *r < (at, read));
        self.runners.insert(place, (at, read));
    }
    fn silent(&self) -> bool {
        self.runners.len() >= FIRST && self.runners.iter().all(|(_, read)| !read)
    }
}
