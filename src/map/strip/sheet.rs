//! The strip on the page: two canvases over one another, or three, and what is drawn on them when.
//! Long because a frame is one thing: its size, a look at the race, the ground, the field, and what lies over it.

use homestretch_dots::label::Area;
use homestretch_dots::look::Shape;
use homestretch_dots::pace::next_frame_ms;
use homestretch_feed::CourseFile;
use homestretch_race::event::{Event, Role};
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::form::{Fit, Form};
use super::ground::Ground;
use super::places::{Place, places};
use super::titles::name_all;
use crate::map::courses::Courses;
use crate::map::glance::Look;
use crate::map::glass::Glass;
use crate::map::ink::Pen;
use crate::map::names::Names;
use crate::map::over::{Drawn, Veil};
use crate::map::pane::ratio;
use crate::map::scale::BIG_FIELD;
use crate::map::scene::{Attention, Scene};
use crate::map::stage::Stage;
use crate::map::theme::Theme;
use crate::map::wiring::Wiring;

/// Nobody runs faster: a bound for how soon the picture changes.
const FASTEST_M_S: f64 = 6.5;
/// Frames are no closer together than this; the strip is small, and what moves on it moves little.
const LEAST_MS: f64 = 200.0;
/// Nor further apart, for somebody may have come to a mat; what moves on so small a line takes longer than that.
const MOST_MS: f64 = 5_000.0;
/// Who has looked so lately goes on with it.
const ELSEWHERE_MS: f64 = 100.0;
/// The line that the last runner has left behind moves on in steps of this.
const SWEPT_STEP_M: f64 = 250.0;

/// The strip of one contest.
pub struct Strip {
    host: HtmlElement,
    pub(super) wiring: Wiring,
    pub(super) form: &'static Form,
    ground: CanvasRenderingContext2d,
    dots: CanvasRenderingContext2d,
    /// What a page draws over the field, on a canvas of its own.
    over: Option<(CanvasRenderingContext2d, Veil)>,
    courses: Courses,
    length_m: f64,
    /// What stands along the course.
    pub(super) places: Vec<Place>,
    roles: Vec<Role>,
    heights: Vec<(f64, f64)>,
    theme: Theme,
    pub(super) fit: Option<Fit>,
    pub(super) stage: Option<Stage>,
    pub(super) scene: Scene,
    glass: Glass,
    n_looks: u32,
    drawn_ms: f64,
    swept_m: f64,
    ground_stale: bool,
    /// Boxes of the landmarks' names in CSS pixels, each with the index of its place.
    pub(super) landmarks: Vec<(Area, usize)>,
    /// Boxes of the runners' names in device pixels.
    pub(super) plates: Vec<(Area, EntrantNo)>,
    /// The place that is pointed at, by its index.
    pub(super) place: Option<usize>,
}

impl Strip {
    /// A strip in an element; none where the browser gives no canvas.
    pub fn new(
        host: HtmlElement,
        wiring: Wiring,
        form: &'static Form,
        file: Option<&CourseFile>,
        (event, contest): (&Event, usize),
        over: Option<Veil>,
    ) -> Option<Self> {
        let shown = event.contests.get(contest)?;
        let route = file.and_then(|file| file.route(&shown.route));
        let landmarks = file.map_or(&[][..], |file| &file.landmarks);
        let heights = route.filter(|route| route.elevation_measured);
        Some(Self {
            ground: canvas(&host)?,
            dots: canvas(&host)?,
            over: match over {
                Some(veil) => Some((canvas(&host)?, veil)),
                None => None,
            },
            courses: Courses::strip(event, contest),
            length_m: shown.length_m.max(1.0),
            places: places(shown, route, landmarks),
            roles: shown.points.iter().map(|point| point.role).collect(),
            heights: heights
                .and_then(|route| route.elevation.clone())
                .unwrap_or_default(),
            theme: Theme::of(&host),
            host,
            wiring,
            form,
            fit: None,
            stage: None,
            scene: Scene::default(),
            glass: Glass::default(),
            n_looks: 0,
            drawn_ms: f64::NEG_INFINITY,
            swept_m: 0.0,
            ground_stale: true,
            landmarks: Vec::new(),
            plates: Vec::new(),
            place: None,
        })
    }

    /// Another theme, language or size: everything is drawn anew.
    pub fn restyle(&mut self) {
        self.theme = Theme::of(&self.host);
        self.stage = None;
        self.ground_stale = true;
    }

    /// Draws a frame; answers how long until the next is worth drawing.
    pub fn frame(&mut self) -> Option<f64> {
        if self.wiring.hidden() {
            return None;
        }
        let size = (self.host.client_width(), self.host.client_height());
        let fit = Fit::new(self.form, size, self.length_m, ratio());
        if fit.width < 1.0 || self.below_the_window() {
            return Some(MOST_MS);
        }
        if self.fit != Some(fit) {
            self.fit = Some(fit);
            let over = self.over.iter().map(|(ctx, _)| ctx);
            for ctx in [&self.ground, &self.dots].into_iter().chain(over) {
                resize(ctx, &fit);
            }
            self.restyle();
        }
        let viewer_ms = self.wiring.viewer_ms();
        let looked = self.look(viewer_ms);
        self.draw_ground(fit);
        // A look at a large field takes many frames; meanwhile the old one will do.
        let soon = viewer_ms - self.drawn_ms < LEAST_MS;
        if looked == Look::Complete || self.stage.is_none() || !soon {
            self.drawn_ms = viewer_ms;
            let now = self.wiring.clock.now_frame();
            self.wiring.sight.borrow_mut().field.follow(now, viewer_ms);
            self.draw_field(fit);
            self.draw_over(now);
        }
        match looked {
            Look::Complete => {}
            Look::GoesOn => return Some(0.0),
            Look::Elsewhere => return Some(LEAST_MS / 2.0),
        }
        let per_m = self.stage.as_ref().map_or(0.0, |stage| stage.px_per_m);
        let px_per_s = FASTEST_M_S * self.wiring.clock.rate() * per_m;
        let least = if self.wiring.reduced_motion() {
            1_000.0
        } else {
            LEAST_MS
        };
        Some(next_frame_ms(px_per_s, least, MOST_MS))
    }

    /// True where the sheet of a phone is pulled down so far that nobody sees the strip.
    fn below_the_window(&self) -> bool {
        let top = self.host.get_bounding_client_rect().top();
        let bottom = window().inner_height().ok().and_then(|h| h.as_f64());
        bottom.is_some_and(|bottom| top >= bottom)
    }

    /// Looks into the race where that is due and the map does not do it.
    fn look(&mut self, viewer_ms: f64) -> Look {
        let mut sight = self.wiring.sight.borrow_mut();
        let looked = sight.look(&self.wiring, viewer_ms, ELSEWHERE_MS);
        if self.n_looks != sight.n_looks {
            self.n_looks = sight.n_looks;
            let on_course = sight.field.runners().iter().filter(|r| {
                r.shape != Shape::Stopped && self.courses.track_of(usize::from(r.contest)).is_some()
            });
            let last_m = on_course.map(|r| r.low_m).fold(f64::INFINITY, f64::min);
            let live = last_m.is_finite();
            let swept_m = if live {
                (last_m / SWEPT_STEP_M).floor() * SWEPT_STEP_M
            } else {
                0.0
            };
            if (self.swept_m - swept_m).abs() > 1.0 {
                self.swept_m = swept_m;
                self.ground_stale = true;
            }
        }
        looked
    }

    fn draw_ground(&mut self, fit: Fit) {
        if !self.ground_stale {
            return;
        }
        self.ground_stale = false;
        let highest = self
            .heights
            .iter()
            .fold(0.0_f64, |high, (_, h)| high.max(*h));
        let prefs = self.wiring.prefs;
        let ground = Ground {
            fit,
            places: &self.places,
            roles: &self.roles,
            heights: &self.heights,
            highest: untrack(|| {
                let words = prefs.words();
                words.metres(&words.number(highest.round() as u64))
            }),
            swept_m: self.swept_m,
            units: prefs.units.get_untracked(),
            tag: self.wiring.tag(),
        };
        let pen = Pen::new(&self.ground, fit.view());
        self.landmarks = ground.draw(&pen, &self.theme);
    }

    fn draw_field(&mut self, fit: Fit) {
        let sight = self.wiring.sight.borrow();
        let field = &sight.field;
        if self.stage.is_none() {
            let document = self.host.owner_document();
            let names = document.and_then(|d| Names::new(&d, self.theme.clone(), fit.ratio));
            let Some(names) = names else { return };
            let big = field.runners().len() > BIG_FIELD;
            let stage = Stage::new(fit.view(), fit.lines(), &self.theme, names, big);
            if self.scene.resize(&stage) {
                let (width, height) = (stage.view.width, stage.view.height);
                self.dots
                    .clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
            }
            self.stage = Some(stage);
        }
        let Some(stage) = &mut self.stage else { return };
        let followed = self.wiring.followed.get_untracked();
        let attention = Attention {
            followed: &followed,
            selected: self.wiring.selected.get_untracked(),
            pointed: self.wiring.pointed.get_untracked(),
        };
        self.scene
            .paint_field(stage, &self.courses, field, &attention);
        let place = self.place.and_then(|i| self.places.get(i));
        self.plates = name_all(
            &mut self.scene,
            stage,
            fit,
            field,
            &attention,
            &self.wiring,
            place,
        );
        let changed = self.scene.raster.end().to_vec();
        let (rgba, size) = self.scene.picture();
        // A browser out of memory refuses the picture; the next frame asks again.
        let _ = self.glass.put(&self.dots, rgba, size, &changed);
    }

    fn draw_over(&self, now: Instant) {
        if let (Some((ctx, veil)), Some(stage)) = (&self.over, &self.stage) {
            let (width, height) = (f64::from(stage.view.width), f64::from(stage.view.height));
            ctx.clear_rect(0.0, 0.0, width, height);
            let names: Vec<Area> = self.plates.iter().map(|(area, _)| *area).collect();
            let drawn = Drawn {
                stage,
                courses: &self.courses,
                names: &names,
                now,
            };
            veil(ctx, &drawn);
        }
    }
}

/// A canvas that fills the strip.
fn canvas(host: &HtmlElement) -> Option<CanvasRenderingContext2d> {
    let canvas = host.owner_document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_attribute("aria-hidden", "true").ok()?;
    let ctx = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    host.append_child(&canvas).ok()?;
    Some(ctx)
}

fn resize(ctx: &CanvasRenderingContext2d, fit: &Fit) {
    let (view, Some(canvas)) = (fit.view(), ctx.canvas()) else {
        return;
    };
    canvas.set_width(view.width);
    canvas.set_height(view.height);
}
