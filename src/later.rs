//! The part of the program that is fetched only when it is first needed, so that the first page is there sooner.
//!
//! `xtask/split.mjs` takes it out of a release: whatever nothing reaches but [`Slot`]s that the program's own
//! `arrive_more` fills. So the first page must know of it through slots alone; whoever calls it by name keeps it in
//! the first part, and `cargo xtask bench bundle` shows it. Built for work, all of it is there from the start.

use std::cell::RefCell;
use std::hint::black_box;
use std::thread::LocalKey;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::signals::RwSignal;

/// What `boot.js` and the name of the arriving function call it.
const NAME: &str = "more";
/// A part that has not come is asked for again after so long, in seconds; the last for good.
const PAUSES_S: [u64; 4] = [1, 3, 9, 20];

#[wasm_bindgen]
extern "C" {
    /// Fetches a part and lets it arrive.
    #[wasm_bindgen(catch, js_name = homestretchPart)]
    fn fetch_part(name: &str) -> Result<js_sys::Promise, JsValue>;
}

/// Where a function of the later part will be.
pub struct Slot<F>(RefCell<Vec<F>>);

impl<F: Copy> Slot<F> {
    /// Nothing in it yet; `Default` would be no constant.
    #[allow(clippy::new_without_default, reason = "a default is never asked for")]
    pub const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// Puts it in, so that the compiler cannot see what will be there.
    pub fn fill(&self, function: F) {
        self.0.replace(vec![black_box(function)]);
    }

    /// What is in it.
    pub fn get(&self) -> Option<F> {
        self.0.borrow().first().copied()
    }
}

/// A slot of this thread, of which the browser has one.
pub type Place<F> = &'static LocalKey<Slot<F>>;

/// How it stands with the later part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    /// Nobody has asked for it.
    #[default]
    Away,
    /// On its way.
    Coming,
    /// It has not come through, and is asked for again.
    Failing,
    /// There.
    Here,
}

/// The later part; copies are the same.
#[derive(Clone, Copy)]
pub struct Later {
    stand: RwSignal<Stand>,
}

impl Later {
    /// Not asked for yet.
    pub fn new() -> Self {
        Self {
            stand: RwSignal::new(Stand::Away),
        }
    }

    /// How it stands.
    pub fn stand(self) -> RwSignal<Stand> {
        self.stand
    }

    /// Fetches it, unless it is there or on its way.
    pub fn ask(self) {
        if self.stand.get_untracked() != Stand::Away {
            return;
        }
        self.stand.set(Stand::Coming);
        spawn_local(async move {
            let mut pauses = PAUSES_S.into_iter();
            let mut pause_s = 1;
            loop {
                let come = match fetch_part(NAME) {
                    Ok(come) => JsFuture::from(come).await.is_ok(),
                    Err(_) => false,
                };
                if come {
                    self.stand.set(Stand::Here);
                    return;
                }
                self.stand.set(Stand::Failing);
                pause_s = pauses.next().unwrap_or(pause_s);
                pause(pause_s).await;
            }
        });
    }
}

impl Default for Later {
    fn default() -> Self {
        Self::new()
    }
}

/// Waits so many seconds.
async fn pause(s: u64) {
    let over = js_sys::Promise::new(&mut |done, _| {
        set_timeout(
            move || drop(done.call0(&JsValue::NULL)),
            std::time::Duration::from_secs(s),
        );
    });
    let _ = JsFuture::from(over).await;
}
