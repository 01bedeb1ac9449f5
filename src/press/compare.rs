//! Up to eight runners side by side: how far each was behind the first of them, point by point.

use std::fmt::Write;

use homestretch_words::books::PressWords;
use leptos::prelude::*;

use super::desk::{Desk, desk};
use super::{page, table};
use crate::device::save;
use crate::dom::{Piece, view};
use crate::signals::Memo;

const WIDE: f64 = 360.0;
const HIGH: f64 = 180.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 350.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 160.0;

/// A runner's line: name, and gaps in seconds by metres.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    pub gaps: Vec<(f64, f64)>,
}

/// The lines of the runners chosen, and the length of the course.
fn lines(desk: Desk, compared: &[String]) -> (f64, Vec<Line>) {
    let bibs = compared;
    let found = desk.look(|view, contest| {
        let of = view.race.event().contests.get(contest)?;
        let roster = view.race.roster();
        let chosen: Vec<usize> = bibs
            .iter()
            .filter_map(|bib| roster.index(roster.by_bib(bib)?.no))
            .collect();
        let mut lines: Vec<Line> = desk.speak(view.race.event(), |speech| {
            let named = |index: &usize| Line {
                name: speech.runner(view.race, *index),
                gaps: vec![(0.0, 0.0)],
            };
            chosen.iter().map(named).collect()
        });
        for point in table::points_shown(of) {
            let time = |index: &usize| {
                Some(
                    view.ranked_time(*index, view.passed_at(*index, point)?)
                        .as_s(),
                )
            };
            let times: Vec<Option<f64>> = chosen.iter().map(time).collect();
            let first = times.iter().flatten().copied().fold(f64::MAX, f64::min);
            for (line, time) in lines.iter_mut().zip(times) {
                line.gaps
                    .extend(time.map(|time| (of.points[point].at_m, time - first)));
            }
        }
        Some((of.length_m, lines))
    });
    found.flatten().unwrap_or_default()
}

/// Where a gap stands in the picture.
fn place(length_m: f64, most_s: f64, (at_m, gap_s): (f64, f64)) -> (i32, i32) {
    let x = LEFT + (RIGHT - LEFT) * (at_m / length_m.max(1.0)).clamp(0.0, 1.0);
    let y = TOP + (BOTTOM - TOP) * (gap_s / most_s.max(1.0)).clamp(0.0, 1.0);
    (x.round() as i32, y.round() as i32)
}

fn points_of(line: &Line, length_m: f64, most_s: f64) -> String {
    let places = line.gaps.iter().map(|gap| place(length_m, most_s, *gap));
    places
        .map(|(x, y)| [x.to_string(), y.to_string()].join(","))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The chart.
#[component]
pub fn Compare() -> impl IntoView {
    let desk = desk();
    let compared = Memo::new(move |_| desk.asked.with(|asked| asked.compared.clone()));
    let lines = Memo::new(move |_| compared.with(|compared| lines(desk, compared)));
    let chart = move || -> Piece {
        let (length_m, lines) = lines.get();
        if lines.is_empty() {
            return view! { <p class="quiet small">{desk.say(PressWords::compare_none)}</p> };
        }
        let all = lines.iter().flat_map(|line| &line.gaps);
        let most_s = all.fold(10.0_f64, |most, (_, gap)| most.max(*gap));
        let drawn: Vec<Piece> = lines.iter().enumerate().map(|(n, line)| {
            view! { <polyline class="compare-line" data-line=n points=points_of(line, length_m, most_s) fill="none" /> }
        }).collect();
        let keys: Vec<Piece> = lines
            .iter()
            .enumerate()
            .map(|(n, line)| {
                let last = line.gaps.last().map_or(0.0, |gap| gap.1);
                let gap = ["+", &desk.prefs.words().decimal(last, 1)].concat();
                view! { <li data-line=n>{line.name.clone()}<span class="quiet">{gap}</span></li> }
            })
            .collect();
        let most = (most_s.ceil() as i64).to_string();
        let keep = move |_| keep(desk, length_m, most_s, &lines);
        view! {
            <svg class="compare-chart" viewBox="0 0 360 180" aria-hidden="true">
                <path class="compare-axis" d="M34 10H350M34 160H350" />
                <text x="30" y="14" text-anchor="end">"0"</text>
                <text x="30" y="164" text-anchor="end">{most}</text>
                {drawn}
            </svg>
            <ul class="compare-keys">{keys}</ul>
            <p class="small quiet">{desk.say(PressWords::compare_gaps)}</p>
            <button class="button small" data-do="svg" on:click=keep>{desk.say(PressWords::save_svg)}</button>
            <button class="button small" on:click=move |_| desk.ask(|asked| asked.compared.clear())>{desk.say(PressWords::clear)}</button>
        }
    };
    view! {
        <section aria-labelledby="compare-title">
            <h2 id="compare-title">{desk.say(PressWords::compare_title)}</h2>
            {chart}
        </section>
    }
}

/// The colours of a chart that leaves the page: Okabe and Ito's, on white.
const COLOURS: [&str; 8] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9", "#8a6d00",
];

fn keep(desk: Desk, length_m: f64, most_s: f64, lines: &[Line]) {
    let high = HIGH as usize + 16 * (lines.len() + 2);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {high}\" font-family=\"sans-serif\" font-size=\"10\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"M34 10H350M34 160H350\" stroke=\"#999\" fill=\"none\"/><text x=\"30\" y=\"14\" text-anchor=\"end\">0</text><text x=\"30\" y=\"164\" text-anchor=\"end\">{}</text>",
        most_s.ceil() as i64
    );
    for (n, line) in lines.iter().enumerate() {
        let (colour, y) = (COLOURS[n % COLOURS.len()], HIGH as usize + 16 * n);
        let points = points_of(line, length_m, most_s);
        let _ = write!(
            svg,
            "<polyline points=\"{points}\" stroke=\"{colour}\" stroke-width=\"2\" fill=\"none\"/><text x=\"34\" y=\"{y}\" fill=\"{colour}\">{}</text>",
            escaped(&line.name)
        );
    }
    let about = untrack(|| page::about(desk));
    let _ = write!(
        svg,
        "<text x=\"34\" y=\"{}\" font-size=\"6\">{}</text></svg>",
        high - 10,
        escaped(&about)
    );
    let _ = save::text(&svg, "comparison.svg", "image/svg+xml");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
