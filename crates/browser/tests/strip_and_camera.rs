//! The course strip and the camera on one screen: what is chosen on the strip opens, without a map too; and what the
//! map shows is in the address, and found again.

use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::json;

const STRIP: &str = ".strip-host";
const SAID: &str = ".strip-said";

fn demo() -> Done<Server> {
    Server::start(&["demo", "--speed", "20", "--at", "10:05:00"])
}

async fn on_a_laptop() -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    Ok(visitor)
}

/// The value of the camera in the address.
async fn camera(visitor: &Visitor) -> Done<Option<String>> {
    let address = visitor.driver().current_url().await?;
    let mut asked = address.query_pairs();
    Ok(asked
        .find(|(key, _)| key == "camera")
        .map(|(_, value)| value.into_owned()))
}

async fn until_camera(
    visitor: &Visitor,
    what: &str,
    is: impl Fn(Option<&str>) -> bool,
) -> Done<Option<String>> {
    let mut last = None;
    let found = wait_for(what, 20.0, async || {
        last = camera(visitor).await?;
        Ok(is(last.as_deref()).then(|| last.clone()))
    })
    .await;
    found.map_err(|error| format!("{error}; the camera in the address is {last:?}").into())
}

/// Presses a key on whatever has the focus.
async fn press(visitor: &Visitor, key: &str) -> Done {
    for kind in ["keyDown", "keyUp"] {
        // The key's own name is also its code, for all that are pressed here.
        let event = json!({"type": kind, "key": key, "code": key});
        visitor.cdp("Input.dispatchKeyEvent", event).await?;
    }
    Ok(())
}

async fn focus_strip(visitor: &Visitor) -> Done {
    visitor.find(STRIP).await?.focus().await?;
    Ok(())
}

/// Walks along the strip until somebody or something is said; the strip may still be looking for the field.
async fn walk_until_said(
    visitor: &Visitor,
    key: &str,
    pleases: impl Fn(&str) -> bool,
) -> Done<String> {
    wait_for(
        "the strip says who or what is pointed at",
        20.0,
        async || {
            press(visitor, key).await?;
            let said = visitor.text(SAID).await?;
            Ok((!said.trim().is_empty() && pleases(&said)).then_some(said))
        },
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_is_found_on_the_strip_and_opened_with_the_keyboard() -> Done {
    let server = demo()?;
    let visitor = on_a_laptop().await?;
    visitor.open(&server.url("/")).await?;
    visitor
        .read_until(".strip-numbers", 30.0, |text| {
            text.contains("on the course")
        })
        .await?;

    focus_strip(&visitor).await?;
    let said = walk_until_said(&visitor, "ArrowLeft", |said| said.contains("Now about")).await?;
    press(&visitor, "Enter").await?;
    visitor
        .read_until(".now", 20.0, |text| !text.is_empty())
        .await?;
    let address = visitor.driver().current_url().await?;
    assert!(address.path().starts_with("/runner/"), "{address}");
    let name = visitor.text(".content h2").await?;
    let first = name.lines().next().unwrap_or_default();
    assert!(
        !first.is_empty() && said.starts_with(first),
        "{said:?} opened {name:?}"
    );

    // The places along the course, and one of them on the map.
    focus_strip(&visitor).await?;
    press(&visitor, "ArrowDown").await?;
    press(&visitor, "Home").await?;
    walk_until_said(&visitor, "ArrowRight", |said| said.contains("have passed")).await?;
    press(&visitor, "Enter").await?;
    until_camera(&visitor, "the place on the map", |camera| {
        camera.is_some_and(|camera| camera.ends_with("_15.00"))
    })
    .await?;

    // And all of it in words.
    let words = visitor
        .look("return document.querySelector('.strip-words').textContent")
        .await?;
    let words = words.as_str().unwrap_or_default();
    assert!(
        words.contains("runners have passed") && !words.contains('{'),
        "{words}"
    );
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_map_the_strip_shows_the_race_all_the_same() -> Done {
    let server = demo()?;
    let visitor = on_a_laptop().await?;
    visitor
        .cdp(
            "Network.setBlockedURLs",
            json!({"urls": ["*/vendor/leaflet.js"]}),
        )
        .await?;
    visitor.open(&server.url("/")).await?;
    visitor
        .read_until(".strip-numbers", 30.0, |text| {
            text.contains("on the course")
        })
        .await?;
    // It is said that there is no map, and buttons that would move none are away.
    let said = visitor
        .read_until(".map-away", 20.0, |text| !text.is_empty())
        .await?;
    assert!(said.contains("course line"), "{said}");
    let buttons = "return getComputedStyle(document.querySelector('.map-buttons')).display";
    assert_eq!(visitor.look(buttons).await?, "none");
    // A press over the line means whoever is nearest: somebody's page, or several to choose from.
    let script = "const box = document.querySelector('.strip-host').getBoundingClientRect();
                  return [box.x, box.y, box.width]";
    let opened = wait_for("a runner after a press on the strip", 30.0, async || {
        let place = visitor.look(script).await?;
        let at = |i: usize| place[i].as_f64().unwrap_or_default();
        for share in [0.3, 0.4, 0.5, 0.6] {
            visitor
                .click_at(at(0) + at(2) * share, at(1) + 64.0)
                .await?;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            for opened in [".now", ".chooser"] {
                let opened = visitor.text(opened).await?;
                if !opened.is_empty() {
                    return Ok(Some(opened));
                }
            }
        }
        Ok(None)
    })
    .await?;
    assert!(!opened.is_empty());
    let complaints = visitor.complaints().await?;
    let ours: Vec<&String> = complaints
        .iter()
        .filter(|line| !line.contains("leaflet.js"))
        .collect();
    assert!(ours.is_empty(), "{ours:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_carries_the_camera_and_gives_it_back() -> Done {
    let server = demo()?;
    let visitor = on_a_laptop().await?;
    visitor
        .open(&server.url("/?camera=39.02050_125.75300_14.00"))
        .await?;
    visitor.find(".leaflet-runners-pane canvas").await?;
    // The map is where the address says: one step nearer it is still about that place.
    visitor.click(".map-buttons button:nth-of-type(1)").await?;
    let there = until_camera(&visitor, "a step nearer", |camera| {
        camera.is_some_and(|camera| camera.ends_with("_15.00"))
    })
    .await?
    .unwrap_or_default();
    let mut parts = there.split('_').map(|part| part.parse().unwrap_or(0.0));
    let (lat, lon): (f64, f64) = (parts.next().unwrap_or(0.0), parts.next().unwrap_or(0.0));
    assert!(
        (lat - 39.0205).abs() < 0.001 && (lon - 125.753).abs() < 0.001,
        "{there}"
    );

    let steps = visitor.look("return history.length").await?;
    // A button gives the map back to the lead; the address says so on other pages, too.
    visitor.click(".map-buttons button:nth-of-type(4)").await?;
    until_camera(&visitor, "the lead", |camera| camera == Some("lead-0")).await?;
    assert_eq!(
        visitor.look("return history.length").await?,
        steps,
        "moving the map leaves no steps in the history"
    );
    visitor.click("nav.pages a[href='/leaders']").await?;
    until_camera(&visitor, "the lead, on another page", |camera| {
        camera == Some("lead-0")
    })
    .await?;
    let address = visitor.driver().current_url().await?;
    assert!(address.path().starts_with("/leaders"), "{address}");

    // A drag wins, and the whole course needs no word in the address.
    drag_map(&visitor).await?;
    until_camera(&visitor, "a place of the viewer's own", |camera| {
        camera.is_some_and(|camera| camera.contains('_'))
    })
    .await?;
    visitor.click(".map-buttons button:nth-of-type(3)").await?;
    until_camera(&visitor, "nothing", |camera| camera.is_none()).await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// Drags the map by its upper left quarter, where nothing lies over it.
async fn drag_map(visitor: &Visitor) -> Done {
    let mut x = 600.0;
    let event = |kind: &str, x: f64, buttons: u8| json!({"type": kind, "x": x, "y": 300.0, "button": "left", "buttons": buttons, "clickCount": 1});
    visitor
        .cdp("Input.dispatchMouseEvent", event("mousePressed", x, 1))
        .await?;
    for _ in 0..6 {
        x += 20.0;
        visitor
            .cdp("Input.dispatchMouseEvent", event("mouseMoved", x, 1))
            .await?;
    }
    visitor
        .cdp("Input.dispatchMouseEvent", event("mouseReleased", x, 0))
        .await
}
