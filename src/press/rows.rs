//! The rows of the table that are elements: as many as are seen, and some beside. They are kept, and other texts are
//! written into them: to make a thousand cells anew at each sort, filter and scroll is most of what those would take.

use std::collections::VecDeque;

use leptos::prelude::event_target;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node};

use super::desk::Desk;
use crate::dom::{IntoPiece, Piece, view};
use crate::signals::effect;

/// What a row says.
pub struct Row {
    /// Where it stands among all.
    pub n: usize,
    /// Place, bib, name, committee, sex, category, status, gap, and the points.
    pub cells: Vec<String>,
    /// What its box for the comparison is called,
    pub label: String,
    /// whether that is ticked,
    pub compared: bool,
    /// and whether there is room for one more.
    pub full: bool,
}

/// Where the bib stands, with the box.
const BIB: usize = 1;
const NAME: usize = 2;
const WORDS: std::ops::RangeInclusive<usize> = 3..=6;

/// A row as it is on the screen.
struct Line {
    n: usize,
    row: Element,
    tick: HtmlInputElement,
    label: String,
    cells: Vec<(Node, String)>,
}

/// The rows, kept between two others.
#[derive(Default)]
struct Lines {
    shown: VecDeque<Line>,
    /// Out of the page, for when there is more to show again.
    spare: Vec<Line>,
}

/// The rows that are asked for, between the room above and the room below.
pub fn rows(above: Piece, below: Piece, wanted: impl Fn() -> Vec<Row> + 'static) -> Piece {
    let end = below.first().clone();
    let whole = Piece::of([above, below]);
    let mut lines = Lines::default();
    effect(move || lines.say(wanted(), &end));
    whole
}

/// Takes whoever was ticked into the comparison, or out of it: one listener for all rows.
pub fn choose(desk: Desk, event: &web_sys::Event) {
    let tick: HtmlInputElement = event_target(event);
    let (bib, chosen) = (tick.value(), tick.checked());
    desk.ask(|asked| {
        asked.compared.retain(|known| *known != bib);
        if chosen {
            asked.compared.push(bib);
        }
    });
}

impl Lines {
    fn say(&mut self, rows: Vec<Row>, end: &Node) {
        let Some(parent) = end.parent_node() else {
            return;
        };
        // Another contest may have other columns.
        let n_cells = rows.first().map(|row| row.cells.len());
        let fits = |line: &Line| n_cells.is_none_or(|n| line.cells.len() == n);
        self.spare.retain(fits);
        if !self.shown.iter().all(fits) {
            for line in self.shown.drain(..) {
                let _ = parent.remove_child(&line.row);
            }
        }
        self.turn(&rows, &parent, end);
        for line in self.shown.drain(rows.len().min(self.shown.len())..) {
            let _ = parent.remove_child(&line.row);
            self.spare.push(line);
        }
        for (i, row) in rows.into_iter().enumerate() {
            if i == self.shown.len() {
                let spare = self.spare.pop();
                let line = spare.unwrap_or_else(|| Line::of(row.cells.len()));
                let _ = parent.insert_before(&line.row, Some(end));
                self.shown.push_back(line);
            }
            self.shown[i].say(row);
        }
    }

    /// Whoever scrolls sees most of the same rows: those that are gone take their places at the other end.
    fn turn(&mut self, rows: &[Row], parent: &Node, end: &Node) {
        let (Some(old), Some(new)) = (self.shown.front().map(|line| line.n), rows.first()) else {
            return;
        };
        if let Some(on) = new.n.checked_sub(old).filter(|on| *on < self.shown.len()) {
            for line in self.shown.range(..on) {
                let _ = parent.insert_before(&line.row, Some(end));
            }
            self.shown.rotate_left(on);
        } else if let Some(back) = old.checked_sub(new.n).filter(|n| *n < self.shown.len()) {
            let first = self.shown.front().map(|line| Node::from(line.row.clone()));
            for line in self.shown.range(self.shown.len() - back..) {
                let _ = parent.insert_before(&line.row, first.as_ref());
            }
            self.shown.rotate_right(back);
        }
    }
}

impl Line {
    /// A row with nothing in it.
    fn of(n_cells: usize) -> Self {
        let tick = view! { <input type="checkbox" /> };
        let mut cells = Vec::with_capacity(n_cells);
        let mut pieces = Vec::with_capacity(n_cells);
        for i in 0..n_cells {
            let said = "".piece();
            cells.push((said.first().clone(), String::new()));
            pieces.push(match i {
                BIB => {
                    view! { <td class="press-bib"><label>{tick.clone()}{said}</label></td> }
                }
                NAME => view! { <th scope="row" class="press-name" dir="auto">{said}</th> },
                i if WORDS.contains(&i) => view! { <td class="press-word">{said}</td> },
                _ => view! { <td>{said}</td> },
            });
        }
        Self {
            n: usize::MAX,
            row: view! { <tr>{pieces}</tr> }.element().clone(),
            tick: tick.element().clone().unchecked_into(),
            label: String::new(),
            cells,
        }
    }

    fn say(&mut self, row: Row) {
        if self.n != row.n {
            self.n = row.n;
            // The titles are the first row.
            let index = (row.n + 2).to_string();
            let _ = self.row.set_attribute("aria-rowindex", &index);
        }
        if self.label != row.label {
            let _ = self.tick.set_attribute("aria-label", &row.label);
            self.label = row.label;
        }
        if self.tick.checked() != row.compared {
            self.tick.set_checked(row.compared);
        }
        if self.tick.disabled() != row.full {
            self.tick.set_disabled(row.full);
        }
        let class = if row.compared { "press-chosen" } else { "" };
        if self.row.class_name() != class {
            self.row.set_class_name(class);
        }
        for (i, ((text, said), now)) in self.cells.iter_mut().zip(row.cells).enumerate() {
            if *said != now {
                if i == BIB {
                    self.tick.set_value(&now);
                }
                text.set_text_content(Some(&now));
                *said = now;
            }
        }
    }
}
