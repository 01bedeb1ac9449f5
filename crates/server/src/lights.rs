//! The light files: the field in brief, and the rows of a few entrants. Made when asked for, and again only when
//! something has changed since and the last one is not fresh any more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use homestretch_feed::{Field, FieldContest, PREFIX, light, paths, write};
use homestretch_race::Tick;
use homestretch_race::event::Contest;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::standings::Group;
use homestretch_race::time::Instant;
use homestretch_race::view::View;

use crate::files::body::Effort;
use crate::files::{Body, Cache, Kind};
use crate::hub::published::{Published, Snapshot};
use crate::race_day::RaceDay;

/// How long a light file may be kept, and is not made anew, in seconds.
const FRESH_S: u8 = 5;
/// How many leaders of a contest, and of its women and men, the brief names.
const LEADERS: usize = 10;
/// About how many stretches the density of a course is told in.
const STRETCHES: f64 = 200.0;

/// Makes light files.
#[derive(Debug)]
pub struct Lights {
    published: Arc<Published>,
    day: RaceDay,
    n_buckets: u32,
    /// Indexes in the roster by bucket, of one edition of it.
    buckets: Mutex<(u64, Arc<Vec<Vec<usize>>>)>,
    made: Mutex<HashMap<u32, Arc<Mutex<Option<Made>>>>>,
}

/// A file that was made, and from what.
#[derive(Clone, Debug)]
struct Made {
    epoch: String,
    edition: u64,
    tick: Tick,
    at: Instant,
    body: Arc<Body>,
}

/// Which light file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The field in brief.
    Field,
    /// A bucket of entrants.
    Bucket(u32),
}

impl Lights {
    /// For the race as published.
    pub fn new(day: &RaceDay, published: Arc<Published>) -> Self {
        Self {
            published,
            day: day.clone(),
            n_buckets: light::buckets_for(day.roster.all().len()),
            buckets: Mutex::new((u64::MAX, Arc::default())),
            made: Mutex::default(),
        }
    }

    /// Who is in which bucket, by index in the start list of the snapshot.
    fn buckets(&self, now: &Snapshot) -> Arc<Vec<Vec<usize>>> {
        let mut kept = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != now.edition {
            let mut buckets = vec![Vec::new(); self.n_buckets as usize];
            for (index, entrant) in now.race.roster().all().iter().enumerate() {
                let bucket = light::bucket_of(&entrant.bib, self.n_buckets);
                buckets[bucket as usize].push(index);
            }
            *kept = (now.edition, Arc::new(buckets));
        }
        Arc::clone(&kept.1)
    }

    /// Which light file lies at a path, if any.
    pub fn which(&self, path: &str) -> Option<Which> {
        let name = path.strip_prefix(PREFIX)?;
        if name == paths::FIELD {
            return Some(Which::Field);
        }
        let bucket = name.strip_prefix("light/")?.strip_suffix(".json")?;
        let bucket = bucket.parse().ok().filter(|b| paths::light(*b) == name)?;
        (bucket < self.n_buckets).then_some(Which::Bucket(bucket))
    }

    /// The file as of now; `wall_now` is an instant of the server's clock. May take a while: not on an async thread.
    pub fn body(&self, which: Which, wall_now: Instant) -> Arc<Body> {
        let slot = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(made.entry(slot_of(which)).or_default())
        };
        // Held while the file is made: whoever else wants the same file waits for it and does not make it again.
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.published.now();
        if let Some(made) = &*slot {
            let fresh = (0..i64::from(FRESH_S) * 1000).contains(&(wall_now - made.at).0);
            let same = made.tick == now.tick;
            let same_people = made.epoch == now.epoch && made.edition == now.edition;
            if same_people && (fresh || same) {
                return Arc::clone(&made.body);
            }
        }
        let bytes = match which {
            Which::Field => write::field(&self.field(&now), &self.day.event),
            Which::Bucket(bucket) => write::light(&self.light(bucket, &now), &self.day.event),
        };
        let cache = Cache::Seconds(FRESH_S);
        let body = Arc::new(Body::packed(bytes, Kind::Json, cache, Effort::Quick));
        *slot = Some(Made {
            epoch: now.epoch,
            edition: now.edition,
            tick: now.tick,
            at: wall_now,
            body: Arc::clone(&body),
        });
        body
    }

    fn light(&self, bucket: u32, now: &Snapshot) -> homestretch_feed::Light {
        let all = now.race.roster().all();
        let buckets = self.buckets(now);
        let indexes = buckets.get(bucket as usize).map_or(&[][..], Vec::as_slice);
        let entrants = indexes.iter().map(|i| all[*i].clone()).collect();
        light::of_entrants(&now.epoch, entrants, &now.fold)
    }

    fn field(&self, now: &Snapshot) -> Field {
        let view = now
            .race
            .as_of(now.through, now.tick)
            .with_through(now.through);
        let contests = self.day.event.contests.iter().enumerate();
        let contests: Vec<FieldContest> = contests.map(|(i, c)| brief(&view, i, c)).collect();
        let leaders: Vec<EntrantNo> = contests.iter().flat_map(|c| c.leaders.clone()).collect();
        let (_, changes) = now.fold.of(leaders.iter().copied());
        let leaders = leaders
            .iter()
            .filter_map(|no| now.race.roster().get(*no).cloned());
        Field {
            epoch: now.epoch.clone(),
            tick: now.tick,
            through: now.through,
            contests,
            mats: last_reads(&view),
            roster: Roster::new(leaders.collect::<Vec<Entrant>>()),
            changes,
            learned: now.fold.learned().cloned(),
        }
    }
}

fn slot_of(which: Which) -> u32 {
    match which {
        Which::Field => u32::MAX,
        Which::Bucket(bucket) => bucket,
    }
}

/// A contest in brief. Its cost grows with the field; it is made once in some seconds at most.
fn brief(view: &View<'_>, contest: usize, of: &Contest) -> FieldContest {
    let stretch_m = (of.length_m / STRETCHES).ceil().max(50.0);
    let tally = view.tally(contest);
    let mut brief = FieldContest {
        passed: tally.passed.iter().map(|(n, _)| *n).collect(),
        on_course: tally.on_course,
        finished: tally.finished,
        out: tally.out,
        stretch_m: stretch_m as u32,
        density: vec![0; (of.length_m / stretch_m).ceil() as usize],
        leaders: leaders(view, contest),
    };
    for (index, entrant) in view.race.roster().all().iter().enumerate() {
        if entrant.contest != contest {
            continue;
        }
        let last = brief.density.len().saturating_sub(1);
        if let Some(estimate) = view.estimate(index, view.through())
            && let Some(here) = brief
                .density
                .get_mut(((estimate.mid_m / stretch_m) as usize).min(last))
        {
            *here += 1;
        }
    }
    brief
}

/// The leaders of everybody, of the women and of the men, each once, the leader of all first.
fn leaders(view: &View<'_>, contest: usize) -> Vec<EntrantNo> {
    use homestretch_race::roster::Sex;
    let mut leaders = Vec::new();
    for group in [Group::All, Group::Sex(Sex::Female), Group::Sex(Sex::Male)] {
        for standing in view.leaders(contest, &group, LEADERS) {
            let entrant = view.race.roster().all().get(standing.index);
            if let Some(no) = entrant.map(|e| e.no).filter(|no| !leaders.contains(no)) {
                leaders.push(no);
            }
        }
    }
    leaders
}

/// When each mat last read anybody.
fn last_reads(view: &View<'_>) -> Vec<Option<Instant>> {
    let event = view.race.event();
    let mut last = vec![None; event.mats.len()];
    for (index, entrant) in view.race.roster().all().iter().enumerate() {
        let Some(contest) = event.contests.get(entrant.contest) else {
            continue;
        };
        for (point, at) in view.passings(index) {
            let mat = contest.points.get(point).map(|p| p.mat);
            if let Some(seen) = mat.and_then(|mat| last.get_mut(mat)) {
                *seen = (*seen).max(Some(at));
            }
        }
    }
    last
}
