//! What held the main thread of a page, task by task, as the browser's own trace tells it: in time of the processor, which
//! a busy machine does not lengthen, as it does the time between frames.

use std::collections::BTreeSet;
use std::io::Write as _;

use serde_json::Value;

use crate::{Done, Visitor};

/// What the browser traces for it.
pub(crate) const CATEGORIES: &str =
    "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing";
/// The browser's own names for the thread that runs a page, and for one task on it.
const MAIN: &str = "CrRendererMain";
const TASK: &str = "RunTask";
/// Names the file that a trace is added to.
pub const TRACE: &str = "HOMESTRETCH_TRACE";
/// What our mark is called.
const MARK: &str = "homestretch begins";

/// A task on the main thread.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Milliseconds of the processor's time.
    pub cpu_ms: f64,
    /// Milliseconds from its beginning to its end.
    pub wall_ms: f64,
}

impl Visitor {
    /// Forgets the tasks so far.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn begin_tasks(&self) -> Done {
        let script = "performance.mark(arguments[0])";
        self.driver().execute(script, vec![MARK.into()]).await?;
        Ok(())
    }

    /// The tasks of the main thread since [`Visitor::begin_tasks`], of less than a minute since the page was opened, for
    /// the browser keeps no more; only of a visitor who was begun as [`Visitor::traced`]. Leaves the page, for the
    /// browser tells only then. With `HOMESTRETCH_TRACE=FILE` the whole trace is added to that file, a
    /// line an event.
    ///
    /// # Errors
    /// When the browser cannot be asked, or traces nothing.
    pub async fn tasks(&self) -> Done<Vec<Task>> {
        self.open("about:blank").await?;
        let log = self.driver().get_log("performance").await?;
        let told = log
            .iter()
            .filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok())
            .filter(|told| told["message"]["method"] == "Tracing.dataCollected")
            .map(|mut told| told["message"]["params"].take());
        let events: Vec<Value> = told.collect();
        if let Some(file) = std::env::var_os(TRACE) {
            let mut file = std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(file)?;
            for event in &events {
                writeln!(file, "{event}")?;
            }
        }
        if events.is_empty() {
            return Err("the browser traces nothing; begin the visitor as a traced one".into());
        }
        Ok(tasks(&events))
    }
}

fn tasks(events: &[Value]) -> Vec<Task> {
    let thread = |event: &Value| (event["pid"].as_u64(), event["tid"].as_u64());
    let main: BTreeSet<_> = events
        .iter()
        .filter(|event| event["name"] == "thread_name" && event["args"]["name"] == MAIN)
        .map(thread)
        .collect();
    let number = |event: &Value, key: &str| event[key].as_f64().unwrap_or(0.0);
    let mut told: Vec<(f64, &str, &Value)> = events
        .iter()
        .filter(|event| main.contains(&thread(event)))
        .filter_map(|event| Some((number(event, "ts"), event["name"].as_str()?, event)))
        .filter(|(_, name, _)| *name == TASK || *name == MARK)
        .collect();
    told.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut until_us = 0.0;
    let mut tasks = Vec::new();
    for (from_us, name, event) in told {
        if name == MARK {
            tasks.clear();
            continue;
        }
        // One may run within another: the outermost counts.
        if from_us < until_us {
            continue;
        }
        let wall_us = number(event, "dur");
        until_us = from_us + wall_us;
        tasks.push(Task {
            cpu_ms: number(event, "tdur") / 1000.0,
            wall_ms: wall_us / 1000.0,
        });
    }
    tasks
}
