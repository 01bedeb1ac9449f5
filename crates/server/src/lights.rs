//! The light files: the field in brief, and the rows of a few entrants. Made when asked for, and again only when
//! something has changed since and the last one is not fresh any more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use homestretch_feed::{Field, PREFIX, brief, light, paths, read, write};
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use homestretch_race::standings::{Place, Ranks};
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;
use homestretch_race::{Change, Tick, What};

use crate::files::body::Effort;
use crate::files::{Body, Cache, Files, Found, Kind};
use crate::hub::published::{Published, Snapshot};
use crate::race_day::RaceDay;
use crate::wall;

/// How long a light file may be kept, and is not made anew, in seconds.
const FRESH_S: u8 = 5;
/// Places are told anew when something about a runner of the bucket changes, or after so much race time: told at each
/// change of anybody, every bucket would be another file at every poll.
const PLACES_HOLD: Span = Span(600_000);

/// Makes light files.
#[derive(Debug)]
pub struct Lights {
    published: Arc<Published>,
    files: Arc<Files>,
    day: RaceDay,
    n_buckets: u32,
    /// Indexes in the roster by bucket, of one edition of it.
    buckets: Mutex<(u64, Arc<Vec<Vec<usize>>>)>,
    made: Mutex<HashMap<u32, Arc<Mutex<Option<Made>>>>>,
    /// Everybody's ranks at one tick.
    ranks: Mutex<Option<Ranked>>,
}

/// The ranks at a tick of a history and an edition of the start list.
type Ranked = (String, u64, Tick, Arc<Ranks>);

/// A file that was made, and from what.
#[derive(Clone, Debug)]
struct Made {
    epoch: String,
    edition: u64,
    tick: Tick,
    at: Instant,
    told: Told,
    body: Arc<Body>,
}

/// The places in a bucket: the newest tick of anything about its entrants, the race instant, and the places.
type Told = (Tick, Instant, Vec<(EntrantNo, Vec<Place>)>);

/// A light file as it would be now, not packed, and in short whom it names and how much it tells of each: so that one
/// that was handed out is known to say more than it may by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its path.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whom it names, and how many passings it tells of each.
    pub gist: Vec<(Entrant, usize)>,
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
    pub fn new(day: &RaceDay, published: Arc<Published>, files: Arc<Files>) -> Self {
        Self {
            published,
            files,
            day: day.clone(),
            n_buckets: light::buckets_for(day.roster.all().len()),
            buckets: Mutex::new((u64::MAX, Arc::default())),
            made: Mutex::default(),
            ranks: Mutex::default(),
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
        let before = slot.as_ref().filter(|made| made.epoch == now.epoch);
        let before = before.filter(|made| made.edition == now.edition);
        let (bytes, told) = match which {
            Which::Field => (
                write::field(&self.field(&now), &self.day.event),
                Told::default(),
            ),
            Which::Bucket(bucket) => {
                let mut light = self.light(bucket, &now);
                let told = before.map(|made| made.told.clone());
                let told = told.filter(|(tick, at, _)| {
                    *tick == light.tick && (Span(0)..PLACES_HOLD).contains(&(now.through - *at))
                });
                let told = told.unwrap_or_else(|| {
                    let places = self.places(&light.roster, &now);
                    (light.tick, now.through, places)
                });
                light.places.clone_from(&told.2);
                (write::light(&light, &self.day.event), told)
            }
        };
        let body = Arc::new(packed(bytes));
        *slot = Some(Made {
            epoch: now.epoch,
            edition: now.edition,
            tick: now.tick,
            at: wall_now,
            told,
            body: Arc::clone(&body),
        });
        body
    }

    /// What changes when somebody is hidden or the history is another one: history and edition of the start list.
    pub fn edition(&self) -> (String, u64) {
        let now = self.published.now();
        (now.epoch, now.edition)
    }

    /// All light files as of now, the field in brief first, and of which edition they are. Takes a while in a big field.
    pub fn drafts(&self) -> ((String, u64), Vec<Draft>) {
        let now = self.published.now();
        let path = |name: &str| format!("{PREFIX}{name}");
        let field = self.field(&now);
        let brief = Draft {
            path: path(paths::FIELD),
            bytes: write::field(&field, &self.day.event),
            gist: gist(&field.roster, &field.changes),
        };
        let buckets = (0..self.n_buckets).map(|bucket| {
            let light = self.light(bucket, &now);
            // As it is handed out here, places that hold for a while included.
            let body = self.body(Which::Bucket(bucket), wall::now());
            Draft {
                path: path(&paths::light(bucket)),
                bytes: body.identity.bytes.to_vec(),
                gist: gist(&light.roster, &light.changes),
            }
        });
        let drafts = std::iter::once(brief).chain(buckets).collect();
        ((now.epoch.clone(), now.edition), drafts)
    }

    fn light(&self, bucket: u32, now: &Snapshot) -> homestretch_feed::Light {
        let all = now.race.roster().all();
        let buckets = self.buckets(now);
        let indexes = buckets.get(bucket as usize).map_or(&[][..], Vec::as_slice);
        let entrants = indexes.iter().map(|i| all[*i].clone()).collect();
        light::of_entrants(&now.epoch, entrants, &now.fold)
    }

    /// The places of those entrants who have one.
    fn places(&self, of: &Roster, now: &Snapshot) -> Vec<(EntrantNo, Vec<Place>)> {
        let view = now.race.as_of(now.through, now.tick);
        let view = view.with_through(now.through);
        light::places(&view, &self.ranks(&view, now), of)
    }

    /// Found out once per tick for all buckets that are asked for at it.
    fn ranks(&self, view: &View<'_>, now: &Snapshot) -> Arc<Ranks> {
        let mut kept = self.ranks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((epoch, edition, tick, ranks)) = &*kept
            && (epoch, edition, tick) == (&now.epoch, &now.edition, &now.tick)
        {
            return Arc::clone(ranks);
        }
        let ranks = Arc::new(view.ranks());
        *kept = Some((now.epoch.clone(), now.edition, now.tick, Arc::clone(&ranks)));
        ranks
    }

    /// What the start list and the newest keyframe weigh together, packed.
    fn whole_bytes(&self) -> u32 {
        let body = |name: &str| match self.files.get(&format!("{PREFIX}{name}")) {
            Found::Here(body) => Some(body),
            Found::Gone | Found::Missing => None,
        };
        let packed = |name: &str| {
            let body = body(name)?;
            let packed = body.brotli.as_ref().unwrap_or(&body.identity);
            Some(packed.bytes.len() as u32)
        };
        let whole = || {
            let head = read::head(&body(paths::LIVE)?.identity.bytes).ok()?.value;
            let event = read::event(&body(&head.event)?.identity.bytes).ok()?.value;
            let keyframe = head.keyframe.map(|tick| paths::keyframe(&head.epoch, tick));
            let keyframe = keyframe.and_then(|name| packed(&name)).unwrap_or(0);
            Some(packed(&event.entrants)? + keyframe)
        };
        whole().unwrap_or(0)
    }

    fn field(&self, now: &Snapshot) -> Field {
        let view = now.race.as_of(now.through, now.tick);
        let view = view.with_through(now.through);
        let mut field = brief::of(&view, &now.epoch, &now.fold);
        field.whole_bytes = self.whole_bytes();
        field
    }
}

/// A light file as it is handed out.
pub fn packed(bytes: Vec<u8>) -> Body {
    Body::packed(bytes, Kind::Json, Cache::Seconds(FRESH_S), Effort::Quick)
}

fn gist(roster: &Roster, changes: &[Change]) -> Vec<(Entrant, usize)> {
    let tells = |who: &Entrant| {
        let of = |change: &&Change| matches!(change.what, What::Passing { entrant, at: Some(_), .. } if entrant == who.no);
        changes.iter().filter(of).count()
    };
    let all = roster.all().iter();
    all.map(|who| (who.clone(), tells(who))).collect()
}

impl Draft {
    /// Whether this one, handed out before, says what a newer one does not say any more.
    pub fn says_more_than(&self, newer: &Self) -> bool {
        self.gist.iter().any(|(who, told)| {
            let mut now = newer.gist.iter();
            now.find(|(other, _)| other.no == who.no)
                .is_none_or(|(other, tells)| other != who || tells < told)
        })
    }
}

fn slot_of(which: Which) -> u32 {
    match which {
        Which::Field => u32::MAX,
        Which::Bucket(bucket) => bucket,
    }
}
