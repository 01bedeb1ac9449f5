//! The server's side: a race that goes on, as files.

use std::collections::HashMap;
use std::sync::Arc;

use homestretch_feed::content::{EventFile, Head, Learned, RaceClock, TickContent};
use homestretch_feed::fold::Fold;
use homestretch_feed::{CourseFile, brief, light, paths, write};
use homestretch_race::change::{Phase, Tick};
use homestretch_race::race::Race;
use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Place;
use homestretch_race::time::{Instant, Span};
use homestretch_race::{Change, What, Why};

use crate::field::{Passing, Raced};

/// A tick is cut every so many seconds, if anything has changed.
const TICK_S: i64 = 5;
/// The model teaches every so many.
const LESSON_S: i64 = 300;
/// Places in a light file hold so long, as the server has it.
const PLACES_HOLD: Span = Span(600_000);
/// So many of the newest ticks are offered to the head, as the server does at this pace.
const INLINE: usize = 5;
const EPOCH: &str = "e1";

type Told = (Tick, Instant, Vec<(EntrantNo, Vec<Place>)>);

/// A race up to now.
pub struct Feed<'r> {
    raced: &'r Raced,
    race: Race,
    fold: Fold,
    ticks: Vec<TickContent>,
    through_s: i64,
    next: usize,
    standing: HashMap<String, Vec<u8>>,
    event: String,
    buckets: u32,
    told: HashMap<u32, Told>,
}

impl<'r> Feed<'r> {
    /// As it is after so many seconds: all before them is in the first tick.
    pub fn new(raced: &'r Raced, from_s: i64) -> Self {
        let buckets = light::buckets_for(raced.roster.all().len());
        let mut standing = HashMap::new();
        let mut put = |kind, bytes: Vec<u8>| {
            let name = paths::by_content(kind, &bytes);
            standing.insert(name.clone(), bytes);
            name
        };
        let file = EventFile {
            event: raced.event.clone(),
            course: put("course", write::course(&CourseFile::default())),
            entrants: put("entrants", write::entrants(&raced.roster)),
            pacing: None,
            light_buckets: buckets,
        };
        let event = put("event", write::event(&file));
        let mut feed = Self {
            raced,
            race: Race::new(
                Arc::new(raced.event.clone()),
                Arc::new(raced.roster.clone()),
            ),
            fold: Fold::new(),
            ticks: Vec::new(),
            through_s: from_s,
            next: 0,
            standing,
            event,
            buckets,
            told: HashMap::new(),
        };
        feed.cut(from_s);
        let keyframe = feed.fold.keyframe(Tick(1), feed.instant(from_s));
        let keyframe = write::keyframe(&keyframe, raced.event.base, &raced.roster);
        feed.standing
            .insert(paths::keyframe(EPOCH, Tick(1)), keyframe);
        feed
    }

    pub fn instant(&self, s: i64) -> Instant {
        self.raced.event.base + Span(s * 1000)
    }

    /// The race goes on to that second.
    pub fn go_on(&mut self, now_s: i64) {
        while self.through_s + TICK_S <= now_s {
            self.cut(self.through_s + TICK_S);
        }
    }

    fn cut(&mut self, at_s: i64) {
        self.through_s = at_s;
        let passings = &self.raced.passings[self.next..];
        let n = passings.partition_point(|p| p.tenths <= at_s * 10);
        let tick = Tick(self.ticks.len() as u32 + 1);
        let learned = (at_s % LESSON_S == 0).then(|| Learned {
            model: "homestretch-2".to_owned(),
            values: (0..30)
                .map(|i| ((at_s * 37 + i * 91) % 400) as i32 - 200)
                .collect(),
        });
        if n == 0 && learned.is_none() {
            return;
        }
        let base = self.raced.event.base;
        let changes = passings[..n].iter().map(|p: &Passing| Change {
            tick,
            what: What::Passing {
                entrant: p.entrant,
                point: p.point,
                at: Some(base + Span(p.tenths * 100)),
                why: Why::Read,
            },
        });
        let content = TickContent {
            tick,
            at: self.instant(at_s),
            changes: changes.collect(),
            learned,
            ruled: Vec::new(),
        };
        self.next += n;
        for change in &content.changes {
            self.race.apply(change);
            self.fold.add(change);
        }
        self.fold.learn(content.learned.as_ref());
        self.ticks.push(content);
    }

    /// A file as it is now; none where there is none of that name.
    pub fn file(&mut self, name: &str) -> Option<Vec<u8>> {
        let base = self.raced.event.base;
        if let Some(bytes) = self.standing.get(name) {
            return Some(bytes.clone());
        }
        let newest = Tick(self.ticks.len() as u32);
        let through = self.instant(self.through_s);
        let view = self.race.as_of(through, newest).with_through(through);
        if name == paths::LIVE {
            let inline = self.ticks.len().saturating_sub(INLINE);
            return Some(write::head(&Head {
                event: self.event.clone(),
                epoch: EPOCH.to_owned(),
                base,
                tick: newest,
                keyframe: Some(Tick(1)),
                clock: RaceClock::REAL,
                through,
                phase: Phase::Live,
                official: false,
                ask_again_ms: 15_000,
                big: self.raced.roster.all().len() >= light::BIG,
                ticks: self.ticks[inline..].to_vec(),
            }));
        }
        if name == paths::FIELD {
            let mut field = brief::of(&view, EPOCH, &self.fold);
            field.whole_bytes = 1_000_000;
            return Some(write::field(&field, &self.raced.event));
        }
        if let Some(bucket) = name
            .strip_prefix("light/")
            .and_then(|n| n.strip_suffix(".json"))
        {
            let bucket = bucket.parse().ok()?;
            let mut file =
                light::bucket(EPOCH, bucket, self.buckets, &self.raced.roster, &self.fold);
            let told = self
                .told
                .get(&bucket)
                .filter(|(tick, at, _)| *tick == file.tick && through - *at < PLACES_HOLD);
            let told = told.cloned().unwrap_or_else(|| {
                (
                    file.tick,
                    through,
                    light::places(&view, &view.ranks(), &file.roster),
                )
            });
            file.places.clone_from(&told.2);
            self.told.insert(bucket, told);
            return Some(write::light(&file, &self.raced.event));
        }
        let numbers = name.strip_prefix("ticks/")?.split(['-', '.']);
        let numbers: Vec<usize> = numbers.filter_map(|word| word.parse().ok()).collect();
        let ticks = self.ticks.get(numbers.first()? - 1..*numbers.last()?)?;
        Some(match ticks {
            [one] => write::tick(one, base),
            several => write::bundle(several, base),
        })
    }
}
