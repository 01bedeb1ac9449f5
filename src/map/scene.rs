//! One frame of the field: from runners on tracks to pixels. Owns what is painted over what, and who gets a name.

use std::rc::Rc;

use homestretch_dots::density::Density;
use homestretch_dots::hit::stacks;
use homestretch_dots::label::{Area, Side, Wish, place};
use homestretch_dots::look::{Look, Rgb, Shape};
use homestretch_dots::raster::{Dot, Raster, Rect};
use homestretch_dots::sprite::{LookId, Sheet, Sprite};
use homestretch_dots::stroke::{Brush, Knot, band};
use homestretch_dots::track::PxTrack;
use homestretch_dots::world::View;
use homestretch_race::roster::EntrantNo;

use super::courses::Courses;
use super::field::{Field, Runner};
use super::names::{Names, Style};
use super::scale;
use super::theme::Theme;

/// More runners than this on a CSS pixel of road are shown as a ribbon.
const THICK_PER_PX: f64 = 1.6;
/// Metres of road behind a leader that a tail marks.
const TAIL_M: f64 = 220.0;
/// Stacks are told from this zoom on.
const STACK_ZOOM: f64 = 15.5;
const SHAPES: [Shape; 4] = [
    Shape::Confirmed,
    Shape::Estimated,
    Shape::Overdue,
    Shape::Stopped,
];

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
    fn mine(&self, no: EntrantNo) -> bool {
        self.selected == Some(no) || self.followed.contains(&no)
    }
}

/// Looks and lines for one view; made anew when view or theme change.
pub struct Stage {
    /// What is shown, in device pixels.
    pub view: View,
    tracks: Vec<PxTrack>,
    sheet: Sheet,
    plain: Vec<[LookId; 4]>,
    leading: Vec<[LookId; 4]>,
    mine: [LookId; 4],
    radius: f32,
    theme: Theme,
    names: Names,
}

impl Stage {
    /// A stage for a view.
    pub fn new(
        view: View,
        courses: &Courses,
        theme: &Theme,
        names: Names,
        n_runners: usize,
    ) -> Self {
        let ratio = view.ratio as f32;
        let lane = scale::lane_px(view.zoom) as f32 * ratio;
        let radius = scale::dot_px(view.zoom, n_runners) as f32 * ratio;
        // Half a pixel of a fine screen is as good as a quarter of a coarse one.
        let phases = if view.ratio > 1.0 || n_runners > 20_000 {
            2
        } else {
            4
        };
        let mut sheet = Sheet::new(theme.paper(), phases, 1.1 * ratio);
        let mut looks = |hue: Rgb, radius: f32| {
            SHAPES.map(|shape| {
                let hue = match shape {
                    Shape::Overdue => theme.quiet,
                    Shape::Stopped => hue.mixed(theme.quiet, 0.5),
                    Shape::Confirmed | Shape::Estimated => hue,
                };
                sheet.add(Look { shape, hue, radius })
            })
        };
        let leader = (radius + 3.0 * ratio).max(7.0 * ratio);
        let plain = theme
            .contests
            .iter()
            .map(|&hue| looks(hue, radius))
            .collect();
        let leading = theme
            .contests
            .iter()
            .map(|&hue| looks(hue, leader))
            .collect();
        let mine = looks(theme.accent, radius + 2.6 * ratio);
        Self {
            tracks: courses.tracks().iter().map(|t| t.on(&view, lane)).collect(),
            view,
            sheet,
            plain,
            leading,
            mine,
            radius,
            theme: theme.clone(),
            names,
        }
    }

    /// Radius of an ordinary dot, in device pixels.
    pub fn radius(&self) -> f32 {
        self.radius
    }

    /// Where a runner is, in device pixels.
    pub fn px(&self, courses: &Courses, runner: &Runner) -> Option<(f32, f32)> {
        let track = self
            .tracks
            .get(courses.track_of(usize::from(runner.contest))?)?;
        Some(track.at(runner.at_m))
    }

    /// True when a pixel lies on the picture, or so near that a dot there would show.
    fn sees(&self, (x, y): (f32, f32)) -> bool {
        let margin = self.radius * 3.0;
        x > -margin
            && y > -margin
            && x < self.view.width as f32 + margin
            && y < self.view.height as f32 + margin
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
    raster: Raster,
    /// Size and rim of the picture.
    kind: Option<(u32, u32, Rgb)>,
    brush: Brush,
    dots: Vec<Dot>,
    /// The dots of the last frame.
    pub shown: Vec<Shown>,
    /// How many of the last dots are leaders' and the viewer's own.
    n_marked: usize,
    density: Vec<Density>,
    sides: Vec<(EntrantNo, Side)>,
    /// Followed runners who found no room for their name, or are out of sight.
    pub listed: Vec<EntrantNo>,
}

impl Scene {
    /// Makes room for a stage's picture. True when it was wiped: then the canvas must be wiped, too.
    pub fn resize(&mut self, stage: &Stage) -> bool {
        let kind = (stage.view.width, stage.view.height, stage.sheet.paper().rim);
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
        self.raster.begin();
        let thick = self.count(stage, courses, field);
        self.ribbons(stage, courses, &thick);
        self.place_dots(stage, courses, field, attention, &thick);
        self.bands(stage, courses, field, attention);
        let (plain, marked) = self.dots.split_at(self.dots.len() - self.n_marked);
        self.raster.dots(&stage.sheet, plain);
        let first_marked = self.shown.len() - self.n_marked;
        for (dot, shown) in marked.iter().zip(&self.shown[first_marked..]) {
            self.raster.dots(&stage.sheet, std::slice::from_ref(dot));
            let runner = &field.runners()[shown.runner];
            if runner.place > 0 && !attention.mine(runner.no) {
                number(&mut self.raster, &mut stage.names, runner, shown.px);
            }
        }
        self.write_names(stage, courses, field, attention, name_of, home);
        self.raster.end()
    }

    /// Counts each contest along its track; says in which contests somebody is too close to others for dots.
    fn count(&mut self, stage: &Stage, courses: &Courses, field: &Field) -> Vec<bool> {
        let per_m = stage
            .view
            .px_per_m(courses.tracks().first().map_or(0.0, |t| t.lat()))
            / stage.view.ratio;
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
                .and_then(|t| courses.tracks().get(t))
                .map_or(0.0, |t| t.length_m());
            self.density.push(Density::new(length, step_m));
        }
        for runner in field.runners() {
            self.density[usize::from(runner.contest)].count(runner.at_m);
        }
        self.density
            .iter()
            .map(|d| f64::from(d.most()) / (step_m * per_m) > THICK_PER_PX)
            .collect()
    }

    fn ribbons(&mut self, stage: &Stage, courses: &Courses, thick: &[bool]) {
        let ratio = stage.view.ratio as f32;
        for (contest, density) in self.density.iter().enumerate().filter(|(c, _)| thick[*c]) {
            let Some(track) = courses.track_of(contest).and_then(|t| stage.tracks.get(t)) else {
                continue;
            };
            let colour = stage.theme.contest(contest);
            // Full width is for a start: a hundred runners on the few pixels of a stretch.
            for knots in density.ribbons(track, 60.0, 7.5 * ratio, 0.62) {
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
        let per_m = stage
            .view
            .px_per_m(courses.tracks().first().map_or(0.0, |t| t.lat()))
            / stage.view.ratio;
        self.dots.clear();
        self.shown.clear();
        let mut above: [Vec<(Dot, Shown)>; 2] = Default::default();
        for (i, runner) in field.runners().iter().enumerate() {
            let Some(px) = stage.px(courses, runner) else {
                continue;
            };
            if !stage.sees(px) {
                continue;
            }
            let contest = usize::from(runner.contest);
            let shape = runner.shape as usize;
            let hue = contest % stage.plain.len().max(1);
            let mine = attention.mine(runner.no);
            let look = match (mine, runner.place) {
                (true, _) => stage.mine[shape],
                (false, 1..) => stage.leading[hue][shape],
                _ => stage.plain[hue][shape],
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
            let crowd =
                thick[contest] && self.density[contest].per_m(runner.at_m) / per_m > THICK_PER_PX;
            // In the thick of it one cannot be told from another: the ribbon says it.
            if !crowd || matches!(runner.shape, Shape::Overdue | Shape::Stopped) {
                self.dots.push(dot);
            }
            self.shown.push(shown);
        }
        // The first in a contest lies over the second.
        above[0].sort_by_key(|(_, s)| std::cmp::Reverse(field.runners()[s.runner].place));
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
        let half = stage.radius * 0.95;
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

    fn write_names(
        &mut self,
        stage: &mut Stage,
        courses: &Courses,
        field: &Field,
        attention: &Attention<'_>,
        name_of: &dyn Fn(u32) -> String,
        home: Option<&str>,
    ) {
        let ratio = stage.view.ratio as f32;
        let mut wishes: Vec<Wish> = Vec::new();
        let mut pictures: Vec<(Rc<Sprite>, Option<EntrantNo>)> = Vec::new();
        let mut wish = |px: (f32, f32),
                        radius: f32,
                        rank: u32,
                        picture: Rc<Sprite>,
                        who: Option<(EntrantNo, bool, Option<Side>)>| {
            let (width, height) = picture.size();
            wishes.push(Wish {
                x: px.0,
                y: px.1,
                radius,
                width: width as f32,
                height: height as f32,
                rank,
                must: who.is_some_and(|w| w.1),
                before: who.and_then(|w| w.2),
            });
            pictures.push((picture, who.map(|w| w.0)));
        };
        for shown in &self.shown {
            let runner = &field.runners()[shown.runner];
            let mine = attention.mine(runner.no);
            let pointed = attention.pointed == Some(runner.no);
            let (rank, style) = match (
                attention.selected == Some(runner.no),
                pointed,
                mine,
                runner.place,
            ) {
                (true, ..) => (0, Style::Followed),
                (_, true, false, _) => (1, Style::Plain),
                (_, _, true, _) => (2, Style::Followed),
                (_, _, _, place @ 1..) => (2 + u32::from(place), Style::Plain),
                _ => continue,
            };
            if let Some(picture) = stage.names.picture(&name_of(runner.index), style) {
                let before = self.sides.iter().find(|s| s.0 == runner.no).map(|s| s.1);
                let radius =
                    stage.radius + if mine || runner.place > 0 { 4.0 } else { 1.5 } * ratio;
                wish(
                    shown.px,
                    radius,
                    rank,
                    picture,
                    Some((runner.no, mine, before)),
                );
            }
        }
        if let Some(home) = home
            && let Some(track) = courses.longest().and_then(|t| stage.tracks.get(t))
            && let Some(picture) = stage.names.picture(home, Style::Plain)
        {
            wish(track.at(f64::INFINITY), 12.0 * ratio, 8, picture, None);
        }
        if stage.view.zoom >= STACK_ZOOM && self.shown.len() <= 20_000 {
            let points: Vec<_> = self.shown.iter().map(|s| s.px).collect();
            for stack in stacks(&points, stage.radius * 1.6, 6).into_iter().take(12) {
                if let Some(picture) = stage.names.picture(&format!("×{}", stack.n), Style::Count)
                {
                    wish((stack.x, stack.y), stage.radius * 2.0, 9, picture, None);
                }
            }
        }
        let frame = Area {
            left: 0.0,
            top: 0.0,
            width: stage.view.width as f32,
            height: stage.view.height as f32,
        };
        let result = place(&wishes, &frame, &[], 3.0 * ratio);
        self.sides.clear();
        for placed in result.placed {
            let (picture, who) = &pictures[placed.wish];
            self.raster
                .sprite(picture, placed.area.left as i32, placed.area.top as i32);
            if let Some(no) = who {
                self.sides.push((*no, placed.side));
            }
        }
        self.listed = result
            .listed
            .iter()
            .filter_map(|&i| pictures[i].1)
            .collect();
    }
}

/// A place as a numeral inside a leader's dot.
fn number(raster: &mut Raster, names: &mut Names, runner: &Runner, (x, y): (f32, f32)) {
    let style = if runner.shape == Shape::Confirmed {
        Style::PlaceOnFull
    } else {
        Style::PlaceOnPale
    };
    if let Some(picture) = names.picture(&runner.place.to_string(), style) {
        raster.sprite(&picture, (x + 0.5).floor() as i32, (y + 0.5).floor() as i32);
    }
}
