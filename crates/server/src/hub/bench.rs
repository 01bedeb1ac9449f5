//! Where large files are made and packed: on a thread of its own, so that a tick never waits for a keyframe.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use homestretch_feed::content::Keyframe;
use homestretch_feed::{PREFIX, paths, search, write};
use homestretch_race::Tick;
use homestretch_race::roster::Roster;
use homestretch_race::time::Instant;

use super::press::{KEYFRAMES, lock};
use super::published::{Published, Snapshot};
use crate::files::body::Effort;
use crate::files::{Body, Cache, Edit, Files, Found, Kind};

/// Keyframes from so many bytes on (400,000 passings) would hold up what waits behind them, and take much memory.
const TOO_LARGE: usize = 2_000_000;

/// What is left to the press thread.
#[derive(Debug)]
pub(super) enum Job {
    Keyframe(Arc<Published>),
    Pack(String),
    Search(Arc<Roster>),
}

/// The thread's side of the press.
#[derive(Debug)]
pub struct Bench {
    pub(super) files: Arc<Files>,
    pub(super) base: Instant,
    pub(super) jobs: Receiver<Job>,
    pub(super) keyframes: Arc<Mutex<VecDeque<(String, Tick, usize)>>>,
}

impl Bench {
    /// Works until the press is gone.
    pub fn run(self) {
        while let Ok(job) = self.jobs.recv() {
            self.work(job);
        }
    }

    /// Does all that is ordered so far.
    pub fn run_ordered(&self) {
        while let Ok(job) = self.jobs.try_recv() {
            self.work(job);
        }
    }

    fn work(&self, job: Job) {
        match job {
            Job::Pack(path) => {
                if let Found::Here(body) = self.files.get(&path) {
                    let effort = if path.contains("/ticks/") {
                        Effort::Quick
                    } else {
                        Effort::Thorough
                    };
                    let packed = Body::clone(&body).pack(effort);
                    self.files.repack(&path, &body, packed);
                }
            }
            Job::Keyframe(published) => self.put_keyframe(&published),
            Job::Search(roster) => self.put_search(&roster),
        }
    }

    fn put_keyframe(&self, published: &Published) {
        let now: Snapshot = published.now();
        // The race has started over since this was ordered.
        if now.tick == Tick(0) {
            return;
        }
        let Snapshot {
            epoch,
            tick,
            race,
            fold,
            ..
        } = now;
        let (roster, ruled) = (Arc::clone(race.roster()), race.rulings_since());
        // Not held while the file is written: the next tick would have to leave it as it is, and copy all of it.
        drop(race);
        let keyframe = Keyframe {
            ruled,
            ..fold.keyframe(tick, now.through)
        };
        drop(fold);
        let bytes = write::keyframe(&keyframe, self.base, &roster);
        drop(keyframe);
        let n_bytes = bytes.len();
        let path = |epoch: &str, tick| format!("{PREFIX}{}", paths::keyframe(epoch, tick));
        // Some seconds in a big race, and a tenth smaller for everybody who comes until the next.
        let effort = if n_bytes < TOO_LARGE {
            Effort::Thorough
        } else {
            Effort::Quick
        };
        let body = Body::packed(bytes, Kind::Json, Cache::Immutable, effort);
        let mut edit = Edit::default();
        edit.put(path(&epoch, tick), body);
        let mut keyframes = lock(&self.keyframes);
        // Another history may have begun meanwhile: what this one holds may not be for anybody any more.
        if published.now().epoch != epoch {
            return;
        }
        keyframes.push_back((epoch, tick, n_bytes));
        if keyframes.len() > KEYFRAMES
            && let Some((epoch, tick, _)) = keyframes.pop_front()
        {
            edit.forget(path(&epoch, tick));
        }
        self.files.change(edit);
    }

    fn put_search(&self, roster: &Roster) {
        let mut edit = Edit::default();
        for path in self.files.paths(&format!("{PREFIX}search/")) {
            edit.forget(path);
        }
        for shard in search::shards(roster) {
            let path = format!("{PREFIX}{}", paths::search(&shard.letters));
            let bytes = write::shard(&shard);
            edit.put(
                path,
                Body::packed(bytes, Kind::Json, Cache::Seconds(60), Effort::Quick),
            );
        }
        self.files.change(edit);
    }
}
