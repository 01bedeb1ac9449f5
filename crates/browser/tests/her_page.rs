//! The page of one runner, whatever becomes of her: on the way, home, stopped, or shown by her result only.

use homestretch_browser::{Done, Server, Taste, Visitor, wait_for};
use serde_json::{Value, json};

async fn phone(languages: &str) -> Done<Visitor> {
    let visitor = Visitor::new(languages).await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.in_zone("Europe/Bucharest").await?;
    // What the app would keep as a file is looked at instead.
    visitor
        .before_each_page(
            "const make = URL.createObjectURL;
             URL.createObjectURL = file => { window.made = file; return make.call(URL, file); };",
        )
        .await?;
    visitor.keeps_no_files().await?;
    Ok(visitor)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_way_she_has_a_pace_neighbours_and_a_finish_for_the_calendar() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:40:00"])?;
    for (language, stretch, ahead) in [
        ("en", "the middle of the field", "ahead"),
        ("ko", "전체의 가운데", "앞"),
        ("ro", "mijlocul plutonului", "în față"),
    ] {
        let visitor = phone(language).await?;
        visitor.open(&server.url("/runner/131")).await?;
        // What the chart shows is said as well.
        let said = visitor
            .read_until("section:has(.chart) .heard", 30.0, |text| !text.is_empty())
            .await?;
        assert!(
            said.lines().count() >= 3 && said.contains(stretch),
            "{said}"
        );
        assert!(!said.contains('{'), "{said}");
        let lines = visitor
            .look("return ['.chart-own', '.chart-field'].map(css => document.querySelector(css).getTotalLength() > 50)")
            .await?;
        assert_eq!(lines, json!([true, true]));
        let around = visitor.text(".around").await?;
        assert!(around.contains(ahead), "{around}");
        let others = visitor
            .look("return document.querySelectorAll('.around a').length")
            .await?;
        assert!(others.as_u64() >= Some(2), "{around}");

        // Both zones: nine hours and, in April, three hours east of Greenwich.
        let now = visitor.text(".now").await?;
        let splits = visitor.text("table.splits").await?;
        assert!(splits.contains("09:") && splits.contains("03:"), "{splits}");
        assert!(now.contains("11:") && now.contains("05:"), "{now}");

        visitor.click(".card > .button").await?;
        let file = wait_for("a file for the calendar", 10.0, async || {
            let text = visitor.look("return window.made?.text?.()").await?;
            Ok(text.as_str().map(str::to_owned))
        })
        .await?;
        // She comes home before noon, which is before three by Greenwich.
        for line in [
            "BEGIN:VEVENT\r\n",
            "DTSTART:20270404T0",
            "DTEND:20270404T0",
            "/runner/131",
        ] {
            assert!(
                file.replace("\r\n ", "").contains(line),
                "{line} not in {file}"
            );
        }
        let start = file.split("DTSTART:").nth(1).unwrap_or_default();
        let hour: u32 = start[9..11].parse()?;
        assert!((2..4).contains(&hour), "not in UTC: {start}");
        assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn her_finish_is_a_moment_and_a_picture() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "12:20:00"])?;
    let visitor = phone("en").await?;
    let bibs: Vec<String> = (101..=300).map(|bib| bib.to_string()).collect();
    visitor
        .open(&server.url(&format!("/#follow={}", bibs.join(","))))
        .await?;
    let said = visitor
        .read_until("p.heard[aria-live]", 120.0, |text| {
            text.contains("finished in")
        })
        .await?;
    let before = said.split(", finished in").next().unwrap_or_default();
    let bib = before
        .rsplit("Bib ")
        .next()
        .and_then(|rest| rest.split(',').next());
    let bib = bib.ok_or("no bib is said")?;
    visitor.open(&server.url(&format!("/runner/{bib}"))).await?;
    visitor
        .read_until(".home", 20.0, |text| text.contains("is home"))
        .await?;
    let paper = "return getComputedStyle(document.querySelector('.confetti')).display";
    assert_eq!(visitor.look(paper).await?, "block");
    let mark = visitor.text(".now-result").await?;
    assert!(mark.contains("Provisional"), "{mark}");

    visitor.click(".finish .button").await?;
    let picture = wait_for("a picture", 10.0, async || {
        let script = "if (!window.made) return null;
            const picture = await createImageBitmap(made);
            const canvas = new OffscreenCanvas(picture.width, picture.height);
            const ctx = canvas.getContext('2d');
            ctx.drawImage(picture, 0, 0);
            const data = ctx.getImageData(60, 300, 600, 130).data;
            let dark = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i] < 80) dark++;
            return [made.type, picture.width, picture.height, dark > 4000]";
        let seen = visitor
            .look(&format!("return (async () => {{ {script} }})()"))
            .await?;
        Ok((seen != Value::Null).then_some(seen))
    })
    .await?;
    assert_eq!(picture, json!(["image/png", 1200, 630, true]));

    // Where motion is not wanted there is none.
    let still = Taste {
        still: true,
        ..Taste::default()
    };
    visitor.with_taste(still).await?;
    let paper = visitor
        .look("const paper = document.querySelector('.confetti'); return paper ? getComputedStyle(paper).display : 'none'")
        .await?;
    assert_eq!(paper, "none");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_home_has_a_kind_page_with_the_offices_own_words() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "12:30:00"])?;
    let visitor = phone("en").await?;
    for (bib, words) in [
        // Stopped, with a note; never started; taken in by the bus; shown by her result only.
        (
            "101",
            &[
                "Did not finish",
                "before the finish",
                "Stopped near 27 km",
                "bus follows",
            ][..],
        ),
        ("111", &["Did not start", "did not start today"][..]),
        (
            "157",
            &["time limit", "Every time taken until then stands", "16 km"][..],
        ),
        ("169", &["Result only", "Only the result is shown"][..]),
    ] {
        visitor.open(&server.url(&format!("/runner/{bib}"))).await?;
        visitor
            .read_until(".now", 30.0, |text| {
                words.iter().all(|word| text.contains(word))
            })
            .await?;
        let blame = visitor.text("main").await?.to_lowercase();
        assert!(bib == "111" || !blame.contains("not started"), "{blame}");
        for word in ["lost", "missing", "dead", "error", "fail"] {
            assert!(!blame.contains(word), "{word} in {blame}");
        }
    }
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}
