//! The course of one runner as a line: what is run, where the mats are, where she is thought to be and how surely.
//! A picture of what the sentences beside it say, so it is hidden from screen readers.

use leptos::prelude::*;

use crate::signals::Memo;

use crate::dom::view;

use super::text::text;

/// What the line shows, in parts of the course from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The mats, and whether each was passed.
    pub mats: Vec<(f64, bool)>,
    /// The runner: lowest, likeliest and highest; none when not on the course.
    pub at: Option<(f64, f64, f64)>,
    /// True just after a mat: then the place is known.
    pub confirmed: bool,
    /// How much of the course is run for sure.
    pub run: f64,
}

/// Kept free at either end, in per cent, so that a mark at the start is whole.
const INSET: f64 = 2.0;

fn x(part: f64) -> String {
    format!(
        "{:.2}%",
        INSET + part.clamp(0.0, 1.0) * (100.0 - 2.0 * INSET)
    )
}

/// The line.
#[component]
pub fn CourseBar(bar: Memo<Bar>) -> impl IntoView {
    let mats = Memo::new(move |_| bar.with(|bar| bar.mats.clone()));
    let mats = move || {
        let mark = |(part, passed): (f64, bool)| {
            let class = if passed {
                "bar-mat bar-mat-passed"
            } else {
                "bar-mat"
            };
            view! { <line class=class x1=x(part) x2=x(part) y1="9" y2="19" /> }
        };
        mats.get().into_iter().map(mark).collect_view()
    };
    let runner = move || {
        let bar = bar.get();
        let (low, mid, high) = bar.at?;
        let class = if bar.confirmed {
            "bar-runner bar-runner-confirmed"
        } else {
            "bar-runner"
        };
        Some(view! {
            <line class="bar-band" x1=x(low) x2=x(high) y1="14" y2="14" />
            <circle class=class cx=x(mid) cy="14" r="6" />
        })
    };
    view! {
        <svg class="course-bar" height="28" aria-hidden="true">
            <line class="bar-road" x1=x(0.0) x2=x(1.0) y1="14" y2="14" />
            <line class="bar-run" x1=x(0.0) x2=text(move || x(bar.with(|bar| bar.run))) y1="14" y2="14" />
            {mats}
            {runner}
        </svg>
    }
}
