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
