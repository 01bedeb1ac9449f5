//! From reads to passings: which read of which mat is which point of whose race, and what is set aside and why.
//! Used where reads come in; everybody else sees only the changes that come out.
//!
//! What counts is a pure function of all reads and decisions of a runner, worked out anew whenever one of them
//! comes in. So the order of arrival cannot matter, and a read that was set aside comes back by itself when a
//! later read or decision makes it plausible.

mod assign;
mod judge;
mod office;
mod pace;
mod publish;
mod time_of_day;
mod visits;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::change::Ruling;
use crate::event::{Contest, Event};
use crate::roster::{Entrant, EntrantNo, Roster};
use crate::time::Instant;

pub use office::Decision;
pub use time_of_day::instant_from_time_of_day;

use assign::Rules;
use judge::{Judged, judge};
use office::{About, Office};
use pace::StartDelay;
use publish::Published;

/// A read as it came in, after chip and decoder were looked up. `seq` is the order the server took them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The server's sequence number: unique, and the order of rival corrections.
    pub seq: u64,
    /// Whose chip it was.
    pub entrant: EntrantNo,
    /// Index of the mat in the event.
    pub mat: usize,
    /// When the chip was on the mat.
    pub at: Instant,
}

/// A read as it is kept, for there may be hundreds of thousands.
#[derive(Clone, Copy, Debug)]
struct Kept {
    seq: u64,
    at: Instant,
    entrant: EntrantNo,
    mat: u32,
}

impl Kept {
    fn of(read: &Read) -> Self {
        Self {
            seq: read.seq,
            at: read.at,
            entrant: read.entrant,
            // No event has so many mats; such a read is on none of them.
            mat: u32::try_from(read.mat).unwrap_or(u32::MAX),
        }
    }
    fn read(self) -> Read {
        Read {
            seq: self.seq,
            entrant: self.entrant,
            mat: self.mat as usize,
            at: self.at,
        }
    }
}

/// Why a read does not count. It is kept, and may count later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aside {
    /// Another read of the same visit counts.
    SameVisit,
    /// Before the gun of the runner's wave.
    BeforeGun,
    /// No point of the runner's contest is on that mat.
    NotOnCourse,
    /// It would make the runner faster than anybody runs.
    TooFast,
    /// It does not fit between the other reads.
    OutOfOrder,
    /// After the finish.
    AfterFinish,
    /// The race office withdrew it.
    Withdrawn,
}

/// All reads and decisions so far, and what was published of them.
#[derive(Clone, Debug)]
pub struct Intake {
    event: Arc<Event>,
    roster: Arc<Roster>,
    /// Number of entrants by contest and wave.
    wave_sizes: HashMap<(usize, usize), usize>,
    /// By the entrant whose they are by now.
    reads: HashMap<EntrantNo, Vec<Kept>>,
    office: Office,
    through: Instant,
    published: Published,
    /// Entrants whose reads must be judged again.
    stale: BTreeSet<EntrantNo>,
    /// When silence may change the story of whom.
    due: BTreeSet<(Instant, EntrantNo)>,
    /// Reads that the office may want to look at, as judged last.
    strange: BTreeMap<EntrantNo, Vec<(Read, Aside)>>,
}

impl Intake {
    /// Nothing read yet.
    pub fn new(event: &Event, roster: &Roster) -> Self {
        Self::of(Arc::new(event.clone()), Arc::new(roster.clone()))
    }
    /// Nothing read yet of a race that others hold as well.
    pub fn of(event: Arc<Event>, roster: Arc<Roster>) -> Self {
        let mut intake = Self {
            event,
            roster: Arc::default(),
            wave_sizes: HashMap::new(),
            reads: HashMap::new(),
            office: Office::default(),
            through: Instant(i64::MIN),
            published: Published::default(),
            stale: BTreeSet::new(),
            due: BTreeSet::new(),
            strange: BTreeMap::new(),
        };
        intake.set_roster(roster);
        intake
    }
    /// Another start list: chips or contests were swapped, somebody entered late. Every read is judged anew.
    pub fn set_roster(&mut self, roster: Arc<Roster>) {
        self.wave_sizes.clear();
        for entrant in roster.all() {
            let wave = self.wave_of(entrant);
            *self.wave_sizes.entry(wave).or_default() += 1;
        }
        self.roster = roster;
        self.judge_everybody();
    }
    /// Another event file: a mat or a point was moved. Every read is judged anew.
    pub fn set_event(&mut self, event: Arc<Event>) {
        self.event = event;
        self.set_roster(Arc::clone(&self.roster));
    }
    fn judge_everybody(&mut self) {
        self.stale.extend(self.reads.keys());
        self.stale.extend(self.published.entrants());
    }
    /// Takes in a read; the same `seq` twice counts once. Reads of entrants that the roster does not name wait
    /// until it does.
    pub fn read(&mut self, read: Read) {
        let owner = self.office.owner(&read);
        let reads = self.reads.entry(owner).or_default();
        if reads.iter().all(|r| r.seq != read.seq) {
            if reads.len() == reads.capacity() {
                // Doubling would leave half of it empty for most runners.
                reads.reserve_exact(4.max(reads.len() / 4));
            }
            reads.push(Kept::of(&read));
            self.stale.insert(owner);
        }
    }
    /// A read is somebody else's than was thought, on another mat, at another time, or nobody's: a chip was given
    /// away, a decoder moved. What was decided about it stands.
    pub fn replace(&mut self, before: &Read, now: Option<Read>) {
        let owner = self.office.owner(before);
        if let Some(reads) = self.reads.get_mut(&owner) {
            reads.retain(|r| r.seq != before.seq);
            self.stale.insert(owner);
        }
        if let Some(read) = now {
            self.read(read);
        }
    }
    /// Takes in a decision with its own sequence number.
    pub fn decide(&mut self, seq: u64, decision: Decision) {
        match self.office.decide(seq, decision) {
            About::Nothing => {}
            About::Read(read) => self.put_to_owner(read),
            About::Everybody => self.judge_everybody(),
        }
    }
    /// Has a read judged again, with the reads of the entrant whose it is by now.
    fn put_to_owner(&mut self, seq: u64) {
        // Decisions are few, so looking through all reads is cheaper than keeping an index of them.
        let found = self.reads.iter_mut().find_map(|(entrant, reads)| {
            let i = reads.iter().position(|r| r.seq == seq)?;
            Some((*entrant, reads.swap_remove(i).read()))
        });
        // A decision may come before its read.
        if let Some((entrant, read)) = found {
            self.stale.insert(entrant);
            self.read(read);
        }
    }
    /// Tells up to when every read is in, so that silence before it means something: a runner read on the way
    /// into the stadium and then no more was rather read at the finish. It only ever grows.
    pub fn seen_through(&mut self, through: Instant) {
        self.through = self.through.max(through);
        while let Some(&(due, entrant)) = self.due.first() {
            if due > self.through {
                break;
            }
            self.due.pop_first();
            self.stale.insert(entrant);
        }
    }
    /// Reads set aside that are more than further reads of a visit, as of the last [`Intake::take_changes`].
    pub fn strange(&self) -> impl Iterator<Item = (Read, Aside)> {
        self.strange.values().flatten().copied()
    }
    /// Whose read it is by now.
    pub fn owner(&self, read: &Read) -> EntrantNo {
        self.office.owner(read)
    }
    /// The gun of a wave by now.
    pub fn gun_of(&self, contest: usize, wave: usize) -> Instant {
        self.gun((contest, wave))
    }
    /// What the office says of an entrant.
    pub fn ruling(&self, entrant: EntrantNo) -> Option<Ruling> {
        self.office.rulings.get(&entrant).and_then(|said| said.0)
    }
    /// Reads set aside of an entrant, with the reason, in order of time.
    pub fn set_aside(&self, entrant: EntrantNo) -> Vec<(Read, Aside)> {
        self.judged(entrant).aside
    }
    /// Reads of an entrant that count, as (index of the point, read), in order of point.
    pub fn counted(&self, entrant: EntrantNo) -> Vec<(usize, Read)> {
        self.judged(entrant).passings
    }

    /// Number of reads of entrants whom the roster does not name: they wait until it does.
    pub fn waiting(&self) -> usize {
        let strangers = self
            .reads
            .iter()
            .filter(|(no, _)| self.entrant(**no).is_none());
        strangers.map(|(_, reads)| reads.len()).sum()
    }

    fn judged(&self, entrant: EntrantNo) -> Judged {
        let Some((who, contest)) = self.entrant(entrant) else {
            return Judged::default();
        };
        let Some(reads) = self.reads.get(&entrant) else {
            return Judged::default();
        };
        let wave = self.wave_of(who);
        let n_wave = self.wave_sizes.get(&wave).copied().unwrap_or(1);
        let rules = Rules {
            contest,
            gun: self.gun(wave),
            start_delay: StartDelay::of_wave(n_wave),
            through: self.through,
        };
        let reads = reads.iter().map(|r| self.office.at_its_time(&r.read()));
        let reads = reads.collect();
        judge(&rules, reads, |r| self.office.pin(r))
    }
    fn entrant(&self, entrant: EntrantNo) -> Option<(&Entrant, &Contest)> {
        let who = self.roster.get(entrant)?;
        Some((who, self.event.contests.get(who.contest)?))
    }
    fn wave_of(&self, entrant: &Entrant) -> (usize, usize) {
        let contest = self.event.contests.get(entrant.contest);
        let wave = contest.map_or(0, |c| c.known_wave(entrant.wave));
        (entrant.contest, wave)
    }
    fn gun(&self, (contest, wave): (usize, usize)) -> Instant {
        let scheduled = || Some(self.event.contests.get(contest)?.waves.get(wave)?.gun);
        let fired = self.office.guns.get(&(contest, wave)).copied();
        fired.or_else(scheduled).unwrap_or_default()
    }
}
