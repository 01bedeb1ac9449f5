//! The shapes of the answers. Times are milliseconds in whole tenths of a second, instants are RFC 3339.
//! Long because each field is said in words, which become the description.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Texts by BCP 47 language tag.
pub type Names = BTreeMap<String, String>;

/// What an answer is: as of when, by what was known, and whether it is official.
#[derive(Debug, Serialize, ToSchema)]
pub struct AsOf {
    /// The instant asked about, in UTC.
    #[schema(example = "2026-04-05T01:32:00Z", format = DateTime)]
    pub at: String,
    /// The same in the race's zone.
    #[schema(example = "2026-04-05T10:32:00+09:00", format = DateTime)]
    pub at_race_zone: String,
    /// The race's IANA zone.
    #[schema(example = "Asia/Pyongyang")]
    pub zone: String,
    /// The feed tick up to which reads and corrections count.
    #[schema(example = 812)]
    pub known_tick: u32,
    /// The race instant that this tick was cut at.
    #[schema(format = DateTime)]
    pub known_at: Option<String>,
    /// True once the results are official; provisional until then.
    pub official: bool,
    /// True when the race is made up.
    pub demo: bool,
    /// Key of the event.
    #[schema(example = "river-run")]
    pub event: String,
    /// The event's names.
    pub event_names: Names,
    /// The history: ticks of different epochs have nothing to do with each other.
    pub epoch: String,
    /// What to name as the source.
    pub source: String,
}

/// The contests of the event.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contests {
    pub as_of: AsOf,
    pub contests: Vec<ContestBrief>,
}

/// A contest: one distance, one start list, one ranking.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContestBrief {
    #[schema(example = "full")]
    pub key: String,
    pub names: Names,
    /// The certified length.
    #[schema(example = 42195.0)]
    pub length_m: f64,
    /// Whether places go by the gun or by the runner's own start.
    pub rank_by: RankWord,
    pub waves: Vec<WaveBrief>,
    pub points: Vec<PointBrief>,
    /// The course records so far, where the event names them.
    pub records: Vec<RecordBrief>,
    pub entrants: u32,
    pub on_course: u32,
    pub finished: u32,
    /// Did not finish, stopped at the cut-off, or disqualified.
    pub out: u32,
    pub not_started: u32,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankWord {
    Gun,
    Net,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaveBrief {
    pub key: String,
    #[schema(format = DateTime)]
    pub gun: String,
    /// True once the race office has given the time.
    pub fired: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PointBrief {
    #[schema(example = "30k")]
    pub key: String,
    pub names: Names,
    pub at_m: f64,
    /// False for points that only help the estimate.
    pub shown: bool,
    /// How many were read there.
    pub passed: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RecordBrief {
    /// Missing where the record is everybody's.
    pub sex: Option<SexWord>,
    pub time_ms: i64,
    pub time: String,
    pub holder: Names,
    pub year: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum SexWord {
    F,
    M,
    X,
}

/// How it stands with a runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    NotStarted,
    OnCourse,
    /// On the course, and late at a mat: an estimate.
    Overdue,
    Finished,
    Dns,
    Dnf,
    CutOff,
    Dsq,
}

/// A standing, in order of place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standings {
    pub as_of: AsOf,
    #[schema(example = "full")]
    pub contest: String,
    /// The point that it is the standing at; missing for the standing of the whole contest.
    pub point: Option<String>,
    pub paging: Paging,
    pub rows: Vec<StandingRow>,
}

/// Where a page lies in its list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paging {
    /// How many there are on all pages.
    pub total: u32,
    pub offset: u32,
    pub limit: u32,
    /// The offset of the next page; missing on the last.
    pub next_offset: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StandingRow {
    /// Place in the contest; equal times share it. Missing for those without one.
    pub place: Option<u32>,
    pub tied: bool,
    pub place_in_sex: Option<u32>,
    pub place_in_category: Option<u32>,
    pub place_in_noc: Option<u32>,
    pub bib: String,
    /// Empty for whoever is shown nameless.
    pub names: Names,
    #[schema(example = "PRK")]
    pub noc: Option<String>,
    pub sex: Option<SexWord>,
    pub category: Option<String>,
    #[schema(example = "35-39")]
    pub age_group: Option<String>,
    pub wave: Option<String>,
    pub status: StatusWord,
    /// Key of the furthest point read; missing before the start.
    pub point: Option<String>,
    /// Time there, by the contest's ranking.
    pub time_ms: Option<i64>,
    #[schema(example = "1:32:03.4")]
    pub time: Option<String>,
    /// Behind the first at the same point; negative where the first was read there later.
    pub gap_ms: Option<i64>,
    /// Time at each shown point by the contest's ranking, by key of the point.
    pub splits_ms: BTreeMap<String, i64>,
}

/// One runner.
#[derive(Debug, Serialize, ToSchema)]
pub struct Runner {
    pub as_of: AsOf,
    pub bib: String,
    pub names: Names,
    pub noc: Option<String>,
    pub sex: Option<SexWord>,
    pub category: Option<String>,
    pub age_group: Option<String>,
    pub contest: String,
    pub wave: Option<String>,
    pub status: StatusWord,
    /// The race office's own words.
    pub note: Option<String>,
    /// The result by the contest's ranking, once home.
    pub result_ms: Option<i64>,
    pub result: Option<String>,
    pub places: Vec<PlaceIn>,
    pub splits: Vec<SplitRow>,
    /// When the runner is thought to come to the finish; only on the course.
    pub expected_finish: Option<Expected>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceIn {
    /// `contest`, `sex`, `category` or `noc`.
    pub among: String,
    pub place: u32,
    pub tied: bool,
    /// How many have a place there.
    pub of: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SplitRow {
    pub point: String,
    pub at_m: f64,
    #[schema(format = DateTime)]
    pub at: String,
    pub gun_ms: i64,
    pub net_ms: i64,
    /// Seconds per kilometre since the point before.
    pub pace_s_per_km: Option<f64>,
    /// The tick it became known at as it stands.
    pub known_tick: Option<u32>,
}

/// An estimate: eight of ten come between `low` and `high`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Expected {
    #[schema(format = DateTime)]
    pub low: String,
    #[schema(format = DateTime)]
    pub mid: String,
    #[schema(format = DateTime)]
    pub high: String,
    /// Always true: this was not read.
    pub estimate: bool,
}

/// The story of a contest so far, in order of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Story {
    pub as_of: AsOf,
    pub contest: String,
    pub paging: Paging,
    pub moments: Vec<MomentRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RunnerBrief {
    pub bib: String,
    pub names: Names,
    pub noc: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MomentRow {
    /// Its name: a correction changes what it says, or takes it away.
    #[schema(example = "full.F.lead.30k")]
    pub id: String,
    /// What kind of moment: `leads`, `gap`, `breaks_away`, `climbs`, `climbs_front`, `record_pace`, `home`, `record`, `first_of_noc`,
    /// `negative_split`, `closest`, `out` or `last`.
    #[schema(example = "leads")]
    pub kind: String,
    /// The sentence.
    pub text: String,
    /// How much it matters, up to 100.
    pub weight: u8,
    /// Among whom; missing for everybody.
    pub sex: Option<SexWord>,
    #[schema(format = DateTime)]
    pub at: String,
    /// The tick by which all of it was known.
    pub known_tick: u32,
    #[schema(format = DateTime)]
    pub known_at: Option<String>,
    /// Whom it is about, the main one first.
    pub runners: Vec<RunnerBrief>,
    pub point: Option<String>,
    pub from_point: Option<String>,
    pub place: Option<u32>,
    pub place_before: Option<u32>,
    pub time_ms: Option<i64>,
    pub gap_ms: Option<i64>,
    pub gap_before_ms: Option<i64>,
    /// The press page at that moment, by what was known then.
    pub link: String,
}

/// What was published and is different now, in order of the correction.
#[derive(Debug, Serialize, ToSchema)]
#[allow(clippy::struct_field_names, reason = "newsrooms read the field's name")]
pub struct Corrections {
    pub as_of: AsOf,
    pub paging: Paging,
    pub corrections: Vec<CorrectionRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionRow {
    pub id: String,
    /// `passing`, `status` or `gun`.
    pub kind: String,
    /// The sentence.
    pub text: String,
    pub contest: Option<String>,
    pub runner: Option<RunnerBrief>,
    pub point: Option<String>,
    pub wave: Option<String>,
    /// What was published; missing where nothing stood.
    pub from: Option<String>,
    /// What stands since; missing where it was withdrawn.
    pub to: Option<String>,
    /// Place in the contest just before and just after.
    pub place_from: Option<u32>,
    pub place_to: Option<u32>,
    pub published_tick: u32,
    #[schema(format = DateTime)]
    pub published_at: Option<String>,
    pub corrected_tick: u32,
    #[schema(format = DateTime)]
    pub corrected_at: Option<String>,
    pub why: Option<String>,
}
