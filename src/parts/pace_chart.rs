//! The pace of one runner along the course, with the middle of the field behind it. What the lines show is said in
//! sentences as well, for those who do not see them.

use homestretch_race::event::Contest;
use homestretch_race::roster::EntrantNo;
use homestretch_race::view::View;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::chart_scale::{Scale, figure_of_pace, steps};
use crate::clock::Clock;
use crate::format::{self, Units};
use crate::held::Held;
use crate::prefs::Prefs;

/// The stretch between two points, and the paces on it in seconds per kilometre.
#[derive(Clone, Debug, PartialEq)]
struct Stretch {
    from: usize,
    to: usize,
    m: (f64, f64),
    own: f64,
}

/// What is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
struct Chart {
    own: String,
    field: String,
    /// Height and text of the lines across.
    paces: Vec<(i32, String)>,
    /// Place and text of the marks below.
    distances: Vec<(i32, String)>,
    sentences: Vec<String>,
}

/// The chart; nothing before the first stretch is run.
pub fn pace_chart(no: Signal<Option<EntrantNo>>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let own = Memo::new(move |_| {
        let no = no.get()?;
        held.look(clock.now_frame(), |view| own(view, no))?
    });
    // The middle of the field needs a look at everybody: taken when she has run another stretch, not at each tick.
    let chart = move || {
        let (contest, stretches) = own.get().filter(|(_, own)| !own.is_empty())?;
        let units = prefs.units.get();
        let chart = untrack(|| {
            held.look(clock.now_frame(), |view| {
                let known = view.race.event().contests.get(contest)?;
                let points = known.shown();
                let field = view.middle_pace(contest, &points);
                Some(draw(known, &stretches, (&points, &field), units, prefs))
            })
        });
        Some(show(chart??, prefs))
    };
    view! { <section>{chart}</section> }.into_any()
}

fn own(view: &View<'_>, no: EntrantNo) -> Option<(usize, Vec<Stretch>)> {
    let roster = view.race.roster();
    let (index, number) = (roster.index(no)?, roster.get(no)?.contest);
    let contest = view.race.event().contests.get(number)?;
    let points = contest.shown();
    let mut passings: Vec<_> = view.passings(index).collect();
    passings.retain(|(point, _)| points.contains(point));
    let stretch = |pair: &[(usize, homestretch_race::time::Instant)]| {
        let ((from, since), (to, at)) = (pair[0], pair[1]);
        let m = (contest.points[from].at_m, contest.points[to].at_m);
        let far_m = m.1 - m.0;
        (far_m > 0.0).then(|| Stretch {
            from,
            to,
            m,
            own: (at - since).as_s() * 1000.0 / far_m,
        })
    };
    Some((number, passings.windows(2).filter_map(stretch).collect()))
}

fn draw(
    contest: &Contest,
    own: &[Stretch],
    (points, field): (&[usize], &[Option<f64>]),
    units: Units,
    prefs: Prefs,
) -> Chart {
    let words = prefs.words();
    let pieces = points.windows(2).zip(field);
    let field: Vec<(f64, f64, f64)> = pieces
        .filter_map(|(stretch, pace)| {
            let at_m = |i: usize| contest.points.get(i).map_or(0.0, |point| point.at_m);
            Some((at_m(stretch[0]), at_m(stretch[1]), (*pace)?))
        })
        .collect();
    let own_steps: Vec<(f64, f64, f64)> = own.iter().map(|s| (s.m.0, s.m.1, s.own)).collect();
    let scale = Scale::of(contest.length_m, own_steps.iter().chain(&field), units);
    let name = |i: usize| {
        let point = contest.points.get(i);
        point.map_or_else(String::new, |point| prefs.text(&point.names))
    };
    let say = |s: &Stretch| {
        let pace = format::pace_with_unit(s.own, units, &words);
        let (from, to) = (name(s.from), name(s.to));
        let same = |piece: &&(f64, f64, f64)| (piece.0, piece.1) == s.m;
        match field.iter().find(same) {
            Some((_, _, pace_of_field)) => {
                let pace_of_field = format::pace_with_unit(*pace_of_field, units, &words);
                words.chart_stretch_field(&from, &to, &pace, &pace_of_field)
            }
            None => words.chart_stretch(&from, &to, &pace),
        }
    };
    Chart {
        own: steps(&own_steps, &scale),
        field: steps(&field, &scale),
        paces: scale
            .paces()
            .into_iter()
            .map(|s| (scale.y(s), figure_of_pace(s, units)))
            .collect(),
        distances: scale
            .distances()
            .into_iter()
            .map(|(m, n)| (scale.x(m), words.number(n)))
            .collect(),
        sentences: own.iter().map(say).collect(),
    }
}

fn show(chart: Chart, prefs: Prefs) -> AnyView {
    let (units, words) = (prefs.units.get_untracked(), prefs.words());
    let across = chart.paces.into_iter().map(|(y, text)| {
        let d = ["M34 ", &y.to_string(), "H316"].concat();
        view! {
            <path class="chart-line" d=d />
            <text class="chart-text" x="30" y=y + 4 text-anchor="end">{text}</text>
        }
    });
    let below = chart.distances.into_iter().map(|(x, text)| {
        view! { <text class="chart-text" x=x y="128" text-anchor="middle">{text}</text> }
    });
    let unit = match units {
        Units::Km => words.pace_per_km(""),
        Units::Miles => words.pace_per_mile(""),
    };
    let said = chart.sentences.into_iter();
    view! {
        <h3>{prefs.say(Words::chart_title)}</h3>
        <svg class="chart" viewBox="0 0 320 132" aria-hidden="true">
            {across.collect_view()}
            {below.collect_view()}
            <path class="chart-field" d=chart.field />
            <path class="chart-own" d=chart.own />
        </svg>
        <p class="chart-legend small" aria-hidden="true">
            <span class="chart-key chart-key-own">{prefs.say(Words::chart_runner)}</span>
            <span class="chart-key">{prefs.say(Words::chart_field)}</span>
            <span class="quiet">{unit}</span>
        </p>
        <ul class="heard">{said.map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
    }
    .into_any()
}
