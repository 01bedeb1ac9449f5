//! Measures the press desk with a big race that is over: first rows, sort, filter, scroll, any moment again; and the
//! same moments on the page that shows the race again. `cargo xtask bench press [--results FILE --course FILE] [--json]`.

use std::path::PathBuf;
use std::time::Duration;

use homestretch_browser::server::root;
use homestretch_browser::{Done, Server, Visitor, made_up, wait_for};
use serde_json::{Value, json};

const N_RUNNERS: u32 = 26_000;
/// Places of the whole, in hundredths, in an order in which nothing helps the next and each looks unlike it.
const PLACES: [i64; 10] = [3, 97, 20, 75, 10, 60, 35, 88, 1, 50];

/// What follows an action is over by then.
const REST: Duration = Duration::from_millis(1_500);
/// Pictures that come to rest later than this are not waited for: longer than a map waits of itself while the clock is held.
const STILL_MS: u32 = 6_000;

/// Run before the page's own scripts: when the last file of the race was there, and when the first row was seen.
const AT_THE_DOOR: &str = "
    window.seen = {};
    const look = () => {
      const row = document.querySelector('.press-table tbody tr[aria-rowindex]');
      if (row && !window.seen.rows) window.seen.rows = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// What the page says of itself once it is quiet: milliseconds from the race's last file to its first rows.
const FIRST_ROWS: &str = "
    const files = performance.getEntriesByType('resource').filter(e => /\\/feed\\/v1\\/(key|roster|bundle|tick)/.test(e.name));
    const before = files.map(e => e.responseEnd).filter(end => end < window.seen.rows);
    return window.seen.rows - Math.max(...before)";

/// Does something and waits until a sign of it is on the screen: milliseconds.
fn timed(doing: &str, sign: &str) -> String {
    format!(
        "const done = arguments[arguments.length - 1];
         const sign = () => ({sign});
         const before = sign(), began = performance.now();
         {doing};
         const look = () => {{
           if (sign() !== before) {{
             // The frame that shows it is over when the next begins.
             requestAnimationFrame(() => done(performance.now() - began));
           }} else if (performance.now() - began > 10000) done(null);
           else requestAnimationFrame(look);
         }};
         requestAnimationFrame(look);"
    )
}

/// Does something and waits until texts and pictures have come to rest: milliseconds to their last change.
fn until_rest(doing: &str) -> String {
    format!(
        "const done = arguments[arguments.length - 1];
         const shown = () => {{
           let sum = 0;
           for (const canvas of document.querySelectorAll('.strip-host canvas, .leaflet-runners-pane canvas')) {{
             const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
             const pixels = new Uint32Array(all.buffer);
             for (let i = 0; i < pixels.length; i += 3) sum = (sum * 31 + pixels[i]) | 0;
           }}
           return sum + document.querySelector('.replay .strip-numbers').innerText
             + document.querySelector('.replay-places').innerText;
         }};
         let last = shown(), changed = null;
         const began = performance.now();
         {doing};
         const look = () => {{
           const now = shown();
           if (now !== last) {{ last = now; changed = performance.now() - began; }}
           if (performance.now() - began < {STILL_MS}) requestAnimationFrame(look);
           else done(changed);
         }};
         requestAnimationFrame(look);"
    )
}

#[tokio::main]
async fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let as_json = words.iter().any(|word| word == "--json");
    let after = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1).map(PathBuf::from)
    };
    let say = |metric: &str, ms: f64| {
        if as_json {
            let line = json!({"bench": "press", "case": "laptop", "metric": metric, "unit": "ms", "ours": ms});
            println!("{line}");
        } else {
            println!("{metric:<24} {ms:8.0} ms");
        }
    };
    let folder = tempfile::tempdir()?;
    let results = if let Some(results) = after("--results") {
        results
    } else {
        let results = folder.path().join("results.csv");
        std::fs::write(&results, made_up::results(N_RUNNERS))?;
        results
    };
    let course = after("--course").unwrap_or_else(|| root().join("crates/server/demo/course.json"));
    let server = Server::start(&[
        "replay",
        "--results",
        &results.to_string_lossy(),
        "--course",
        &course.to_string_lossy(),
        "--speed",
        "1",
        "--at",
        "23:00:00",
    ])?;
    desk(&server, &say).await?;
    again(&server, &say).await
}

/// What something took: by the watch, until it was seen; and of the main thread's own time, with all that follows, which
/// says the same on a busy machine.
#[derive(Default)]
struct Took {
    seen_ms: Vec<f64>,
    worked_ms: Vec<f64>,
}

impl Took {
    async fn add(&mut self, visitor: &Visitor, doing: &str, sign: &str) -> Done {
        self.add_by(visitor, timed(doing, sign)).await
    }

    async fn add_by(&mut self, visitor: &Visitor, script: String) -> Done {
        let before_s = visitor.worked_s().await?;
        let found = visitor.driver().execute_async(script, Vec::new()).await?;
        let found: &Value = found.json();
        let seen = found.as_f64();
        self.seen_ms
            .push(seen.ok_or("nothing came of what was done")?);
        tokio::time::sleep(REST).await;
        let worked_s = visitor.worked_s().await? - before_s;
        self.worked_ms.push(worked_s * 1000.0);
        Ok(())
    }

    fn say(mut self, name: &str, say: &dyn Fn(&str, f64)) {
        for (kind, all) in [("seen", &mut self.seen_ms), ("worked", &mut self.worked_ms)] {
            all.sort_by(f64::total_cmp);
            if let Some(worst) = all.last() {
                say(&format!("{name}_{kind}_median"), all[all.len() / 2]);
                say(&format!("{name}_{kind}_worst"), *worst);
            }
        }
    }
}

/// The table.
async fn desk(server: &Server, say: &dyn Fn(&str, f64)) -> Done {
    let rows = "document.querySelector('.press-table tbody').innerText";
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.before_each_page(AT_THE_DOOR).await?;
    visitor.open(&server.url("/press/")).await?;
    // A whole field is over when everybody's last read is in.
    visitor
        .read_until(".press-count", 120.0, |said| said.contains("Median"))
        .await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let first = visitor.look(FIRST_ROWS).await?;
    say("first_rows", first.as_f64().unwrap_or(f64::NAN));
    let mut sorts = Took::default();
    for column in [10, 2, 8, 12, 7] {
        let click = format!(
            "document.querySelector('.press-table thead th:nth-child({column}) button').click()"
        );
        sorts.add(&visitor, &click, rows).await?;
    }
    sorts.say("sort", say);
    let count = "document.querySelector('.press-count').innerText";
    let mut filters = Took::default();
    for value in ["12", "7", "1", ""] {
        let find = format!(
            "const find = document.querySelector('.press-filters input'); find.value = '{value}'; \
             find.dispatchEvent(new Event('input', {{bubbles: true}}))"
        );
        filters.add(&visitor, &find, count).await?;
    }
    for value in ["1", "0"] {
        let choose = format!(
            "const list = document.querySelector('.press-filters select:nth-of-type(2)'); list.value = '{value}'; \
             list.dispatchEvent(new Event('change', {{bubbles: true}}))"
        );
        // A field without sexes is the same before and after.
        let _ = filters.add(&visitor, &choose, count).await;
    }
    filters.say("filter", say);
    let scroll = "const done = arguments[arguments.length - 1];
        const box = document.querySelector('.press-scroll'), frames = [];
        let last = performance.now(), n = 0;
        const step = () => {
          const now = performance.now();
          frames.push(now - last); last = now;
          box.scrollTop += 240;
          if (++n < 120) requestAnimationFrame(step); else done(frames.slice(2));
        };
        requestAnimationFrame(step);";
    let frames = visitor.driver().execute_async(scroll, Vec::new()).await?;
    let frames = frames.json().as_array().cloned().unwrap_or_default();
    let mut frames: Vec<f64> = frames.iter().filter_map(Value::as_f64).collect();
    frames.sort_by(f64::total_cmp);
    say("scroll_frame_median", frames[frames.len() / 2]);
    say("scroll_frame_p95", frames[frames.len() * 95 / 100]);
    let mut scrubs = Took::default();
    for place in PLACES {
        let scrub = format!(
            "const at = document.querySelector('.press-track input'); at.value = at.max * {place} / 100; \
             at.dispatchEvent(new Event('input', {{bubbles: true}}))"
        );
        // Whoever is home stays so: then only the median of the field says that it is another moment.
        let sign = format!("{rows} + {count}");
        scrubs.add(&visitor, &scrub, &sign).await?;
    }
    scrubs.say("scrub", say);
    Ok(())
}

/// The race again: a scrub is over when numbers, places and dots no longer change.
async fn again(server: &Server, say: &dyn Fn(&str, f64)) -> Done {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.open(&server.url("/replay/")).await?;
    visitor.find(".leaflet-runners-pane canvas").await?;
    wait_for("the race on the bar", 60.0, async || {
        let max = visitor
            .look("return +(document.querySelector('.replay-track input') || {}).max")
            .await?;
        Ok((max.as_f64() > Some(3_600.0)).then_some(()))
    })
    .await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut scrubs = Took::default();
    for place in PLACES {
        let scrub = format!(
            "const at = document.querySelector('.replay-track input'); at.value = at.max * {place} / 100; \
             at.dispatchEvent(new Event('input', {{bubbles: true}}))"
        );
        scrubs.add_by(&visitor, until_rest(&scrub)).await?;
    }
    // Reading the pictures in each frame is work that nobody else has.
    scrubs.worked_ms.clear();
    scrubs.say("again_scrub", say);
    Ok(())
}
