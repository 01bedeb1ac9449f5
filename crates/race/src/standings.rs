//! Who is ahead: places, ties and gaps in a contest or a group of it, live and final.

use crate::roster::Sex;
use crate::time::Span;
use crate::view::View;

/// Who is ranked against whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

impl View<'_> {
    /// The contest's standing at the view's instant: the finished by time, then those on the course by the furthest
    /// point read and the time there, then the rest by bib. Ruled-out entrants come last, without a place.
    pub fn standings(&self, _contest: usize, _group: &Group) -> Vec<Standing> {
        todo!()
    }
    /// The standing at one point: everybody read there, by time.
    pub fn standings_at(&self, _contest: usize, _group: &Group, _point: usize) -> Vec<Standing> {
        todo!()
    }
}
