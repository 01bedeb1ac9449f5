//! The table. Of fifty thousand rows only those on the screen are elements.

use homestretch_race::roster::Sex;
use homestretch_race::standings::Standing;
use homestretch_race::view::View;
use homestretch_words::Words;
use homestretch_words::books::PressWords;
use leptos::html::Div;
use leptos::prelude::*;

use super::asked::{MOST_COMPARED, Sort};
use super::desk::{Desk, desk};
use super::rows::{self, Row};
use super::table;
use crate::dom::{Piece, view};
use crate::parts::face;
use crate::parts::text::text;
use crate::signals::{Memo, RwSignal};

/// The height of a row in CSS pixels, as the style has it.
const ROW_PX: usize = 28;
/// Rows above and below what is seen, so that a flick shows no gap.
const SPARE: usize = 12;
/// Other rows are shown once it has moved by so many.
const STEP: usize = 8;

/// The rows that are asked for: what the table, the exports and the charts show.
pub fn wanted(desk: Desk) -> Memo<Vec<Standing>> {
    // Filters and orders pick from the standing, which is the dear part.
    let moment = Memo::new(move |_| desk.asked.with(|a| (a.contest.clone(), a.at, a.known)));
    let all = Memo::unlike(move || {
        // Read and not only tracked: a memo that nobody reads does not find out that it has changed.
        let _ = moment.get();
        desk.held.version().track();
        untrack(|| desk.look(table::standings)).unwrap_or_default()
    });
    let picked = Memo::new(move |_| {
        desk.asked.with(|asked| {
            let mut asked = asked.clone();
            asked.compared.clear();
            asked
        })
    });
    Memo::unlike(move || {
        let (asked, tag) = (picked.get(), desk.prefs.tag.get());
        let rows = |all: &Vec<Standing>| {
            untrack(|| {
                desk.look(|view, contest| table::order::rows(view, contest, all, &asked, &tag))
            })
        };
        all.with(rows).unwrap_or_default()
    })
}

/// The table.
#[component]
pub fn Grid() -> impl IntoView {
    let desk = desk();
    let all = wanted(desk);
    let (top, height) = (RwSignal::new(0_usize), RwSignal::new(1200_usize));
    let scroller = NodeRef::<Div>::new();
    let on_scroll = move |_| {
        if let Some(scroller) = scroller.get_untracked() {
            top.set(scroller.scroll_top().max(0) as usize);
            height.set(scroller.client_height().max(0) as usize);
        }
    };
    let first = Memo::new(move |_| (top.get() / ROW_PX / STEP * STEP).saturating_sub(SPARE));
    let shown = Memo::new(move |_| height.get() / ROW_PX + 2 * SPARE + STEP);
    let n_rows = Memo::new(move |_| all.with(Vec::len));
    let above = move || [&(first.get().min(n_rows.get()) * ROW_PX).to_string(), "px"].concat();
    let below = move || {
        let after = n_rows.get().saturating_sub(first.get() + shown.get());
        [&(after * ROW_PX).to_string(), "px"].concat()
    };
    let wanted = move || -> Vec<Row> {
        let (first, shown) = (first.get(), shown.get());
        let asked = desk.asked.get();
        let words = desk.prefs.words();
        let book = desk.book.get();
        let is_full = asked.compared.len() >= MOST_COMPARED;
        let made = all.with(|rows| {
            let seen = rows.iter().enumerate().skip(first).take(shown);
            untrack(|| {
                desk.look(|view, contest| {
                    let Some(of) = view.race.event().contests.get(contest) else {
                        return Vec::new();
                    };
                    let columns = (&asked, table::Behind::of(view, &asked));
                    seen.map(|(n, row)| {
                        let in_words = in_words(desk, view, row.index, &words);
                        let cells = table::cells(view, of, row, columns, words.tag(), in_words);
                        let cells: Vec<String> =
                            cells.iter().map(|c| c.plain().to_owned()).collect();
                        let (bib, name) = (&cells[1], &cells[2]);
                        let compared = asked.compared.contains(bib);
                        Row {
                            n,
                            label: book.compare(if name.is_empty() { bib } else { name }),
                            compared,
                            full: is_full && !compared,
                            cells,
                        }
                    })
                    .collect()
                })
            })
        });
        made.unwrap_or_default()
    };
    let median = move || {
        let pace = all.with(|rows| {
            untrack(|| {
                desk.look(|view, contest| {
                    let of = view.race.event().contests.get(contest)?;
                    table::median_pace_s_per_km(view, of, rows)
                })
            })
        });
        let n = n_rows.get() as u32;
        let book = desk.book.get();
        let pace = pace.flatten().map(|s| {
            let pace = [(s / 60).to_string(), format!("{:02}", s % 60)].join(":");
            book.median(&pace)
        });
        [Some(book.rows(n)), pace]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <div class="press-line">
            <p class="press-count small quiet" role="status">{text(median)}</p>
            <Order desk />
        </div>
        <div class="press-scroll" node_ref=scroller on:scroll=on_scroll tabindex="0" role="region" aria-label=desk.say(PressWords::table)>
            <table class="press-table" data-wide=text(move || wide(desk).to_string()) aria-rowcount=move || n_rows.get() + 1>
                <thead>{move || head(desk)}</thead>
                <tbody on:change=move |event| rows::choose(desk, &event)>
                    {rows::rows(space(above), space(below), wanted)}
                </tbody>
            </table>
        </div>
    }
}

/// Room for the rows that are no elements.
fn space(height: impl Fn() -> String + 'static) -> Piece {
    view! { <tr class="press-space" aria-hidden="true" style=("--space", height)><td></td></tr> }
}

/// What of a runner is said in words.
pub fn in_words(desk: Desk, view: &View<'_>, index: usize, words: &Words) -> table::InWords {
    let entrant = view.race.roster().all().get(index);
    let sex = entrant.and_then(|e| e.sex);
    let category = entrant.and_then(|e| view.race.event().categories.get(e.category?));
    table::InWords {
        sex: sex.map_or_else(String::new, |sex| match sex {
            Sex::Female => words.sex_female(),
            Sex::Male => words.sex_male(),
            Sex::Other => words.sex_other(),
        }),
        category: category.map_or_else(String::new, |c| desk.prefs.text(&c.names)),
        status: face::status(view.status_but_lateness(index), words),
    }
}

/// The titles of the columns, and what each sorts by.
pub fn titles(desk: Desk) -> Vec<(Sort, String)> {
    let words = desk.prefs.words();
    let book = desk.book.get();
    let to = desk.asked.with(|asked| asked.to.clone());
    let gap = if to.is_empty() {
        words.gap()
    } else {
        book.gap_to(&to)
    };
    let mut titles = vec![
        (Sort::Place, words.place()),
        (Sort::Bib, words.bib()),
        (Sort::Name, words.name()),
        (Sort::Noc, words.noc()),
        (Sort::Sex, book.sex()),
        (Sort::Category, words.category()),
        (Sort::Status, words.status()),
        (Sort::Gap, gap),
    ];
    if let Some(event) = desk.held.event()
        && let Some(of) = event.contests.get(desk.contest(&event))
    {
        let named = |point: usize| {
            let name = desk.prefs.text(&of.points[point].names);
            (Sort::Point(point), name)
        };
        titles.extend(table::points_shown(of).into_iter().map(named));
    }
    titles
}

/// True when the narrow laptop shows sex and category too, for the rows are in their order.
fn wide(desk: Desk) -> bool {
    let sort = desk.asked.with(|asked| asked.sort);
    matches!(sort, Sort::Sex | Sort::Category)
}

/// The order, also by columns that are not on the screen.
#[component]
fn Order(desk: Desk) -> impl IntoView {
    let of = Memo::new(move |_| {
        let sort = desk.asked.with(|asked| asked.sort);
        (sort, titles(desk))
    });
    let list = move || {
        let (sort, titles) = of.get();
        let book = desk.book.get();
        let sorts: Vec<Sort> = titles.iter().map(|(by, _)| *by).collect();
        let options: Vec<Piece> = titles
            .iter()
            .enumerate()
            .map(|(n, (by, title))| {
                let chosen = *by == sort;
                view! { <option value=n selected=chosen>{book.sort_by(title)}</option> }
            })
            .collect();
        let choose = move |event: web_sys::Event| {
            let n: Option<usize> = event_target_value(&event).parse().ok();
            if let Some(by) = n.and_then(|n| sorts.get(n).copied()) {
                desk.ask(|asked| (asked.sort, asked.reverse) = (by, false));
            }
        };
        view! { <select data-do="sort" aria-label=book.order() on:change=choose>{options}</select> }
    };
    view! { <div>{list}</div> }
}

/// The titles: each sorts by its column, and once more the other way round.
fn head(desk: Desk) -> Piece {
    let (sort, reverse) = desk.asked.with(|asked| (asked.sort, asked.reverse));
    let cells: Vec<Piece> = titles(desk).into_iter().map(|(by, title)| {
        let order = (by == sort).then_some(if reverse { "descending" } else { "ascending" });
        let sorted = move |_| desk.ask(|asked| {
            asked.reverse = asked.sort == by && !asked.reverse;
            asked.sort = by;
        });
        view! { <th scope="col" title=title.clone() aria-sort=order><button type="button" on:click=sorted>{title}</button></th> }
    }).collect();
    view! { <tr aria-rowindex="1">{cells}</tr> }
}
