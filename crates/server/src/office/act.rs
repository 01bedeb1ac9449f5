//! What the office may do, in its own words: bibs, keys and times of day. The same by API and on the command line.
//! Long because it is one list of acts, each with its words for the command line.

use std::collections::BTreeMap;

use clap::Subcommand;
use homestretch_race::event::{Contest, Event};
use homestretch_race::roster::Entrant;
use homestretch_race::time::Instant;
use serde::{Deserialize, Serialize};

use super::look::sweep;
use crate::hub::Hub;
use crate::local_time::{midnight, span_from_clock};
use crate::said::{PhaseSaid, RulingSaid, Said, ShownSaid};

/// Something that the office does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// A read does not count.
    Withdraw {
        /// Number of the read.
        read: u64,
    },
    /// A read counts as a point, however implausible.
    Accept {
        /// Number of the read.
        read: u64,
        /// Key of the point, such as `5k`.
        point: String,
    },
    /// A read is judged by the rules again.
    Reconsider {
        /// Number of the read.
        read: u64,
    },
    /// A read is another runner's; without a bib, whose chip it is again.
    Move {
        /// Number of the read.
        read: u64,
        /// Whose read it is.
        bib: Option<String>,
    },
    /// A read was at another time; without one, when the decoder says again.
    Retime {
        /// Number of the read.
        read: u64,
        /// When: a time of the race day such as 10:31:07.4, or 2026-04-05T10:31:07.4+09:00.
        at: Option<String>,
    },
    /// The gun time of a wave, also corrected after the start.
    Gun {
        /// Key of the contest.
        contest: String,
        /// Key of the wave; not needed where there is one.
        #[arg(long)]
        wave: Option<String>,
        /// When the gun was fired.
        at: String,
    },
    /// A status: dns, dnf, dsq, cut-off; without one, it is taken back.
    Rule {
        /// Who.
        bib: String,
        /// The status.
        ruling: Option<RulingSaid>,
        /// Words for everybody about it.
        #[arg(long)]
        note: Option<String>,
    },
    /// One status for all of a contest who had not passed a point by then.
    Sweep {
        /// Key of the contest.
        contest: String,
        /// Key of the point.
        point: String,
        /// By when.
        at: String,
        /// The status: `cut-off` and `dnf` for those on the way, `dns` for those never read.
        ruling: RulingSaid,
        /// Words for everybody about it.
        #[arg(long)]
        note: Option<String>,
    },
    /// How the race stands, and whether results are official.
    Phase {
        /// Before, live, paused or ended.
        phase: PhaseSaid,
        /// Results are official.
        #[arg(long)]
        #[serde(default)]
        official: bool,
    },
    /// A chip, such as a spare one, is worn by a runner; without a bib, by nobody.
    Chip {
        /// The chip's code.
        chip: String,
        /// Who wears it.
        bib: Option<String>,
    },
    /// Two runners wear each other's chips.
    SwapChips {
        /// One.
        bib: String,
        /// The other.
        with: String,
    },
    /// A runner wears another bib.
    Bib {
        /// The bib as it is.
        bib: String,
        /// The bib that takes its place.
        new: String,
    },
    /// Two runners wear each other's bibs.
    SwapBibs {
        /// One.
        bib: String,
        /// The other.
        with: String,
    },
    /// What a source reads at a place, such as a backup mat, counts on a mat; without one, not at all.
    Place {
        /// The name of the source.
        source: String,
        /// What the source calls the place.
        place: String,
        /// Key of the mat.
        mat: Option<String>,
    },
    /// A time taken by hand.
    ByHand {
        /// Who.
        bib: String,
        /// Key of the point, such as `finish`.
        point: String,
        /// When.
        at: String,
    },
    /// What is shown of a runner: live, results, nameless, absent; without it, what the start list says.
    Show {
        /// Who.
        bib: String,
        /// What is shown.
        shown: Option<ShownSaid>,
    },
    /// Words for everybody.
    Announce {
        /// The words.
        text: String,
        /// Their language.
        #[arg(long, default_value = "en")]
        #[serde(default = "english")]
        lang: String,
        /// The same in other languages, by tag.
        #[arg(skip)]
        #[serde(default)]
        more: BTreeMap<String, String>,
        /// Until when they are shown.
        #[arg(long)]
        until: Option<String>,
    },
    /// An earlier entry counts no more; an undoing may itself be undone.
    Undo {
        /// Number of the entry in the log.
        entry: u64,
    },
}

fn english() -> String {
    "en".to_owned()
}

/// The most that is said in words.
const MAX_WORDS: usize = 500;

impl Act {
    /// What is to be kept of it.
    ///
    /// # Errors
    /// Says what is not in this race, and what is.
    #[allow(clippy::too_many_lines, reason = "an arm for each act")]
    pub fn said(&self, hub: &Hub) -> Result<Said, String> {
        let event = &hub.base().event;
        let at = |text: &str| instant(text, event);
        Ok(match self {
            Self::Withdraw { read } => Said::Withdraw {
                read: known_read(hub, *read)?,
            },
            Self::Accept { read, point } => {
                let contest = contest_of_read(hub, *read)?;
                Said::Accept {
                    read: *read,
                    point: point_of(contest, point)?,
                }
            }
            Self::Reconsider { read } => Said::Reconsider {
                read: known_read(hub, *read)?,
            },
            Self::Move { read, bib } => Said::Move {
                read: known_read(hub, *read)?,
                to: number(hub, bib.as_deref())?,
            },
            Self::Retime { read, at: to } => Said::Retime {
                read: known_read(hub, *read)?,
                at_ms: to.as_deref().map(at).transpose()?.map(|at| at.0),
            },
            Self::Gun {
                contest,
                wave,
                at: to,
            } => {
                let (contest, of) = contest_by_key(event, contest)?;
                Said::Gun {
                    contest,
                    wave: wave_of(of, wave.as_deref())?,
                    at_ms: at(to)?.0,
                }
            }
            Self::Rule { bib, ruling, note } => Said::Rule {
                entrant: entrant(hub, bib)?.no.0,
                ruling: *ruling,
                note: words(note.as_deref())?,
            },
            Self::Sweep {
                contest,
                point,
                at: by,
                ruling,
                note,
            } => {
                let (contest, of) = contest_by_key(event, contest)?;
                let point = point_of(of, point)?;
                let entrants = sweep(hub, contest, point, at(by)?, *ruling);
                if entrants.is_empty() {
                    return Err("Nobody is to be swept: all had passed by then.".to_owned());
                }
                Said::RuleMany {
                    entrants: entrants.iter().map(|no| no.0).collect(),
                    ruling: *ruling,
                    note: words(note.as_deref())?,
                }
            }
            Self::Phase { phase, official } => Said::Phase {
                phase: *phase,
                official: *official,
            },
            Self::Chip { chip, bib } => Said::Chip {
                chip: some_word("chip", chip)?,
                entrant: number(hub, bib.as_deref())?,
            },
            Self::SwapChips { bib, with } => Said::SwapChips {
                entrants: two(hub, bib, with)?,
            },
            Self::Bib { bib, new } => {
                let who = entrant(hub, bib)?;
                let new = some_word("bib", new)?;
                let taken = hub.roll().everybody.by_bib(&new);
                if taken.is_some_and(|other| other.no != who.no) {
                    return Err(format!(
                        "Bib {new} is worn by another runner; swap the two with `swap_bibs`."
                    ));
                }
                Said::Bib {
                    entrant: who.no.0,
                    bib: new,
                }
            }
            Self::SwapBibs { bib, with } => Said::SwapBibs {
                entrants: two(hub, bib, with)?,
            },
            Self::Place { source, place, mat } => Said::Place {
                source: some_word("source", source)?,
                place: some_word("place", place)?,
                mat: mat.as_deref().map(|key| mat_of(event, key)).transpose()?,
            },
            Self::ByHand { bib, point, at: to } => {
                let who = entrant(hub, bib)?;
                let contest = event.contests.get(who.contest);
                let contest = contest.ok_or("This runner's contest is not in the event.")?;
                Said::ByHand {
                    entrant: who.no.0,
                    point: point_of(contest, point)?,
                    at_ms: at(to)?.0,
                }
            }
            Self::Show { bib, shown } => Said::Show {
                entrant: entrant(hub, bib)?.no.0,
                shown: *shown,
            },
            Self::Announce {
                text,
                lang,
                more,
                until,
            } => {
                let mut texts = more.clone();
                texts.insert(lang.clone(), text.clone());
                if texts
                    .values()
                    .any(|t| t.trim().is_empty() || t.len() > MAX_WORDS)
                {
                    return Err(format!("An announcement has 1 to {MAX_WORDS} letters."));
                }
                Said::Announce {
                    texts,
                    until_ms: until.as_deref().map(at).transpose()?.map(|at| at.0),
                }
            }
            Self::Undo { entry } => {
                let known = hub.ledger().get(*entry);
                known.ok_or(format!("There is no entry {entry}; look at the log."))?;
                if !hub.ledger().stands(*entry) {
                    return Err(format!("Entry {entry} is undone already."));
                }
                Said::Undo { entry: *entry }
            }
        })
    }
}

/// A time of the race day, or one with date and zone.
///
/// # Errors
/// When it is neither.
pub fn instant(text: &str, event: &Event) -> Result<Instant, String> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(Instant(at.as_millisecond()));
    }
    let midnight = midnight(&event.date, &event.zone).map_err(|e| e.to_string())?;
    let since = span_from_clock(text).map_err(|e| e.to_string())?;
    Ok(midnight + since)
}

fn some_word(what: &str, text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return Err(format!("A {what} has 1 to 100 letters."));
    }
    Ok(text.to_owned())
}

fn words(note: Option<&str>) -> Result<Option<String>, String> {
    match note.map(str::trim).filter(|note| !note.is_empty()) {
        Some(note) if note.len() > MAX_WORDS => {
            Err(format!("A note has at most {MAX_WORDS} letters."))
        }
        note => Ok(note.map(str::to_owned)),
    }
}

fn known_read(hub: &Hub, read: u64) -> Result<u64, String> {
    let by_hand =
        matches!(hub.ledger().get(read), Some(row) if matches!(row.said, Said::ByHand { .. }));
    if by_hand || hub.reads().get(&hub.roll().day, read).is_some() {
        Ok(read)
    } else {
        Err(format!("There is no read {read}."))
    }
}

fn contest_of_read(hub: &Hub, read: u64) -> Result<&Contest, String> {
    let told = hub.reads().get(&hub.roll().day, read);
    let told = told.ok_or_else(|| format!("There is no read {read}."))?;
    let who = super::look::owner(hub, &told)
        .ok_or("Nobody wears that chip; move the read to a runner first.")?;
    let contest = hub.base().event.contests.get(who.contest);
    contest.ok_or_else(|| "This runner's contest is not in the event.".to_owned())
}

fn entrant<'a>(hub: &'a Hub, bib: &str) -> Result<&'a Entrant, String> {
    let found = hub.roll().everybody.by_bib(bib);
    found.ok_or_else(|| format!("Nobody wears bib {bib}."))
}

fn number(hub: &Hub, bib: Option<&str>) -> Result<Option<u32>, String> {
    let bib = bib.filter(|bib| !bib.trim().is_empty());
    bib.map(|bib| entrant(hub, bib).map(|e| e.no.0)).transpose()
}

fn two(hub: &Hub, a: &str, b: &str) -> Result<(u32, u32), String> {
    let (a, b) = (entrant(hub, a)?.no.0, entrant(hub, b)?.no.0);
    if a == b {
        return Err("Give two different runners.".to_owned());
    }
    Ok((a, b))
}

/// A contest by its key.
///
/// # Errors
/// Says which there are.
pub fn contest_by_key<'a>(event: &'a Event, key: &str) -> Result<(usize, &'a Contest), String> {
    let keys = event.contests.iter().map(|c| c.key.as_str());
    let at = by_key(keys, key, "contest")?;
    Ok((at, &event.contests[at]))
}

fn wave_of(contest: &Contest, key: Option<&str>) -> Result<usize, String> {
    match key {
        Some(key) => by_key(contest.waves.iter().map(|w| w.key.as_str()), key, "wave"),
        None if contest.waves.len() == 1 => Ok(0),
        None => Err("The contest has several waves; say which.".to_owned()),
    }
}

/// A point by its key.
///
/// # Errors
/// Says which there are.
pub fn point_of(contest: &Contest, key: &str) -> Result<usize, String> {
    by_key(contest.points.iter().map(|p| p.key.as_str()), key, "point")
}

fn mat_of(event: &Event, key: &str) -> Result<usize, String> {
    by_key(event.mats.iter().map(|m| m.key.as_str()), key, "mat")
}

fn by_key<'a>(
    mut keys: impl Iterator<Item = &'a str> + Clone,
    key: &str,
    what: &str,
) -> Result<usize, String> {
    let all: Vec<&str> = keys.clone().collect();
    keys.position(|k| k.eq_ignore_ascii_case(key.trim()))
        .ok_or_else(|| format!("There is no {what} `{key}`; there is {}.", all.join(", ")))
}
