//! A source as it is set up: who it is, how its reads come, what its places and guns mean, and how its clock is off.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};

use super::chronotrack::ChronoTrack;
use super::csv_lines::{Columns, CsvLines};
use super::ipico::{Hundredths, Ipico};
use super::moment::Reckoner;
use super::mylaps::{Mylaps, Version};
use super::pull::Asking;
use super::race_result::RaceResult;
use super::session::Session;
use crate::race_day::Lookup;
use crate::store::RawRead;

/// A source.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Its name.
    pub name: String,
    /// Whose language it speaks.
    pub system: System,
    /// How its reads come here.
    pub way: Way,
    /// Whether it tells runners by bib.
    pub by_bib: bool,
    /// How its times are read.
    pub reckoner: Reckoner,
    /// What is added to its times.
    pub offset: Span,
    /// Mats, by index in the event, by what the source calls the place; in lower case.
    pub points: BTreeMap<String, usize>,
    /// The mat of every other place.
    pub mat: Option<usize>,
    /// Contest and wave by what the source calls the gun; in lower case. `*` is any gun.
    pub guns: BTreeMap<String, (usize, usize)>,
    /// The SHA-256 of the token that admits to this source alone.
    pub token: Option<[u8; 32]>,
}

/// A timing system.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by their makers")]
pub enum System {
    Mylaps(Version),
    RaceResult,
    ChronoTrack,
    Ipico(Hundredths),
    Csv(Columns),
    Json,
    RaceResultList,
    OpenSplitTime,
}

/// How reads come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The device connects to us.
    Listen(SocketAddr, From),
    /// We connect to the device, at `host:port`.
    Connect(String),
    /// A file is read as it grows.
    Follow(PathBuf),
    /// Somebody posts them.
    Post,
    /// We ask a service for its results.
    Pull(Asking),
}

/// Who may connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Anybody who reaches the address.
    Anybody,
    /// These machines.
    These(Vec<IpAddr>),
}

impl From {
    /// Whether a machine may connect.
    pub fn admits(&self, peer: IpAddr) -> bool {
        match self {
            Self::Anybody => true,
            Self::These(these) => these.contains(&peer.to_canonical()),
        }
    }
}

impl Setup {
    /// A new conversation in the source's language; none where it has no conversations.
    pub fn session(&self) -> Option<Box<dyn Session>> {
        let reckoner = self.reckoner.clone();
        Some(match &self.system {
            System::Mylaps(version) => Box::new(Mylaps::new(reckoner, *version, self.by_bib)),
            System::RaceResult => Box::new(RaceResult::new(reckoner, self.by_bib)),
            System::ChronoTrack => Box::new(ChronoTrack::new(reckoner)),
            System::Ipico(hundredths) => Box::new(Ipico::new(reckoner, *hundredths)),
            System::Csv(columns) => Box::new(CsvLines::new(reckoner, columns.clone(), self.by_bib)),
            System::Json | System::RaceResultList | System::OpenSplitTime => return None,
        })
    }

    /// Whether its reads come as they happen, so that their lateness says something about its clock. Files that are
    /// posted and results that are asked for come when they come.
    pub fn is_live(&self) -> bool {
        let posted_file = self.way == Way::Post && matches!(self.system, System::Csv(_));
        !posted_file && !matches!(self.way, Way::Pull(_))
    }

    /// The wave that a gun is for.
    pub fn gun(&self, name: &str) -> Option<(usize, usize)> {
        let name = name.trim().to_lowercase();
        self.guns.get(&name).or_else(|| self.guns.get("*")).copied()
    }

    /// The mat of a place: what the longest part of its name is set up as, or is called in the event.
    fn mat(&self, lookup: &Lookup, place: &str) -> Option<usize> {
        let lower = place.trim().to_lowercase();
        let mut part = lower.as_str();
        loop {
            let set_up = self.points.get(part).copied();
            if let Some(mat) = set_up.or_else(|| lookup.mat(part)) {
                return Some(mat);
            }
            match part.rsplit_once('/') {
                Some((general, _)) => part = general,
                None => return self.mat,
            }
        }
    }
}

/// All sources that are set up.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    by_name: HashMap<String, Setup>,
}

/// A read in the race's own terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Who wears the chip.
    pub entrant: Option<EntrantNo>,
    /// Which mat it was.
    pub mat: Option<usize>,
    /// When, by the race's clock.
    pub at: Instant,
}

impl Sources {
    /// These sources.
    pub fn new(sources: Vec<Setup>) -> Self {
        let named = sources.into_iter().map(|s| (s.name.clone(), s));
        Self {
            by_name: named.collect(),
        }
    }

    /// All of them, by name.
    pub fn all(&self) -> Vec<&Setup> {
        let mut all: Vec<&Setup> = self.by_name.values().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// A source by name.
    pub fn get(&self, name: &str) -> Option<&Setup> {
        self.by_name.get(name)
    }

    /// What a read means. The store keeps it as the device told it, so that a wrong mapping or clock is put right for
    /// all reads by correcting the set-up.
    pub fn place(&self, lookup: &Lookup, source: &str, read: &RawRead) -> Placed {
        Placed {
            entrant: lookup.entrant(&read.chip),
            mat: self.mat(lookup, source, &read.mat),
            at: read.at + self.offset(source),
        }
    }

    /// The mat of what a source calls a place: as the office says, else as it is set up.
    pub fn mat(&self, lookup: &Lookup, source: &str, place: &str) -> Option<usize> {
        if let Some(said) = lookup.place(source, place) {
            return said;
        }
        match self.get(source) {
            Some(setup) => setup.mat(lookup, place),
            None => lookup.mat(place),
        }
    }

    /// What is added to a source's times.
    pub fn offset(&self, source: &str) -> Span {
        self.get(source).map_or(Span(0), |s| s.offset)
    }
}
