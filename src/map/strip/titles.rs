//! Names on a strip: on shelves above the line, each with a stem to its dot.

use homestretch_dots::label::Area;
use homestretch_dots::look::{Rgb, Shape};
use homestretch_dots::shelf::{Tag, shelve};
use homestretch_dots::stroke::Knot;
use homestretch_race::roster::EntrantNo;
use leptos::prelude::*;

use super::form::Fit;
use super::places::Place;
use crate::map::field::Field;
use crate::map::names::Style;
use crate::map::scene::{Attention, Scene};
use crate::map::stage::Stage;
use crate::map::wiring::Wiring;

/// Names the leaders, the viewer's own, whoever is pointed at and the place that is pointed at; gives the boxes of those that found room.
pub(super) fn name_all(
    scene: &mut Scene,
    stage: &mut Stage,
    fit: Fit,
    field: &Field,
    attention: &Attention<'_>,
    wiring: &Wiring,
    place: Option<&Place>,
) -> Vec<(Area, EntrantNo)> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut named = Vec::new();
    let mut want = |x: f32, rank: u32, text: &str, style: Style, stem: Rgb, no| {
        if let Some(picture) = stage.names.picture(text, style) {
            tags.push(Tag {
                x,
                width: picture.size().0 as f32,
                rank,
                must: false,
            });
            named.push((picture, stem, no));
        }
    };
    let quiet = stage.theme.quiet;
    if let Some(place) = place {
        let text = place.names.get(&wiring.tag()).to_owned();
        let text = if text.is_empty() {
            untrack(|| wiring.prefs.words().aid_station())
        } else {
            text
        };
        let x = (fit.x(place.at_m) * fit.ratio) as f32;
        want(x, 0, &text, Style::Plain, quiet, None);
    }
    for shown in &scene.shown {
        let Some(runner) = field.runners().get(shown.runner) else {
            continue;
        };
        if let Some((rank, style)) = attention.names(runner) {
            // Whoever has stopped gives way to those who run.
            let rank = rank + if runner.shape == Shape::Stopped { 8 } else { 0 };
            let stem = if style == Style::Followed {
                stage.theme.accent
            } else {
                quiet
            };
            let name = wiring.name(runner.index as usize);
            want(shown.px.0, rank, &name, style, stem, Some(runner.no));
        }
    }
    let ratio = fit.ratio as f32;
    let placed = shelve(
        &tags,
        stage.view.width as f32,
        fit.form.name_shelves,
        4.0 * ratio,
    )
    .placed;
    let top = |shelf: usize| (fit.name_top(shelf) * fit.ratio) as f32;
    let dot_top = (fit.form.line_y * fit.ratio) as f32 - stage.radius() - 3.0 * ratio;
    for p in &placed {
        let (x, height) = (tags[p.tag].x, named[p.tag].0.size().1 as f32);
        let knot = |y: f32| Knot {
            x,
            y,
            half: 0.6 * ratio,
            alpha: 0.8,
        };
        let stem = [knot(top(p.shelf) + height - 2.0 * ratio), knot(dot_top)];
        scene.brush.stroke(&mut scene.raster, &stem, named[p.tag].1);
    }
    let mut plates = Vec::new();
    for p in &placed {
        let (picture, _, no) = &named[p.tag];
        let (left, top) = (p.left, top(p.shelf));
        scene.raster.sprite(picture, left as i32, top as i32);
        let (width, height) = picture.size();
        let area = Area {
            left,
            top,
            width: width as f32,
            height: height as f32,
        };
        plates.extend(no.map(|no| (area, no)));
    }
    plates
}
