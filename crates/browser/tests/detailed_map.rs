//! The organiser's own map in a file: painted under the course in the colours of the page, from the venue's disk alone;
//! and the drawn map where the file is no longer there.

use homestretch_browser::{Done, Server, Visitor, map_file, wait_for};

const CREDIT: &str = "© those who drew it";

/// All colours on the painted tiles.
const COLOURS: &str = "
    const seen = new Set();
    for (const tile of document.querySelectorAll('.leaflet-tile-pane canvas.leaflet-tile-loaded')) {
        if (!tile.width) continue;
        // Of a copy: the tile itself stays where it is quick to paint.
        const copy = new OffscreenCanvas(tile.width, tile.height);
        const ctx = copy.getContext('2d', {willReadFrequently: true});
        ctx.drawImage(tile, 0, 0);
        const data = ctx.getImageData(0, 0, tile.width, tile.height).data;
        for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
    }
    return [...seen].join(' ');";

async fn until_painted(visitor: &Visitor, colours: &[&str]) -> Done {
    wait_for("the map of the file", 20.0, async || {
        let seen = visitor.look(COLOURS).await?;
        let seen: Vec<&str> = seen.as_str().unwrap_or_default().split(' ').collect();
        Ok(colours
            .iter()
            .all(|colour| seen.contains(colour))
            .then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_file_is_painted_in_light_and_dark_and_asks_nobody_else() -> Done {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("venue.pmtiles");
    std::fs::write(&file, map_file::made_up())?;
    let path = file.to_string_lossy();
    let server = Server::start(&[
        "demo",
        "--speed",
        "20",
        "--at",
        "10:20:00",
        "--map-file",
        &path,
        "--tile-credit",
        CREDIT,
    ])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1200, 800, 1.0).await?;
    visitor.in_the_dark(false).await?;
    visitor.open(&server.url("/")).await?;
    // Land, park, water and streets of the light palette, and of the dark one.
    until_painted(
        &visitor,
        &["245,242,236", "223,233,211", "207,227,238", "255,255,255"],
    )
    .await?;
    let said = visitor.text(".map-note").await?;
    assert!(said.contains(CREDIT), "{said}");
    visitor.in_the_dark(true).await?;
    until_painted(&visitor, &["20,24,29", "27,42,53", "38,45,53"]).await?;

    let here = server.url("");
    let requests = visitor.requests().await?;
    assert!(requests.iter().all(|r| r.origin == here), "{requests:?}");
    let parts = requests.iter().filter(|r| r.path.starts_with("/map/"));
    let parts: Vec<_> = parts.collect();
    assert!(
        parts.len() > 1 && parts.iter().all(|r| r.status == 206),
        "{parts:?}"
    );
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// Notes what is written on canvases.
const WRITTEN: &str = "
    window.written = new Set();
    for (const Of of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
        const own = Of.prototype.fillText;
        Of.prototype.fillText = function (text, ...at) {
            window.written.add(text);
            return own.call(this, text, ...at);
        };
    }";

async fn until_written(visitor: &Visitor, names: &[&str]) -> Done<Vec<String>> {
    let mut written = Vec::new();
    let found = wait_for("names on the map", 20.0, async || {
        let seen = visitor.look("return [...window.written]").await?;
        written = serde_json::from_value(seen)?;
        let all = names
            .iter()
            .all(|name| written.iter().any(|text| text == name));
        Ok(all.then_some(()))
    });
    found
        .await
        .map_err(|error| format!("{error}; {names:?} of {written:?}"))?;
    Ok(written)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_file_is_drawn_near_and_far_and_named_in_two_languages() -> Done {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("venue.pmtiles");
    std::fs::write(&file, map_file::made_up())?;
    let path = file.to_string_lossy();
    let mut args = vec!["demo", "--speed", "20", "--at", "10:20:00"];
    args.extend(["--map-file", &path, "--tile-credit", CREDIT]);
    let server = Server::start(&args)?;
    let near = "/?camera=39.04000_125.75500_16.00";
    // Walls in light and dark.
    let walls = [(false, "231,228,222"), (true, "32,37,42")];
    for (tag, own, others) in [
        (
            "en",
            ["Rivertown", "Long Street", "Arch of Triumph"],
            "긴거리",
        ),
        ("ko", ["강마을", "긴거리", "개선문"], "Rivertown"),
    ] {
        let visitor = Visitor::new(tag).await?;
        visitor.on_screen(1200, 800, 1.0).await?;
        visitor.before_each_page(WRITTEN).await?;
        visitor.open(&server.url("/")).await?;
        let written = until_written(&visitor, &own[..2]).await?;
        assert!(!written.iter().any(|text| text == others), "{written:?}");
        // Near by: buildings, a quarter in both languages, and the landmarks of the course.
        for (dark, wall) in walls {
            visitor.in_the_dark(dark).await?;
            visitor.open(&server.url(near)).await?;
            until_painted(&visitor, &[wall]).await?;
        }
        until_written(&visitor, &["물레방아골", own[2]]).await?;
        if let Some(folder) = std::env::var_os("HOMESTRETCH_SHOTS") {
            let file = format!("map-file-{tag}.png");
            visitor
                .shoot(&std::path::Path::new(&folder).join(file))
                .await?;
        }
        assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_map_file_its_library_is_not_fetched() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:20:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.open(&server.url("/")).await?;
    visitor.find(".leaflet-runners-pane canvas").await?;
    let requests = visitor.requests().await?;
    assert!(
        requests.iter().all(|r| !r.path.contains("map-file")),
        "{requests:?}"
    );
    Ok(())
}
