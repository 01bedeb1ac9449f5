//! One frame of the field: from runners on tracks to pixels. Owns what is painted over what, and who gets a name.

use homestretch_dots::density::Density;
use homestretch_dots::label::{Area, Side};
use homestretch_dots::look::{Rgb, Shape};
use homestretch_dots::raster::{Dot, Raster, Rect};
use homestretch_dots::stroke::{Brush, Knot, band};
use homestretch_dots::track::PxTrack;
use homestretch_race::roster::EntrantNo;

use super::courses::Courses;
use super::field::Field;
use super::stage::Stage;
use super::titles::number;

/// Metres of road behind a leader that a tail marks.
const TAIL_M: f64 = 220.0;
/// What is left of somebody else's correction needs no frames of its own when it is shorter than this on the screen.
const GLIDE_PX: f64 = 1.5;

/// Who is marked out in a frame.
pub struct Attention<'a> {
    /// Followed by the viewer.
    pub followed: &'a [EntrantNo],
    /// Chosen, with a card open.
    pub selected: Option<EntrantNo>,
    /// Pointed at.
    pub pointed: Option<EntrantNo>,
}

impl Attention<'_> {
    /// True for the selected and the followed.
    pub(super) fn mine(&self, no: EntrantNo) -> bool {
        self.selected == Some(no) || self.followed.contains(&no)
    }
}

/// A dot with its runner, for names and pointing.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Where, in device pixels.
    pub px: (f32, f32),
    /// Index in [`Field::runners`].
    pub runner: usize,
}

/// What is painted, kept from frame to frame.
#[derive(Default)]
pub struct Scene {
    pub(super) raster: Raster,
    /// Size and rim of the picture.
    kind: Option<(u32, u32, Rgb)>,
    pub(super) brush: Brush,
    pub(super) dots: Vec<Dot>,
    /// The dots of the last frame.
    pub shown: Vec<Shown>,
    /// How fast corrections of the viewer's own in sight are drawn, in CSS pixels a second; and whether anybody else's are.
    pub glides: (f64, bool),
    /// How many of the last dots are leaders' and the viewer's own.
    n_marked: usize,
    density: Vec<Density>,
    pub(super) sides: Vec<(EntrantNo, Side)>,
    /// Where the names of the last frame stand.
    pub names: Vec<Area>,
    /// Followed runners who found no room for their name, or are out of sight.
    pub listed: Vec<EntrantNo>,
}

impl Scene {
    /// Makes room for a stage's picture. True when it was wiped: then the canvas must be wiped, too.
    pub fn resize(&mut self, stage: &Stage) -> bool {
        let kind = (
            stage.view.width,
            stage.view.height,
            stage.looks.sheet.paper().rim,
        );
        if self.kind == Some(kind) {
            return false;
        }
        self.kind = Some(kind);
        self.raster.resize(kind.0, kind.1, kind.2);
        true
    }

    /// The pixels, with their size.
    pub fn picture(&self) -> (&[u8], (u32, u32)) {
        (self.raster.rgba(), self.raster.size())
    }

    /// Paints a frame; gives the rectangles that have changed. `name_of` says what to call the runner at an index of
    /// the roster, `home` what to write at the finish.
    pub fn paint(
        &mut self,
        stage: &mut Stage,
        courses: &Courses,
        field: &Field,
        attention: &Attention<'_>,
        name_of: &dyn Fn(u32) -> String,
        home: Option<&str>,
    ) -> &[Rect] {
        self.paint_field(stage, courses, field, attention);
        self.write_names(stage, courses, field, attention, name_of, home);
        self.raster.end()
    }

    /// Begins a frame with everything but names.
    pub(super) fn paint_field(
        &mut self,
        stage: &mut Stage,
        courses: &Courses,
        field: &Field,
        attention: &Attention<'_>,
    ) {
        self.raster.begin();
        let thick = self.count(stage, courses, field);
        self.ribbons(stage, courses, &thick);
        self.place_dots(stage, courses, field, attention, &thick);
        self.bands(stage, courses, field, attention);
        let (plain, marked) = self.dots.split_at(self.dots.len() - self.n_marked);
        self.raster.dots(&stage.looks.sheet, plain);
        let first_marked = self.shown.len() - self.n_marked;
        for (dot, shown) in marked.iter().zip(&self.shown[first_marked..]) {
            self.raster
                .dots(&stage.looks.sheet, std::slice::from_ref(dot));
            let runner = &field.runners()[shown.runner];
            if runner.place > 0 && !attention.mine(runner.no) {
                number(&mut self.raster, &mut stage.names, runner, shown.px);
            }
        }
    }

    /// Counts each contest along its track; says in which contests somebody is too close to others for dots.
    fn count(&mut self, stage: &Stage, courses: &Courses, field: &Field) -> Vec<bool> {
        let per_m = stage.px_per_m;
        let n = field
            .runners()
            .iter()
            .map(|r| usize::from(r.contest) + 1)
            .max()
            .unwrap_or(0);
        // A stretch of the ribbon is a few pixels long.
        let step_m = (6.0 / per_m).max(10.0);
        self.density.clear();
        for contest in 0..n {
            let length = courses
                .track_of(contest)
                .and_then(|t| stage.tracks.get(t))
                .map_or(0.0, PxTrack::length_m);
            self.density.push(Density::new(length, step_m));
        }
        for runner in field.runners() {
            self.density[usize::from(runner.contest)].count(runner.at_m);
        }
        self.density
            .iter()
            .map(|d| f64::from(d.most()) / (step_m * per_m) > stage.thick_per_px)
            .collect()
    }

    fn ribbons(&mut self, stage: &Stage, courses: &Courses, thick: &[bool]) {
        let ratio = stage.view.ratio as f32;
        for (contest, density) in self.density.iter().enumerate().filter(|(c, _)| thick[*c]) {
            let Some(track) = courses.track_of(contest).and_then(|t| stage.tracks.get(t)) else {
                continue;
            };
            let colour = stage.theme.contest(contest);
            // As wide as it gets where this field is thickest, so that its shape shows whatever its size.
            let full = density.most().max(stage.full_least);
            for knots in density.ribbons(track, full, stage.ribbon_px * ratio, 0.62) {
                if knots.iter().any(|k| stage.sees((k.x, k.y))) {
                    self.brush.stroke(&mut self.raster, &knots, colour);
                }
            }
        }
    }

    fn place_dots(
        &mut self,
        stage: &Stage,
        courses: &Courses,
        field: &Field,
        attention: &Attention<'_>,
        thick: &[bool],
    ) {
        let per_m = stage.px_per_m;
        self.dots.clear();
        self.shown.clear();
        self.glides = (0.0, false);
        let mut above: [Vec<(Dot, Shown)>; 2] = Default::default();
        for (i, runner) in field.runners().iter().enumerate() {
            let Some(px) = stage.px(courses, runner) else {
                continue;
            };
            if !stage.sees(px) {
                continue;
            }
            let contest = usize::from(runner.contest);
            if attention.mine(runner.no) {
                self.glides.0 = self.glides.0.max(runner.glide_m_s() * per_m);
            } else if runner.glide_m() * per_m > GLIDE_PX {
                self.glides.1 = true;
            }
            let shape = runner.shape as usize;
            let hue = contest % stage.looks.plain.len().max(1);
            let mine = attention.mine(runner.no);
            let look = match (mine, runner.place) {
                (true, _) => stage.looks.mine[shape],
                (false, 1..) => stage.looks.leading[hue][shape],
                _ => stage.looks.plain[hue][shape],
            };
            let dot = Dot {
                x: px.0,
                y: px.1,
                look,
            };
            let shown = Shown { px, runner: i };
            if mine || runner.place > 0 {
                above[usize::from(mine)].push((dot, shown));
                continue;
            }
            let crowd = thick[contest]
                && self.density[contest].per_m(runner.at_m) / per_m > stage.thick_per_px;
            // In the thick of it one cannot be told from another: the ribbon says it.
            if !crowd || matches!(runner.shape, Shape::Overdue | Shape::Stopped) {
                self.dots.push(dot);
            }
            self.shown.push(shown);
        }
        // The first in a contest lies over the second.
        let place = |(_, s): &(_, Shown)| std::cmp::Reverse(field.runners()[s.runner].place);
        homestretch_order::sort_by_key(&mut above[0], place);
        self.n_marked = above.iter().map(Vec::len).sum();
        for (dot, shown) in above.into_iter().flatten() {
            self.dots.push(dot);
            self.shown.push(shown);
        }
    }

    /// Bands of those who matter, and the leaders' tails.
    fn bands(
        &mut self,
        stage: &Stage,
        courses: &Courses,
        field: &Field,
        attention: &Attention<'_>,
    ) {
        let half = stage.radius() * 0.95;
        for runner in field.runners() {
            let mine = attention.mine(runner.no) || attention.pointed == Some(runner.no);
            if !mine && runner.place == 0 {
                continue;
            }
            let contest = usize::from(runner.contest);
            let Some(track) = courses.track_of(contest).and_then(|t| stage.tracks.get(t)) else {
                continue;
            };
            let knots: Vec<Knot> = if mine {
                let span = (runner.high_m - runner.low_m).max(1.0);
                let mid = ((runner.at_m - runner.low_m) / span) as f32;
                if span < 5.0 {
                    continue;
                }
                band(
                    &track.between(runner.low_m, runner.high_m),
                    mid,
                    half + 2.0 * stage.view.ratio as f32,
                    0.42,
                )
            } else if runner.shape == Shape::Stopped {
                continue;
            } else {
                band(
                    &track.between((runner.at_m - TAIL_M).max(0.0), runner.at_m),
                    0.95,
                    half * 0.6,
                    0.6,
                )
            };
            let colour = if mine {
                stage.theme.accent
            } else {
                stage.theme.contest(contest)
            };
            if knots.iter().any(|k| stage.sees((k.x, k.y))) {
                self.brush.stroke(&mut self.raster, &knots, colour);
            }
        }
    }
}
