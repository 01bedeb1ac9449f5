//! Who and what is named in a frame: leaders, the viewer's own, stacks, those who are home.

use std::rc::Rc;

use homestretch_dots::hit::stacks;
use homestretch_dots::label::{Area, Placement, Side, Taken, Wish, place};
use homestretch_dots::look::{Rgb, Shape};
use homestretch_dots::raster::Raster;
use homestretch_dots::sprite::Sprite;
use homestretch_dots::stroke::Knot;
use homestretch_race::roster::EntrantNo;

use super::courses::Courses;
use super::field::{Field, Runner};
use super::names::{Names, Style};
use super::scene::{Attention, Scene};
use super::stage::Stage;

/// A name may lie so much further off its dot, where there is no room beside it.
const REACH_PX: f32 = 44.0;
/// Stacks are told from this zoom on.
const STACK_ZOOM: f64 = 15.5;
/// Whoever the viewer follows or points at chooses a place no later than so.
const CHOSEN_RANK: u32 = 2;
/// Stacks choose their places last, and say their number beside them or not at all.
const STACK_RANK: u32 = 9;

/// What a plate names.
enum Whose {
    /// A runner: whether she must be named or listed, and the side that her name was on before.
    Runner(EntrantNo, bool, Option<Side>),
    /// A stack that lies along this way.
    Stack((f32, f32)),
    /// Those who are home.
    Home,
}

/// The picture of a name, and whose it is where it is somebody's.
type Plate = (Rc<Sprite>, Option<EntrantNo>);

impl Scene {
    /// Writes the names that find room, and notes who must be listed instead.
    pub(super) fn write_names(
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
        let mut pictures: Vec<Plate> = Vec::new();
        let mut wish =
            |px: (f32, f32), radius: f32, rank: u32, picture: Rc<Sprite>, whose: Whose| {
                let (width, height) = picture.size();
                let (who, must, before) = match whose {
                    Whose::Runner(who, must, before) => (Some(who), must, before),
                    Whose::Stack(along) => (None, false, Some(aside(along))),
                    Whose::Home => (None, false, None),
                };
                wishes.push(Wish {
                    x: px.0,
                    y: px.1,
                    radius,
                    width: width as f32,
                    height: height as f32,
                    rank,
                    must,
                    // Whom the viewer has chosen is worth a sign; leaders and how many are home are not.
                    covers: rank <= CHOSEN_RANK,
                    before,
                    reach: if rank < STACK_RANK {
                        REACH_PX * ratio
                    } else {
                        0.0
                    },
                });
                pictures.push((picture, who));
            };
        for shown in &self.shown {
            let runner = &field.runners()[shown.runner];
            let Some((rank, style)) = attention.names(runner) else {
                continue;
            };
            let mine = attention.mine(runner.no);
            if let Some(picture) = stage.names.picture(&name_of(runner.index), style) {
                let before = self.sides.iter().find(|s| s.0 == runner.no).map(|s| s.1);
                let radius =
                    stage.radius() + if mine || runner.place > 0 { 4.0 } else { 1.5 } * ratio;
                wish(
                    shown.px,
                    radius,
                    rank,
                    picture,
                    Whose::Runner(runner.no, mine, before),
                );
            }
        }
        if let Some(home) = home
            && let Some(track) = courses.longest().and_then(|t| stage.tracks.get(t))
            && let Some(picture) = stage.names.picture(home, Style::Plain)
        {
            wish(
                track.at(f64::INFINITY),
                12.0 * ratio,
                8,
                picture,
                Whose::Home,
            );
        }
        if stage.view.zoom >= STACK_ZOOM && self.dots.len() <= 20_000 {
            // Where a ribbon stands for the field, it says how many there are.
            let points: Vec<_> = self.dots.iter().map(|dot| (dot.x, dot.y)).collect();
            for stack in stacks(&points, stage.radius() * 1.6, 6)
                .into_iter()
                .take(12)
            {
                if let Some(picture) = stage.names.picture(&format!("×{}", stack.n), Style::Count)
                {
                    wish(
                        (stack.x, stack.y),
                        stage.radius() * 2.0,
                        STACK_RANK,
                        picture,
                        Whose::Stack(stack.along),
                    );
                }
            }
        }
        let frame = Area {
            left: 0.0,
            top: 0.0,
            width: stage.view.width as f32,
            height: stage.view.height as f32,
        };
        let taken = Taken {
            never: &stage.covered,
            rather_not: &stage.written,
        };
        let result = place(&wishes, &frame, taken, 3.0 * ratio);
        self.put_names(stage, &wishes, &pictures, result);
    }

    /// Puts names where they found room.
    fn put_names(&mut self, stage: &Stage, wishes: &[Wish], pictures: &[Plate], result: Placement) {
        let ratio = stage.view.ratio as f32;
        self.sides.clear();
        for placed in result.placed.iter().filter(|placed| placed.away > 0.0) {
            let wish = &wishes[placed.wish];
            let colour = if wish.must {
                stage.theme.accent
            } else {
                stage.theme.quiet
            };
            stem(
                self,
                wish,
                placed.area.nearest(wish.x, wish.y),
                ratio,
                colour,
            );
        }
        self.names = result.placed.iter().map(|placed| placed.area).collect();
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

impl Attention<'_> {
    /// Whether a runner is named, how soon she chooses a place for her name, and how it is written.
    pub(super) fn names(&self, runner: &Runner) -> Option<(u32, Style)> {
        let pointed = self.pointed == Some(runner.no);
        let selected = self.selected == Some(runner.no);
        match (selected, pointed, self.mine(runner.no), runner.place) {
            (true, ..) => Some((0, Style::Followed)),
            (_, true, false, _) => Some((1, Style::Plain)),
            (_, _, true, _) => Some((CHOSEN_RANK, Style::Followed)),
            (_, _, _, place @ 1..) => Some((CHOSEN_RANK + u32::from(place), Style::Plain)),
            _ => None,
        }
    }
}

/// The side of a stack on which its number lies off the road, and so off the dots before and after it.
fn aside((dx, dy): (f32, f32)) -> Side {
    /// Roads that rise by less than so much of their way are level, or upright.
    const LEVEL: f32 = 0.3;
    if dy.abs() < LEVEL * dx.abs() {
        Side::Above
    } else if dx.abs() < LEVEL * dy.abs() {
        Side::Right
    } else if (dx > 0.0) == (dy > 0.0) {
        Side::AboveRight
    } else {
        Side::AboveLeft
    }
}

/// A thin line from the rim of a dot to its name.
fn stem(scene: &mut Scene, from: &Wish, to: (f32, f32), ratio: f32, colour: Rgb) {
    let far = (to.0 - from.x).hypot(to.1 - from.y).max(1.0);
    let rim = (from.radius / far).min(1.0);
    let knot = |(x, y): (f32, f32)| Knot {
        x,
        y,
        half: 0.6 * ratio,
        alpha: 0.85,
    };
    let rim = (
        from.x + (to.0 - from.x) * rim,
        from.y + (to.1 - from.y) * rim,
    );
    scene
        .brush
        .stroke(&mut scene.raster, &[knot(rim), knot(to)], colour);
}

/// A place as a numeral inside a leader's dot.
pub(super) fn number(raster: &mut Raster, names: &mut Names, runner: &Runner, (x, y): (f32, f32)) {
    let style = if runner.shape == Shape::Confirmed {
        Style::PlaceOnFull
    } else {
        Style::PlaceOnPale
    };
    if let Some(picture) = names.picture(&runner.place.to_string(), style) {
        raster.sprite(&picture, (x + 0.5).floor() as i32, (y + 0.5).floor() as i32);
    }
}
