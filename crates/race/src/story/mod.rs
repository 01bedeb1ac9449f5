//! What has happened in a race, as moments that can be told: who took the lead where, who broke away, who came home
//! first, who is out. Each is a value with a name of its own, so that a screen tells it once and a correction that
//! changes or withdraws it is seen.
//!
//! Only what reads and rulings support. The story is that of a [`View`]: as of an instant, as known at a tick.

mod board;
mod front;
mod home;
mod moves;
mod out;

use crate::change::{Ruling, Tick};
use crate::event::Contest;
use crate::roster::Sex;
use crate::standings::Group;
use crate::time::{Instant, Span};
use crate::view::View;

use board::Board;

/// One thing that happened. Entrants are told by their index in the roster, points by their index in the contest.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Its name: the same thing at the same place keeps it, also when a correction puts another runner there.
    /// Made of keys of the event and unique in it, such as `full.F.lead.30k`.
    pub id: String,
    /// Index of the contest.
    pub contest: usize,
    /// Among whom.
    pub group: Group,
    /// When it happened.
    pub at: Instant,
    /// The tick by which all that it says was known.
    pub known: Tick,
    /// How much it matters, up to 100.
    pub weight: u8,
    /// What happened.
    pub what: Happened,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happened {
    /// Somebody was first at a point, and nobody or the same person at the point before.
    Leads {
        /// Who.
        index: usize,
        /// Where.
        point: usize,
        /// Whom the lead was taken from; none at the first point.
        from: Option<usize>,
    },
    /// How far the first was ahead at a point, told when the second came by.
    Gap {
        /// Where.
        point: usize,
        /// The first.
        first: usize,
        /// The second.
        second: usize,
        /// Between them.
        gap: Span,
        /// Between the same two at the point before, where both were read; negative when the second was ahead.
        before: Option<Span>,
    },
    /// A leading group has come apart: one is ahead who was in a group at the point before.
    BreaksAway {
        /// Who.
        index: usize,
        /// Where it was seen.
        point: usize,
        /// To the second.
        gap: Span,
        /// How many were together at the point before.
        together: u32,
    },
    /// The most places won on a stretch, so far.
    Climbs {
        /// Who.
        index: usize,
        /// Where the stretch began.
        from_point: usize,
        /// Where it ended.
        point: usize,
        /// Place at its beginning.
        before: u32,
        /// Place at its end.
        after: u32,
        /// True when only those near the front were looked at.
        front: bool,
    },
    /// The first is, or has ceased to be, ahead of the course record's even pace.
    RecordPace {
        /// Who.
        index: usize,
        /// Where.
        point: usize,
        /// Ahead of the even pace; negative behind it.
        ahead: Span,
    },
    /// Home among the first three.
    Home {
        /// Who.
        index: usize,
        /// Place from 1.
        place: u32,
        /// The result.
        time: Span,
    },
    /// A result better than the course record of the event file. A claim until it is ratified.
    Record {
        /// Who.
        index: usize,
        /// The result.
        time: Span,
        /// Better by so much.
        by: Span,
    },
    /// The first of a committee (NOC) to come home.
    FirstOfNoc {
        /// Who.
        index: usize,
        /// Place in the contest.
        place: u32,
        /// The result.
        time: Span,
    },
    /// One of the first ten ran the second half faster than the first.
    NegativeSplit {
        /// Who.
        index: usize,
        /// Place.
        place: u32,
        /// The first half, by net time.
        first_half: Span,
        /// The second half.
        second_half: Span,
    },
    /// The closest finish among the first ten.
    Closest {
        /// Who was ahead.
        index: usize,
        /// Who was not.
        other: usize,
        /// The place of the first of them.
        place: u32,
        /// Between them; zero for a tie.
        gap: Span,
    },
    /// One of the first ten is out, by a ruling of the race office.
    Out {
        /// Who.
        index: usize,
        /// The last point read.
        point: usize,
        /// Place there.
        place: u32,
        /// The ruling.
        ruling: Ruling,
    },
    /// The last to come home of a race that is over.
    Last {
        /// Who.
        index: usize,
        /// The result.
        time: Span,
    },
}

impl Happened {
    /// Whom it is about, the main one first.
    pub fn runners(&self) -> Vec<usize> {
        match *self {
            Self::Leads { index, from, .. } => [Some(index), from].into_iter().flatten().collect(),
            Self::Gap { first, second, .. } => vec![first, second],
            Self::Closest { index, other, .. } => vec![index, other],
            Self::BreaksAway { index, .. }
            | Self::Climbs { index, .. }
            | Self::RecordPace { index, .. }
            | Self::Home { index, .. }
            | Self::Record { index, .. }
            | Self::FirstOfNoc { index, .. }
            | Self::NegativeSplit { index, .. }
            | Self::Out { index, .. }
            | Self::Last { index, .. } => vec![index],
        }
    }
}

impl View<'_> {
    /// The story of a contest, in order of time; empty for a contest that the event does not have.
    ///
    /// One look at everybody in the contest, and one sort for each of its points.
    pub fn story(&self, contest: usize) -> Vec<Moment> {
        let Some(of) = self.race.event().contests.get(contest) else {
            return Vec::new();
        };
        let board = Board::of(self, contest, of);
        let mut teller = Teller {
            view: self,
            contest,
            of,
            board: &board,
            told: Vec::new(),
        };
        for group in groups(self, contest) {
            front::tell(&mut teller, &group);
            home::tell(&mut teller, &group);
            out::tell(&mut teller, &group);
        }
        moves::tell(&mut teller);
        home::tell_firsts(&mut teller);
        home::tell_last(&mut teller);
        let mut told = teller.told;
        told.retain(|moment| moment.at <= self.at);
        homestretch_order::sort_by(&mut told, |a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        told
    }
}

/// Collects moments about one contest.
struct Teller<'a, 'b> {
    view: &'a View<'b>,
    contest: usize,
    of: &'a Contest,
    board: &'a Board,
    told: Vec<Moment>,
}

impl Teller<'_, '_> {
    /// Adds a moment. `passings` are those it rests on: it is known once all of them are.
    fn tell(
        &mut self,
        (group, name): (&Group, &str),
        place: &str,
        (at, passings): (Instant, &[(usize, usize)]),
        weight: u8,
        what: Happened,
    ) {
        let known = passings
            .iter()
            .filter_map(|(index, point)| self.view.told_at(*index, *point))
            .max();
        let mut id = self.of.key.clone();
        for word in [word_of(group), name, place] {
            if !word.is_empty() {
                id.push('.');
                id.push_str(word);
            }
        }
        self.told.push(Moment {
            id,
            contest: self.contest,
            group: group.clone(),
            at,
            known: known.unwrap_or_default(),
            weight,
            what,
        });
    }
    fn point_key(&self, point: usize) -> &str {
        self.of.points.get(point).map_or("", |p| p.key.as_str())
    }
}

fn word_of(group: &Group) -> &'static str {
    match group {
        Group::Sex(Sex::Female) => "F",
        Group::Sex(Sex::Male) => "M",
        Group::Sex(Sex::Other) => "X",
        _ => "",
    }
}

/// Each sex that runs the contest; everybody, where none is known.
fn groups(view: &View<'_>, contest: usize) -> Vec<Group> {
    let mut found = Vec::new();
    for sex in [Sex::Female, Sex::Male, Sex::Other] {
        let runs = |e: &crate::roster::Entrant| e.contest == contest && e.sex == Some(sex);
        if view.race.roster().all().iter().any(runs) {
            found.push(Group::Sex(sex));
        }
    }
    if found.is_empty() {
        found.push(Group::All);
    }
    found
}
