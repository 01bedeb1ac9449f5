//! Telling on, a few times a second: takes in news, moves the told race up to the instant that is shown, and keeps the
//! address saying what is seen.

use homestretch_race::Phase;
use homestretch_race::retell::{Manner, Retelling};
use homestretch_race::time::Span;
use leptos::prelude::{UpdateValue, WithValue};

use super::asked::Asked;
use super::told::{Reach, Telling, Told};
use crate::clock::device_ms;
use crate::held::Stand;

/// While news comes in, what is to be told is made anew no more often than this,
const ANEW_MS: f64 = 4_000.0;
/// and so many times seldomer than it takes.
const ANEW_TIMES: f64 = 20.0;
/// Whoever has more to hear than this hears it at once, which costs the same however much it is.
const FAR: usize = 5_000;
/// While it plays, the address follows this slowly: browsers refuse when it changes too often.
const ADDRESS_MS: f64 = 2_000.0;

impl Told {
    /// A few times a second: takes in news, tells on, and stops at the end.
    pub(super) fn beat(self) {
        let version = self.held.version().get_untracked();
        if version == 0 {
            return;
        }
        let due = self.telling.with_value(|telling| {
            let telling = telling.borrow();
            let wait_ms = ANEW_MS.max(telling.took_ms * ANEW_TIMES);
            telling.version != version && device_ms() - telling.made_ms >= wait_ms
        });
        if due {
            self.tell_anew();
        }
        let live = self.asked.with_untracked(|asked| asked.at.is_none());
        if live {
            self.follow_live();
        } else if self.playing.get_untracked() {
            let (at, to) = (self.hand.now_frame(), self.reach.get_untracked().to);
            if at >= to {
                // Who has caught up with a race that goes on stays with it.
                if self.goes_on() {
                    return self.go_live();
                }
                self.playing.set(false);
                self.set_hand(to);
            }
            let at = at.min(to);
            self.now.set(at);
            self.asked.update(|asked| asked.at = Some(at));
            self.keep_at_times();
        } else {
            // Somebody waits at an instant.
            return self.tell_on();
        }
        self.tell_on();
        self.hand.beat();
    }

    /// Makes anew what is to be told, and tells it up to the instant that is shown.
    pub(super) fn tell_anew(self) {
        let began_ms = device_ms();
        let manner = self.asked.with_untracked(|asked| asked.manner);
        let made = self.held.with_race(|race| {
            let what = Retelling::new(race, manner);
            let whole = (manner == Manner::Together).then(|| {
                let told = what.told(race, i64::MAX);
                told.map_or_else(|| what.blank(), |told| told.0)
            });
            let guns = (0..race.event().contests.len()).flat_map(|contest| {
                let waves = 0..race.event().contests[contest].waves.len();
                waves.filter_map(move |wave| race.gun(contest, wave, race.newest()))
            });
            let from = guns.min().unwrap_or(race.event().base);
            let latest = whole.as_ref().unwrap_or(race).latest().unwrap_or(from);
            (
                what,
                whole,
                Reach {
                    from,
                    to: latest.max(from + Span(60_000)),
                },
            )
        });
        let Some((what, whole, mut reach)) = made else {
            return;
        };
        let on = self.goes_on();
        if on {
            reach.to = reach.to.max(self.clock.now_frame());
        }
        let blank = what.blank();
        self.telling.update_value(|telling| {
            *telling.borrow_mut() = Telling {
                what: Some(what),
                whole,
                version: self.held.version().get_untracked(),
                made_ms: device_ms(),
                took_ms: device_ms() - began_ms,
                ..Telling::default()
            };
        });
        let first = self.shown.version().get_untracked() == 0;
        self.shown.put(blank);
        if self.reach.get_untracked() != reach {
            self.reach.set(reach);
        }
        let at = self.asked.with_untracked(|asked| asked.at);
        match at {
            Some(at) => self.set_hand(at.max(reach.from).min(reach.to)),
            // A race that is over is watched again from its start.
            None if first && !on => {
                self.asked.update(|asked| asked.at = Some(reach.from));
                self.set_hand(reach.from);
            }
            None => self.follow_live(),
        }
        self.news.update(|n| *n += 1);
        self.tell_on();
    }

    /// Tells on up to the instant that is shown; from the start where that lies behind.
    pub(super) fn tell_on(self) {
        let now = self.hand.now_frame();
        let known = self.asked.with_untracked(|asked| asked.known);
        self.telling.with_value(|telling| {
            let mut telling = telling.borrow_mut();
            let Telling {
                what: Some(what),
                heard,
                ..
            } = &mut *telling
            else {
                return;
            };
            let mark = what.mark(now, known);
            let wanted = what.heard_by(mark);
            // Far on, or back: all of it at once.
            if !(*heard..=heard.saturating_add(FAR)).contains(&wanted) {
                let told = self.held.with_race(|race| what.told(race, mark));
                let (race, n) = told.flatten().unwrap_or_else(|| (what.blank(), 0));
                self.shown.put(race);
                *heard = n;
            }
            // Silence is judged against the instant that is shown, or against the tick that was the newest then.
            let then = self
                .asked
                .with_untracked(|asked| asked.manner == Manner::Then);
            let cut = then.then(|| {
                self.held.with_race(|race| {
                    let known = known.unwrap_or_else(|| race.known_at(now));
                    race.cut_at(known)
                })
            });
            let through = cut.flatten().flatten().map_or(now, |cut| cut.min(now));
            self.shown.set_stand(Stand {
                phase: Phase::Live,
                official: false,
                through,
            });
            if wanted > *heard {
                *heard = self
                    .shown
                    .tell(|race| what.tell(race, *heard, mark))
                    .unwrap_or_default();
            }
        });
        if self.now.get_untracked() != now {
            self.now.set(now);
        }
    }

    /// The address says what is shown.
    pub(super) fn keep(self) {
        self.asked.with_untracked(Asked::keep);
        self.telling
            .with_value(|telling| telling.borrow_mut().kept_ms = device_ms());
    }

    pub(super) fn keep_at_times(self) {
        let kept_ms = self.telling.with_value(|telling| telling.borrow().kept_ms);
        if device_ms() - kept_ms >= ADDRESS_MS {
            self.keep();
        }
    }
}
