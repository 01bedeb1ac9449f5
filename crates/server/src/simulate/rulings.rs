//! What the race office says in time: who did not come, who stopped, whom the following vehicle took in.

use homestretch_race::Ruling;
use homestretch_race::event::Event;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};

use super::chance::Chance;
use super::people::Person;
use super::truth::{End, Truth};

/// A ruling of the race office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedRuling {
    /// When the office says so.
    pub known_at: Instant,
    /// About whom.
    pub entrant: EntrantNo,
    /// What.
    pub ruling: Ruling,
    /// In its own words, where it needs any.
    pub note: Option<String>,
}

pub(super) fn of(
    event: &Event,
    people: &[Person],
    runners: &[Truth],
    chance: &mut Chance,
) -> Vec<SimulatedRuling> {
    let mut rulings: Vec<SimulatedRuling> = people
        .iter()
        .zip(runners)
        .filter_map(|(person, truth)| {
            let contest = &event.contests[person.entrant.contest];
            let gun = contest.waves.get(person.entrant.wave)?.gun;
            let (ruling, known_at, words) = match (truth.end, truth.ended_at()) {
                // The list of those who did not come is closed some time after the gun; a few slip through.
                (End::NeverStarted, _) if chance.happens(0.9) => {
                    (Ruling::Dns, gun + Span::from_s(2_700.0), None)
                }
                (End::DroppedOut, Some((at_m, at))) => {
                    let told = at + chance.span_s(300.0, 2_400.0);
                    (Ruling::Dnf, told, Some(("Stopped", at_m)))
                }
                (End::SweptUp, Some((at_m, at))) => {
                    let told = at + chance.span_s(40.0, 300.0);
                    (Ruling::CutOff, told, Some(("Taken in by the bus", at_m)))
                }
                _ => return None,
            };
            Some(SimulatedRuling {
                known_at,
                entrant: truth.entrant,
                ruling,
                note: words.map(|(what, at_m)| format!("{what} near {:.0} km", at_m / 1000.0)),
            })
        })
        .collect();
    rulings.sort_by_key(|r| (r.known_at, r.entrant));
    rulings
}
