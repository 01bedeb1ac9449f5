//! Who is near a runner on the road: just ahead and just behind, with the gaps. What is not read yet says so.

use homestretch_race::around::Near;
use homestretch_race::roster::EntrantNo;
use homestretch_race::view::View;
use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::face;
use crate::clock::Clock;
use crate::format;
use crate::held::Held;
use crate::prefs::Prefs;

/// So many on either side.
const EACH: usize = 2;

/// One of them, in words.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    name: String,
    /// Where her page is; the runner herself needs none.
    page: Option<String>,
    gap: String,
    estimated: bool,
}

/// The block; nothing while nobody can be compared with.
pub fn around(no: Signal<Option<EntrantNo>>) -> AnyView {
    let (held, clock, prefs) = (
        expect_context::<Held>(),
        expect_context::<Clock>(),
        expect_context::<Prefs>(),
    );
    let told = Memo::new(move |_| {
        let no = no.get()?;
        held.look(clock.now_frame(), |view| tell(view, no, prefs))?
    });
    let block = move || {
        let (point, lines) = told.get()?;
        let at = prefs.words().around_at(&point);
        let lines = lines.into_iter().map(show).collect::<Vec<_>>();
        Some(view! {
            <section aria-labelledby="around-title">
                <h3 id="around-title">{prefs.say(Words::around_title)}</h3>
                <p class="quiet small">{at}</p>
                <ol class="around">{lines}</ol>
            </section>
        })
    };
    block.into_any()
}

fn show(line: Line) -> AnyView {
    let who = match line.page {
        Some(page) => view! { <a href=page>{line.name}</a> }.into_any(),
        None => view! { <strong>{line.name}</strong> }.into_any(),
    };
    view! { <li data-estimated=line.estimated.to_string()>{who}<span>{line.gap}</span></li> }
        .into_any()
}

fn tell(view: &View<'_>, no: EntrantNo, prefs: Prefs) -> Option<(String, Vec<Line>)> {
    let (event, roster) = (view.race.event(), view.race.roster());
    let entrant = roster.get(no)?;
    let around = view.around(roster.index(no)?, EACH)?;
    if around.ahead.is_empty() && around.behind.is_empty() {
        return None;
    }
    let words = prefs.words();
    let line = |near: &Near, say: &dyn Fn(&str) -> String| {
        let gap = format::gap(near.gap);
        let other = roster.all().get(near.index);
        Line {
            name: other.map_or_else(String::new, |other| face::name(other, prefs)),
            page: other.map(|other| face::address(&other.bib)),
            gap: say(gap.trim_start_matches('+')),
            estimated: near.estimated,
        }
    };
    let ahead = around.ahead.iter().rev();
    let mut lines: Vec<Line> = ahead
        .map(|near| line(near, &|gap| words.around_ahead(gap)))
        .collect();
    lines.push(Line {
        name: face::name(entrant, prefs),
        page: None,
        gap: String::new(),
        estimated: false,
    });
    let behind = around.behind.iter().map(|near| {
        line(near, &|gap| {
            if near.estimated {
                words.around_behind_about(gap)
            } else {
                words.around_behind(gap)
            }
        })
    });
    lines.extend(behind);
    let point = event
        .contests
        .get(entrant.contest)?
        .points
        .get(around.point)?;
    Some((prefs.text(&point.names), lines))
}
