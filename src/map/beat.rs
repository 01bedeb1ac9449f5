//! When the next frame is drawn: at the screen's next refresh, or after a while in which nothing can move far enough.
//! Whoever has time draws together with the words, which change each second: one frame of the browser's instead of
//! several. No more than one frame is ever waited for; dropping the beat ends it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::Window;

/// Waits shorter than this are left to the screen's own refresh.
const SOON_MS: f64 = 20.0;
/// Waits longer than this are rounded to the seconds in which words change.
const LONG_MS: f64 = 400.0;
/// How far they are rounded: half a second up or down, and a little for a busy device.
const ROUND_MS: f64 = 550.0;

/// What a frame answers: how long until the next is worth drawing; none until somebody asks.
type Draw = dyn FnMut() -> Option<f64>;

struct Inner {
    window: Window,
    draw: RefCell<Box<Draw>>,
    on_frame: RefCell<Option<Closure<dyn FnMut()>>>,
    on_timer: RefCell<Option<Closure<dyn FnMut()>>>,
    frame: Cell<Option<i32>>,
    timer: Cell<Option<i32>>,
    /// When a long wait is over, in the window's time; none while there is no long wait.
    due_ms: Cell<Option<f64>>,
}

/// The map's heartbeat.
pub struct Beat(Rc<Inner>);

/// A way to ask for a frame, for listeners; asks nothing once the beat is gone.
#[derive(Clone)]
pub struct Asker(std::rc::Weak<Inner>);

impl Beat {
    /// A beat that calls `draw` for each frame.
    pub fn new(window: Window, draw: impl FnMut() -> Option<f64> + 'static) -> Self {
        let inner = Rc::new(Inner {
            window,
            draw: RefCell::new(Box::new(draw)),
            on_frame: RefCell::default(),
            on_timer: RefCell::default(),
            frame: Cell::new(None),
            timer: Cell::new(None),
            due_ms: Cell::new(None),
        });
        let weak = Rc::downgrade(&inner);
        *inner.on_frame.borrow_mut() = Some(Closure::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.beat();
            }
        }));
        let weak = Rc::downgrade(&inner);
        *inner.on_timer.borrow_mut() = Some(Closure::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.timer.set(None);
                inner.ask();
            }
        }));
        Self(inner)
    }
    /// A way to ask for frames.
    pub fn asker(&self) -> Asker {
        Asker(Rc::downgrade(&self.0))
    }
}

impl Drop for Beat {
    fn drop(&mut self) {
        self.0.hush();
        if let Some(frame) = self.0.frame.take() {
            let _ = self.0.window.cancel_animation_frame(frame);
        }
    }
}

impl Asker {
    /// Asks for a frame at the screen's next refresh.
    pub fn ask(&self) {
        if let Some(inner) = self.0.upgrade() {
            inner.ask();
        }
    }
    /// Words change now: whoever waits and will soon have waited long enough draws with them.
    pub fn second(&self) {
        if let Some(inner) = self.0.upgrade()
            && inner
                .due_ms
                .get()
                .is_some_and(|due_ms| due_ms < inner.now_ms() + ROUND_MS)
        {
            inner.ask();
        }
    }
}

impl Inner {
    fn now_ms(&self) -> f64 {
        self.window.performance().map_or(0.0, |p| p.now())
    }

    fn ask(&self) {
        self.hush();
        if self.frame.get().is_some() {
            return;
        }
        if let Some(call) = self.on_frame.borrow().as_ref() {
            let asked = self
                .window
                .request_animation_frame(call.as_ref().unchecked_ref());
            self.frame.set(asked.ok());
        }
    }

    fn beat(&self) {
        self.frame.set(None);
        // A frame that is asked for while one is being drawn comes after it.
        let Ok(mut draw) = self.draw.try_borrow_mut() else {
            return;
        };
        match draw() {
            Some(wait_ms) if wait_ms < SOON_MS => self.ask(),
            Some(wait_ms) if self.frame.get().is_none() => self.wait(wait_ms),
            _ => {}
        }
    }

    fn wait(&self, wait_ms: f64) {
        self.hush();
        let long = wait_ms > LONG_MS;
        self.due_ms.set(long.then(|| self.now_ms() + wait_ms));
        // Should the second not come, as while the race is held, the frame comes all the same.
        let wait_ms = if long { wait_ms + ROUND_MS } else { wait_ms };
        if let Some(call) = self.on_timer.borrow().as_ref() {
            let set = self
                .window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    call.as_ref().unchecked_ref(),
                    wait_ms.min(60_000.0) as i32,
                );
            self.timer.set(set.ok());
        }
    }

    fn hush(&self) {
        self.due_ms.set(None);
        if let Some(timer) = self.timer.take() {
            self.window.clear_timeout_with_handle(timer);
        }
    }
}
