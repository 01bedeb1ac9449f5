//! What became of reads, in words: which point each counts as, or why it does not.

use std::collections::HashMap;

use homestretch_race::intake::Aside;
use homestretch_race::roster::{Entrant, EntrantNo};
use serde_json::{Value, json};

use super::look::{clock, name, names, owner};
use super::reads::Told;
use crate::hub::Hub;

/// What became of reads; each runner is judged once.
pub(super) struct Fates<'a> {
    hub: &'a Hub,
    judged: HashMap<EntrantNo, HashMap<u64, Fate>>,
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
        let (fate, point) = match (who, mat) {
            (None, _) => ("unknown_chip", None),
            (_, None) => ("unknown_place", None),
            (Some(who), _) => self.fate(who, told.seq),
        };
        json!({
            "read": told.seq, "at": clock(hub, told.placed.at), "at_ms": told.placed.at.0,
            "chip": &*told.chip, "source": &*told.source, "place": &*told.place,
            "mat": mat.map(|m| m.key.as_str()),
            "bib": who.map(|e| e.bib.as_str()), "name": who.map(name), "names": who.map(|e| names(&e.names)),
            "contest": who.and_then(|e| event.contests.get(e.contest)).map(|c| c.key.as_str()),
            "fate": fate, "point": point,
        })
    }

    fn fate(&mut self, who: &Entrant, seq: u64) -> (&'static str, Option<&'a str>) {
        let intake = self.hub.intake();
        let judged = self.judged.entry(who.no).or_insert_with(|| {
            let counted = intake.counted(who.no).into_iter();
            let counted = counted.map(|(point, read)| (read.seq, Fate::Counts(point)));
            let aside = intake.set_aside(who.no).into_iter();
            counted
                .chain(aside.map(|(read, why)| (read.seq, Fate::Aside(why))))
                .collect()
        });
        match judged.get(&seq) {
            Some(Fate::Counts(point)) => {
                let contest = self.hub.base().event.contests.get(who.contest);
                let point = contest.and_then(|c| c.points.get(*point));
                ("counts", point.map(|p| p.key.as_str()))
            }
            Some(Fate::Aside(why)) => (word_of_aside(*why), None),
            // Of somebody who is shown to nobody.
            None => ("hidden", None),
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
