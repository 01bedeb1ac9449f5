//! Whether news of a runner may come soon: what decides how often her file is asked for.

use homestretch_race::time::Span;
use homestretch_race::view::{Status, View};

/// A read is looked out for from so long before the early end of its window.
const LEAD: Span = Span(30_000);

/// True for a bib whose runner may be read at any moment. Of the overdue nothing is expected at this very moment.
pub fn is_near(view: &View<'_>, bib: &str) -> bool {
    let roster = view.race.roster();
    let Some(entrant) = roster.by_bib(bib) else {
        return false;
    };
    let next = || {
        let index = roster.index(entrant.no)?;
        if view.status(index) != Status::OnCourse {
            return None;
        }
        let points = &view.race.event().contests.get(entrant.contest)?.points;
        let arrivals = view
            .forecast(index, view.through())?
            .arrivals(points, view.at);
        arrivals.into_iter().next()
    };
    next().is_some_and(|arrival| view.at + LEAD >= arrival.p05)
}
