//! Which scenes there are to show: what the race has to offer at an instant. Pure.

use homestretch_race::Phase;
use homestretch_race::event::Contest;
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_race::time::Span;
use homestretch_race::view::View;

use super::arrivals::Coming;
use super::settings::{Kind, Settings};

/// One scene.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scene {
    /// The next gun.
    Countdown,
    /// The front of a contest.
    Lead {
        /// Index of the contest.
        contest: usize,
        /// Among whom.
        group: Group,
    },
    /// The tunnel, of all contests.
    Stadium,
    /// Places.
    Board {
        /// Index of the contest.
        contest: usize,
        /// Among whom.
        group: Group,
        /// From 0.
        page: usize,
        /// How many pages there are.
        n_pages: usize,
    },
    /// Everybody in a contest.
    Field {
        /// Index of the contest.
        contest: usize,
    },
    /// The first three.
    Podium {
        /// Index of the contest.
        contest: usize,
        /// Among whom.
        group: Group,
    },
    /// After the race.
    Thanks,
}

impl Scene {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Countdown => Kind::Countdown,
            Self::Lead { .. } => Kind::Lead,
            Self::Stadium => Kind::Stadium,
            Self::Board { .. } => Kind::Board,
            Self::Field { .. } => Kind::Field,
            Self::Podium { .. } => Kind::Podium,
            Self::Thanks => Kind::Thanks,
        }
    }
    /// The same scene, whichever page of it.
    pub fn is_page_of(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Board { contest, group, .. },
                Self::Board {
                    contest: c,
                    group: g,
                    ..
                },
            ) => contest == c && group == g,
            _ => self == other,
        }
    }
}

/// Rows on a page of a board.
pub const ROWS: usize = 8;
/// Of women and men so many pages are shown, of other groups one.
const MOST_PAGES: usize = 3;
/// A country or category has a board when so many of it have a place beyond the start.
const FEW: usize = 3;
/// Boards of countries: the largest teams.
const MOST_NOCS: usize = 6;
/// The countdown is shown for a gun that is no further away.
const COUNTDOWN: Span = Span(3 * 3_600_000);
/// A contest's front is of interest for so long after its first are home.
const PODIUM_OF: usize = 3;

/// What there is to show, in the order of the settings, while these come into the stadium. Never empty.
pub fn offers(view: &View<'_>, settings: &Settings, coming: &[Coming]) -> Vec<Scene> {
    let event = view.race.event();
    let (phase, _) = view.race.phase(view.known);
    let shown: Vec<(usize, &Contest)> = event
        .contests
        .iter()
        .enumerate()
        .filter(|(_, contest)| settings.shows(&contest.key))
        .collect();
    let contests: Vec<Of> = shown.iter().map(|(i, _)| Of::look(view, *i)).collect();
    let mut offers = Vec::new();
    for (kind, _) in &settings.scenes {
        match kind {
            Kind::Countdown => offers.extend(next_gun(view, settings).map(|_| Scene::Countdown)),
            Kind::Lead => offers.extend(contests.iter().flat_map(Of::leads)),
            Kind::Stadium if !coming.is_empty() => offers.push(Scene::Stadium),
            Kind::Board => offers.extend(contests.iter().flat_map(Of::boards)),
            Kind::Field => {
                let out = contests.iter().filter(|of| of.on_course > 0);
                offers.extend(out.map(|of| Scene::Field {
                    contest: of.contest,
                }));
            }
            Kind::Podium => offers.extend(contests.iter().flat_map(Of::podiums)),
            Kind::Thanks if phase == Phase::Ended => offers.push(Scene::Thanks),
            Kind::Stadium | Kind::Thanks => {}
        }
    }
    if offers.is_empty() {
        // A wall at the tunnel that shows nothing else says that nobody is expected for a while.
        let at_the_tunnel = settings.dwell_ms(Kind::Stadium).is_some();
        let running = contests.iter().any(|of| of.on_course > 0);
        offers.push(match phase {
            Phase::Ended => Scene::Thanks,
            _ if at_the_tunnel && running => Scene::Stadium,
            _ => Scene::Countdown,
        });
    }
    offers
}

/// The next gun that is to come, as (contest, wave), when it is near enough to be counted down to.
pub fn next_gun(view: &View<'_>, settings: &Settings) -> Option<(usize, usize)> {
    let contests = view.race.event().contests.iter().enumerate();
    let guns = contests
        .filter(|(_, contest)| settings.shows(&contest.key))
        .flat_map(|(i, contest)| (0..contest.waves.len()).map(move |wave| (i, wave)));
    guns.map(|(contest, wave)| (view.gun(contest, wave), contest, wave))
        .filter(|(gun, ..)| *gun > view.at && *gun - view.at < COUNTDOWN)
        .min()
        .map(|(_, contest, wave)| (contest, wave))
}

/// The women's and the men's race, or everybody's where the roster names no sexes.
pub fn races(view: &View<'_>, contest: usize) -> Vec<Group> {
    let roster = view.race.roster().all().iter();
    let mut seen = [false; 2];
    for entrant in roster.filter(|entrant| entrant.contest == contest) {
        seen[0] |= entrant.sex == Some(Sex::Female);
        seen[1] |= entrant.sex == Some(Sex::Male);
    }
    let sexes = [Sex::Female, Sex::Male].into_iter().zip(seen);
    let groups: Vec<Group> = sexes
        .filter(|(_, seen)| *seen)
        .map(|(sex, _)| Group::Sex(sex))
        .collect();
    if groups.is_empty() {
        vec![Group::All]
    } else {
        groups
    }
}

/// What a contest has to offer.
struct Of {
    contest: usize,
    on_course: u32,
    /// The women's and the men's race, with how many of them have a place and how many of the first three are home.
    races: Vec<(Group, usize, usize)>,
    /// Categories and countries with enough runners to be shown.
    others: Vec<Group>,
}

impl Of {
    fn look(view: &View<'_>, contest: usize) -> Self {
        let finish = view
            .race
            .event()
            .contests
            .get(contest)
            .map_or(0, Contest::finish);
        let groups = races(view, contest);
        let races = groups.into_iter().map(|group| {
            let placed = placed(view, contest, &group);
            let first = view.leaders(contest, &group, PODIUM_OF);
            let home = first
                .iter()
                .filter(|line| line.place.is_some() && line.point == finish && line.time.is_some());
            let home = home.count();
            (group, placed, home)
        });
        let races: Vec<_> = races.collect();
        Self {
            contest,
            on_course: view.tally(contest).on_course,
            races,
            others: others(view, contest),
        }
    }
    fn leads(&self) -> Vec<Scene> {
        let live = self.races.iter().filter(|(_, placed, home)| {
            // The race for the podium is on until it is full, or everybody is in.
            *placed > 0 && *home < PODIUM_OF && self.on_course > 0
        });
        live.map(|(group, ..)| Scene::Lead {
            contest: self.contest,
            group: group.clone(),
        })
        .collect()
    }
    fn boards(&self) -> Vec<Scene> {
        let mut boards = Vec::new();
        let mut add = |group: &Group, n_pages: usize| {
            boards.extend((0..n_pages).map(|page| Scene::Board {
                contest: self.contest,
                group: group.clone(),
                page,
                n_pages,
            }));
        };
        for (group, placed, _) in &self.races {
            add(group, placed.div_ceil(ROWS).min(MOST_PAGES));
        }
        for group in &self.others {
            add(group, 1);
        }
        boards
    }
    fn podiums(&self) -> Vec<Scene> {
        let full = self
            .races
            .iter()
            .filter(|(_, placed, home)| *home >= PODIUM_OF.min(*placed) && *home > 0);
        full.map(|(group, ..)| Scene::Podium {
            contest: self.contest,
            group: group.clone(),
        })
        .collect()
    }
}

/// How many of a group have been read beyond the start.
fn placed(view: &View<'_>, contest: usize, group: &Group) -> usize {
    let roster = view.race.roster().all().iter().enumerate();
    roster
        .filter(|(_, entrant)| entrant.contest == contest && group.has(entrant))
        .filter(|(index, _)| {
            view.ruling(*index).is_none() && view.passings(*index).any(|(point, _)| point > 0)
        })
        .count()
}

/// Categories, and the largest countries.
fn others(view: &View<'_>, contest: usize) -> Vec<Group> {
    let roster = view.race.roster().all().iter();
    let mut counted: Vec<(Group, usize)> = Vec::new();
    for (index, entrant) in roster.enumerate() {
        let beyond = view.passings(index).any(|(point, _)| point > 0);
        if entrant.contest != contest || !beyond {
            continue;
        }
        let category = entrant.category.map(Group::Category);
        let noc = entrant.noc.clone().map(Group::Noc);
        for group in [category, noc].into_iter().flatten() {
            match counted.iter_mut().find(|(known, _)| *known == group) {
                Some((_, n)) => *n += 1,
                None => counted.push((group, 1)),
            }
        }
    }
    counted.retain(|(_, n)| *n >= FEW);
    let is_noc = |group: &Group| matches!(group, Group::Noc(_));
    let (mut nocs, categories): (Vec<_>, Vec<_>) =
        counted.into_iter().partition(|(group, _)| is_noc(group));
    nocs.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    nocs.truncate(MOST_NOCS);
    // One category alone is everybody again.
    let categories = if categories.len() > 1 {
        categories
    } else {
        Vec::new()
    };
    categories
        .into_iter()
        .chain(nocs)
        .map(|(group, _)| group)
        .collect()
}
