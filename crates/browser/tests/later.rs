//! The part of the app that comes later: the first page does without it, and where it does not come through that is
//! said, nothing goes away, and it comes by itself once it can.

use homestretch_browser::{Done, Server, Visitor};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_later_is_not_fetched_before_it_is_asked_for() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:30:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.open(&server.url("/")).await?;
    visitor.find(".runner-rows a").await?;
    let fetched = visitor.requests().await?;
    assert!(
        !fetched
            .iter()
            .any(|request| request.path.starts_with("/later/"))
    );
    visitor.click(".runner-rows a").await?;
    visitor.find("#card-name").await?;
    let fetched = visitor.requests().await?;
    assert!(
        fetched
            .iter()
            .any(|request| request.path.starts_with("/later/more-"))
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_come_through_is_said_and_asked_for_again() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:30:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    let blocked = |urls: &[&str]| json!({ "urls": urls });
    visitor.cdp("Network.enable", json!({})).await?;
    visitor
        .cdp("Network.setBlockedURLs", blocked(&["*/later/more*"]))
        .await?;
    // The device must not have it already.
    visitor
        .before_each_page("delete Navigator.prototype.serviceWorker")
        .await?;
    visitor.open(&server.url("/leaders")).await?;
    visitor
        .read_until("main", 20.0, |text| text.contains("has not come through"))
        .await?;
    visitor.find(".strip-host canvas").await?;
    visitor.cdp("Network.setBlockedURLs", blocked(&[])).await?;
    visitor
        .read_until(".runner-rows", 40.0, |text| text.lines().count() > 8)
        .await?;
    Ok(())
}
