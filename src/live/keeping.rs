//! Keeping the last race on the device: which files make it up, and how often that is worth its bytes.
//!
//! The service worker (`public/sw.js`) keeps and gives back; what belongs together is known only here.

use homestretch_feed::{EventFile, Head, catch_up};
use homestretch_race::time::Instant;

/// A newer keyframe costs a big race some ten kilobytes, so it is fetched for keeping only so often.
const SELDOM_MS: i64 = 30 * 60_000;
/// Whoever leaves finds the race as it was then, unless it was kept just before.
const LEAVING_MS: i64 = 2 * 60_000;

/// What the device is to keep so that the app can start without a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Server time of the head: as old as this is the race.
    pub at: Instant,
    /// The files that a start from nothing asks for and that never change.
    pub files: Vec<String>,
    /// Those that change, as they are.
    pub bodies: Vec<(String, Vec<u8>)>,
    /// The head, as it came.
    pub head: Vec<u8>,
}

/// What would be kept, and when it was last.
#[derive(Debug, Default)]
pub struct Keeping {
    heard: Option<Vec<u8>>,
    whole: Option<Keep>,
    kept: Option<Instant>,
}

impl Keeping {
    /// A head has come from the server itself.
    pub fn hear(&mut self, head: &[u8]) {
        self.heard = Some(head.to_owned());
    }

    /// All that the head speaks of is here, as of that server time.
    pub fn whole(&mut self, head: &Head, event: &EventFile, at: Instant) {
        let mut files = catch_up::plan(None, head);
        files.push(event.entrants.clone());
        self.put(event, head, files, Vec::new(), at);
    }

    /// The same where a few are followed by the light files.
    pub fn whole_light(
        &mut self,
        event: &EventFile,
        head: &Head,
        bodies: Vec<(String, Vec<u8>)>,
        at: Instant,
    ) {
        self.put(event, head, Vec::new(), bodies, at);
    }

    fn put(
        &mut self,
        event: &EventFile,
        head: &Head,
        mut files: Vec<String>,
        bodies: Vec<(String, Vec<u8>)>,
        at: Instant,
    ) {
        let Some(heard) = &self.heard else { return };
        files.extend([head.event.clone(), event.course.clone()]);
        files.extend(event.pacing.clone());
        let head = heard.clone();
        self.whole = Some(Keep {
            at,
            files,
            bodies,
            head,
        });
    }

    /// What to keep now, if anything.
    pub fn due(&mut self, leaving: bool) -> Option<Keep> {
        let whole = self.whole.as_ref()?;
        let pause_ms = if leaving { LEAVING_MS } else { SELDOM_MS };
        if self.kept.is_some_and(|kept| (whole.at - kept).0 < pause_ms) {
            return None;
        }
        self.kept = Some(whole.at);
        Some(whole.clone())
    }
}
