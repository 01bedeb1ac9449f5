//! The map on the page: Leaflet, the two canvases, and what is drawn on them frame by frame.
//! It moves nothing by itself: a frame answers when the next is due and where the camera wants to be.
//! Long because a frame is one thing: ground, field, what lies over it, and when the next is due.

use std::rc::Rc;

use homestretch_dots::label::Area;
use homestretch_dots::pace::next_frame_ms;
use homestretch_dots::world::View;
use homestretch_feed::CourseFile;
use homestretch_race::event::Event;
use leaflet::{LatLng, Map};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::camera::Camera;
use super::courses::Courses;
use super::glance::LOOK_EVERY_MS;
use super::glass::Glass;
use super::ground::Ground;
use super::ink::Pen;
use super::leaflet_more::grain;
use super::lettering::Lettering;
use super::lookout::Order;
use super::margins::{around, carried, covered};
use super::names::Names;
use super::over::{Drawn, Over};
use super::pane::{Pane, ratio};
use super::road::Road;
use super::scale;
use super::scene::{Attention, Scene};
use super::stage::{Lines, Stage};
use super::theme::Theme;
use super::wiring::{Under, Wiring};

/// Pixels around the map that the ground is drawn for, so that a drag does not draw it with every step.
const GROUND_PAD: f64 = 96.0;
/// While only others' corrections are drawn, frames this far apart will do.
const GLIDE_FRAME_MS: f64 = 700.0;

/// The map.
pub struct Chart {
    pub(super) map: Map,
    host: HtmlElement,
    pub(super) wiring: Wiring,
    ground_pane: Pane,
    dots_pane: Pane,
    ground: Ground,
    lettering: Lettering,
    /// The courses.
    pub courses: Courses,
    theme: Theme,
    pub(super) stage: Option<Stage>,
    pub(super) scene: Scene,
    glass: Glass,
    pub(super) swept_m: Vec<f64>,
    pub(super) ground_stale: bool,
    /// Boxes of what is written on the ground, in its pixels, and whether runners' names have heard of it.
    written: Vec<Area>,
    written_anew: bool,
    zooming: bool,
    /// Which look at the race was the last that this chart took note of.
    pub(super) n_looks: u32,
    pub(super) last_m: (i64, Vec<f64>),
    pub(super) fastest_m_s: f64,
    pub(super) seen_camera: Option<Camera>,
    /// What is drawn over the field.
    pub(super) over: Option<Box<dyn Over>>,
}

impl Chart {
    /// A map of a course file in an element, showing the whole course.
    pub fn new(
        map: Map,
        host: HtmlElement,
        wiring: Wiring,
        file: &CourseFile,
        event: &Event,
    ) -> Result<Self, JsValue> {
        let theme = Theme::of(&host);
        let courses = Courses::new(file, event);
        Ok(Self {
            ground_pane: Pane::new(&map, "ground", 250, GROUND_PAD)?,
            dots_pane: Pane::new(&map, "runners", 450, 0.0)?,
            ground: Ground::new(file),
            lettering: Lettering::new(file),
            swept_m: vec![0.0; courses.tracks().len()],
            courses,
            theme,
            stage: None,
            scene: Scene::default(),
            glass: Glass::default(),
            map,
            host,
            wiring,
            ground_stale: true,
            written: Vec::new(),
            written_anew: false,
            zooming: false,
            n_looks: 0,
            last_m: (0, Vec::new()),
            fastest_m_s: 6.0,
            seen_camera: None,
            over: None,
        })
    }

    /// Another theme or language: everything is drawn anew.
    pub fn restyle(&mut self) {
        self.theme = Theme::of(&self.host);
        self.stage = None;
        self.ground_stale = true;
    }

    /// An animated zoom begins, or a pinch.
    pub fn zoom_begins(&mut self) {
        self.zooming = true;
    }

    /// Carries the canvases along with a zoom.
    pub fn stretch(&self, center: &LatLng, zoom: f64) {
        self.ground_pane.stretch(&self.map, center, zoom);
        self.dots_pane.stretch(&self.map, center, zoom);
        if let Some(over) = &self.over {
            over.stretch(&self.map, center, zoom);
        }
    }

    /// A zoom has come to its end.
    pub fn zoom_ends(&mut self) {
        self.zooming = false;
    }

    /// Draws a frame. Answers how long until the next is worth drawing, and where the camera wants to be.
    pub fn frame(&mut self) -> (Option<f64>, Option<Order>) {
        if self.wiring.hidden() {
            return (None, None);
        }
        let viewer_ms = self.wiring.viewer_ms();
        let now = self.wiring.clock.now_frame();
        // A frame that draws the ground has enough to do; a look gives way to it.
        let ground = !self.zooming && self.needs_ground();
        let look_complete = !ground && self.look(viewer_ms);
        self.wiring.sight.borrow_mut().field.follow(now, viewer_ms);
        self.measure_speed(now.0);
        if ground {
            self.draw_ground();
        }
        if !self.zooming {
            self.draw_field();
            if let (Some(over), Some(stage)) = (&mut self.over, &self.stage) {
                let drawn = Drawn {
                    stage,
                    courses: &self.courses,
                    names: &self.scene.names,
                    now,
                };
                over.draw(&self.map, &drawn);
            }
        }
        let order = if self.zooming { None } else { self.camera() };
        (Some(self.next_ms(look_complete)), order)
    }

    fn needs_ground(&self) -> bool {
        self.ground_stale || !self.ground_pane.covers(&self.map)
    }

    fn draw_ground(&mut self) {
        self.ground_stale = false;
        self.ground_pane.settle(&self.map);
        let Some(view) = self.ground_pane.view() else {
            return;
        };
        let pen = Pen::new(&self.ground_pane.ctx, view);
        let lane = scale::lane_px(view.zoom) as f32;
        let lines: Vec<_> = self
            .courses
            .tracks()
            .iter()
            .map(|t| t.on(&pen.view, lane))
            .collect();
        let roads: Vec<_> = self
            .courses
            .tracks()
            .iter()
            .map(|t| t.on(&pen.view, 0.0).line().to_vec())
            .collect();
        let under = self.wiring.under.get();
        if under == Under::Ours {
            self.ground.draw(&pen, &self.theme, &roads);
        }
        let selected = self.wiring.selected.get_untracked();
        let marked = selected
            .and_then(|no| {
                let sight = self.wiring.sight.borrow();
                self.courses
                    .track_of(usize::from(sight.field.find(no)?.contest))
            })
            .or_else(|| self.courses.longest());
        let road = Road {
            courses: &self.courses,
            lines: &lines,
            swept_m: &self.swept_m,
            marked: marked.unwrap_or(0),
        };
        let (mut taken, kilometres) = road.draw(&pen, &self.theme);
        taken.extend(&kilometres);
        self.written = kilometres;
        taken.extend(around(&self.host, GROUND_PAD, grain(&self.map)));
        if under != Under::Pictures {
            let ways = under == Under::Ours;
            let landmarks = self
                .lettering
                .draw(&pen, &self.theme, &self.wiring.tag(), taken, ways);
            self.written.extend(landmarks);
        }
        self.written_anew = true;
    }

    fn draw_field(&mut self) {
        self.dots_pane.settle(&self.map);
        let Some(view) = self.dots_pane.view() else {
            return;
        };
        let sight = Rc::clone(&self.wiring.sight);
        let sight = sight.borrow();
        let field = &sight.field;
        self.set_stage(view, field.runners().len() > scale::BIG_FIELD);
        let Some(stage) = &mut self.stage else { return };
        let followed = self.wiring.followed.get_untracked();
        let attention = Attention {
            followed: &followed,
            selected: self.wiring.selected.get_untracked(),
            pointed: self.wiring.pointed.get_untracked(),
        };
        let home = (field.n_finished > 0).then(|| self.wiring.finished(field.n_finished));
        let wiring = &self.wiring;
        let name_of = |index: u32| wiring.name(index as usize);
        let changed = self
            .scene
            .paint(
                stage,
                &self.courses,
                field,
                &attention,
                &name_of,
                home.as_deref(),
            )
            .to_vec();
        let (rgba, size) = self.scene.picture();
        // A browser out of memory refuses the picture; the next frame asks again.
        let _ = self.glass.put(&self.dots_pane.ctx, rgba, size, &changed);
        self.wiring.list(&self.scene.listed);
    }

    /// Makes the stage fit the view and the field.
    fn set_stage(&mut self, view: View, big: bool) {
        let sheet_px = self.wiring.covered_px();
        let kept = self.stage.as_ref().filter(|s| s.fits(&view, big));
        let same = kept.is_some_and(|stage| (stage.sheet_px - sheet_px).abs() < 1.0);
        if same && !self.written_anew {
            return;
        }
        self.written_anew = false;
        let lines = Lines::on_map(&view, &self.courses, big);
        match &mut self.stage {
            // Names are written for one kind of screen.
            Some(stage) if (stage.view.ratio - view.ratio).abs() < 1e-9 => {
                stage.adapt(view, lines, big);
            }
            _ => {
                let document = self.host.owner_document();
                let names = document.and_then(|d| Names::new(&d, self.theme.clone(), view.ratio));
                let Some(names) = names else { return };
                self.stage = Some(Stage::new(view, lines, &self.theme, names, big));
            }
        }
        let Some(stage) = &mut self.stage else { return };
        stage.sheet_px = sheet_px;
        stage.covered = covered(&self.host, sheet_px, ratio());
        if let Some(ground) = self.ground_pane.view() {
            stage.written = carried(&self.written, &ground, &view);
        }
        if self.scene.resize(stage) {
            let (width, height) = (f64::from(view.width), f64::from(view.height));
            self.dots_pane.ctx.clear_rect(0.0, 0.0, width, height);
        }
    }

    fn next_ms(&self, look_complete: bool) -> f64 {
        if !look_complete {
            return 0.0;
        }
        let rate = self.wiring.clock.rate();
        let per_m = self.dots_pane.view().map_or(0.0, |view| {
            let lat = self.courses.lat();
            view.px_per_m(lat) / view.ratio
        });
        let most = if rate > 0.0 {
            LOOK_EVERY_MS
        } else {
            4.0 * LOOK_EVERY_MS
        };
        let (mine_px_s, others) = self.scene.glides;
        let fastest_px_s = self.fastest_m_s * rate * per_m + mine_px_s;
        let mut wait = next_frame_ms(fastest_px_s, 16.0, most);
        if others {
            wait = wait.min(GLIDE_FRAME_MS);
        }
        if self.wiring.reduced_motion() {
            wait.max(1_000.0)
        } else {
            wait
        }
    }
}

/// Shared by the listeners.
pub type SharedChart = Rc<std::cell::RefCell<Chart>>;
