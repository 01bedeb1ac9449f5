//! Owns what a page costs while it runs: frames, how busy its main thread is, what it holds.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{Done, Visitor};

/// How busy the page's main thread is, as shares of the time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Busy {
    /// In tasks, by the wall clock: on a busy machine also while it waits for the processor.
    pub task: f64,
    /// On the processor.
    pub cpu: f64,
}

impl Busy {
    /// Over so long.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn over(visitor: &Visitor, time: Duration) -> Done<Self> {
        let before = metrics(visitor).await?;
        tokio::time::sleep(time).await;
        let after = metrics(visitor).await?;
        let gone = |name: &str| metric(&after, name) - metric(&before, name);
        let time_s = gone("Timestamp").max(1e-9);
        Ok(Self {
            task: gone("TaskDuration") / time_s,
            cpu: gone("ThreadTime") / time_s,
        })
    }
}

/// All that the browser counts of a page. `Performance.enable` comes first.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn metrics(visitor: &Visitor) -> Done<Value> {
    visitor
        .ask_browser("Performance.getMetrics", json!({}))
        .await
}

/// One of it.
pub fn metric(all: &Value, name: &str) -> f64 {
    let mut found = all["metrics"].as_array().into_iter().flatten();
    let found = found.find(|m| m["name"] == name);
    found.and_then(|m| m["value"].as_f64()).unwrap_or_default()
}

/// Milliseconds between so many frames, the shortest first.
///
/// # Errors
/// When the page cannot be asked.
pub async fn frames_ms(visitor: &Visitor, n: usize) -> Done<Vec<f64>> {
    let frames = visitor
        .driver()
        .execute_async(
            "const [n, done] = arguments; const all = []; let last = performance.now();
             const step = (now) => { all.push(now - last); last = now;
                all.length <= n ? requestAnimationFrame(step) : done(all.slice(1)); };
             requestAnimationFrame(step);",
            vec![json!(n)],
        )
        .await?;
    let mut frames: Vec<f64> = frames
        .json()
        .as_array()
        .map(|all| all.iter().filter_map(Value::as_f64).collect())
        .unwrap_or_default();
    frames.sort_by(f64::total_cmp);
    Ok(frames)
}
