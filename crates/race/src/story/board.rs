//! Who came by each point, in order of time: what every moment is read from.

use crate::change::Ruling;
use crate::event::{Contest, RankBy, Role};
use crate::standings::Group;
use crate::time::{Instant, Span};
use crate::view::View;

/// The passings of a contest, point by point.
pub(super) struct Board {
    /// The points that are shown, in order of distance; neither the start nor helpers.
    pub points: Vec<usize>,
    /// For each of them, whoever was read there by ranked time; without the disqualified, and at the finish without
    /// anybody who was ruled out.
    rows: Vec<Vec<Row>>,
}

/// A passing on the board: time in milliseconds, then index of the entrant, in one number that sorts fast.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row(u64);

const INDEX_BITS: u32 = 24;

impl Row {
    fn new(time: Span, index: usize) -> Self {
        let ms = u64::try_from(time.0).unwrap_or_default();
        Self((ms << INDEX_BITS) | (index as u64 & ((1 << INDEX_BITS) - 1)))
    }
    /// Time by the contest's ranking.
    pub fn time(self) -> Span {
        Span((self.0 >> INDEX_BITS) as i64)
    }
    /// Index of the entrant.
    pub fn index(self) -> usize {
        (self.0 & ((1 << INDEX_BITS) - 1)) as usize
    }
}

impl Board {
    pub fn of(view: &View<'_>, contest: usize, of: &Contest) -> Self {
        let shown = |role| matches!(role, Role::Split | Role::Finish);
        let points: Vec<usize> = (1..of.points.len())
            .filter(|p| shown(of.points[*p].role))
            .collect();
        let mut rows: Vec<Vec<Row>> = vec![Vec::new(); points.len()];
        let guns: Vec<Instant> = (0..of.waves.len()).map(|w| view.gun(contest, w)).collect();
        for (index, entrant) in view.race.roster().all().iter().enumerate() {
            let ruling = view.ruling(index);
            if entrant.contest != contest || ruling == Some(Ruling::Dsq) {
                continue;
            }
            let gun = guns.get(of.known_wave(entrant.wave)).copied();
            let mut from = gun.unwrap_or_default();
            for (point, at) in view.passings(index) {
                if point == 0 && of.rank_by == RankBy::Net {
                    from = at;
                }
                let Ok(row) = points.binary_search(&point) else {
                    continue;
                };
                if point < of.finish() || ruling.is_none() {
                    rows[row].push(Row::new((at - from).floor_to_tenth(), index));
                }
            }
        }
        for row in &mut rows {
            row.sort_unstable();
        }
        Self { points, rows }
    }

    /// Everybody at the `n`th shown point.
    pub fn all(&self, n: usize) -> &[Row] {
        self.rows.get(n).map_or(&[], Vec::as_slice)
    }
    /// Everybody at the finish.
    pub fn home(&self) -> &[Row] {
        self.rows.last().map_or(&[], Vec::as_slice)
    }
    /// The first `most` of a group at the `n`th shown point.
    pub fn first(&self, view: &View<'_>, group: &Group, n: usize, most: usize) -> Vec<Row> {
        let roster = view.race.roster().all();
        let has = |row: &&Row| roster.get(row.index()).is_some_and(|e| group.has(e));
        self.all(n).iter().filter(has).take(most).copied().collect()
    }
}

/// The place of each row among those of a group in order: equal times share it.
pub(super) fn places(rows: &[Row]) -> impl Iterator<Item = (u32, Row)> {
    let mut place = 0;
    let mut before = None;
    rows.iter().enumerate().map(move |(i, row)| {
        if before != Some(row.time()) {
            place = i as u32 + 1;
            before = Some(row.time());
        }
        (place, *row)
    })
}
