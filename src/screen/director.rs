//! The director: which scene is on, since when, what comes next, and which banner lies over it. A plain value that is
//! told what there is and what time it is; it never looks at a clock, a race or a screen by itself.

use homestretch_feed::Orders;

use super::arrivals::Due;
use super::moment::Moment;
use super::news::{Banner, News};
use super::scene::Scene;
use super::settings::{Kind, Settings};

/// Whoever is due takes the screen, and it stays so long at least: nobody can read a scene that only flashes by.
const LEAST_MS: f64 = 4_000.0;
/// A batch of the field gives the screen back when the scene has had its time, and takes it again so long after that:
/// in a big field somebody is due for hours.
const BREATH_MS: f64 = 40_000.0;
/// Scenes kept in mind, the least recent forgotten first.
const MOST_SHOWN: usize = 200;

/// What the director is told.
#[derive(Clone, Copy, Debug)]
pub struct Cue<'a> {
    /// The viewer's time in milliseconds, which runs on whatever the race's clock does.
    pub viewer_ms: f64,
    /// The server's time in milliseconds, which all screens share.
    pub server_ms: f64,
    /// What there is to show, in order; see [`super::scene::offers`].
    pub offers: &'a [Scene],
    /// Who is due in the stadium and must be seen.
    pub due: Option<Due>,
    /// Every moment of the race as it stands.
    pub moments: &'a [Moment],
    /// True when the race was begun anew: what is in it is no news, and what was told of the one before still holds.
    pub begun_anew: bool,
}

/// The director.
#[derive(Clone, Debug)]
pub struct Director {
    settings: Settings,
    scene: Scene,
    since_ms: f64,
    /// What was on when whoever is due took the screen.
    interrupted: Option<Scene>,
    /// When each scene was last begun.
    shown: Vec<(Scene, f64)>,
    skips: Option<u32>,
    news: News,
}

impl Director {
    /// Nothing shown yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            scene: Scene::Countdown,
            since_ms: f64::NEG_INFINITY,
            interrupted: None,
            shown: Vec::new(),
            skips: None,
            news: News::default(),
        }
    }

    /// The scene that is on.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The banner over it.
    pub fn banner(&self) -> Option<&Banner> {
        self.news.banner()
    }

    /// When the scene began, in the viewer's milliseconds.
    pub fn since_ms(&self) -> f64 {
        self.since_ms
    }

    /// Goes on to what is to be seen now. True when another scene begins.
    pub fn step(&mut self, cue: &Cue<'_>, orders: &Orders) -> bool {
        if orders.freeze && self.since_ms > f64::NEG_INFINITY {
            return false;
        }
        self.news.step(cue);
        let skip = self
            .skips
            .replace(orders.skips)
            .is_some_and(|n| orders.skips > n);
        let Some(next) = self.next(cue, orders, skip) else {
            return false;
        };
        let another = next != self.scene || skip;
        if another || self.since_ms == f64::NEG_INFINITY {
            self.begin(next, cue.viewer_ms);
        }
        another
    }

    fn begin(&mut self, scene: Scene, viewer_ms: f64) {
        self.since_ms = viewer_ms;
        self.shown.retain(|(known, _)| *known != scene);
        self.shown.push((scene.clone(), viewer_ms));
        if self.shown.len() > MOST_SHOWN {
            self.shown.remove(0);
        }
        self.scene = scene;
    }

    /// The scene that should be on; none to leave things as they are.
    fn next(&mut self, cue: &Cue<'_>, orders: &Orders, skip: bool) -> Option<Scene> {
        let age_ms = cue.viewer_ms - self.since_ms;
        let still = cue.offers.contains(&self.scene);
        if orders.hold && still && !skip {
            return None;
        }
        if !skip && self.is_taken(cue) {
            if self.scene == Scene::Stadium || (still && age_ms < LEAST_MS) {
                return None;
            }
            self.interrupted = Some(self.scene.clone());
            return Some(Scene::Stadium);
        }
        // Whoever was due has come; those who watch see her come in before the scene goes.
        let dwell_ms = self.dwell_ms(&self.scene);
        let patience_ms = self.interrupted.as_ref().map_or(dwell_ms, |_| LEAST_MS);
        if still && !skip && age_ms < patience_ms && !self.settings.in_step {
            return None;
        }
        let next = if self.settings.in_step {
            self.by_the_clock(cue, orders.skips)
        } else {
            self.after(cue)
        };
        self.interrupted = None;
        next
    }

    fn dwell_ms(&self, scene: &Scene) -> f64 {
        self.settings.dwell_ms(scene.kind()).unwrap_or(10_000.0)
    }

    /// True when the tunnel has the screen, whoever's turn it is. Screens in step leave the field to the tunnel's own
    /// turn, for they need not have been started at the same time.
    fn is_taken(&self, cue: &Cue<'_>) -> bool {
        let begun_ms = self.last_ms(&Scene::Stadium);
        let since_ms = cue.viewer_ms - begun_ms;
        let dwell_ms = self.dwell_ms(&Scene::Stadium);
        cue.offers.contains(&Scene::Stadium)
            && match cue.due {
                Some(Due::Podium) => true,
                Some(Due::Batch) if self.settings.in_step => false,
                Some(Due::Batch) if self.scene == Scene::Stadium => since_ms < dwell_ms,
                Some(Due::Batch) => since_ms >= dwell_ms + BREATH_MS,
                None => false,
            }
    }

    /// The scene that every screen in step shows now. However often the remote has said "next", all have heard it as
    /// often, whenever they were started.
    fn by_the_clock(&self, cue: &Cue<'_>, skips: u32) -> Option<Scene> {
        let dwell = |scene: &Scene| self.dwell_ms(scene);
        let round_ms: f64 = cue.offers.iter().map(dwell).sum();
        let mut into_ms = cue.server_ms.rem_euclid(round_ms.max(1.0));
        let on = cue.offers.iter().position(|scene| {
            into_ms -= dwell(scene);
            into_ms < 0.0
        });
        let n = cue.offers.len();
        let on = on.unwrap_or(n.saturating_sub(1)) + skips as usize;
        cue.offers.get(on % n.max(1)).cloned()
    }

    /// The scene after the present one, or after the one that was interrupted: its next page, else of the next kind the
    /// one that was shown longest ago.
    fn after(&self, cue: &Cue<'_>) -> Option<Scene> {
        let last = self.interrupted.as_ref().unwrap_or(&self.scene);
        if let Scene::Board { page, .. } = last {
            let next = cue.offers.iter().find(|offer| {
                let later = matches!(offer, Scene::Board { page: p, .. } if *p == page + 1);
                later && offer.is_page_of(last)
            });
            if next.is_some() {
                return next.cloned();
            }
        }
        let kinds: Vec<Kind> = self.settings.scenes.iter().map(|(kind, _)| *kind).collect();
        let here = kinds.iter().position(|kind| *kind == last.kind());
        let from = here.map_or(0, |here| here + 1);
        let first_pages = |scene: &&Scene| !matches!(scene, Scene::Board { page, .. } if *page > 0);
        for step in 0..kinds.len() {
            let kind = kinds[(from + step) % kinds.len()];
            if kind == self.scene.kind() && self.interrupted.is_some() {
                continue;
            }
            let of_kind = cue.offers.iter().filter(|scene| scene.kind() == kind);
            let longest_ago = of_kind
                .filter(first_pages)
                .min_by(|a, b| self.last_ms(a).total_cmp(&self.last_ms(b)));
            if let Some(scene) = longest_ago {
                return Some(scene.clone());
            }
        }
        cue.offers.first().cloned()
    }

    fn last_ms(&self, scene: &Scene) -> f64 {
        let shown = self.shown.iter().find(|(known, _)| known == scene);
        shown.map_or(f64::NEG_INFINITY, |(_, at_ms)| *at_ms)
    }
}
