//! One runner beside a ghost: who is ahead, by how much, and by how much at the last mat. Pure.

use homestretch_race::event::{Contest, Role};
use homestretch_race::race::Race;
use homestretch_race::roster::Roster;
use homestretch_race::run::Run;
use homestretch_race::time::Instant;
use homestretch_race::view::View;

use super::asked::Beside;

/// What the ghost is.
#[derive(Clone, Debug, PartialEq)]
pub enum Ghost {
    /// The even pace of a course record.
    Record {
        /// Its time in milliseconds.
        time_ms: i64,
    },
    /// Another runner, by the index in the roster.
    Runner(usize),
}

/// A runner and a ghost that starts with her.
#[derive(Clone, Debug, PartialEq)]
pub struct Duel {
    /// Index of the runner in the roster.
    pub index: usize,
    /// Index of the contest.
    pub contest: usize,
    /// What the ghost is.
    pub ghost: Ghost,
    /// The runner's own run.
    pub own: Run,
    /// The ghost's, begun when hers began.
    pub other: Run,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDuel {
    /// Nobody was chosen.
    Nobody,
    /// The runner has not been read beyond the start.
    NotStarted,
    /// The ghost has not.
    GhostNotStarted,
    /// There is no course record of hers.
    NoRecord,
    /// They run different courses.
    OtherContest,
}

/// How they stand at an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Metres of the runner and of the ghost.
    pub own_m: f64,
    /// Metres of the ghost.
    pub other_m: f64,
    /// Seconds that the runner is ahead; negative behind.
    pub ahead_s: Option<f64>,
    /// True when that was measured, at the finish.
    pub taken: bool,
    /// The last point that both were read at, and the seconds ahead there.
    pub last: Option<(usize, f64)>,
}

/// Lays a runner beside a ghost; `whole` is the whole race, as far as it is known.
pub fn duel(whole: &Race, runner: &str, beside: &Beside) -> Result<Duel, NoDuel> {
    let view = whole.as_of(Instant(i64::MAX), whole.newest());
    let roster = whole.roster();
    let index = of_bib(roster, runner).ok_or(NoDuel::Nobody)?;
    let entrant = &roster.all()[index];
    let contest = whole.event().contests.get(entrant.contest);
    let contest = contest.ok_or(NoDuel::Nobody)?;
    let ghost = match beside {
        Beside::Nobody => return Err(NoDuel::Nobody),
        Beside::Record => {
            let own = contest.records.iter().find(|r| r.sex == entrant.sex);
            let record = own.or_else(|| contest.records.iter().find(|r| r.sex.is_none()));
            let time_ms = record.ok_or(NoDuel::NoRecord)?.time.0;
            Ghost::Record { time_ms }
        }
        Beside::Runner(bib) => {
            let other = of_bib(roster, bib).ok_or(NoDuel::Nobody)?;
            if roster.all()[other].contest != entrant.contest {
                return Err(NoDuel::OtherContest);
            }
            Ghost::Runner(other)
        }
    };
    let own = Run::of(&view, index).ok_or(NoDuel::NotStarted)?;
    let other = match ghost {
        Ghost::Record { time_ms } => {
            let time = homestretch_race::time::Span(time_ms);
            Run::even(own.began, contest.length_m, time)
        }
        Ghost::Runner(other) => {
            let mut run = Run::of(&view, other).ok_or(NoDuel::GhostNotStarted)?;
            run.began = own.began;
            run
        }
    };
    Ok(Duel {
        index,
        contest: entrant.contest,
        ghost,
        own,
        other,
    })
}

impl Duel {
    /// How they stand in a view of the race as it is told.
    pub fn standing(&self, view: &View<'_>) -> Option<Standing> {
        let contest = view.race.event().contests.get(self.contest)?;
        let home = view.passed_at(self.index, contest.finish());
        let now = home.map_or(view.at, |home| home.min(view.at));
        let elapsed_s = (now - self.own.began).as_s();
        if elapsed_s < 0.0 {
            return None;
        }
        // The same estimate as the dot's.
        let estimate = view.estimate(self.index, view.through());
        let own_m = match (home, estimate) {
            (Some(_), _) => contest.length_m,
            (None, Some(estimate)) => estimate.mid_m,
            (None, None) => self.own.at_m(elapsed_s),
        };
        let ahead_s = self.other.after_s(own_m).map(|there| there - elapsed_s);
        Some(Standing {
            own_m,
            other_m: self.other.at_m(elapsed_s),
            ahead_s,
            taken: home.is_some() && self.other.reaches(own_m),
            last: self.last(view, contest),
        })
    }

    fn last(&self, view: &View<'_>, contest: &Contest) -> Option<(usize, f64)> {
        let read = |point: usize| match self.ghost {
            Ghost::Record { .. } => true,
            // What the ghost ran, it ran at any hour of the race.
            Ghost::Runner(_) => self.other.reads(contest.points[point].at_m),
        };
        let shown =
            |point: &usize| matches!(contest.points[*point].role, Role::Split | Role::Finish);
        let mut passed = view.passings(self.index).map(|p| p.0).filter(shown);
        let last = passed.by_ref().filter(|point| read(*point)).last()?;
        let at_m = contest.points[last].at_m;
        Some((last, self.other.after_s(at_m)? - self.own.after_s(at_m)?))
    }
}

fn of_bib(roster: &Roster, bib: &str) -> Option<usize> {
    roster.index(roster.by_bib(bib)?.no)
}

#[cfg(test)]
mod tests;
