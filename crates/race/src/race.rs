//! The race: the fold of what became known, and the race as it was at any instant, as known at any tick.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::change::{Change, Phase, Tick, What};
use crate::event::Event;
use crate::expectation::{Expectation, Ways};
use crate::pacing;
use crate::part::Part;
use crate::record::Record;
use crate::register::Register;
use crate::roster::{Entrant, EntrantNo, Roster};
use crate::time::Instant;
use crate::view::View;

/// Everything that became known, kept with the tick it became known at, so that `as_of` can look back.
///
/// Everything is kept, also what speaks of entrants, points or waves that the start list and the event do not name:
/// a tick may arrive before the file that makes sense of it. Views leave such things out.
#[derive(Clone, Debug, PartialEq)]
pub struct Race {
    event: Arc<Event>,
    roster: Arc<Roster>,
    /// Beside [`Roster::all`], entry by entry.
    records: Vec<Record>,
    /// Of entrants whom the roster does not name, by number.
    strangers: Vec<(EntrantNo, Record)>,
    guns: BTreeMap<(usize, usize), Register<Instant>>,
    phases: Register<(Phase, bool)>,
    /// When each tick was cut, in order of tick.
    cuts: Vec<(Tick, Instant)>,
    newest: Tick,
    latest: Option<Instant>,
    expectation: Expectation,
    ways: Ways,
    part: Option<Part>,
}

impl Race {
    /// A race before its first tick.
    pub fn new(event: Arc<Event>, roster: Arc<Roster>) -> Self {
        Self {
            records: vec![Record::default(); roster.all().len()],
            expectation: Expectation::new(&event),
            ways: Ways::of(roster.all().len()),
            event,
            roster,
            strangers: Vec::new(),
            guns: BTreeMap::new(),
            phases: Register::default(),
            cuts: Vec::new(),
            newest: Tick::default(),
            latest: None,
            part: None,
        }
    }
    /// Takes in one change; the order of calls does not matter, and a change applied twice counts once.
    pub fn apply(&mut self, change: &Change) {
        let tick = change.tick;
        self.newest = self.newest.max(tick);
        match &change.what {
            What::Passing {
                entrant,
                point,
                at,
                why,
            } => {
                self.latest = self.latest.max(*at);
                self.record_mut(*entrant).pass(tick, *point, *at, *why);
            }
            What::Status {
                entrant,
                ruling,
                note,
            } => self.record_mut(*entrant).rule(tick, *ruling, note.clone()),
            What::Gun { contest, wave, at } => {
                let gun = self.guns.entry((*contest, *wave)).or_default();
                gun.insert(tick, *at);
                self.ways.forget_all();
            }
            What::Phase { phase, official } => self.phases.insert(tick, (*phase, *official)),
        }
    }
    pub(crate) fn record_mut(&mut self, entrant: EntrantNo) -> &mut Record {
        if let Some(index) = self.roster.index(entrant) {
            self.ways.forget(index);
            return &mut self.records[index];
        }
        let found = self.strangers.binary_search_by_key(&entrant, |(no, _)| *no);
        let at = found.unwrap_or_else(|at| {
            self.strangers.insert(at, (entrant, Record::default()));
            at
        });
        &mut self.strangers[at].1
    }
    /// A new start list (a runner hidden, a late entry): what is known of entrants that stay is kept.
    pub fn set_roster(&mut self, roster: Arc<Roster>) {
        let old = std::mem::replace(&mut self.roster, roster);
        let records = std::mem::take(&mut self.records);
        let known = old.all().iter().map(|entrant| entrant.no).zip(records);
        let strangers = &mut self.strangers;
        strangers.extend(known);
        homestretch_order::sort_by(strangers, |a, b| a.0.cmp(&b.0));
        let mut record = |entrant: &Entrant| {
            let found = strangers.binary_search_by_key(&entrant.no, |(no, _)| *no);
            found.map_or_else(
                |_| Record::default(),
                |at| std::mem::take(&mut strangers[at].1),
            )
        };
        self.records = self.roster.all().iter().map(&mut record).collect();
        self.strangers
            .retain(|(_, record)| *record != Record::default());
        self.ways = Ways::of(self.records.len());
    }
    /// The same for the event file.
    pub fn set_event(&mut self, event: Arc<Event>) {
        if self.event.contests != event.contests || self.event.pacing != event.pacing {
            self.expectation = Expectation::new(&event);
            self.ways.forget_all();
        }
        self.event = event;
    }
    /// Only a part of the field is held from now on, and this is told of the rest; all of it where nothing is given.
    pub fn set_part(&mut self, part: Option<Part>) {
        self.part = part;
    }
    /// What is told of the field, where only a part of it is held.
    pub fn part(&self) -> Option<&Part> {
        self.part.as_ref()
    }
    /// Takes in what the pacing model has learned by a tick. Numbers of another model are left alone.
    /// `at` is the instant that is shown when the lesson comes: from there on nobody is moved back by it.
    pub fn learn(&mut self, tick: Tick, at: Instant, model: &str, values: &[i32]) {
        if self.expectation.learn(tick, model, values) {
            self.newest = self.newest.max(tick);
            self.ways.relearn(at);
        }
    }
    /// Takes in the race instant that a tick was cut at, so that "as known then" can be asked for.
    pub fn cut(&mut self, tick: Tick, at: Instant) {
        if let Err(place) = self.cuts.binary_search_by_key(&tick, |cut| cut.0) {
            self.cuts.insert(place, (tick, at));
        }
    }
    /// When a tick was cut; none where that was not told.
    pub fn cut_at(&self, tick: Tick) -> Option<Instant> {
        let place = self.cuts.binary_search_by_key(&tick, |cut| cut.0).ok()?;
        self.cuts.get(place).map(|cut| cut.1)
    }
    /// The newest tick that was cut by an instant: what was known then. Tick 0 before the first.
    pub fn known_at(&self, at: Instant) -> Tick {
        let known = self.cuts.iter().rev().find(|cut| cut.1 <= at);
        known.map_or(Tick::default(), |cut| cut.0)
    }
    /// Every tick and when it was cut, oldest first, as far as it was told.
    pub fn cuts(&self) -> &[(Tick, Instant)] {
        &self.cuts
    }
    /// The pacing model over this event.
    pub fn expectation(&self) -> &Expectation {
        &self.expectation
    }
    pub(crate) fn ways(&self) -> &Ways {
        &self.ways
    }
    /// The same event, start list, model and cuts, before anything was read: to be told again.
    pub(crate) fn anew(&self) -> Self {
        Self {
            expectation: self.expectation.clone(),
            cuts: self.cuts.clone(),
            ..Self::new(Arc::clone(&self.event), Arc::clone(&self.roster))
        }
    }
    /// Takes in all the passings of an entrant of whom nothing was read yet.
    pub(crate) fn hear(&mut self, index: usize, heard: Record) {
        for version in heard.versions() {
            self.newest = self.newest.max(version.tick());
            self.latest = self.latest.max(version.at());
        }
        if let Some(record) = self.records.get_mut(index) {
            record.put_versions(heard);
        }
    }
    /// Says what an entrant's way was, where that is known: it counts until something about her changes.
    pub(crate) fn foresee(&mut self, index: usize, way: &Arc<pacing::Forecast>, began: Instant) {
        self.ways.set(index, way, began);
    }
    /// The event.
    pub fn event(&self) -> &Arc<Event> {
        &self.event
    }
    /// The start list.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }
    /// The newest tick applied.
    pub fn newest(&self) -> Tick {
        self.newest
    }
    /// The latest instant of any passing ever applied; none before the first.
    pub fn latest(&self) -> Option<Instant> {
        self.latest
    }
    /// The race as it was at the instant `at`, from what was known at tick `known`
    /// (pass [`Race::newest`] for all that is known now).
    /// Passings after `at` are not yet seen; guns, rulings and phases are taken as known at `known`, but for whoever
    /// says that it is [looking back](View::looking_back).
    pub fn as_of(&self, at: Instant, known: Tick) -> View<'_> {
        View::new(self, at, known)
    }
    /// How the race stands by what was known at that tick, and whether results are official.
    pub fn phase(&self, known: Tick) -> (Phase, bool) {
        self.phases.known(known).copied().unwrap_or_default()
    }
    /// Every phase and the tick it became known at, oldest first.
    pub fn phases(&self) -> impl Iterator<Item = (Tick, Phase, bool)> {
        self.phases
            .versions()
            .iter()
            .map(|(t, (p, o))| (*t, *p, *o))
    }
    /// A wave's gun as known at a tick: what the race office said, else the scheduled instant of the event.
    /// A wave that the contest does not have counts as its first. None for a contest that the event does not have.
    pub fn gun(&self, contest: usize, wave: usize, known: Tick) -> Option<Instant> {
        let in_event = self.event.contests.get(contest)?;
        let wave = in_event.known_wave(wave);
        let scheduled = in_event.waves.get(wave)?.gun;
        let fired = self.guns.get(&(contest, wave));
        Some(
            fired
                .and_then(|g| g.known(known))
                .copied()
                .unwrap_or(scheduled),
        )
    }
    /// True once the race office has given the wave's gun time, by what was known at that tick.
    pub fn gun_fired(&self, contest: usize, wave: usize, known: Tick) -> bool {
        let fired = self.guns.get(&(contest, wave));
        fired.is_some_and(|g| g.known(known).is_some())
    }
    /// Every wave's gun times as the race office gave them, as (contest, wave, versions).
    pub(crate) fn guns(&self) -> impl Iterator<Item = (usize, usize, &[(Tick, Instant)])> {
        self.guns.iter().map(|((c, w), g)| (*c, *w, g.versions()))
    }
    /// What is known of the entrant at `index` of the roster.
    pub(crate) fn record(&self, index: usize) -> Option<&Record> {
        self.records.get(index)
    }
}
