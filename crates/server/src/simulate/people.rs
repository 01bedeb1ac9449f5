//! Who enters: names, sexes, ages, categories, waves, and how fast each would be on a good day.

use homestretch_race::event::{Contest, Event};
use homestretch_race::roster::{Entrant, EntrantNo, Roster, Sex};

use super::chance::Chance;
use super::nature;
use super::nocs::NOCS;

/// How many enter.
const FIELD: usize = 1_100;
/// The lowest number on a shirt.
const FIRST_BIB: usize = 101;

/// Share of amateurs who train in a club and run close to what amateurs can.
const CLUB_RUNNERS: f64 = 0.04;

/// An entrant, and what nobody but the simulation knows.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) entrant: Entrant,
    pub(super) kind: Kind,
    /// Seconds for the whole contest on a good day, without stops.
    pub(super) good_day_s: f64,
}

/// How somebody covers the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Elite,
    Runner,
    Walker,
}

/// What is usual at a distance; paces in seconds per kilometre.
pub(super) struct Usual {
    /// Share of the whole field.
    share: f64,
    pace_s: f64,
    spread_s: f64,
    fastest_s: f64,
    walkers: f64,
    minors: f64,
    /// How much of a marathon's second half this distance has in it.
    pub(super) toll: f64,
    pub(super) drops_out: f64,
}

/// What is usual in a contest of that length.
pub(super) fn usual(length_m: f64) -> Usual {
    let usual = |share, pace_s, spread_s, fastest_s, (walkers, minors), (toll, drops_out)| Usual {
        share,
        pace_s,
        spread_s,
        fastest_s,
        walkers,
        minors,
        toll,
        drops_out,
    };
    match length_m {
        m if m > 30_000.0 => usual(0.29, 317.0, 35.0, 226.0, (0.0, 0.0), (1.0, 0.045)),
        m if m > 15_000.0 => usual(0.28, 340.0, 42.0, 208.0, (0.01, 0.0), (0.5, 0.02)),
        m if m > 7_500.0 => usual(0.27, 352.0, 50.0, 198.0, (0.06, 0.03), (0.3, 0.008)),
        _ => usual(0.16, 358.0, 62.0, 190.0, (0.12, 0.06), (0.2, 0.006)),
    }
}

/// Everybody who enters, in order of number.
pub(super) fn enter(event: &Event, seed: u64) -> Vec<Person> {
    let mut chance = Chance::new(seed, 1);
    let shares: Vec<f64> = event
        .contests
        .iter()
        .map(|c| usual(c.length_m).share)
        .collect();
    let whole: f64 = shares.iter().sum();
    let mut names: Vec<usize> = (0..nature::COUNT).collect();
    chance.shuffle(&mut names);
    let mut people = Vec::new();
    for (contest, share) in shares.iter().enumerate() {
        let count = libm::round(FIELD as f64 * share / whole) as usize;
        let first = people.len();
        for i in 0..count {
            let name = names[(first + i) % names.len()];
            people.push(person(event, contest, (i, count), name, &mut chance));
        }
        put_in_waves(
            &event.contests[contest],
            contest_people(&mut people, first),
            &mut chance,
        );
    }
    for (i, person) in people.iter_mut().enumerate() {
        person.entrant.no = EntrantNo(i as u32);
        person.entrant.bib = (FIRST_BIB + i).to_string();
    }
    people
}

/// Those of a start list, each with a pace that goes with what it says of them.
pub(super) fn entered(event: &Event, roster: &Roster, seed: u64) -> Vec<Person> {
    let mut chance = Chance::new(seed, 1);
    let all = roster.all().iter();
    let running = all.filter(|e| e.contest < event.contests.len());
    running
        .map(|entrant| {
            let length_m = event.contests[entrant.contest].length_m;
            let sex = entrant.sex.unwrap_or(Sex::Other);
            let age = entrant
                .age
                .map_or(37, |(from, to)| from.midpoint(to.min(90)));
            let usual = usual(length_m);
            let by_pace = length_m / 1000.0 * pace_s(Kind::Runner, sex, age, &usual, &mut chance);
            let good_day_s = entrant.declared_s.map_or(by_pace, f64::from);
            Person {
                entrant: entrant.clone(),
                kind: Kind::Runner,
                good_day_s,
            }
        })
        .collect()
}

fn contest_people(people: &mut [Person], first: usize) -> &mut [Person] {
    let people = &mut people[first..];
    // The favourites wear the first numbers, men and then women; numbers of the others say nothing.
    let elites = people.iter().take_while(|p| p.kind == Kind::Elite).count();
    people[..elites].sort_by(|a, b| {
        let women = |p: &Person| p.entrant.sex == Some(Sex::Female);
        (women(a).cmp(&women(b))).then(a.good_day_s.total_cmp(&b.good_day_s))
    });
    people
}

fn person(
    event: &Event,
    contest: usize,
    (i, count): (usize, usize),
    name: usize,
    chance: &mut Chance,
) -> Person {
    let length_m = event.contests[contest].length_m;
    let usual = usual(length_m);
    let has_elites = length_m > 30_000.0 && category(event, "elite", Sex::Male).is_some();
    let elite = has_elites && i * 6 < count;
    let sex = match chance.share() {
        s if s < 0.385 => Sex::Female,
        s if s < 0.389 && !elite => Sex::Other,
        _ => Sex::Male,
    };
    let age = age(elite, chance.happens(usual.minors), chance);
    let kind = if elite {
        Kind::Elite
    } else if chance.happens(usual.walkers) {
        Kind::Walker
    } else {
        Kind::Runner
    };
    let good_day_s = length_m / 1000.0 * pace_s(kind, sex, age, &usual, chance);
    let noc = &NOCS[chance.weighted(
        NOCS.iter()
            .map(|n| if elite { n.elites } else { n.amateurs }),
    )];
    let both_scripts = chance.happens(0.85);
    let tags = if both_scripts {
        noc.tags
    } else {
        &noc.tags[..1]
    };
    let level = if elite { "elite" } else { "amateur" };
    let minor = age < 18;
    let entrant = Entrant {
        names: nature::name(name, tags),
        noc: Some(noc.code.to_owned()),
        contest,
        category: category(event, level, sex),
        sex: Some(sex),
        age: Some(age_group(age)),
        declared_s: declared_s(kind, good_day_s, chance),
        live: !minor && !chance.happens(if elite { 0.0 } else { 0.01 }),
        ..Entrant::default()
    };
    Person {
        entrant,
        kind,
        good_day_s,
    }
}

/// The category of a level and a sex, or of the level alone, by key.
fn category(event: &Event, level: &str, sex: Sex) -> Option<usize> {
    let people = match sex {
        Sex::Female => "women",
        Sex::Male => "men",
        Sex::Other => "open",
    };
    let by_key = |key: &str| event.categories.iter().position(|c| c.key == key);
    by_key(&format!("{level}-{people}")).or_else(|| by_key(level))
}

fn age(elite: bool, minor: bool, chance: &mut Chance) -> u8 {
    let (mean, spread, low) = match (elite, minor) {
        (true, _) => (27.0, 4.0, 19.0),
        (_, true) => (15.0, 1.5, 12.0),
        _ => (37.0, 11.0, 18.0),
    };
    let high = if minor { 17.0 } else { 79.0 };
    (mean + spread * chance.normal()).clamp(low, high) as u8
}

/// Five-year groups; the youngest and the oldest are open.
fn age_group(age: u8) -> (u8, u8) {
    match age {
        0..=17 => (0, 17),
        18..=19 => (18, 19),
        20..=69 => (age / 5 * 5, age / 5 * 5 + 4),
        _ => (70, 255),
    }
}

fn pace_s(kind: Kind, sex: Sex, age: u8, usual: &Usual, chance: &mut Chance) -> f64 {
    let woman = sex == Sex::Female;
    match kind {
        // From 2:12 to 2:30 for men over the marathon, from 2:26 to 2:52 for women; fewer at the front.
        Kind::Elite => {
            let depth = libm::pow(chance.share(), 0.8);
            if woman {
                207.8 + 37.0 * depth
            } else {
                188.0 + 25.5 * depth
            }
        }
        Kind::Walker => chance.between(530.0, 640.0),
        Kind::Runner => {
            let tail = 0.5 * (chance.exponential() - 1.0);
            let years = f64::from(age.saturating_sub(40));
            let pace_s = usual.pace_s
                + usual.spread_s * (0.85 * chance.normal() + tail)
                + if woman { 22.0 } else { -8.0 }
                + years * 1.2;
            let fastest_s = usual.fastest_s * if woman { 1.12 } else { 1.0 };
            if chance.happens(CLUB_RUNNERS) {
                return fastest_s + 40.0 * chance.share();
            }
            // A soft floor: the very fast are spread out above it and do not pile up on it.
            if pace_s < fastest_s + 10.0 {
                fastest_s + 10.0 * libm::exp((pace_s - fastest_s - 10.0) / 10.0)
            } else {
                pace_s
            }
        }
    }
}

/// What the entrant hopes for, in round minutes: a little too much.
fn declared_s(kind: Kind, good_day_s: f64, chance: &mut Chance) -> Option<u32> {
    let (said, share, round_s) = match kind {
        Kind::Elite => (1.0, chance.between(0.985, 1.0), 30.0),
        Kind::Runner => (
            0.65,
            chance.between(0.92, 1.03),
            if good_day_s > 5_000.0 { 300.0 } else { 60.0 },
        ),
        Kind::Walker => (0.3, chance.between(0.9, 1.05), 300.0),
    };
    let declared = libm::round(good_day_s * share / round_s) * round_s;
    chance.happens(said).then_some(declared as u32)
}

/// Elites go in the wave of that name where there is one; the others fill the rest, the fast in front.
fn put_in_waves(contest: &Contest, people: &mut [Person], chance: &mut Chance) {
    let elite_wave = contest.waves.iter().position(|w| w.key == "elite");
    let open: Vec<usize> = (0..contest.waves.len())
        .filter(|w| Some(*w) != elite_wave)
        .collect();
    let mut others = Vec::new();
    for (i, person) in people.iter_mut().enumerate() {
        match elite_wave {
            Some(wave) if person.kind == Kind::Elite || open.is_empty() => {
                person.entrant.wave = wave;
            }
            _ => others.push((person.good_day_s * chance.between(0.95, 1.05), i)),
        }
    }
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (rank, (_, i)) in others.iter().enumerate() {
        people[*i].entrant.wave = open[rank * open.len() / others.len()];
    }
}
