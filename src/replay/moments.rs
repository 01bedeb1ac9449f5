//! What has happened so far, the newest first: each leads to its instant. The same moments are marked on the bar.

use homestretch_press::Speech;
use homestretch_race::Tick;
use homestretch_race::time::Instant;
use homestretch_words::books::ReplayWords;
use leptos::prelude::*;

use super::told::Told;
use crate::dom::{Piece, view};
use crate::format;
use crate::signals::Memo;

/// Only what matters so much is marked and stepped to.
const MARKED: u8 = 60;
/// So many of the newest are listed.
const MOST: usize = 60;

/// A moment as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When.
    pub at: Instant,
    /// By which tick it was known.
    pub known: Tick,
    /// True for those that are marked and stepped to.
    pub marked: bool,
    /// In the viewer's language.
    pub text: String,
}

/// The whole story of the contest, whatever instant is shown, in order of time.
pub fn moments(told: Told) -> Memo<Vec<Moment>> {
    Memo::new(move |_| {
        told.news.track();
        let contest = told.contest();
        let (words, press) = (told.prefs.words(), told.press.get());
        let found = told.with_whole(|race| {
            let view = race.as_of(Instant(i64::MAX), race.newest());
            let event = race.event();
            let noc = |code: &str| told.prefs.noc(code, event);
            let speech = Speech {
                words: &words,
                press: &press,
                noc: &noc,
            };
            let story = view.story(contest);
            let told = story.iter().map(|moment| Moment {
                at: moment.at,
                known: moment.known,
                marked: moment.weight >= MARKED,
                text: speech.moment(&view, moment),
            });
            told.collect::<Vec<_>>()
        });
        found.unwrap_or_default()
    })
}

/// The list.
#[component]
pub fn Moments(told: Told, moments: Memo<Vec<Moment>>) -> impl IntoView {
    let n_so_far = Memo::new(move |_| {
        let now = told.now.get();
        moments.with(|all| all.partition_point(|moment| moment.at <= now))
    });
    let items = move || -> Vec<Piece> {
        let n = n_so_far.get();
        let offset_min = told.held.event().map_or(0, |event| event.zone.offset_min);
        if n == 0 {
            return vec![view! { <li class="quiet">{told.say(ReplayWords::moments_empty)}</li> }];
        }
        moments.with(|all| {
            let newest = all[..n.min(all.len())].iter().rev().take(MOST);
            newest
                .map(|moment| {
                    let (at, known) = (moment.at, moment.known);
                    let time = format::time_of_day_s(at, offset_min);
                    view! {
                        <li>
                            <button type="button" on:click=move |_| told.go_known(at, known)>
                                <time>{time}</time><span>{moment.text.clone()}</span>
                            </button>
                        </li>
                    }
                })
                .collect()
        })
    };
    view! {
        <section aria-labelledby="moments-title">
            <h2 id="moments-title">{told.say(ReplayWords::moments)}</h2>
            <ol class="replay-moments">{items}</ol>
        </section>
    }
}

/// The marked moment before or after an instant.
pub fn next(moments: &[Moment], at: Instant, on: bool) -> Option<&Moment> {
    let mut marked = moments.iter().filter(|moment| moment.marked);
    if on {
        marked.find(|moment| moment.at > at)
    } else {
        marked.rev().find(|moment| moment.at < at)
    }
}
