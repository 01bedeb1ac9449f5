//! What a visitor does with the map, and what it costs: drags, wheels, pinches; frames, redraws, the main thread.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{Done, Visitor};

/// Between two steps of a drag, about as often as a mouse tells where it is.
const STEP: Duration = Duration::from_millis(12);
const STEPS: u32 = 24;

/// Notes the time between every two frames, and every frame in which dots were put on the screen.
const WATCH: &str = "
    const watched = window.watched ??= {puts: 0, last: 0};
    watched.puts = 0;
    watched.frames = arguments[0] ? [] : null;
    watched.last = 0;
    watched.put ??= (() => {
        const own = CanvasRenderingContext2D.prototype.putImageData;
        let put = false;
        CanvasRenderingContext2D.prototype.putImageData = function (...all) {
            if (!put) { put = true; watched.puts++; queueMicrotask(() => { put = false; }); }
            return own.apply(this, all);
        };
        return true;
    })();
    if (arguments[0] && !watched.looping) {
        watched.looping = true;
        requestAnimationFrame(function frame(now) {
            if (!watched.frames) { watched.looping = false; return; }
            if (watched.last) watched.frames.push(now - watched.last);
            watched.last = now;
            requestAnimationFrame(frame);
        });
    }";

impl Visitor {
    /// Presses at a place, moves by (`dx`, `dy`) CSS pixels and lets go while moving, so that the map glides on.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn drag(&self, x: f64, y: f64, dx: f64, dy: f64) -> Done {
        let event = |kind: &str, x: f64, y: f64, buttons: u8| json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
        let send = async |kind: &str, x: f64, y: f64, buttons: u8| {
            self.ask_browser("Input.dispatchMouseEvent", event(kind, x, y, buttons))
                .await
        };
        send("mouseMoved", x, y, 0).await?;
        send("mousePressed", x, y, 1).await?;
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            send("mouseMoved", x + dx * share, y + dy * share, 1).await?;
            sleep(STEP).await;
        }
        send("mouseReleased", x + dx, y + dy, 0).await?;
        Ok(())
    }

    /// Turns the wheel at a place by so many CSS pixels; less than none is towards the ground.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn wheel(&self, x: f64, y: f64, by: f64) -> Done {
        let event = json!({"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": by});
        self.ask_browser("Input.dispatchMouseEvent", event).await?;
        Ok(())
    }

    /// Puts two fingers on a place and spreads them, above 1, or brings them together.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn pinch(&self, x: f64, y: f64, scale: f64) -> Done {
        let touch = json!({"enabled": true, "maxTouchPoints": 2});
        self.ask_browser("Emulation.setTouchEmulationEnabled", touch)
            .await?;
        let points = |apart: f64| json!([{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]);
        let send = async |kind: &str, points: Value| {
            let event = json!({"type": kind, "touchPoints": points});
            self.ask_browser("Input.dispatchTouchEvent", event).await
        };
        let (from, to) = if scale > 1.0 {
            (40.0, 40.0 * scale)
        } else {
            (40.0 / scale, 40.0)
        };
        send("touchStart", points(from)).await?;
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            send("touchMove", points(from + (to - from) * share)).await?;
            sleep(STEP).await;
        }
        send("touchEnd", json!([])).await?;
        let touch = json!({"enabled": false});
        self.ask_browser("Emulation.setTouchEmulationEnabled", touch)
            .await?;
        Ok(())
    }

    /// Begins to note redraws of the dots and, with `frames`, the time between frames; anew at each call. Noting
    /// frames keeps the browser drawing, so it is no way to see how quiet a page is.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn watch(&self, frames: bool) -> Done {
        self.driver().execute(WATCH, vec![json!(frames)]).await?;
        Ok(())
    }

    /// Milliseconds between frames since [`Visitor::watch`], in order.
    ///
    /// # Errors
    /// When the page cannot be asked, or was not watched.
    pub async fn frames_ms(&self) -> Done<Vec<f64>> {
        let frames = self.look("return window.watched.frames").await?;
        let frames = frames.as_array().ok_or("frames are not watched")?;
        Ok(frames.iter().filter_map(Value::as_f64).collect())
    }

    /// Redraws of the dots since [`Visitor::watch`].
    ///
    /// # Errors
    /// When the page cannot be asked, or was not watched.
    pub async fn redraws(&self) -> Done<u64> {
        let puts = self.look("return window.watched.puts").await?;
        puts.as_u64()
            .ok_or_else(|| "redraws are not watched".into())
    }

    /// Seconds of processor time that the page's main thread has used since it began.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn worked_s(&self) -> Done<f64> {
        self.ask_browser("Performance.enable", json!({})).await?;
        let said = self
            .ask_browser("Performance.getMetrics", json!({}))
            .await?;
        let metrics = said["metrics"].as_array().ok_or("no metrics")?;
        let named = metrics.iter().find(|m| m["name"] == "ThreadTime");
        let worked = named.and_then(|m| m["value"].as_f64());
        worked.ok_or_else(|| "the browser does not say how long the main thread worked".into())
    }
}
