//! What changed for the runners somebody follows between two looks at the race. A plain value that is shown the race
//! and says what is new; whoever shows it decides how that is told. It says nothing that was not read or ruled.

pub mod told;

use std::collections::HashMap;

use homestretch_race::event::Role;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::{Status, View};

/// Something new about one runner.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// The runner.
    pub no: EntrantNo,
    /// What happened.
    pub what: What,
}

/// What happened, by the furthest point that read the runner (its index in the contest) and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Read at a further point.
    Passed(usize, Instant),
    /// Home, in this time.
    Finished(Span, Instant),
    /// No news for longer than can be explained, since that point.
    Overdue(usize, Instant),
    /// Read at a further point after having been overdue.
    Found(usize, Instant),
}

impl News {
    /// What makes the event one and the same, on every look and in every window of this device.
    pub fn key(&self, event: &str) -> String {
        let (kind, point) = match self.what {
            // Whether she had been overdue does not make it another passing.
            What::Passed(point, _) | What::Found(point, _) => ("at", point),
            What::Finished(..) => ("home", 0),
            What::Overdue(point, _) => ("late", point),
        };
        [event, &self.no.0.to_string(), kind, &point.to_string()].join("/")
    }
}

/// Remembers what was seen of each followed runner.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    seen: HashMap<EntrantNo, Seen>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    furthest: Option<usize>,
    overdue: bool,
    home: bool,
}

impl Watch {
    /// What is new about these bibs since the last look. What is so when a runner is first looked at is no news, and
    /// of several mats passed since the last look only the furthest is.
    pub fn look(&mut self, view: &View<'_>, bibs: &[String]) -> Vec<News> {
        let roster = view.race.roster();
        let known = bibs.iter().filter_map(|bib| roster.by_bib(bib));
        known
            .filter_map(|entrant| {
                let what = self.look_at(view, entrant.no)?;
                Some(News {
                    no: entrant.no,
                    what,
                })
            })
            .collect()
    }

    fn look_at(&mut self, view: &View<'_>, no: EntrantNo) -> Option<What> {
        let roster = view.race.roster();
        let index = roster.index(no)?;
        let contest = view.race.event().contests.get(roster.get(no)?.contest)?;
        // Points that are not shown are no news.
        let shown = |&(point, _): &(usize, Instant)| {
            let point = contest.points.get(point);
            point.is_some_and(|point| point.role != Role::Helper)
        };
        let last = view.passings(index).filter(shown).last();
        let result = view.result(index);
        let now = Seen {
            furthest: last.map(|(point, _)| point),
            overdue: view.status(index) == Status::Overdue,
            home: result.is_some(),
        };
        let before = self.seen.get(&no).copied();
        // A passing that is withdrawn and comes again is no news either.
        let furthest = before.and_then(|before| before.furthest).max(now.furthest);
        self.seen.insert(no, Seen { furthest, ..now });
        let (before, (point, at)) = (before?, last?);
        if let Some(result) = result {
            return (!before.home).then_some(What::Finished(result, at));
        }
        if view.ruling(index).is_some() {
            return None;
        }
        match (before.furthest < now.furthest, before.overdue, now.overdue) {
            (true, true, _) => Some(What::Found(point, at)),
            (true, false, _) => Some(What::Passed(point, at)),
            (false, false, true) => Some(What::Overdue(point, at)),
            (false, ..) => None,
        }
    }
}

#[cfg(test)]
#[path = "news/tests.rs"]
mod tests;
