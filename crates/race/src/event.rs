//! What is known before the gun: contests, waves, timing points, mats, categories, zone.

use std::sync::Arc;

use crate::pacing::{Model, ModelError};
use crate::roster::Sex;
use crate::time::{Instant, Span};

/// A text in one or more languages, as (BCP 47 tag, text) pairs; English is the fallback, and where there is none, the
/// first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<(String, String)>);

impl Text {
    /// A text in one language.
    pub fn of(tag: &str, text: &str) -> Self {
        Self(vec![(tag.to_owned(), text.to_owned())])
    }
    /// The text in the language asked for, else in the language of the same family, else in English, else the first:
    /// whoever reads neither can make more of a name in English than of one in a third script.
    pub fn get(&self, tag: &str) -> &str {
        let any = || self.0.first().map_or("", |(_, text)| text);
        self.own(tag).or_else(|| self.own("en")).unwrap_or_else(any)
    }
    /// The text in the language asked for, else in the language of the same family; none in any other.
    pub fn own(&self, tag: &str) -> Option<&str> {
        let exact = self.0.iter().find(|(t, _)| t.eq_ignore_ascii_case(tag));
        let near = || {
            let mut all = self.0.iter();
            all.find(|(t, _)| family(t).eq_ignore_ascii_case(family(tag)))
        };
        exact.or_else(near).map(|(_, text)| text.as_str())
    }
}

/// The part of a language's tag before its script and region.
fn family(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// The zone of the race: its IANA name, and its offset east of UTC on race day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// The IANA name, such as `Asia/Pyongyang`.
    pub iana: String,
    /// Minutes east of UTC on race day.
    pub offset_min: i32,
}

/// A race day: one or more contests over one course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Short name for addresses and files, such as `pyongyang-demo`.
    pub key: String,
    /// The event's names.
    pub names: Text,
    /// Where it is held, such as the city.
    pub places: Text,
    /// The civil date of the race in its own zone, `YYYY-MM-DD`.
    pub date: String,
    /// The race's zone.
    pub zone: Zone,
    /// The instant that the feed counts tenths of seconds from; fixed when the event is made.
    pub base: Instant,
    /// True when entrants and reads are made up, so that every view can say so.
    pub demo: bool,
    /// The contests, in the order they are shown.
    pub contests: Vec<Contest>,
    /// The mats (detection lines) on the ground.
    pub mats: Vec<Mat>,
    /// The categories that the event ranks, such as elite and amateur.
    pub categories: Vec<Category>,
    /// NOC names where the event wants its own, as (code, names).
    pub noc_names: Vec<(String, Text)>,
    /// What happens to those who drop out (sweep vehicle, where to meet), in the event's own words.
    pub sweep: Text,
    /// Words that the event wants in place of the app's, as (key of the sentence, texts).
    pub wording: Vec<(String, Text)>,
    /// The pacing model that the event brings, where it is not the shipped one.
    pub pacing: Option<Arc<OwnModel>>,
}

/// A pacing model of an event's own.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnModel {
    /// What lessons call it; they are understood by this model alone.
    pub name: String,
    /// As it was written, so that everybody reads the same bits.
    pub text: String,
    /// What the text says.
    pub model: Model,
}

impl OwnModel {
    /// Reads the text of a model.
    ///
    /// # Errors
    /// When the text is no model.
    pub fn new(name: &str, text: &str) -> Result<Self, ModelError> {
        Ok(Self {
            name: name.to_owned(),
            text: text.to_owned(),
            model: Model::from_text(text)?,
        })
    }
}

/// A contest: one distance, one start list, one ranking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contest {
    /// Short name for addresses, such as `full`.
    pub key: String,
    /// The contest's names.
    pub names: Text,
    /// The certified length in metres.
    pub length_m: f64,
    /// Key of its route in the course file.
    pub route: String,
    /// Timing points in order of distance; the first is the start, the last is the finish.
    pub points: Vec<Point>,
    /// Start waves; at least one.
    pub waves: Vec<Wave>,
    /// How it is ranked.
    pub rank_by: RankBy,
    /// The cut-off after the contest's first gun, where there is one.
    pub limit: Option<Span>,
    /// The course records, where the event names them.
    pub records: Vec<CourseRecord>,
}

/// The best result on a contest's course so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseRecord {
    /// Of which sex; none where it is everybody's.
    pub sex: Option<Sex>,
    /// The result.
    pub time: Span,
    /// Who holds it.
    pub holder: Text,
    /// The year it was run in, where known.
    pub year: Option<u16>,
}

impl Contest {
    /// Index of the finish in `points`.
    pub fn finish(&self) -> usize {
        self.points.len().saturating_sub(1)
    }
    /// Indexes of the points that tables and charts show: all but those that only help.
    pub fn shown(&self) -> Vec<usize> {
        let points = self.points.iter().enumerate();
        let shown = points.filter(|(_, point)| point.role != Role::Helper);
        shown.map(|(i, _)| i).collect()
    }
    /// The wave itself, or the first where the contest has no such wave: an entrant of an unknown wave runs all
    /// the same.
    pub fn known_wave(&self, wave: usize) -> usize {
        if wave < self.waves.len() { wave } else { 0 }
    }
}

/// Whether places go by gun time or by net time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RankBy {
    /// From the gun of the runner's wave.
    #[default]
    Gun,
    /// From the runner's own start.
    Net,
}

/// A start wave and its gun: the scheduled instant until the race office says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wave {
    /// Short name, such as `A`.
    pub key: String,
    /// Gun time.
    pub gun: Instant,
}

/// A place on a contest's course where time is taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// Short name, unique in the contest, such as `5k`, `half`, `finish`.
    pub key: String,
    /// The point's names.
    pub names: Text,
    /// Certified metres from the start.
    pub at_m: f64,
    /// Index of its mat in [`Event::mats`]; one mat may serve several points.
    pub mat: usize,
    /// Which read of a visit to the mat counts.
    pub pick: Pick,
    /// What the point is for.
    pub role: Role,
}

/// Which read of a visit counts: a chip is read many times while its wearer stands on a mat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// The first: everywhere but at the start.
    #[default]
    First,
    /// The last: at a start line that people wait on.
    Last,
}

/// What a timing point is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Net time starts here.
    Start,
    /// A split that is shown.
    #[default]
    Split,
    /// A split that helps the estimate but is not shown in tables, such as the lap of the track before leaving it.
    Helper,
    /// The finish.
    Finish,
}

/// A detection line on the ground.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mat {
    /// Short name that decoders are mapped to, such as `stadium`.
    pub key: String,
    /// The mat's names.
    pub names: Text,
}

/// A category that the event ranks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// Short name, such as `elite`.
    pub key: String,
    /// The category's names.
    pub names: Text,
}
