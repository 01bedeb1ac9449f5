//! The map under a visitor's hands: canvases that stay together, dots that stay on their road, and no work for nobody.

use std::time::Duration;

use homestretch_browser::server::root;
use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::{Value, json};
use tokio::time::sleep;

const IN: &str = ".map-buttons button:first-of-type";
const LEAD: &str = ".map-buttons button:nth-of-type(4)";
/// An animated zoom, or a glide after a drag, is over by then.
const REST: Duration = Duration::from_millis(1_200);

async fn until_drawn(visitor: &Visitor) -> Done {
    visitor.find(".leaflet-runners-pane canvas").await?;
    visitor.watch(false).await?;
    wait_for("dots on the map", 30.0, async || {
        Ok((visitor.redraws().await? > 1).then_some(()))
    })
    .await
}

/// Device pixels of the dots' canvas per CSS pixel.
async fn fineness(visitor: &Visitor) -> Done<f64> {
    let script = "const c = document.querySelector('.leaflet-runners-pane canvas');
                  return c.width / c.getBoundingClientRect().width";
    visitor
        .look(script)
        .await?
        .as_f64()
        .ok_or_else(|| "no width".into())
}

/// CSS pixels between the middle of the one dot on the map and the middle of the line of the road under it.
async fn off_the_road(visitor: &Visitor) -> Done<f64> {
    let script = "
        const read = (name) => {
            const canvas = document.querySelector(`.leaflet-${name}-pane canvas`);
            const copy = new OffscreenCanvas(canvas.width, canvas.height);
            const ctx = copy.getContext('2d', {willReadFrequently: true});
            ctx.drawImage(canvas, 0, 0);
            const box = canvas.getBoundingClientRect();
            const data = ctx.getImageData(0, 0, canvas.width, canvas.height).data;
            return {data, width: canvas.width, box, px: canvas.width / box.width};
        };
        const places = (picture, is) => {
            const found = [];
            for (let i = 0; i < picture.data.length; i += 4) {
                if (!is(picture.data[i], picture.data[i + 1], picture.data[i + 2], picture.data[i + 3])) continue;
                const k = i / 4;
                found.push([picture.box.left + (k % picture.width + 0.5) / picture.px,
                            picture.box.top + (Math.floor(k / picture.width) + 0.5) / picture.px]);
            }
            return found;
        };
        const mean = (all, axis) => all.reduce((sum, p) => sum + p[axis], 0) / all.length;
        // The ring of the first contest's hue, which is all that is opaque in it.
        const ring = places(read('runners'), (r, g, b, a) => a === 255 && r === 0 && g === 114 && b === 178);
        const dot = [mean(ring, 0), mean(ring, 1)];
        const near = (p) => Math.hypot(p[0] - dot[0], p[1] - dot[1]) < 8;
        const line = places(read('ground'), (r, g, b, a) => a > 0 && r + g + b < 330).filter(near);
        if (ring.length < 10 || line.length < 10) return null;
        const [cx, cy] = [mean(line, 0), mean(line, 1)];
        let [xx, xy, yy] = [0, 0, 0];
        for (const [x, y] of line) {
            xx += (x - cx) * (x - cx); xy += (x - cx) * (y - cy); yy += (y - cy) * (y - cy);
        }
        // Along the line its pixels spread most; what counts is how far aside of it the dot lies.
        const angle = Math.atan2(2 * xy, xx - yy) / 2;
        return Math.abs((dot[1] - cy) * Math.cos(angle) - (dot[0] - cx) * Math.sin(angle));";
    wait_for("a dot and its road", 10.0, async || {
        Ok(visitor.look(script).await?.as_f64())
    })
    .await
}

/// A race of runners with these bibs, who all run side by side, between 25 and 30 km.
fn side_by_side(bibs: &[u32]) -> Done<(Server, tempfile::TempDir)> {
    let folder = tempfile::tempdir()?;
    let results = folder.path().join("results.csv");
    let mut csv = "bib,s5k,s10k,s15k,s20k,shalf,s25k,s30k,s35k,s40k,finish\n".to_owned();
    for bib in bibs {
        let splits = "1200,2400,3600,4800,5063,6000,7200,8400,9600,10127";
        csv.extend([&bib.to_string(), ",", splits, "\n"]);
    }
    std::fs::write(&results, csv)?;
    let course = root().join("crates/server/demo/course.json");
    let server = Server::start(&[
        "replay",
        "--results",
        &results.to_string_lossy(),
        "--course",
        &course.to_string_lossy(),
        "--speed",
        "1",
        "--at",
        "11:22:00",
    ])?;
    Ok((server, folder))
}

/// Where the middle of the one dot on the map is on the screen, in CSS pixels.
async fn dot(visitor: &Visitor) -> Done<(f64, f64)> {
    let script = "
        const canvas = document.querySelector('.leaflet-runners-pane canvas');
        if (!canvas) return null;
        const ctx = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
        ctx.drawImage(canvas, 0, 0);
        const data = ctx.getImageData(0, 0, canvas.width, canvas.height).data;
        let [x, y, n] = [0, 0, 0];
        for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] !== 255 || data[i] !== 0 || data[i + 1] !== 114 || data[i + 2] !== 178) continue;
            x += i / 4 % canvas.width;
            y += Math.floor(i / 4 / canvas.width);
            n++;
        }
        if (n < 10) return null;
        const box = canvas.getBoundingClientRect(), px = canvas.width / box.width;
        return [box.left + (x / n + 0.5) / px, box.top + (y / n + 0.5) / px];";
    let found = wait_for("a dot", 20.0, async || {
        let at = visitor.look(script).await?;
        Ok(at[0].as_f64().zip(at[1].as_f64()))
    });
    found.await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dot_is_found_by_mouse_by_finger_and_by_keys_and_a_stack_asks_whom() -> Done {
    let (server, _results) = side_by_side(&[7])?;
    let visitor = Visitor::new("en").await?;
    visitor.in_the_dark(false).await?;
    let opened = async |visitor: &Visitor| {
        let found = wait_for("her page", 20.0, async || {
            let path = visitor.driver().current_url().await?.path().to_owned();
            Ok((path == "/runner/7").then_some(()))
        });
        found.await
    };

    // A pointer over the dot names her, a press opens her page.
    visitor.on_screen(1200, 800, 1.0).await?;
    visitor.open(&server.url("/?camera=lead-0")).await?;
    let (x, y) = dot(&visitor).await?;
    sleep(REST).await;
    let over = json!({"type": "mouseMoved", "x": x + 3.0, "y": y - 2.0});
    visitor.cdp("Input.dispatchMouseEvent", over).await?;
    visitor
        .read_until(".map-said", 10.0, |said| said.contains('7'))
        .await?;
    visitor.click_at(x + 3.0, y - 2.0).await?;
    opened(&visitor).await?;

    // The same with keys alone.
    visitor.open(&server.url("/?camera=lead-0")).await?;
    dot(&visitor).await?;
    visitor.find(".map-host").await?.focus().await?;
    visitor.press(".").await?;
    visitor
        .read_until(".map-said", 10.0, |said| said.contains('7'))
        .await?;
    visitor.press("Enter").await?;
    opened(&visitor).await?;

    // A finger is thick: beside the dot is near enough.
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url("/?camera=lead-0")).await?;
    sleep(REST).await;
    let (x, y) = dot(&visitor).await?;
    let touch = async |kind: &str, points: Value| {
        let event = json!({"type": kind, "touchPoints": points});
        visitor.cdp("Input.dispatchTouchEvent", event).await
    };
    touch("touchStart", json!([{"x": x - 14.0, "y": y + 8.0}])).await?;
    touch("touchEnd", json!([])).await?;
    opened(&visitor).await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());

    // Dots that lie on each other say how many they are, and a press asks whom.
    let (server, _results) = side_by_side(&[11, 12, 13, 14, 15, 16, 17])?;
    visitor.on_screen(1200, 800, 1.0).await?;
    visitor.open(&server.url("/?camera=lead-0")).await?;
    let (x, y) = dot(&visitor).await?;
    sleep(REST).await;
    visitor.click_at(x, y).await?;
    let asked = visitor
        .read_until(".chooser", 10.0, |text| !text.is_empty())
        .await?;
    for bib in ["11", "14", "17"] {
        assert!(asked.contains(bib), "{bib} of {asked}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dot_keeps_to_its_road_and_is_as_crisp_as_the_screen() -> Done {
    let (server, _results) = side_by_side(&[7])?;
    let visitor = Visitor::new("en").await?;
    for (ratio, drawn) in [(1.0, 1.0), (2.0, 2.0), (3.0, 2.0)] {
        visitor.on_screen(1200, 800, ratio).await?;
        visitor.in_the_dark(false).await?;
        visitor.open(&server.url("/")).await?;
        until_drawn(&visitor).await?;
        let fine = fineness(&visitor).await?;
        assert!((fine - drawn).abs() < 0.02, "at {ratio}: {fine}");

        visitor.click(LEAD).await?;
        sleep(REST).await;
        for _ in 0..2 {
            visitor.click(IN).await?;
            sleep(REST).await;
        }
        let off = off_the_road(&visitor).await?;
        assert!(off < 1.0, "at {ratio}, zoomed in: {off} px");
        visitor.drag(800.0, 300.0, 90.0, -60.0).await?;
        sleep(REST).await;
        let off = off_the_road(&visitor).await?;
        assert!(off < 1.0, "at {ratio}, dragged: {off} px");
        visitor.wheel(800.0, 300.0, -90.0).await?;
        sleep(REST).await;
        let off = off_the_road(&visitor).await?;
        assert!(off < 1.0, "at {ratio}, between two zooms: {off} px");
    }
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn dots_stay_glued_to_the_road_while_the_map_zooms_and_rest_while_nobody_looks() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:05:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1200, 800, 1.0).await?;
    visitor.open(&server.url("/")).await?;
    until_drawn(&visitor).await?;
    sleep(REST).await;

    // How the dots' canvas lies on that of the road, in the road's own pixels, frame by frame.
    let script = format!(
        "return new Promise((done) => {{
            const canvas = (name) => document.querySelector(`.leaflet-${{name}}-pane canvas`);
            const [road, dots] = [canvas('ground'), canvas('runners')];
            const seen = [], begun = performance.now();
            document.querySelector('{IN}').click();
            requestAnimationFrame(function frame(now) {{
                const [a, b] = [road.getBoundingClientRect(), dots.getBoundingClientRect()];
                const scale = a.width / road.offsetWidth;
                if (scale !== 1) seen.push([scale, (b.left - a.left) / scale, (b.top - a.top) / scale]);
                if (now - begun < 900) requestAnimationFrame(frame); else done(seen);
            }});
        }})"
    );
    let seen = visitor.look(&script).await?;
    let frames: Vec<[f64; 3]> = serde_json::from_value(seen)?;
    let [first, .., last] = frames.as_slice() else {
        return Err(format!("the zoom was not animated: {frames:?}").into());
    };
    assert!(last[0] > first[0], "{frames:?}");
    for frame in &frames {
        let off = (frame[1] - first[1]).hypot(frame[2] - first[2]);
        assert!(off < 1.0, "{off} px at scale {}", frame[0]);
    }

    // A page that is not seen draws nothing, and goes on as soon as it is seen.
    let hide = |hidden: bool| {
        format!(
            "Object.defineProperty(document, 'hidden', {{value: {hidden}, configurable: true}});
             document.dispatchEvent(new Event('visibilitychange'))"
        )
    };
    visitor.look(&hide(true)).await?;
    sleep(REST).await;
    visitor.watch(false).await?;
    sleep(Duration::from_secs(3)).await;
    assert_eq!(visitor.redraws().await?, 0, "drawn for nobody");
    visitor.look(&hide(false)).await?;
    wait_for("a redraw", 5.0, async || {
        Ok((visitor.redraws().await? > 0).then_some(()))
    })
    .await?;
    Ok(())
}
