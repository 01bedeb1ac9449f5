//! What lies under the course: land, water, green, streets, bridges. The hierarchy is in width and tone, so that it
//! recedes behind the course and the runners at every zoom.

use homestretch_dots::world::World;
use homestretch_feed::CourseFile;

use super::ink::{Line, Pen, line_from_places};
use super::theme::{Theme, css, css_alpha};

/// The ground of one course file, projected once.
pub struct Ground {
    waters: Vec<Line>,
    streams: Vec<(Line, f64)>,
    islands: Vec<Line>,
    parks: Vec<Line>,
    streets: Vec<(Line, Class)>,
    bridges: Vec<Line>,
    lat: f64,
}

/// How a street ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Main,
    Minor,
    Track,
}

impl Class {
    fn of(name: &str) -> Self {
        match name {
            "main" => Self::Main,
            "track" => Self::Track,
            _ => Self::Minor,
        }
    }
    /// Width in metres, as wide as it is, and the least width in pixels at which it still reads as a street.
    fn width(self) -> (f64, f64) {
        match self {
            Self::Main => (28.0, 2.8),
            Self::Minor => (16.0, 1.6),
            Self::Track => (8.0, 0.8),
        }
    }
}

impl Ground {
    /// The ground of a course file.
    pub fn new(file: &CourseFile) -> Self {
        let context = &file.context;
        let areas = |areas: &[homestretch_feed::Area]| {
            areas
                .iter()
                .filter(|a| a.outline.len() > 2)
                .map(|a| line_from_places(&a.outline))
                .collect()
        };
        Self {
            waters: areas(&context.waters),
            streams: context
                .streams
                .iter()
                .map(|s| (line_from_places(&s.line), s.width_m))
                .collect(),
            islands: areas(&context.islands),
            parks: areas(&context.parks),
            streets: context
                .streets
                .iter()
                .map(|s| (line_from_places(&s.line), Class::of(&s.class)))
                .collect(),
            bridges: context
                .bridges
                .iter()
                .map(|b| line_from_places(&b.line))
                .collect(),
            lat: file
                .lines
                .first()
                .and_then(|l| l.first())
                .map_or(0.0, |p| p.lat),
        }
    }

    /// Draws it. The courses' own roads are `roads`: a course runs on streets even where no map data says so.
    /// With tiles below, only the courses are left to draw.
    pub fn draw(&self, pen: &Pen<'_>, theme: &Theme, roads: &[Vec<(f32, f32)>]) {
        let per_m = pen.view.px_per_m(self.lat);
        pen.ctx.set_fill_style_str(&css(theme.land));
        pen.ctx.fill_rect(
            0.0,
            0.0,
            f64::from(pen.view.width),
            f64::from(pen.view.height),
        );
        for park in &self.parks {
            area(pen, park, &css(theme.park));
        }
        let water = css(theme.water);
        // A bank line, a little deeper than the water, keeps it from looking like a hole in the land. All banks come
        // before all water, so that rivers open into each other.
        let bank = css(theme.water.mixed(theme.label, 0.28));
        let streams: Vec<_> = self
            .streams
            .iter()
            .map(|(line, width_m)| (pen.px(line), (width_m * per_m).max(1.2)))
            .filter(|(px, width)| pen.sees(px, *width as f32))
            .collect();
        for lake in &self.waters {
            area(pen, lake, &bank);
            pen.stroke(&bank, 1.6);
        }
        for (px, width) in &streams {
            pen.smooth_path(px, false);
            pen.stroke(&bank, width + 1.6);
        }
        for lake in &self.waters {
            area(pen, lake, &water);
        }
        for (px, width) in &streams {
            pen.smooth_path(px, false);
            pen.stroke(&water, *width);
        }
        for island in &self.islands {
            area(pen, island, &css(theme.land));
            pen.stroke(&bank, 0.8);
        }
        self.streets(pen, theme, per_m, roads);
    }

    fn streets(&self, pen: &Pen<'_>, theme: &Theme, per_m: f64, roads: &[Vec<(f32, f32)>]) {
        let edge = css(theme.line.mixed(theme.label, 0.16));
        let street = css(theme.street);
        let width = |class: Class| {
            let (metres, least) = class.width();
            (metres * per_m).max(least)
        };
        let seen = |line: &[World]| Some(pen.px(line)).filter(|px| pen.sees(px, 30.0));
        let bridges: Vec<_> = self.bridges.iter().filter_map(|b| seen(b)).collect();
        let streets: Vec<_> = self
            .streets
            .iter()
            .filter(|(_, class)| *class != Class::Track || pen.view.zoom >= 13.5)
            .filter_map(|(line, class)| Some((seen(line)?, *class)))
            .collect();
        // All edges first, then all surfaces, so that crossings are open.
        for bridge in &bridges {
            pen.path(bridge);
            pen.stroke(
                &css(theme.line.mixed(theme.quiet, 0.35)),
                width(Class::Main) + 3.0,
            );
        }
        for (px, class) in &streets {
            pen.path(px);
            pen.stroke(&edge, width(*class) + 1.6);
        }
        for road in roads {
            pen.path(road);
            pen.stroke(&edge, width(Class::Minor) + 1.6);
        }
        for bridge in &bridges {
            pen.path(bridge);
            pen.stroke(&street, width(Class::Main));
        }
        for road in roads {
            pen.path(road);
            pen.stroke(&street, width(Class::Minor));
        }
        for class in [Class::Track, Class::Minor, Class::Main] {
            for (px, _) in streets.iter().filter(|(_, c)| *c == class) {
                pen.path(px);
                pen.stroke(&street, width(class));
            }
        }
        if pen.view.zoom >= 15.0 {
            // Close up a wide street shows its middle.
            for (px, _) in streets.iter().filter(|(_, c)| *c == Class::Main) {
                pen.path(px);
                pen.stroke(&css_alpha(theme.line, 0.7), 1.0);
            }
        }
    }
}

/// Fills a rounded outline; leaves an empty path when it is out of sight, for the stroke that may follow.
fn area(pen: &Pen<'_>, outline: &[World], colour: &str) {
    let px = pen.px(outline);
    if pen.sees(&px, 2.0) {
        pen.smooth_path(&px, true);
        pen.fill(colour);
    } else {
        pen.ctx.begin_path();
    }
}
