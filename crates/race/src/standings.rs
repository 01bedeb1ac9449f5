//! Who is ahead: places, ties and gaps in a contest or a group of it, live and final.
//! Long because places, ties and gaps are one order looked at from several sides.

use std::collections::HashMap;

use crate::event::{Contest, RankBy};
use crate::roster::{Entrant, Sex};
use crate::time::{Instant, Span};
use crate::view::{Status, View};

/// Who is ranked against whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Group {
    /// Everybody in the contest.
    #[default]
    All,
    /// One sex.
    Sex(Sex),
    /// One category, by index in the event.
    Category(usize),
    /// One NOC.
    Noc(String),
}

impl Group {
    /// True when the entrant is ranked in the group.
    pub fn has(&self, entrant: &Entrant) -> bool {
        match self {
            Self::All => true,
            Self::Sex(sex) => entrant.sex == Some(*sex),
            Self::Category(category) => entrant.category == Some(*category),
            Self::Noc(noc) => entrant.noc.as_deref() == Some(noc.as_str()),
        }
    }
    /// All groups of the entrant's contest that the entrant is ranked in, the contest itself first.
    pub fn all_of(entrant: &Entrant) -> Vec<Self> {
        let sex = entrant.sex.map(Self::Sex);
        let category = entrant.category.map(Self::Category);
        let noc = entrant.noc.clone().map(Self::Noc);
        [Some(Self::All), sex, category, noc]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// One line of a standing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Index of the entrant in the roster.
    pub index: usize,
    /// Place from 1; equal times share it. None for those without a place (not started, DNS, DNF, DSQ).
    pub place: Option<u32>,
    /// True when somebody else has the same place.
    pub tied: bool,
    /// The furthest point read.
    pub point: usize,
    /// The time there, by the contest's ranking; none before the start.
    pub time: Option<Span>,
    /// Behind the first of the group at the same point; none where the first has not been read there.
    pub gap: Option<Span>,
}

/// The place of one entrant in one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Ranked against whom.
    pub group: Group,
    /// Place from 1.
    pub place: u32,
    /// True when somebody else has the same place.
    pub tied: bool,
    /// How many have a place in the group.
    pub of: u32,
}

/// Where one stands: smaller is ahead, equal is a tie. One number, since a field is put in order again and again: the
/// class, then the points still ahead, then the time in tenths of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Placed,
    NotStarted,
    RuledOut,
}

impl Rank {
    const TIME_BITS: u32 = 44;
    const POINT_BITS: u32 = 16;
    const TIMES: u64 = 1 << Self::TIME_BITS;
    const POINTS: u64 = 1 << Self::POINT_BITS;
    /// Nought tenths lie in the middle, for an office may accept a read before the gun.
    const NOUGHT: i64 = 1 << (Self::TIME_BITS - 1);

    /// No time is ahead of any.
    fn new(class: Class, point: usize, time: Option<Span>) -> Self {
        let ahead = (Self::POINTS - 1).saturating_sub(point as u64);
        let tenths = |time: Span| time.0.div_euclid(100).saturating_add(Self::NOUGHT);
        let time = time.map_or(0, |time| tenths(time).clamp(1, 2 * Self::NOUGHT - 1));
        let class = class as u64 * Self::POINTS;
        Self((class + ahead) * Self::TIMES + time.cast_unsigned())
    }
    fn placed(self) -> bool {
        self.0 < Self::POINTS * Self::TIMES
    }
    /// The furthest point read.
    fn point(self) -> usize {
        (Self::POINTS - 1 - self.0 / Self::TIMES % Self::POINTS) as usize
    }
    fn time(self) -> Option<Span> {
        let time = (self.0 % Self::TIMES).cast_signed();
        (time != 0).then(|| Span((time - Self::NOUGHT) * 100))
    }
}

/// Everybody's ranks in every group, in order: for whoever wants the places of many.
#[derive(Clone, Debug, Default)]
pub struct Ranks(HashMap<(usize, Group), Vec<Rank>>);

/// A rank with what orders those who share it: the bib, numbers before words.
type Row = (Rank, u64, usize);

/// The first `n` rows in order, without sorting the rest.
fn first(mut rows: Vec<Row>, n: usize) -> Vec<Row> {
    // Many of them are found faster by sorting all.
    if n > 64 && n > rows.len() / 16 {
        homestretch_order::sort_by(&mut rows, Ord::cmp);
        rows.truncate(n);
        return rows;
    }
    let mut first: Vec<Row> = Vec::with_capacity(n.min(rows.len()) + 1);
    for row in rows {
        if first.len() < n || first.last().is_some_and(|last| row < *last) {
            let at = first.partition_point(|before| *before < row);
            first.insert(at, row);
            first.truncate(n);
        }
    }
    first
}

impl View<'_> {
    /// The contest's standing at the view's instant: the finished by time, then those on the course by the furthest
    /// point read and the time there, then the rest by bib. Ruled-out entrants come last, without a place.
    pub fn standings(&self, contest: usize, group: &Group) -> Vec<Standing> {
        let mut rows = self.rows(contest, group);
        homestretch_order::sort_by(&mut rows, Ord::cmp);
        self.lines(&rows)
    }
    /// The first `n` lines of [`View::standings`], without sorting the rest.
    pub fn leaders(&self, contest: usize, group: &Group, n: usize) -> Vec<Standing> {
        // One more than asked for, since the last line may be tied with it.
        let rows = first(self.rows(contest, group), n + 1);
        let mut lines = self.lines(&rows);
        lines.truncate(n);
        lines
    }
    /// The standing at one point: everybody read there, by time; the disqualified last, without a place.
    pub fn standings_at(&self, contest: usize, group: &Group, point: usize) -> Vec<Standing> {
        let mut rows: Vec<Row> = self
            .members(contest, group)
            .filter_map(|(index, entrant)| {
                let at = self.passed_at(index, point)?;
                let disqualified = self.status_but_lateness(index) == Status::Dsq;
                let class = [Class::Placed, Class::RuledOut][usize::from(disqualified)];
                let rank = Rank::new(class, point, Some(self.ranked_time(index, at)));
                Some((rank, bib_order(&entrant.bib), index))
            })
            .collect();
        homestretch_order::sort_by(&mut rows, Ord::cmp);
        self.lines(&rows)
    }
    /// The places of one entrant in all its groups; none for those without a place.
    /// One look at everybody in the contest; as they were told where not everybody is held.
    pub fn places(&self, index: usize) -> Vec<Place> {
        let Some((entrant, _)) = self.entrant(index) else {
            return Vec::new();
        };
        if let Some(part) = self.race.part() {
            return part.places_of(entrant.no).unwrap_or_default().to_vec();
        }
        let Some(ranking) = Ranking::of(self, entrant.contest) else {
            return Vec::new();
        };
        let own = ranking.rank(index, entrant);
        if !own.placed() {
            return Vec::new();
        }
        let mut places: Vec<Place> = Group::all_of(entrant)
            .into_iter()
            .map(|group| Place {
                group,
                place: 1,
                tied: false,
                of: 0,
            })
            .collect();
        for (other, who) in self.members(entrant.contest, &Group::All) {
            let rank = ranking.rank(other, who);
            if !rank.placed() {
                continue;
            }
            for place in places.iter_mut().filter(|p| p.group.has(who)) {
                place.of += 1;
                place.place += u32::from(rank < own);
                place.tied |= rank == own && other != index;
            }
        }
        places
    }

    /// What [`View::places_by`] wants to know. One look at everybody.
    pub fn ranks(&self) -> Ranks {
        let mut ranks: HashMap<(usize, Group), Vec<Rank>> = HashMap::new();
        for contest in 0..self.race.event().contests.len() {
            let Some(ranking) = Ranking::of(self, contest) else {
                continue;
            };
            for (index, who) in self.members(contest, &Group::All) {
                let rank = ranking.rank(index, who);
                if rank.placed() {
                    for group in Group::all_of(who) {
                        ranks.entry((contest, group)).or_default().push(rank);
                    }
                }
            }
        }
        for of_group in ranks.values_mut() {
            of_group.sort_unstable();
        }
        Ranks(ranks)
    }
    /// The same as [`View::places`], by the ranks of the same view.
    pub fn places_by(&self, ranks: &Ranks, index: usize) -> Vec<Place> {
        let Some((entrant, _)) = self.entrant(index) else {
            return Vec::new();
        };
        let own = Ranking::of(self, entrant.contest).map(|r| r.rank(index, entrant));
        let Some(own) = own.filter(|own| own.placed()) else {
            return Vec::new();
        };
        let place = |group: Group| {
            let all = ranks.0.get(&(entrant.contest, group.clone()))?;
            let before = all.partition_point(|rank| *rank < own);
            let equal = all.partition_point(|rank| *rank <= own) - before;
            Some(Place {
                group,
                place: before as u32 + 1,
                tied: equal > 1,
                of: all.len() as u32,
            })
        };
        Group::all_of(entrant)
            .into_iter()
            .filter_map(place)
            .collect()
    }

    fn members(&self, contest: usize, group: &Group) -> impl Iterator<Item = (usize, &Entrant)> {
        let all = self.race.roster().all().iter().enumerate();
        all.filter(move |(_, e)| e.contest == contest && group.has(e))
    }
    fn rows(&self, contest: usize, group: &Group) -> Vec<Row> {
        let Some(ranking) = Ranking::of(self, contest) else {
            return Vec::new();
        };
        self.members(contest, group)
            .map(|(index, e)| (ranking.rank(index, e), bib_order(&e.bib), index))
            .collect()
    }
    /// Lines from rows in order.
    fn lines(&self, rows: &[Row]) -> Vec<Standing> {
        let first = rows.first().filter(|(rank, ..)| rank.placed());
        // The first's time at each point, found once for each point and not for each line.
        let n_points = first.map_or(0, |(rank, ..)| rank.point() + 1);
        let first_times: Vec<Option<Span>> = (0..n_points)
            .map(|point| {
                let index = first?.2;
                Some(self.ranked_time(index, self.passed_at(index, point)?))
            })
            .collect();
        let mut place = 0;
        rows.iter()
            .enumerate()
            .map(|(i, (rank, _, index))| {
                let ties = |other: Option<&Row>| other.is_some_and(|o| o.0 == *rank);
                let (before, after) = (i.checked_sub(1).and_then(|b| rows.get(b)), rows.get(i + 1));
                if !ties(before) {
                    place = i as u32 + 1;
                }
                let (placed, point, time) = (rank.placed(), rank.point(), rank.time());
                let first_time = first_times.get(point).copied().flatten();
                Standing {
                    index: *index,
                    place: placed.then_some(place),
                    tied: placed && (ties(before) || ties(after)),
                    point,
                    time,
                    gap: time
                        .zip(first_time)
                        .filter(|_| placed)
                        .map(|(time, first)| time - first),
                }
            })
            .collect()
    }
}

/// Ranks the entrants of one contest: what is the same for all of them is looked up once.
struct Ranking<'a> {
    view: &'a View<'a>,
    contest: &'a Contest,
    guns: Vec<Instant>,
    closed: bool,
}

impl<'a> Ranking<'a> {
    fn of(view: &'a View<'a>, contest: usize) -> Option<Self> {
        let c = view.race.event().contests.get(contest)?;
        Some(Self {
            view,
            contest: c,
            guns: (0..c.waves.len()).map(|w| view.gun(contest, w)).collect(),
            closed: view.closed(contest),
        })
    }
    /// The same as [`View::status`] says, except that the overdue are ranked like all who are on the course.
    fn rank(&self, index: usize, entrant: &Entrant) -> Rank {
        let mut start = None;
        let mut last = None;
        for (point, at) in self.view.passings(index) {
            if point == 0 {
                start = Some(at);
            }
            last = Some((point, at));
        }
        let wave = self.contest.known_wave(entrant.wave);
        let gun = self.guns.get(wave).copied().unwrap_or_default();
        let home = last.is_some_and(|(point, _)| point == self.contest.finish());
        let class = if self.view.ruling(index).is_some() {
            Class::RuledOut
        } else if home {
            Class::Placed
        } else if last.is_none() || gun > self.view.at {
            Class::NotStarted
        } else if self.closed {
            Class::RuledOut
        } else {
            Class::Placed
        };
        let last = last.filter(|_| class != Class::NotStarted);
        let from = match self.contest.rank_by {
            RankBy::Gun => gun,
            RankBy::Net => start.unwrap_or(gun),
        };
        let point = last.map_or(0, |l| l.0);
        Rank::new(class, point, last.map(|(_, at)| at - from))
    }
}

/// Bibs that are numbers in order of number, then the others in order of the roster.
fn bib_order(bib: &str) -> u64 {
    bib.parse().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_in_order_of_class_point_and_time_and_keeps_them() {
        let (early, late) = (Some(Span(-1_200)), Some(Span(7_200_300)));
        let ranks = [
            (Class::Placed, 9, None),
            (Class::Placed, 9, early),
            (Class::Placed, 9, late),
            (Class::Placed, 0, Some(Span(0))),
            (Class::NotStarted, 0, None),
            (Class::RuledOut, 9, late),
        ];
        let made = ranks.map(|(class, point, time)| Rank::new(class, point, time));
        assert!(made.is_sorted_by(|a, b| a < b));
        for (rank, (class, point, time)) in made.into_iter().zip(ranks) {
            let kept = (rank.placed(), rank.point(), rank.time());
            assert_eq!(kept, (class == Class::Placed, point, time));
        }
    }
}
