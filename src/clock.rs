//! The race's time on this device: a plain call for every frame, a signal each second for words.
//! It knows the device's clock, its offset from the server, and the race clock; it knows nothing of the network.

mod offset;

use homestretch_feed::RaceClock;
use homestretch_race::time::Instant;
use leptos::prelude::*;

use crate::signals::{RwSignal, Signal};

use offset::Offset;

/// The clock that the whole app shares; copies are the same clock.
#[derive(Clone, Copy)]
pub struct Clock {
    known: StoredValue<Known>,
    now_slow: RwSignal<Instant>,
}

#[derive(Clone, Copy)]
struct Known {
    device_ms: fn() -> f64,
    offset: Offset,
    race: Option<RaceClock>,
}

impl Clock {
    /// A clock over the device's own, in epoch milliseconds; it shows the device's time until it has learnt better.
    pub fn new(device_ms: fn() -> f64) -> Self {
        let known = Known {
            device_ms,
            offset: Offset::default(),
            race: None,
        };
        Self {
            known: StoredValue::new(known),
            now_slow: RwSignal::new(Instant(device_ms() as i64)),
        }
    }

    /// The race instant now. For dots: call it once a frame; nothing reacts to it.
    pub fn now_frame(&self) -> Instant {
        let server = self.now_server();
        self.known
            .with_value(|k| k.race.map_or(server, |race| race.race_from_server(server)))
    }

    /// The race instant, once a second. For words.
    pub fn now_slow(&self) -> Signal<Instant> {
        self.now_slow.into()
    }

    /// The server's time now, whatever this device's clock says.
    pub fn now_server(&self) -> Instant {
        self.known.with_value(|k| {
            let device_ms = (k.device_ms)();
            Instant((device_ms + k.offset.offset_ms(device_ms)) as i64)
        })
    }

    /// How fast the race clock runs: 1 at a race, more in a replay, 0 while it is held.
    pub fn rate(&self) -> f64 {
        self.known
            .with_value(|k| k.race.map_or(1.0, |race| race.rate))
    }

    /// Takes in the `Date` of a fresh answer, with the device's time when the request left and the answer came.
    pub fn learn(&self, sent_ms: f64, received_ms: f64, date_ms: f64) {
        self.known
            .update_value(|k| k.offset.learn(sent_ms, received_ms, date_ms));
    }

    /// Takes in the race clock of the newest head.
    pub fn set_race_clock(&self, race: RaceClock) {
        self.known.update_value(|k| k.race = Some(race));
        self.beat();
    }

    /// Goes on from here as another clock does.
    pub fn follow(&self, other: Self) {
        let known = other.known.get_value();
        self.known.set_value(known);
    }

    /// Stands still at what it shows now.
    pub fn stop(&self) {
        let (at, race) = (self.now_server(), self.now_frame());
        self.set_race_clock(RaceClock {
            at,
            race,
            rate: 0.0,
        });
    }

    /// Moves the slow clock on to now; whoever owns the timer calls it each second.
    pub fn beat(&self) {
        let now = self.now_frame();
        if self.now_slow.get_untracked() != now {
            self.now_slow.set(now);
        }
    }
}

/// The device's own clock, in epoch milliseconds, right or wrong.
pub fn device_ms() -> f64 {
    js_sys::Date::now()
}
