//! Every page, for every reader: an automated audit by WCAG 2.2 AA, and what such an audit cannot see.

use homestretch_browser::{Done, Server, Taste, Visitor, wait_for};
use serde_json::{Value, json};

/// The pages: address, and what must be there before it is looked at.
const PAGES: &[(&str, &str)] = &[
    ("/", ".runner-rows a"),
    ("/runner/131", ".now-headline"),
    ("/runner/101", ".now-headline"),
    ("/leaders", ".runner-rows a"),
    ("/about", ".settings"),
    ("/runner/nobody", ".nobody"),
    ("/nowhere", ".content"),
];

async fn follow_some(visitor: &Visitor, server: &Server) -> Done {
    visitor.open(&server.url("/#follow=131,101,104")).await?;
    visitor.find(".list-done").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_finds_nothing_on_any_page_in_either_theme() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:40:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 1.0).await?;
    follow_some(&visitor, &server).await?;
    let mut all = Vec::new();
    // With everything open that opens.
    for button in [".section-head button", "button[aria-expanded=false].more"] {
        visitor.click(button).await?;
    }
    for found in visitor.audit().await? {
        all.push(format!("the opened list: {found}"));
    }
    for (dark, width) in [(false, 390), (true, 390), (true, 1440)] {
        visitor.on_screen(width, 844, 1.0).await?;
        let taste = Taste {
            dark,
            still: true,
            ..Taste::default()
        };
        visitor.with_taste(taste).await?;
        for (page, ready) in PAGES {
            visitor.open(&server.url(page)).await?;
            visitor.find(ready).await?;
            visitor.find(".leaflet-runners-pane canvas").await?;
            for found in visitor.audit().await? {
                all.push(format!("{page}, {width} px, dark {dark}: {found}"));
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_out_of_a_narrow_or_a_magnified_screen() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:40:00"])?;
    // 320 px, and a laptop at 200 %; in languages with long and with unbroken words.
    for language in ["en", "ko", "de", "ro"] {
        let visitor = Visitor::new(language).await?;
        visitor.on_screen(320, 640, 1.0).await?;
        follow_some(&visitor, &server).await?;
        for (width, height) in [(320, 640), (640, 450)] {
            visitor.on_screen(width, height, 1.0).await?;
            for (page, ready) in PAGES {
                visitor.open(&server.url(page)).await?;
                visitor.find(ready).await?;
                let wide = visitor
                    .look(
                        "const main = document.querySelector('main');
                         const out = Array.from(document.querySelectorAll('.panel *')).filter(e => {
                             // What scrolls by itself, and what is only heard.
                             if (e.closest('.table-frame, .contest-tabs, .pages')) return false;
                             for (let p = e; p; p = p.parentElement)
                                 if (getComputedStyle(p).clipPath !== 'none') return false;
                             const box = e.getBoundingClientRect();
                             return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
                         }).map(e => e.tagName + '.' + (e.className?.baseVal ?? e.className) + ' in ' + e.parentElement.className);
                         return [document.documentElement.scrollWidth - innerWidth,
                                 main.scrollWidth - main.clientWidth, out.slice(0, 5)]",
                    )
                    .await?;
                assert_eq!(wide, json!([0, 0, []]), "{page} in {language}, {width} px");
            }
        }
    }
    Ok(())
}

/// Presses Tab until an element of that selector has the focus, and says what was visited on the way.
async fn tab_to(visitor: &Visitor, css: &str) -> Done<Vec<Value>> {
    let mut way = Vec::new();
    for _ in 0..60 {
        visitor.press("Tab").await?;
        let here = visitor
            .look(&format!(
                "const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
                 const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
                 const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                 return [e.matches('{css}'), seen && marked, e.tagName + '.' + (e.className?.baseVal ?? e.className)]"
            ))
            .await?;
        way.push(here.clone());
        if here[0] == true {
            return Ok(way);
        }
    }
    Err(format!("Tab never came to `{css}`: {way:?}").into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_alone_finds_a_runner_and_follows_her() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:40:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 1.0).await?;
    visitor.open(&server.url("/")).await?;
    visitor.find(".runner-rows a").await?;
    let mut way = tab_to(&visitor, "input[type=search]").await?;
    for key in ["1", "3", "1"] {
        visitor.press(key).await?;
    }
    visitor.find(".found a").await?;
    way.extend(tab_to(&visitor, ".found a").await?);
    visitor.press("Enter").await?;
    visitor.find(".now-headline").await?;
    way.extend(tab_to(&visitor, "button.star").await?);
    visitor.press("Enter").await?;
    wait_for("the star to be on", 5.0, async || {
        let on = visitor
            .look("return document.querySelector('button.star').ariaPressed")
            .await?;
        Ok((on == "true").then_some(()))
    })
    .await?;
    let unseen = way.iter().any(|step| step[1] != true);
    assert!(!unseen, "the focus cannot be seen: {way:?}");
    // The page that was opened has the focus, not the end of the one before.
    assert!(way.len() < 20, "a long way: {way:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_without_the_app_are_for_every_reader_too() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:40:00"])?;
    let visitor = Visitor::new("en").await?;
    let mut all = Vec::new();
    for (dark, width) in [(false, 320), (true, 390), (true, 1440)] {
        visitor.on_screen(width, 640, 1.0).await?;
        let taste = Taste {
            dark,
            ..Taste::default()
        };
        visitor.with_taste(taste).await?;
        for page in [
            "/r/131?lang=de",
            "/r/101?lang=ko",
            "/r/nobody?lang=ro",
            "/r/",
        ] {
            visitor.open(&server.url(page)).await?;
            visitor.find("footer").await?;
            let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            if visitor.look(wide).await? != json!(0) {
                all.push(format!("{page} runs out of {width} px"));
            }
            for found in visitor.audit().await? {
                all.push(format!("{page}, {width} px, dark {dark}: {found}"));
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_motion_and_with_forced_colours_nothing_is_lost() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:40:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 1.0).await?;
    let taste = Taste {
        still: true,
        forced_colours: true,
        ..Taste::default()
    };
    visitor.with_taste(taste).await?;
    visitor.open(&server.url("/runner/131")).await?;
    visitor.find(".chart").await?;
    let seen = visitor
        .look(
            "const moving = document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 50).length;
             const line = css => {
                 const style = getComputedStyle(document.querySelector(css));
                 return style.stroke !== 'none' && style.stroke !== getComputedStyle(document.body).backgroundColor;
             };
             return [moving, line('.chart-own'), line('.chart-field'), line('.bar-road')]",
        )
        .await?;
    assert_eq!(seen, json!([0, true, true, true]));
    Ok(())
}
