//! What families do: keep a list, hand it on, be told. On a phone, in more than one language.

use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::{Value, json};

const PHONE: (u32, u32, f64) = (390, 844, 2.0);

async fn phone(languages: &str) -> Done<Visitor> {
    let visitor = Visitor::new(languages).await?;
    visitor.on_screen(PHONE.0, PHONE.1, PHONE.2).await?;
    visitor.in_zone("Europe/Bucharest").await?;
    Ok(visitor)
}

/// The bibs of the list, in the order they stand on the screen.
async fn list(visitor: &Visitor) -> Done<Vec<String>> {
    let script = "return Array.from(document.querySelectorAll('section[aria-labelledby=mine-title] .runner-rows > li'))
        .sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y)
        .map(row => row.querySelector('.bib').textContent)";
    let bibs = visitor.look(script).await?;
    let bibs = bibs.as_array().into_iter().flatten();
    Ok(bibs
        .filter_map(|bib| bib.as_str().map(str::to_owned))
        .collect())
}

async fn until_list_is(visitor: &Visitor, bibs: &[&str]) -> Done {
    wait_for(&format!("the list {bibs:?}"), 20.0, async || {
        Ok((list(visitor).await? == bibs).then_some(()))
    })
    .await
}

/// Presses a key while an element has the focus, as somebody without a pointer does.
async fn press_on(visitor: &Visitor, css: &str) -> Done {
    visitor.find(css).await?;
    visitor
        .look(&format!("document.querySelector('{css}').focus()"))
        .await?;
    visitor.press("Enter").await
}

async fn focused(visitor: &Visitor) -> Done<Value> {
    visitor.look("return document.activeElement.id").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_comes_by_link_is_put_in_order_and_is_handed_on() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:05:00"])?;
    let visitor = phone("en").await?;
    visitor
        .open(&server.url("/#follow=131,101,nobody,104"))
        .await?;
    visitor
        .read_until(".list-done", 30.0, |text| {
            text.contains("3 runners added") && text.contains("Undo")
        })
        .await?;
    until_list_is(&visitor, &["131", "101", "104"]).await?;
    assert_eq!(visitor.look("return location.hash").await?, "");

    // By keyboard alone: the last one up, the first one out, and back in.
    press_on(
        &visitor,
        "section[aria-labelledby=mine-title] .section-head button",
    )
    .await?;
    press_on(&visitor, "#up-2").await?;
    wait_for("the focus on the moved runner", 5.0, async || {
        Ok((focused(&visitor).await? == "up-1").then_some(()))
    })
    .await?;
    press_on(&visitor, "#out-0").await?;
    wait_for("the focus on the way back", 5.0, async || {
        Ok((focused(&visitor).await? == "list-undo").then_some(()))
    })
    .await?;
    assert!(visitor.text(".list-edit").await?.lines().count() < 5);
    visitor.press("Enter").await?;
    press_on(
        &visitor,
        "section[aria-labelledby=mine-title] .section-head button",
    )
    .await?;
    until_list_is(&visitor, &["131", "104", "101"]).await?;

    // Handed on: as text, and as a code.
    visitor.click("button[aria-expanded=false].more").await?;
    let link = visitor
        .look("return document.querySelector('.share-link').value")
        .await?;
    assert_eq!(link, json!(server.url("/#follow=131,104,nobody,101")));
    visitor.find(".share-code:not([hidden])").await?;
    let corner = visitor
        .look(
            "const canvas = document.querySelector('.share-code');
             const data = canvas.getContext('2d').getImageData(0, 0, 28, 4).data;
             return Array.from({length: 7}, (_, i) => data[i * 16 + 4])",
        )
        .await?;
    assert_eq!(corner, json!([0, 0, 0, 0, 0, 0, 0]), "no code is drawn");
    visitor.click(".share-buttons button:last-child").await?;
    visitor
        .read_until(".share [role=status]", 5.0, |text| text.contains("link"))
        .await?;

    // The same list on another phone, on a slow link, with a share sheet and no clipboard (as on plain HTTP), whose own
    // list is junk of another version.
    let other = phone("ko,en").await?;
    other
        .before_each_page(
            "navigator.share = async what => { window.sent = [what.title, what.url]; };
             Object.defineProperty(navigator, 'clipboard', {value: undefined});",
        )
        .await?;
    other.on_slow_link(400, 400).await?;
    other.open(&server.url("/about")).await?;
    other
        .look("localStorage.setItem('homestretch.followed', '{\"v\":9}\\n101\\n\\u0000\\n')")
        .await?;
    other.open(link.as_str().unwrap_or_default()).await?;
    other
        .read_until(".list-done", 60.0, |text| text.contains("선수 2명을"))
        .await?;
    until_list_is(&other, &["101", "131", "104"]).await?;
    other.click("button[aria-expanded=false].more").await?;
    other.click(".share-buttons button:first-child").await?;
    let sent = other.look("return window.sent").await?;
    assert!(
        sent[0].as_str().is_some_and(|title| title.contains("평양")) && sent[1] != link,
        "{sent}"
    );
    other.click(".share-buttons button:last-child").await?;
    other
        .read_until(".share [role=status]", 5.0, |text| text.contains("링크를"))
        .await?;
    let marked = "const field = document.querySelector('.share-link');
        return field.selectionEnd - field.selectionStart === field.value.length";
    assert_eq!(
        other.look(marked).await?,
        true,
        "nothing is marked to be copied by hand"
    );
    other.click("#list-undo").await?;
    until_list_is(&other, &["101"]).await?;

    // Nobody was told whom they follow.
    for visitor in [&visitor, &other] {
        let asked = visitor.requests().await?;
        let told: Vec<_> = asked.iter().filter(|r| r.path.contains("131")).collect();
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_come_after_a_press_and_never_twice() -> Done {
    let server = Server::start(&["demo", "--speed", "60", "--at", "10:05:00"])?;
    let visitor = phone("en").await?;
    // The system's own notifications cannot be seen from a test: what the app asks of the browser can.
    visitor
        .before_each_page(
            "window.asked = 0;
             window.shown = [];
             window.Notification = class {
                 static permission = sessionStorage.getItem('permission') ?? 'default';
                 static async requestPermission() {
                     window.asked++;
                     sessionStorage.setItem('permission', 'granted');
                     return Notification.permission = 'granted';
                 }
                 constructor(title, options) { window.shown.push([title, options.body, options.tag]); }
             };
             ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
                 window.shown.push([title, options.body, options.tag]);
             };",
        )
        .await?;
    // Enough runners that somebody passes a mat soon.
    let bibs: Vec<String> = (101..=180).map(|bib| bib.to_string()).collect();
    visitor
        .open(&server.url(&format!("/#follow={}", bibs.join(","))))
        .await?;
    let told = visitor
        .read_until(".be-told", 30.0, |text| text.contains("Tell me"))
        .await?;
    assert!(told.contains("only while this app is open"), "{told}");
    // Without a press nothing is asked; screen readers are told all the same.
    visitor
        .read_until("p.heard[aria-live]", 60.0, |text| text.contains("passed"))
        .await?;
    let before = visitor.look("return [asked, shown.length]").await?;
    assert_eq!(before, json!([0, 0]));

    visitor.click(".be-told button").await?;
    visitor
        .read_until(".be-told [role=status]", 10.0, |text| {
            text.contains("Alerts are on")
        })
        .await?;
    let shown = wait_for("an alert", 60.0, async || {
        let shown = visitor.look("return shown").await?;
        Ok((shown.as_array().is_some_and(|all| !all.is_empty())).then_some(shown))
    })
    .await?;
    let body = shown[0][1].as_str().unwrap_or_default().to_owned();
    assert!(
        body.starts_with("Bib ") && (body.contains("ago") || body.contains("just now")),
        "{body}"
    );
    let tags = "return shown.map(one => one[2]).concat(JSON.parse(sessionStorage.tags ?? '[]'))";
    visitor
        .look("sessionStorage.tags = JSON.stringify(shown.map(one => one[2]))")
        .await?;

    // A reload tells nothing again.
    visitor.open(&server.url("/")).await?;
    visitor
        .read_until(".be-told [role=status]", 30.0, |text| {
            text.contains("Alerts are on")
        })
        .await?;
    wait_for("another alert", 60.0, async || {
        Ok((visitor.look("return shown.length").await? != 0).then_some(()))
    })
    .await?;
    let tags = visitor.look(tags).await?;
    let mut tags: Vec<&str> = tags
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let all = tags.len();
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), all, "something was told twice: {tags:?}");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}
