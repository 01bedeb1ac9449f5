//! Which mats are reading, and how often each misses: told from the runners who were read beyond a mat, with or
//! without having been read on it.

use crate::event::Point;
use crate::time::{Instant, Span};
use crate::view::View;

/// So many runners in a row must have come by unread before a mat counts as silent:
/// even of a mat that misses one in ten, four in a row are rare.
const IN_A_ROW: usize = 4;
/// The first runners decide sooner, since until then every dot would wait at the mat.
const FIRST: usize = 3;
/// What is thought of a mat before the race: of so many runners it misses so many.
const USUAL: (f64, f64) = (100.0, 2.0);
/// A mat misses in spells: a loose cable, a crowd. So the runners of the same few minutes tell most, ...
const SPELL_MS: i64 = 300_000;
/// ... and all others as much as so many of them.
const OTHERS: f64 = 10.0;

/// What is known of the mats of the event at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mats(Vec<Mat>);

impl Mats {
    /// All mats reading, as before the race.
    pub fn all_alive(n_mats: usize) -> Self {
        Self(vec![Mat::default(); n_mats])
    }
    /// True unless the mat is known to be silent for everybody.
    pub fn alive(&self, mat: usize) -> bool {
        self.0.get(mat).is_none_or(|mat| !mat.silent())
    }
    /// The share of runners whom the mat misses who come by at about that instant, as learned from those who came by
    /// and were read further on.
    pub fn miss(&self, mat: usize, at: Instant) -> f64 {
        self.0
            .get(mat)
            .map_or(USUAL.1 / USUAL.0, |mat| mat.miss(at))
    }
    /// A runner was read at a point, the last time before where given.
    pub fn hear(
        &mut self,
        points: &[Point],
        before: Option<(usize, Instant)>,
        (point, at): (usize, Instant),
    ) {
        let from = before.map_or(0, |(p, _)| p + 1);
        if let Some((last, since)) = before
            && let Some(mat) = self.of(points, last)
        {
            mat.count(since, true);
        }
        for missed in from..point {
            let when = between(points, before, (point, at), missed);
            if let Some(mat) = self.of(points, missed) {
                mat.note(when, false);
                mat.count(when, false);
            }
        }
        if let Some(mat) = self.of(points, point) {
            mat.note(at, true);
        }
    }
    fn of(&mut self, points: &[Point], point: usize) -> Option<&mut Mat> {
        self.0.get_mut(points.get(point)?.mat)
    }
    /// As told of each mat: whether it is silent, how many came by, and how many of them it missed.
    pub fn told(mats: impl Iterator<Item = (bool, u32, u32)>) -> Self {
        let mat = |(silent, came, missed): (bool, u32, u32)| Mat {
            latest: vec![(Instant::default(), !silent); IN_A_ROW],
            all: (came, missed),
            spells: Vec::new(),
        };
        Self(mats.map(mat).collect())
    }
    /// Each mat as [`Mats::told`] takes it.
    pub fn tell(&self) -> impl Iterator<Item = (bool, u32, u32)> {
        let mats = self.0.iter();
        mats.map(|mat| (mat.silent(), mat.all.0, mat.all.1))
    }
    /// What the passings seen in the view say. A look at every passing: once per view, not per runner.
    pub fn seen(view: &View<'_>) -> Self {
        if let Some(part) = view.race.part() {
            return part.mats.clone();
        }
        let event = view.race.event();
        let mut mats = Self::all_alive(event.mats.len());
        for (index, entrant) in view.race.roster().all().iter().enumerate() {
            let Some(contest) = event.contests.get(entrant.contest) else {
                continue;
            };
            let mut before = None;
            for passing in view.passings(index) {
                mats.hear(&contest.points, before, passing);
                before = Some(passing);
            }
        }
        mats
    }
}

/// About when a runner came by a point unread, between the points where she was read.
fn between(
    points: &[Point],
    before: Option<(usize, Instant)>,
    (point, at): (usize, Instant),
    missed: usize,
) -> Instant {
    let Some((from, since)) = before else {
        return at;
    };
    let at_m = |p: usize| points.get(p).map_or(0.0, |p| p.at_m);
    let part = (at_m(missed) - at_m(from)) / (at_m(point) - at_m(from)).max(1.0);
    since + Span::from_s((at - since).as_s() * part)
}

/// What is known of one mat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Mat {
    /// The last who came by, in order of time, and whether they were read.
    latest: Vec<(Instant, bool)>,
    /// How many came by who were read further on, and how many of them unread: in all, and by spell.
    all: (u32, u32),
    spells: Vec<(i64, u32, u32)>,
}

impl Mat {
    fn note(&mut self, at: Instant, read: bool) {
        if self.latest.len() == IN_A_ROW {
            if (at, read) <= self.latest[0] {
                return;
            }
            self.latest.remove(0);
        }
        let place = self.latest.partition_point(|r| *r < (at, read));
        self.latest.insert(place, (at, read));
    }
    fn silent(&self) -> bool {
        self.latest.len() >= FIRST && self.latest.iter().all(|(_, read)| !read)
    }
    fn count(&mut self, at: Instant, read: bool) {
        let missed = u32::from(!read);
        self.all = (self.all.0 + 1, self.all.1 + missed);
        let spell = at.0.div_euclid(SPELL_MS);
        match self.spells.binary_search_by_key(&spell, |s| s.0) {
            Ok(i) => {
                let of = &mut self.spells[i];
                (of.1, of.2) = (of.1 + 1, of.2 + missed);
            }
            Err(i) => self.spells.insert(i, (spell, 1, missed)),
        }
    }
    fn miss(&self, at: Instant) -> f64 {
        let all = (f64::from(self.all.1) + USUAL.1) / (f64::from(self.all.0) + USUAL.0);
        let spell = at.0.div_euclid(SPELL_MS);
        let near = self.spells.iter().filter(|s| (s.0 - spell).abs() <= 1);
        let (n, missed) = near.fold((0, 0), |(n, missed), s| (n + s.1, missed + s.2));
        (f64::from(missed) + OTHERS * all) / (f64::from(n) + OTHERS)
    }
}
