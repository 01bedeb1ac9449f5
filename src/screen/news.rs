//! Banners: news waits for its turn, the weightiest first; one at a time, none twice; and what was told and no longer
//! stands is put right in words. A plain value.

use std::cmp::Reverse;

use super::director::Cue;
use super::moment::Moment;

/// A banner stays so long, in milliseconds of the viewer.
const BANNER_MS: f64 = 9_000.0;
/// Between two banners.
const PAUSE_MS: f64 = 2_500.0;
/// So light a moment, such as a country's first, waits until no banner was up for a while: titles want to be seen too.
const LIGHT: u8 = 40;
const LIGHT_AFTER_MS: f64 = 20_000.0;
/// News that has waited so long is none any more.
const STALE_MS: f64 = 45_000.0;
/// So long after a banner a correction of it is said; what was told earlier has long been superseded.
const REMEMBERED_MS: f64 = 15.0 * 60_000.0;
/// What lies over the scene.
#[derive(Clone, Debug, PartialEq)]
pub enum Banner {
    /// Something happened.
    News(Moment),
    /// What was said before is put right.
    Corrected {
        /// As it was said.
        from: Moment,
        /// As it is.
        to: Moment,
    },
    /// What was said before did not happen.
    Withdrawn(Moment),
}

/// A moment that was on the screen.
#[derive(Clone, Debug)]
struct Told {
    moment: Moment,
    at_ms: f64,
}

/// What was told, what waits, and what is being told.
#[derive(Clone, Debug, Default)]
pub struct News {
    banner: Option<(Banner, f64)>,
    quiet_until_ms: f64,
    /// Moments that are known, so that none is told twice, with when each was first seen.
    known: Vec<(String, f64)>,
    waiting: Vec<Moment>,
    told: Vec<Told>,
    corrections: Vec<Banner>,
    primed: bool,
}

impl News {
    /// The banner that is up.
    pub fn banner(&self) -> Option<&Banner> {
        self.banner.as_ref().map(|(banner, _)| banner)
    }

    /// Takes in the race as it stands, and puts up what is to be seen now.
    pub fn step(&mut self, cue: &Cue<'_>) {
        self.hear(cue);
        self.turn(cue);
    }

    /// Takes in the moments: what is new waits for its banner, what was told and no longer stands is put right.
    fn hear(&mut self, cue: &Cue<'_>) {
        if cue.begun_anew {
            // What was told belonged to the race before: nothing of it is taken back.
            *self = Self::default();
        }
        if !self.primed {
            // Whoever comes in the middle of a race is not told everything that happened before.
            self.primed = true;
            let all = cue.moments.iter();
            self.known = all.map(|m| (m.id.clone(), cue.viewer_ms)).collect();
            return;
        }
        for moment in cue.moments {
            if !self.known.iter().any(|(known, _)| *known == moment.id) {
                self.known.push((moment.id.clone(), cue.viewer_ms));
                self.waiting.push(moment.clone());
            }
        }
        // What waits is what stands: with the newest figures, and gone when it is withdrawn or has become old.
        let known = &self.known;
        self.waiting.retain_mut(|waits| {
            let stands = cue.moments.iter().find(|moment| moment.id == waits.id);
            let seen_ms = known.iter().find(|(known, _)| *known == waits.id);
            let fresh = seen_ms.is_some_and(|(_, at_ms)| cue.viewer_ms - at_ms < STALE_MS);
            if let Some(moment) = stands {
                waits.clone_from(moment);
            }
            stands.is_some() && fresh
        });
        // A moment that is gone may come again, and is news then.
        let (waiting, told) = (&self.waiting, &self.told);
        self.known.retain(|(id, _)| {
            let stands = cue.moments.iter().any(|moment| moment.id == *id);
            let pending = waiting.iter().any(|moment| moment.id == *id);
            stands || pending || told.iter().any(|told| told.moment.id == *id)
        });
        self.check_told(cue);
    }

    fn check_told(&mut self, cue: &Cue<'_>) {
        let mut corrections = Vec::new();
        let (now_ms, known) = (cue.viewer_ms, &mut self.known);
        self.told.retain_mut(|told| {
            if now_ms - told.at_ms > REMEMBERED_MS {
                return false;
            }
            match cue.moments.iter().find(|m| m.id == told.moment.id) {
                Some(moment) if is_same(moment, &told.moment) => true,
                Some(moment) => {
                    let from = std::mem::replace(&mut told.moment, moment.clone());
                    let to = moment.clone();
                    corrections.push(Banner::Corrected { from, to });
                    true
                }
                None => {
                    corrections.push(Banner::Withdrawn(told.moment.clone()));
                    known.retain(|(id, _)| *id != told.moment.id);
                    false
                }
            }
        });
        for correction in corrections {
            let about = |banner: &Banner| banner.id() == correction.id();
            // What is false goes at once, also while it is being shown.
            if self.banner.as_ref().is_some_and(|(shown, _)| about(shown)) {
                self.banner = None;
                self.quiet_until_ms = now_ms;
            }
            self.corrections.retain(|waiting| !about(waiting));
            self.corrections.push(correction);
        }
    }

    /// Takes away the banner whose time is over, and puts up the next: corrections first, then news by importance.
    fn turn(&mut self, cue: &Cue<'_>) {
        let now_ms = cue.viewer_ms;
        if let Some((_, since_ms)) = &self.banner {
            if now_ms - since_ms < BANNER_MS {
                return;
            }
            self.banner = None;
            self.quiet_until_ms = now_ms + PAUSE_MS;
        }
        if now_ms < self.quiet_until_ms {
            return;
        }
        if !self.corrections.is_empty() {
            self.banner = Some((self.corrections.remove(0), now_ms));
            return;
        }
        let calm = now_ms - self.quiet_until_ms >= LIGHT_AFTER_MS;
        let waiting = self.waiting.iter().enumerate();
        let waiting = waiting.filter(|(_, moment)| calm || moment.weight > LIGHT);
        let Some((i, _)) = waiting.min_by_key(|(_, moment)| (Reverse(moment.weight), moment.at))
        else {
            return;
        };
        let moment = self.waiting.remove(i);
        self.told.push(Told {
            moment: moment.clone(),
            at_ms: now_ms,
        });
        self.banner = Some((Banner::News(moment), now_ms));
    }
}
impl Banner {
    fn id(&self) -> &str {
        match self {
            Self::News(moment) | Self::Withdrawn(moment) => &moment.id,
            Self::Corrected { to, .. } => &to.id,
        }
    }
}

/// True when a moment says what it said: a better read of the same passing within a second is no correction.
fn is_same(a: &Moment, b: &Moment) -> bool {
    a.what == b.what && a.who == b.who && (a.span - b.span).0.abs() < 1_000
}
