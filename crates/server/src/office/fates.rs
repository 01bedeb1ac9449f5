//! What became of reads, in words: which point each counts as, or why it does not.

use std::collections::HashMap;

use homestretch_race::intake::Aside;
use homestretch_race::roster::{Entrant, EntrantNo};
use homestretch_race::time::Instant;
use serde_json::{Value, json};

use super::look::{clock, name, names, owner};
use super::reads::Told;
use crate::hub::Hub;

/// What became of reads; each runner is judged once.
pub(super) struct Fates<'a> {
    hub: &'a Hub,
    /// What became of each read, and when it was by now: the office may have put it at another time.
    judged: HashMap<EntrantNo, HashMap<u64, (Fate, Instant)>>,
}

#[derive(Clone, Copy)]
enum Fate {
    Counts(usize),
    Aside(Aside),
}

impl<'a> Fates<'a> {
    pub fn new(hub: &'a Hub) -> Self {
        Self {
            hub,
            judged: HashMap::new(),
        }
    }

    pub fn row(&mut self, told: &Told) -> Value {
        let hub = self.hub;
        let who = owner(hub, told);
        let event = &hub.base().event;
        let mat = told.placed.mat.and_then(|mat| event.mats.get(mat));
        let read_at = told.placed.at;
        let (fate, point, at) = match (who, mat) {
            (None, _) => ("unknown_chip", None, read_at),
            (_, None) => ("unknown_place", None, read_at),
            (Some(who), _) => self.fate(who, told),
        };
        json!({
            "read": told.seq, "at": clock(hub, at), "at_ms": at.0,
            "read_at": (at != read_at).then(|| clock(hub, read_at)),
            "chip": &*told.chip, "source": &*told.source, "place": &*told.place,
            "mat": mat.map(|m| m.key.as_str()),
            "bib": who.map(|e| e.bib.as_str()), "name": who.map(name), "names": who.map(|e| names(&e.names)),
            "contest": who.and_then(|e| event.contests.get(e.contest)).map(|c| c.key.as_str()),
            "fate": fate, "point": point,
        })
    }

    fn fate(&mut self, who: &Entrant, told: &Told) -> (&'static str, Option<&'a str>, Instant) {
        let intake = self.hub.intake();
        let judged = self.judged.entry(who.no).or_insert_with(|| {
            let counted = intake.counted(who.no).into_iter();
            let counted = counted.map(|(point, read)| (read.seq, (Fate::Counts(point), read.at)));
            let aside = intake.set_aside(who.no).into_iter();
            counted
                .chain(aside.map(|(read, why)| (read.seq, (Fate::Aside(why), read.at))))
                .collect()
        });
        match judged.get(&told.seq) {
            Some((Fate::Counts(point), at)) => {
                let contest = self.hub.base().event.contests.get(who.contest);
                let point = contest.and_then(|c| c.points.get(*point));
                ("counts", point.map(|p| p.key.as_str()), *at)
            }
            Some((Fate::Aside(why), at)) => (word_of_aside(*why), None, *at),
            // Of somebody who is shown to nobody.
            None => ("hidden", None, told.placed.at),
        }
    }
}

fn word_of_aside(why: Aside) -> &'static str {
    match why {
        Aside::SameVisit => "same_visit",
        Aside::BeforeGun => "before_gun",
        Aside::NotOnCourse => "not_on_course",
        Aside::TooFast => "too_fast",
        Aside::OutOfOrder => "out_of_order",
        Aside::AfterFinish => "after_finish",
        Aside::Withdrawn => "withdrawn",
    }
}
