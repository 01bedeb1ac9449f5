//! The press desk in a browser: the table and its address, any moment again, taking it away, and an audit.

use homestretch_browser::{Done, Server, Taste, Visitor, wait_for};
use serde_json::Value;

const ROWS: &str = ".press-table tbody tr[aria-rowindex]";
/// The first rows: those of this query are home, so that the race going on does not change them.
const FIRST: &str = ".press-table tbody tr:nth-child(-n + 9)";
const COUNT: &str = ".press-count";

async fn at_the_desk(server: &Server, query: &str) -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.open(&server.url(&format!("/press{query}"))).await?;
    visitor.find(ROWS).await?;
    Ok(visitor)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

async fn query(visitor: &Visitor) -> Done<String> {
    Ok(text(&visitor.look("return location.search").await?))
}

async fn until_query(visitor: &Visitor, has: &str) -> Done {
    let what = format!("`{has}` in the address");
    wait_for(&what, 20.0, async || {
        Ok(query(visitor).await?.contains(has).then_some(()))
    })
    .await
}

/// Chooses in a list as a hand does.
async fn choose(visitor: &Visitor, css: &str, value: &str) -> Done {
    let script = format!(
        "const list = document.querySelector('{css}'); list.value = '{value}'; \
         list.dispatchEvent(new Event('change', {{bubbles: true}})); return 0"
    );
    visitor.look(&script).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_the_same_table_and_only_what_is_seen_is_there() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "").await?;
    let all = visitor
        .read_until(COUNT, 20.0, |said| said.contains("319 runners"))
        .await?;
    assert!(all.contains("Median pace"), "{all}");
    let rows = visitor
        .look(&format!(
            "return document.querySelectorAll('{ROWS}').length"
        ))
        .await?;
    assert!(
        rows.as_u64().is_some_and(|n| (20..120).contains(&n)),
        "{rows}"
    );
    choose(&visitor, ".press-filters select:nth-of-type(2)", "1").await?;
    visitor
        .read_until(COUNT, 20.0, |said| !said.contains("319"))
        .await?;
    visitor
        .click(".press-table thead th:nth-child(9) button")
        .await?;
    until_query(&visitor, "sort=2").await?;
    visitor.click(".press-bib input").await?;
    until_query(&visitor, "compare=").await?;
    visitor.find(".compare-line").await?;
    let (shown, address) = (visitor.text(FIRST).await?, query(&visitor).await?);
    let other = at_the_desk(&server, &address).await?;
    other.read_until(FIRST, 20.0, |said| said == shown).await?;
    other.find(".compare-line").await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn any_moment_is_shown_again_and_the_way_back_is_live() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "").await?;
    visitor
        .read_until(".press-story", 20.0, |said| said.contains("first home"))
        .await?;
    let scrub = "const at = document.querySelector('.press-track input'); at.value = '1800'; \
        at.dispatchEvent(new Event('input', {bubbles: true})); return 0";
    visitor.look(scrub).await?;
    visitor
        .read_until(".press-clock", 20.0, |said| said == "09:30:00")
        .await?;
    // Half an hour after the gun nobody is home, and nothing is told that is still to come.
    visitor
        .read_until(".press-story", 20.0, |said| !said.contains("first home"))
        .await?;
    let rows = visitor.text(ROWS).await?;
    assert!(
        rows.contains("On the course") && !rows.contains("Finished"),
        "{rows}"
    );
    let address = query(&visitor).await?;
    assert!(address.contains("at="), "{address}");
    let other = at_the_desk(&server, &address).await?;
    other
        .read_until(".press-clock", 20.0, |said| said == "09:30:00")
        .await?;
    visitor.click("[data-do=next]").await?;
    visitor
        .read_until(".press-clock", 20.0, |said| said > "09:30:00")
        .await?;
    visitor.click("[data-do=live]").await?;
    visitor
        .read_until(ROWS, 20.0, |said| said.contains("Finished"))
        .await?;
    assert!(!query(&visitor).await?.contains("at="));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_finds_nothing_in_either_theme() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "?compare=102,103").await?;
    let mut all = Vec::new();
    for dark in [false, true] {
        let taste = Taste {
            dark,
            still: true,
            ..Taste::default()
        };
        visitor.with_taste(taste).await?;
        visitor.find(".compare-line").await?;
        let found = visitor.audit().await?;
        all.extend(found.into_iter().map(|f| format!("dark {dark}: {f}")));
    }
    assert_eq!(all, Vec::<String>::new());
    Ok(())
}
