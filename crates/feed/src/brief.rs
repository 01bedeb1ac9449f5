//! `field.json` made: the field in brief. Its cost grows with the field; a server makes it once in some seconds at most.

use homestretch_race::event::Contest;
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};
use homestretch_race::standings::Group;
use homestretch_race::time::Instant;
use homestretch_race::view::View;

use crate::content::{Field, FieldContest};
use crate::fold::Fold;
use crate::light::LEADERS;

/// About how many stretches the density of a course is told in.
const STRETCHES: f64 = 100.0;

/// The brief of the race as it is seen; `fold` must have taken in every change that the view knows.
pub fn of(view: &View<'_>, epoch: &str, fold: &Fold) -> Field {
    let event = view.race.event();
    let contests = event.contests.iter().enumerate();
    let contests: Vec<FieldContest> = contests.map(|(i, c)| brief(view, i, c)).collect();
    let leaders: Vec<EntrantNo> = contests.iter().flat_map(|c| c.leaders.clone()).collect();
    let (_, changes) = fold.of(leaders.iter().copied());
    let leaders = leaders
        .iter()
        .filter_map(|no| view.race.roster().get(*no).cloned());
    Field {
        epoch: epoch.to_owned(),
        tick: view.known,
        through: view.through(),
        mats: last_reads(view),
        heard: view.mats().tell().collect(),
        whole_bytes: 0,
        roster: Roster::new(leaders.collect::<Vec<Entrant>>()),
        changes,
        learned: fold.learned().cloned(),
        contests,
    }
}

/// A contest in brief.
fn brief(view: &View<'_>, contest: usize, of: &Contest) -> FieldContest {
    let stretch_m = (of.length_m / STRETCHES).ceil().max(50.0);
    let tally = view.tally(contest);
    let mut brief = FieldContest {
        passed: tally.passed.iter().map(|(n, _)| *n).collect(),
        on_course: tally.on_course,
        finished: tally.finished,
        out: tally.out,
        stretch_m: stretch_m as u32,
        density: vec![0; (of.length_m / stretch_m).ceil() as usize],
        leaders: leaders(view, contest),
        middle: middle(view, contest, of),
    };
    for (index, entrant) in view.race.roster().all().iter().enumerate() {
        if entrant.contest != contest {
            continue;
        }
        let last = brief.density.len().saturating_sub(1);
        if let Some(estimate) = view.estimate(index, view.through())
            && let Some(here) = brief
                .density
                .get_mut(((estimate.mid_m / stretch_m) as usize).min(last))
        {
            *here += 1;
        }
    }
    brief
}

/// The pace of the middle of the field, as charts show it behind one runner's.
fn middle(view: &View<'_>, contest: usize, of: &Contest) -> Vec<Option<u32>> {
    let paces = view.middle_pace(contest, &of.shown());
    let tenths = |pace: Option<f64>| pace.map(|s_per_km| (s_per_km * 10.0).round() as u32);
    paces.into_iter().map(tenths).collect()
}

/// The leaders of everybody, of the women and of the men, each once, the leader of all first.
fn leaders(view: &View<'_>, contest: usize) -> Vec<EntrantNo> {
    let mut leaders = Vec::new();
    for group in [Group::All, Group::Sex(Sex::Female), Group::Sex(Sex::Male)] {
        for standing in view.leaders(contest, &group, LEADERS) {
            let entrant = view.race.roster().all().get(standing.index);
            if let Some(no) = entrant.map(|e| e.no).filter(|no| !leaders.contains(no)) {
                leaders.push(no);
            }
        }
    }
    leaders
}

/// When each mat last read anybody.
fn last_reads(view: &View<'_>) -> Vec<Option<Instant>> {
    let event = view.race.event();
    let mut last = vec![None; event.mats.len()];
    for (index, entrant) in view.race.roster().all().iter().enumerate() {
        let Some(contest) = event.contests.get(entrant.contest) else {
            continue;
        };
        for (point, at) in view.passings(index) {
            let mat = contest.points.get(point).map(|p| p.mat);
            if let Some(seen) = mat.and_then(|mat| last.get_mut(mat)) {
                *seen = (*seen).max(Some(at));
            }
        }
    }
    last
}
