//! What the files of the feed hold, as values. The course file has its own module.

use homestretch_race::event::Event;
use homestretch_race::roster::{EntrantNo, Roster};
use homestretch_race::standings::Place;
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, Phase, Tick};

/// `live.json`: the one file that is asked for again and again.
/// It changes only when something changed, so that "not modified" can be the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Name of the event file.
    pub event: String,
    /// Name of this history; ticks of different epochs have nothing to do with each other.
    pub epoch: String,
    /// The instant that this file counts tenths of seconds from: the event's own [`Event::base`].
    pub base: Instant,
    /// The newest tick.
    pub tick: Tick,
    /// The newest keyframe, where there is one.
    pub keyframe: Option<Tick>,
    /// How the race's time follows the server's.
    pub clock: RaceClock,
    /// The race instant up to which every known read is in the ticks; lateness is judged against it.
    pub through: Instant,
    /// How the race stands.
    pub phase: Phase,
    /// True once the results are official.
    pub official: bool,
    /// When to ask again, in milliseconds.
    pub ask_again_ms: u32,
    /// True in a field so large that whoever follows a few of it does better with the light files.
    /// Then the head brings no ticks itself.
    pub big: bool,
    /// The newest ticks, oldest first, without gaps and up to `tick`; empty when they do not fit.
    pub ticks: Vec<TickContent>,
}

/// An anchor: at the server's instant `at` the race's clock showed `race`, and ran at `rate` from there on.
/// It changes only when the rate does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaceClock {
    /// Server time, epoch milliseconds.
    pub at: Instant,
    /// Race time then.
    pub race: Instant,
    /// Race seconds per second; 1 on race day, 20 in a quick replay, 0 when halted.
    pub rate: f64,
}

impl RaceClock {
    /// A clock that shows the server's own time.
    pub const REAL: Self = Self {
        at: Instant(0),
        race: Instant(0),
        rate: 1.0,
    };
    /// The race instant at an instant of the server's clock.
    pub fn race_from_server(&self, server_now: Instant) -> Instant {
        let since = server_now - self.at;
        // Told as what the race's clock gains on the server's, it is exact at rate 1 however far the anchor lies.
        let gained = Span((since.0 as f64 * (self.rate - 1.0)) as i64);
        self.race + since + gained
    }
}

/// `event-HASH.json`: what is known before the gun, and which other files belong to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventFile {
    /// The event.
    pub event: Event,
    /// Name of the course file.
    pub course: String,
    /// Name of the roster file.
    pub entrants: String,
    /// Name of the pacing model's file, where the event brings its own.
    pub pacing: Option<String>,
    /// How many buckets the light files are spread over; 0 when there are none.
    /// [`crate::light::buckets_for`] says how many are good for a field.
    pub light_buckets: u32,
}

/// `pacing-HASH.json`: a pacing model, as a text that only `race` understands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pacing {
    /// The model's name, which [`Learned`] refers to.
    pub name: String,
    /// The model.
    pub model: String,
}

/// What became known at one tick.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TickContent {
    /// The tick.
    pub tick: Tick,
    /// The race instant it was cut at.
    pub at: Instant,
    /// What became known; each is stamped with the tick.
    pub changes: Vec<Change>,
    /// What the model has learned by then, when that changed.
    pub learned: Option<Learned>,
    /// Of a keyframe, which stands for all ticks before it: since when its rulings are some.
    pub ruled: Vec<(EntrantNo, Instant)>,
}

/// The whole race at a tick: the newest change to each thing, stamped with the keyframe's tick.
/// Withdrawn passings and rulings are kept as such, so that it may be laid over an older state of the same epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keyframe {
    /// The tick.
    pub tick: Tick,
    /// The race instant up to which every known read is in.
    pub through: Instant,
    /// The newest change to each thing.
    pub changes: Vec<Change>,
    /// What the model has learned by then.
    pub learned: Option<Learned>,
    /// When it became known what is ruled of an entrant, of whom that is known.
    pub ruled: Vec<(EntrantNo, Instant)>,
}

/// What a pacing model has learned today: small numbers that only the model understands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    /// Name of the model they belong to.
    pub model: String,
    /// The numbers.
    pub values: Vec<i32>,
}

/// `light/BUCKET.json`: all about the few entrants whose bibs fall into one bucket.
/// It changes only when something about them did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Light {
    /// The history that the tick belongs to.
    pub epoch: String,
    /// The newest tick at which something about these entrants, a gun or the phase changed.
    pub tick: Tick,
    /// The entrants of the bucket.
    pub roster: Roster,
    /// Phase, guns, and the newest change to each thing about these entrants, stamped with the tick.
    pub changes: Vec<Change>,
    /// The places of those who have one, in all their groups, in the order of the roster: as they stood when
    /// something about these entrants last changed, or a few minutes later.
    pub places: Vec<(EntrantNo, Vec<Place>)>,
}

/// `field.json`: the field in brief, for those who do not load all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// The history that the tick belongs to.
    pub epoch: String,
    /// The tick it was made at.
    pub tick: Tick,
    /// The race instant up to which every known read is in.
    pub through: Instant,
    /// One per contest of the event, in the event's order.
    pub contests: Vec<FieldContest>,
    /// When each mat of the event last read anybody; none before its first read.
    pub mats: Vec<Option<Instant>>,
    /// Of each mat: whether it is silent, how many are known to have come by, and how many of them it missed.
    pub heard: Vec<(bool, u32, u32)>,
    /// What a client that wants the whole field has to fetch, in bytes; 0 where that is not known.
    pub whole_bytes: u32,
    /// The entrants that `leaders` speaks of.
    pub roster: Roster,
    /// Phase, guns, and the newest change to each thing about these entrants, stamped with the tick.
    pub changes: Vec<Change>,
    /// What the model has learned by then.
    pub learned: Option<Learned>,
}

/// A contest in brief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldContest {
    /// How many were read at each point of the contest.
    pub passed: Vec<u32>,
    /// How many are on the course.
    pub on_course: u32,
    /// How many are home.
    pub finished: u32,
    /// How many dropped out, were stopped or disqualified.
    pub out: u32,
    /// Length of a stretch of `density`, in metres.
    pub stretch_m: u32,
    /// How many are thought to be on each stretch of the course, from the start on.
    pub density: Vec<u32>,
    /// The leaders, first one first.
    pub leaders: Vec<EntrantNo>,
    /// The pace of the middle runner between the points that are shown, in tenths of a second per kilometre; none
    /// where not half of the field has run.
    pub middle: Vec<Option<u32>>,
}

/// `search/SHARD.json`: the entrants with a word (of a name, or the bib) that begins with a few letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shard {
    /// The folded letters that the words begin with; see [`crate::search::fold`].
    pub letters: String,
    /// The entrants, or the first of them by bib when there are too many.
    pub roster: Roster,
    /// True when there are more: the shards of one more letter hold them.
    pub more: bool,
}
