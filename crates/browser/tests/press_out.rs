//! What leaves the press desk: copies, files, pictures, paper, pieces for other pages. Each says what it is of, as of
//! when, how it stands and where it comes from.

use std::path::Path;

use homestretch_browser::{Done, Server, Visitor, wait_for};
use serde_json::{Value, json};

const ROWS: &str = ".press-table tbody tr[aria-rowindex]";
/// What is copied and what is kept lies in the page, where the test finds it.
const CATCH: &str = "
    Object.defineProperty(navigator, 'clipboard', {value: {writeText: text => { window.copied = text; return Promise.resolve(); }}});
    const real = URL.createObjectURL.bind(URL);
    URL.createObjectURL = file => { window.kept = file; return real(file); };";

async fn at_the_desk(server: &Server, query: &str) -> Done<Visitor> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1440, 900, 1.0).await?;
    visitor.keeps_no_files().await?;
    visitor.before_each_page(CATCH).await?;
    visitor.open(&server.url(&format!("/press{query}"))).await?;
    visitor.find(ROWS).await?;
    Ok(visitor)
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Presses what copies, and gives what was copied.
async fn copied(visitor: &Visitor, css: &str) -> Done<String> {
    visitor.look("window.copied = ''; return 0").await?;
    let script = format!("document.querySelector('{css}').click(); return 0");
    visitor.look(&script).await?;
    let copied = wait_for(css, 20.0, async || {
        let copied = words(&visitor.look("return window.copied").await?);
        Ok((!copied.is_empty()).then_some(copied))
    })
    .await?;
    visitor
        .read_until(".press-said", 20.0, |said| said == "Copied")
        .await?;
    Ok(copied)
}

/// Presses what keeps a file, and gives its name, kind and text, or what it begins with.
async fn kept(visitor: &Visitor, css: &str) -> Done<Value> {
    visitor.look("window.kept = null; return 0").await?;
    let script = format!("document.querySelector('{css}').click(); return 0");
    visitor.look(&script).await?;
    let script = "const done = arguments[0], file = window.kept;
        if (!file) done(null);
        else if (file.type === 'image/png') createImageBitmap(file).then(p => done({name: file.name, wide: p.width, high: p.height}));
        else file.text().then(text => done({name: file.name, type: file.type, text}))";
    wait_for(css, 20.0, async || {
        let kept = visitor.driver().execute_async(script, Vec::new()).await?;
        let kept = kept.json().clone();
        Ok((!kept.is_null()).then_some(kept))
    })
    .await
}

/// Says all that an export has to say.
fn says_all(text: &str, contest: &str) {
    for wanted in [
        contest,
        "Provisional",
        "As of 20",
        "(Asia/Pyongyang)",
        "UTC",
        "http://127.0.0.1:",
        "/press?",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text:.600}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_taken_away_says_what_it_is() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "?contest=full&sex=F&compare=102,103").await?;
    let event = words(
        &visitor
            .look("return document.title.split(' · ')[0]")
            .await?,
    );
    let contest = visitor.text(".contest-tab[aria-pressed=true]").await?;
    for css in ["[data-do=text]", "[data-do=markdown]", "[data-do=tsv]"] {
        let text = copied(&visitor, css).await?;
        says_all(&text, &contest);
        assert!(
            text.contains(&event) && text.contains("Shown: Women"),
            "{css}: {text:.300}"
        );
        assert!(text.lines().count() > 30, "{css}");
    }
    let csv = kept(&visitor, "[data-do=csv]").await?;
    assert_eq!(csv["name"], "full.csv");
    says_all(&words(&csv["text"]), &contest);
    let json = kept(&visitor, "[data-do=json]").await?;
    let json: Value = serde_json::from_str(&words(&json["text"]))?;
    says_all(&words(&json["about"]), &contest);
    assert_eq!(
        (&json["contest"], &json["status"], &json["shown"]),
        (&json!("full"), &json!("provisional"), &json!("Women"))
    );
    assert!(words(&json["as_of"]).ends_with("+09:00") && words(&json["as_of_utc"]).ends_with('Z'));
    let rows = json["rows"].as_array().map_or(0, Vec::len);
    assert!(rows > 30 && json["rows"][0]["Sex"] == "Women", "{rows}");
    // A sentence of the story says where it can be seen again.
    let sentence = copied(&visitor, ".press-story .press-copy-one").await?;
    says_all(&sentence, &contest);
    assert!(
        sentence.contains("&at=20") && sentence.contains("&known="),
        "{sentence}"
    );
    for chart in ["gaps", "paces"] {
        let svg = kept(&visitor, &format!("[data-chart={chart}] [data-do=svg]")).await?;
        let text = words(&svg["text"]).replace("</text><text", "\n");
        for wanted in [
            &event[..],
            &contest,
            "Provisional",
            "Asia/Pyongyang",
            "UTC",
            "Source: http",
        ] {
            assert!(text.contains(wanted), "{chart}: {wanted} in {text}");
        }
        let png = kept(&visitor, &format!("[data-chart={chart}] [data-do=png]")).await?;
        assert_eq!(
            (&png["name"], &png["wide"]),
            (&json!(format!("{chart}.png")), &json!(1440))
        );
        assert!(png["high"].as_u64().is_some_and(|high| high > 900), "{png}");
    }
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_has_every_row_and_each_page_its_titles() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "?contest=full").await?;
    let count = visitor.text(".press-count").await?;
    let n: u64 = count.split(' ').next().unwrap_or_default().parse()?;
    assert!(n > 100, "{count}");
    // What a browser says before it prints, by whatever way.
    let rows = "window.dispatchEvent(new Event('beforeprint')); return document.querySelectorAll('.paper tbody tr').length";
    assert_eq!(visitor.look(rows).await?, json!(n));
    let head = visitor
        .look("return document.querySelector('.paper').textContent")
        .await?;
    says_all(&words(&head), "Provisional");
    let empty = "window.dispatchEvent(new Event('afterprint')); return document.querySelector('.paper').childNodes.length";
    assert_eq!(visitor.look(empty).await?, json!(0));
    // The browser's own way into a PDF: more pages than one, with all rows, and the page as it was afterwards.
    let settings = json!({"preferCSSPageSize": true, "printBackground": false});
    let printed = visitor
        .driver()
        .cdp()
        .send_raw("Page.printToPDF", settings)
        .await?;
    let pdf = from_base64(&words(&printed["data"]));
    assert!(pdf.starts_with(b"%PDF"));
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type /Page\n").count();
    assert!(pages as u64 >= n / 60, "{pages} pages for {n} rows");
    if let Some(folder) = std::env::var_os("HOMESTRETCH_SHOTS") {
        std::fs::write(Path::new(&folder).join("results.pdf"), &pdf)?;
    }
    let after = "return document.querySelector('.paper').childNodes.length";
    assert_eq!(visitor.look(after).await?, json!(0));
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

fn from_base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for sign in text.bytes() {
        let Some(value) = SIGNS.iter().position(|s| *s == sign) else {
            continue;
        };
        held = (held << 6 | value as u32) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_for_another_page_are_made_and_seen_before_they_are_copied() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "?contest=full&compare=102,103").await?;
    visitor.click("[data-do=embed]").await?;
    visitor.find(".press-preview").await?;
    let snippet = copied(&visitor, "[data-do=embed-copy]").await?;
    assert!(
        snippet.contains("<iframe src=\"http://127.0.0.1:"),
        "{snippet}"
    );
    assert!(
        snippet.contains("/embed?show=board&amp;contest=full&amp;rows=10&amp;lang=en\""),
        "{snippet}"
    );
    assert!(
        snippet.contains("addEventListener(\"message\""),
        "{snippet}"
    );
    let choose = |css: &str, value: &str| {
        format!(
            "const list = document.querySelector('{css}'); list.value = '{value}'; \
             list.dispatchEvent(new Event('change', {{bubbles: true}})); return 0"
        )
    };
    visitor.look(&choose("[data-do=embed-what]", "1")).await?;
    let list = copied(&visitor, "[data-do=embed-copy]").await?;
    assert!(
        list.contains("show=list&amp;contest=full&amp;bibs=102,103"),
        "{list}"
    );
    // The preview is the piece itself, as high as it says it is.
    let high = "const f = document.querySelector('.press-preview'); return f.height != '420' && f.height > 100";
    wait_for("the preview's height", 20.0, async || {
        Ok((visitor.look(high).await? == true).then_some(()))
    })
    .await?;
    assert_eq!(visitor.audit().await?, Vec::<String>::new());
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gap_filters_and_every_title_sorts() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = at_the_desk(&server, "?contest=full").await?;
    let all = visitor.text(".press-count").await?;
    let within = "const f = document.querySelector('[data-do=within]'); f.value = '5:00'; \
        f.dispatchEvent(new Event('change', {bubbles: true})); return location.search";
    visitor.look(within).await?;
    visitor
        .read_until(".press-count", 20.0, |said| said != all)
        .await?;
    let address = words(&visitor.look("return location.search").await?);
    assert!(address.contains("within=300"), "{address}");
    for (n, key) in [(4, "sex"), (5, "category"), (6, "status"), (7, "gap")] {
        let choose = format!(
            "const list = document.querySelector('[data-do=sort]'); list.value = '{n}'; \
             list.dispatchEvent(new Event('change', {{bubbles: true}})); return 0"
        );
        visitor.look(&choose).await?;
        wait_for(key, 20.0, async || {
            let address = words(&visitor.look("return location.search").await?);
            Ok(address.contains(&format!("sort={key}")).then_some(()))
        })
        .await?;
        let title = format!(
            ".press-table thead th:nth-child({})[aria-sort=ascending]",
            n + 1
        );
        visitor.find(&title).await?;
    }
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}
