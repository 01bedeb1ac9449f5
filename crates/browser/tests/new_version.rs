//! A new version of the app comes out while somebody has the old one open, or on her device: she comes to the new one,
//! and to where she wanted to go, without a white page.

use homestretch_browser::{Done, Release, Server, Visitor, wait_for};

const DEMO: &[&str] = &["demo", "--speed", "1", "--at", "10:30:00"];

async fn phone(server: &Server, keeps: bool) -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    if !keeps {
        visitor
            .before_each_page("delete Navigator.prototype.serviceWorker")
            .await?;
    }
    visitor.open(&server.url("/")).await?;
    visitor.find(".runner-rows a").await?;
    Ok(visitor)
}

/// True when the page runs the newer release.
async fn is_newer(visitor: &Visitor) -> Done<bool> {
    let script =
        "return !!document.querySelector('script[data-wasm]')?.dataset.wasm.includes('newer')";
    Ok(visitor.look(script).await? == true)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_whose_later_part_is_gone_begins_anew_where_she_wanted_to_go() -> Done {
    let release = Release::newer()?;
    let mut server = Server::start(DEMO)?;
    let visitor = phone(&server, false).await?;
    server.deploy(release.path())?;
    assert!(!is_newer(&visitor).await?);
    visitor.click(".runner-rows a").await?;
    visitor.find("#card-name").await?;
    assert!(is_newer(&visitor).await?, "the page is of the new version");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_has_kept_the_old_one_comes_to_the_new_one() -> Done {
    let release = Release::newer()?;
    let mut server = Server::start(DEMO)?;
    let visitor = phone(&server, true).await?;
    let kept = "return !!navigator.serviceWorker.controller";
    wait_for("the app is kept on the device", 40.0, async || {
        Ok((visitor.look(kept).await? == true).then_some(()))
    })
    .await?;
    server.deploy(release.path())?;
    visitor.open(&server.url("/")).await?;
    visitor.find(".runner-rows a").await?;
    assert!(is_newer(&visitor).await?, "the page is of the new version");
    // And without a network it is the new one that starts.
    let newest = "return caches.keys().then((names) =>
        names.filter((name) => name.startsWith('homestretch-app-')).every((name) => name.includes('newer')))";
    wait_for("the old version is off the device", 40.0, async || {
        Ok((visitor.look(newest).await? == true).then_some(()))
    })
    .await?;
    server.kill()?;
    visitor.open(&server.url("/")).await?;
    visitor.find(".runner-rows a").await?;
    assert!(is_newer(&visitor).await?);
    Ok(())
}
