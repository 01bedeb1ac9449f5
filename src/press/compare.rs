//! Up to eight runners side by side: how far each was behind the first of them, and how fast, point by point.

use homestretch_words::books::PressWords;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::chart::{self, Chart, DASHES, Line, Shape};
use super::desk::{Desk, desk};
use super::{page, picture, table};
use crate::device::save;
use crate::dom::{Piece, view};
use crate::signals::Memo;

/// A picture to keep is so many times as large as on the page.
const GRAIN: f64 = 4.0;

/// Those who are compared.
#[derive(Clone, Debug, Default, PartialEq)]
struct Compared {
    /// Bib, name, and seconds behind the first of them where last read.
    runners: Vec<(String, String, f64)>,
    gaps: Chart,
    paces: Chart,
}

fn compared(desk: Desk, bibs: &[String]) -> Compared {
    let found = desk.look(|view, contest| {
        let of = view.race.event().contests.get(contest)?;
        let roster = view.race.roster();
        let known = |bib: &String| Some((bib.clone(), roster.index(roster.by_bib(bib)?.no)?));
        let chosen: Vec<(String, usize)> = bibs.iter().filter_map(known).collect();
        let points = table::points_shown(of);
        let mut gaps: Vec<Vec<(f64, f64)>> = vec![vec![(0.0, 0.0)]; chosen.len()];
        for point in &points {
            let time = |(_, index): &(String, usize)| {
                let at = view.passed_at(*index, *point)?;
                Some(view.ranked_time(*index, at).as_s())
            };
            let times: Vec<Option<f64>> = chosen.iter().map(time).collect();
            let first = times.iter().flatten().copied().fold(f64::MAX, f64::min);
            for (line, time) in gaps.iter_mut().zip(times) {
                line.extend(time.map(|time| (of.points[*point].at_m, time - first)));
            }
        }
        let runners = desk.speak(view.race.event(), |speech| {
            let last = |gaps: &Vec<(f64, f64)>| gaps.last().map_or(0.0, |gap| gap.1);
            let all = chosen.iter().zip(&gaps);
            all.map(|((bib, index), gaps)| {
                (bib.clone(), speech.runner(view.race, *index), last(gaps))
            })
            .collect()
        });
        let line = |(bib, _): &(String, usize), pieces| Line {
            label: bib.clone(),
            pieces,
        };
        let named = |point: &usize| {
            let point = &of.points[*point];
            (point.at_m, desk.prefs.text(&point.names))
        };
        let chart = |lines: Vec<Line>, from_zero| Chart {
            length_m: of.length_m,
            points: points.iter().map(named).collect(),
            lines,
            from_zero,
        };
        let paces = chosen
            .iter()
            .map(|one| line(one, table::paces(view, of, one.1)));
        let gaps = chosen
            .iter()
            .zip(gaps)
            .map(|(one, gaps)| line(one, vec![gaps]));
        Some(Compared {
            runners,
            gaps: chart(gaps.collect(), true),
            paces: chart(paces.collect(), false),
        })
    });
    found.flatten().unwrap_or_default()
}

/// The charts.
#[component]
pub fn Compare() -> impl IntoView {
    let desk = desk();
    let bibs = Memo::new(move |_| desk.asked.with(|asked| asked.compared.clone()));
    let compared = Memo::new(move |_| bibs.with(|bibs| compared(desk, bibs)));
    let charts = move || -> Piece {
        let compared = compared.get();
        if compared.runners.is_empty() {
            return view! { <p class="quiet small">{desk.say(PressWords::compare_none)}</p> };
        }
        let key = |(n, (bib, name, gap)): (usize, &(String, String, f64))| {
            let gap = behind(desk, *gap);
            view! { <li data-line=n><span class="quiet">{bib.clone()}</span>{name.clone()}<span class="compare-gap">{gap}</span></li> }
        };
        let keys: Vec<Piece> = compared.runners.iter().enumerate().map(key).collect();
        view! {
            <ul class="compare-keys">{keys}</ul>
            {drawn(desk, &compared, "gaps", PressWords::compare_gaps)}
            {drawn(desk, &compared, "paces", PressWords::compare_paces)}
            <button class="button small" on:click=move |_| desk.ask(|asked| asked.compared.clear())>{desk.say(PressWords::clear)}</button>
        }
    };
    view! {
        <section aria-labelledby="compare-title">
            <h2 id="compare-title">{desk.say(PressWords::compare_title)}</h2>
            {charts}
        </section>
    }
}

/// One of the charts, with its title and what keeps it.
fn drawn(desk: Desk, of: &Compared, kind: &'static str, title: fn(&PressWords) -> String) -> Piece {
    let chart = if kind == "gaps" { &of.gaps } else { &of.paces };
    let shapes: Vec<Piece> = chart.shapes().into_iter().map(shape).collect();
    let made = {
        let (of, chart) = (of.clone(), chart.clone());
        move || untrack(|| picture(desk, &of, &chart, title))
    };
    let as_svg = {
        let made = made.clone();
        move |_| {
            // A browser that cannot make files says so itself.
            let _ = save::text(&made().0, &[kind, ".svg"].concat(), "image/svg+xml");
        }
    };
    let as_png = move |_| {
        let (svg, high) = made();
        spawn_local(async move {
            let (wide, high) = (chart::WIDE * GRAIN, high * GRAIN);
            let _ = save::drawing(&svg, (wide, high), &[kind, ".png"].concat()).await;
        });
    };
    view! {
        <figure class="compare-figure" data-chart=kind>
            <figcaption class="small quiet">{desk.say(title)}</figcaption>
            <svg class="compare-chart" viewBox="0 0 360 190" aria-hidden="true">{shapes}</svg>
            <button class="button small" data-do="svg" on:click=as_svg>{desk.say(PressWords::save_svg)}</button>
            <button class="button small" data-do="png" on:click=as_png>{desk.say(PressWords::save_png)}</button>
        </figure>
    }
}

fn shape(shape: Shape) -> Piece {
    match shape {
        Shape::Rule(x1, y1, x2, y2) => {
            let d = format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
            view! { <path class="compare-axis" d=d /> }
        }
        Shape::Label(x, y, anchor, said) => view! {
            <text x=format!("{x:.1}") y=format!("{y:.1}") text-anchor=anchor>{said}</text>
        },
        Shape::Line(n, points) => {
            let dash = DASHES[n % 8];
            view! { <polyline class="compare-line" data-line=n points=points stroke-dasharray=dash fill="none" /> }
        }
        Shape::Name(n, x, y, said) => view! {
            <text class="compare-name" data-line=n x=format!("{x:.1}") y=format!("{y:.1}")>{said}</text>
        },
    }
}

fn picture(
    desk: Desk,
    of: &Compared,
    chart: &Chart,
    title: fn(&PressWords) -> String,
) -> (String, f64) {
    let gaps = chart.from_zero;
    let key = |(bib, name, gap): &(String, String, f64)| {
        let who = [bib, "  ", &name[..]].concat();
        if gaps {
            [&who, "  ", &behind(desk, *gap)[..]].concat()
        } else {
            who
        }
    };
    let keys: Vec<String> = of.runners.iter().map(key).collect();
    let title = desk.book.with(|book| title(book));
    picture::picture(chart, &title, &keys, &page::about_lines(desk, false))
}

/// A gap to the first of those chosen, with its unit.
fn behind(desk: Desk, gap_s: f64) -> String {
    let gap = desk.prefs.words().decimal(gap_s, 1);
    ["+", &desk.book.with(|book| book.seconds(&gap))].concat()
}
