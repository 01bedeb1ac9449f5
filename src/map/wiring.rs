//! What the map is connected to: the race as the app holds it, the clock, the viewer's choices. All of it is read
//! untracked, for a frame is no reactive place.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;

use crate::signals::{RwSignal, Signal};
use web_sys::{Document, MediaQueryList, Performance};

use crate::clock::Clock;
use crate::held::Held;
use crate::prefs::Prefs;

use super::camera::Camera;
use super::glance::{SharedSight, Sight};

/// Names longer than this are cut: a label is not a place for three hundred characters.
const MOST_CHARS: usize = 24;

/// What all that shows the field shares: who is marked out, what the map keeps in sight, and the field as last seen.
/// Copies are the same.
#[derive(Clone, Copy)]
pub struct Shared {
    /// Who has a card open.
    pub selected: RwSignal<Option<EntrantNo>>,
    /// Whom the viewer follows.
    pub followed: Signal<Vec<EntrantNo>>,
    /// Who is pointed at.
    pub pointed: RwSignal<Option<EntrantNo>>,
    /// What the map keeps in sight; a drag sets it free.
    pub camera: RwSignal<Camera>,
    /// Index of the contest whose lead the map follows, and whose course the strip shows.
    pub contest: RwSignal<usize>,
    sight: StoredValue<SharedSight, LocalStorage>,
}

impl Shared {
    /// Nobody pointed at yet, and nothing seen.
    pub fn new(
        selected: RwSignal<Option<EntrantNo>>,
        followed: Signal<Vec<EntrantNo>>,
        camera: RwSignal<Camera>,
    ) -> Self {
        Self {
            selected,
            followed,
            pointed: RwSignal::new(None),
            camera,
            contest: RwSignal::new(0),
            sight: StoredValue::new_local(Rc::new(RefCell::new(Sight::default()))),
        }
    }

    /// Shows the course and the lead of another contest; a map that follows the lead goes with it.
    pub fn choose_contest(&self, contest: usize) {
        if self.contest.get_untracked() != contest {
            self.contest.set(contest);
        }
        let camera = self.camera.get_untracked();
        if matches!(camera, Camera::Lead(_)) && camera != Camera::Lead(contest) {
            self.camera.set(Camera::Lead(contest));
        }
    }
}

/// What lies under the course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Under {
    /// What we draw ourselves, with all its names.
    #[default]
    Ours,
    /// The map of a file, which names streets and rivers; landmarks are ours.
    File,
    /// Pictures of a tile server, which have their own names.
    Pictures,
}

/// The map's connections; copies are the same.
#[derive(Clone)]
pub struct Wiring {
    /// The race.
    pub held: Held,
    /// The race's time.
    pub clock: Clock,
    /// Language and theme.
    pub prefs: Prefs,
    /// Who has a card open.
    pub selected: RwSignal<Option<EntrantNo>>,
    /// Whom the viewer follows.
    pub followed: Signal<Vec<EntrantNo>>,
    /// Who is pointed at.
    pub pointed: RwSignal<Option<EntrantNo>>,
    /// The field as last seen.
    pub sight: SharedSight,
    /// Followed runners in sight whose names found no room.
    pub listed: RwSignal<Vec<EntrantNo>>,
    /// What the map keeps in sight.
    pub camera: RwSignal<Camera>,
    /// Pixels at the lower edge that something else covers.
    pub covered: Signal<f64>,
    /// What lies under the course.
    pub under: Rc<Cell<Under>>,
    document: Document,
    performance: Performance,
    calm: Option<MediaQueryList>,
}

impl Wiring {
    /// The connections of a map; none where there is no page.
    pub fn new(
        held: Held,
        clock: Clock,
        prefs: Prefs,
        shared: Shared,
        covered: Signal<f64>,
        under: Under,
    ) -> Option<Self> {
        let window = web_sys::window()?;
        Some(Self {
            held,
            clock,
            prefs,
            selected: shared.selected,
            followed: shared.followed,
            pointed: shared.pointed,
            sight: shared.sight.get_value(),
            listed: RwSignal::new(Vec::new()),
            camera: shared.camera,
            covered,
            under: Rc::new(Cell::new(under)),
            document: window.document()?,
            performance: window.performance()?,
            calm: window
                .match_media("(prefers-reduced-motion: reduce)")
                .ok()
                .flatten(),
        })
    }

    /// True when nobody can see the page.
    pub fn hidden(&self) -> bool {
        self.document.hidden()
    }

    /// The viewer's time in milliseconds, which never jumps.
    pub fn viewer_ms(&self) -> f64 {
        self.performance.now()
    }

    /// True when the viewer wants things to keep still.
    pub fn reduced_motion(&self) -> bool {
        self.calm.as_ref().is_some_and(MediaQueryList::matches)
    }

    /// Pixels at the lower edge that something else covers.
    pub fn covered_px(&self) -> f64 {
        self.covered.get_untracked()
    }

    /// Tag of the viewer's language.
    pub fn tag(&self) -> String {
        untrack(|| self.prefs.words().tag().to_owned())
    }

    /// How many are home, in words.
    pub fn finished(&self, n: u32) -> String {
        untrack(|| self.prefs.words().finished(n))
    }

    /// What to call the runner at an index of the roster: the name in the viewer's language, else the bib.
    pub fn name(&self, index: usize) -> String {
        let tag = self.tag();
        let name = self.held.with_race(|race| {
            race.roster().all().get(index).map(|entrant| {
                let name = entrant.names.get(&tag).trim();
                if name.is_empty() {
                    entrant.bib.clone()
                } else {
                    name.to_owned()
                }
            })
        });
        let name = name.flatten().unwrap_or_default();
        if name.chars().count() > MOST_CHARS {
            let cut: String = name.chars().take(MOST_CHARS - 1).collect();
            return format!("{}…", cut.trim_end());
        }
        name
    }

    /// Tells who is followed but not named on the map, when that has changed.
    pub fn list(&self, listed: &[EntrantNo]) {
        if self.listed.with_untracked(|known| known != listed) {
            self.listed.set(listed.to_vec());
        }
    }
}
