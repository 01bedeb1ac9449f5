//! What the race office does on its page, on a laptop and on a phone: every decision there is, and the way back.

use homestretch_browser::office::{Office, TOKEN};
use homestretch_browser::{Done, Visitor, wait_for};
use serde_json::Value;

async fn type_into(visitor: &Visitor, css: &str, text: &str) -> Done {
    let field = visitor.find(css).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

async fn open_tab(visitor: &Visitor, name: &str) -> Done {
    let script = format!(
        "const tabs = [...document.querySelectorAll('.tab')]; \
         const tab = tabs.find(t => t.firstChild.data.startsWith('{name}')) ?? tabs.find(t => t.innerText.startsWith('{name}')); \
         tab.click(); return 0"
    );
    visitor.look(&script).await?;
    visitor
        .read_until(".tab[aria-current]", 20.0, |tab| tab.starts_with(name))
        .await?;
    Ok(())
}

/// The first form of the page, or of its panel, whose button says this.
async fn form(visitor: &Visitor, says: &str, nth: usize) -> Done<String> {
    let script = format!(
        "const forms = [...document.querySelectorAll('.page form')].filter(f => f.querySelector('button').innerText === '{says}'); \
         const form = forms[{nth}]; if (!form) return 'no'; \
         document.querySelectorAll('[data-test]').forEach(e => delete e.dataset.test); form.dataset.test = 'form'; return 'yes'"
    );
    wait_for(&format!("a form that says {says}"), 20.0, async || {
        Ok((visitor.look(&script).await? == "yes").then_some(()))
    })
    .await?;
    Ok("[data-test=form]".to_owned())
}

/// Fills in the fields of a form, chooses in its lists, and sends it.
async fn fill(visitor: &Visitor, says: &str, nth: usize, fields: &[&str], chosen: &[&str]) -> Done {
    let form = form(visitor, says, nth).await?;
    for (i, value) in chosen.iter().enumerate() {
        let script = format!(
            "const list = document.querySelectorAll('{form} select')[{i}]; list.value = '{value}'; \
             list.dispatchEvent(new Event('change', {{bubbles: true}})); return list.value"
        );
        wait_for(&format!("`{value}` in the list"), 10.0, async || {
            Ok((visitor.look(&script).await? == *value).then_some(()))
        })
        .await?;
    }
    for (i, value) in fields.iter().enumerate() {
        let css = format!(
            "{form} label:nth-of-type({}) input",
            i + 1 + chosen_before(chosen, fields)
        );
        type_into(visitor, &css, value).await?;
    }
    visitor.click(&format!("{form} > .button")).await
}

fn chosen_before(chosen: &[&str], fields: &[&str]) -> usize {
    if fields.is_empty() {
        0
    } else {
        chosen.len().min(2)
    }
}

async fn done(visitor: &Visitor) -> Done {
    visitor
        .read_until(".line", 20.0, |line| line.contains("in the log"))
        .await?;
    Ok(())
}

/// Takes back what was just done, where the page offers it.
async fn take_back(visitor: &Visitor) -> Done {
    done(visitor).await?;
    visitor.click(".line .button").await?;
    wait_for("the way back is gone", 20.0, async || {
        let gone = visitor
            .look("return !document.querySelector('.line .button')")
            .await?;
        Ok((gone == true).then_some(()))
    })
    .await
}

async fn press(visitor: &Visitor, within: &str, says: &str) -> Done {
    let script = format!(
        "const b = [...document.querySelectorAll('{within} button')].find(b => b.innerText === '{says}'); if (!b) return 'no'; b.click(); return 'yes'"
    );
    wait_for(&format!("a button that says {says}"), 20.0, async || {
        Ok((visitor.look(&script).await? == "yes").then_some(()))
    })
    .await
}

async fn until_page(visitor: &Visitor, what: impl Fn(&str) -> bool) -> Done {
    visitor.read_until(".page", 20.0, what).await.map(drop)
}

/// Kim at her desk, and the newest entry of the log as the server tells it.
struct Kim {
    office: Office,
    visitor: Visitor,
}

impl Kim {
    async fn new(query: &str) -> Done<Self> {
        let (office, visitor) = (Office::small()?, Visitor::new("en").await?);
        visitor.on_screen(1440, 900, 1.0).await?;
        visitor.come_into_office(&office.server, query).await?;
        Ok(Self { office, visitor })
    }

    /// The newest entry that is no undoing: what was done, to what, and whether it stands.
    async fn newest(&self) -> Done<(String, String, bool)> {
        let script = format!(
            "const done = arguments[arguments.length - 1]; \
             fetch('/api/v1/office/log', {{headers: {{authorization: 'Bearer {TOKEN}'}}}}).then(r => r.json()).then(done)"
        );
        let log = self
            .visitor
            .driver()
            .execute_async(script, Vec::new())
            .await?;
        let log = log.json()["log"].as_array().cloned().unwrap_or_default();
        let row = log
            .into_iter()
            .find(|row| row["act"] != "undo" && row["who"] == "Kim");
        let row = row.ok_or("nothing was decided")?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let about = format!("{} {}", text("about"), text("detail"));
        Ok((text("act"), about.trim().to_owned(), row["stands"] == true))
    }

    /// What was done stands in the log; then it is taken back, and stands no more.
    async fn stands_and_is_taken_back(&self, act: &str, about: &str) -> Done {
        done(&self.visitor).await?;
        let (did, to, stands) = self.newest().await?;
        assert_eq!((did.as_str(), stands), (act, true), "{to}");
        assert!(to.contains(about), "{act}: {to}");
        take_back(&self.visitor).await?;
        let (did, _, stands) = self.newest().await?;
        assert_eq!((did.as_str(), stands), (act, false));
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kim_gives_a_spare_chip_rules_on_a_runner_and_takes_it_back() -> Done {
    let office = Office::small()?;
    let server = &office.server;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(1280, 800, 1.0).await?;
    visitor.open(&server.url("/office")).await?;
    type_into(&visitor, ".gate input", "somebody else's token").await?;
    visitor.click(".gate .go").await?;
    visitor
        .read_until(".gate .line", 30.0, |text| text.contains("not known"))
        .await?;
    // The browser says that it was refused; nothing else is wrong.
    visitor.complaints().await?;
    visitor.come_into_office(server, "").await?;
    let address = visitor
        .look("return location.href + document.cookie")
        .await?;
    assert!(
        !address.to_string().contains(TOKEN),
        "the token is in no address: {address}"
    );

    office.bring("spare", "SPARE7", "start", "2027-05-09T09:00:30+02:00")?;
    until_page(&visitor, |page| page.contains("SPARE7")).await?;
    type_into(&visitor, ".asking input", "3").await?;
    // Whose bib it is stands beside it before anything is done.
    visitor
        .read_until(".asking .whose", 20.0, |who| !who.is_empty())
        .await?;
    visitor.click(".asking .act .button").await?;
    until_page(&visitor, |page| !page.contains("SPARE7")).await?;

    open_tab(&visitor, "Runners").await?;
    type_into(&visitor, ".search", "3").await?;
    visitor.click(".rows .person").await?;
    until_page(&visitor, |page| page.contains("spare7")).await?;
    press(&visitor, ".panel", "DNF").await?;
    visitor
        .read_until(".rows .person:first-child", 20.0, |row| row.contains("DNF"))
        .await?;
    let pressed = "return document.querySelector('.panel [aria-pressed=true]').innerText";
    wait_for("the status is pressed", 20.0, async || {
        Ok((visitor.look(pressed).await? == "DNF").then_some(()))
    })
    .await?;

    open_tab(&visitor, "Log").await?;
    visitor
        .read_until(".rows li:first-of-type", 30.0, |row| {
            row.contains("Status") && row.contains("Kim") && row.contains("DNF")
        })
        .await?;
    visitor.click(".rows li:first-of-type .button").await?;
    visitor
        .read_until(".rows li:first-of-type", 30.0, |row| row.contains("Undone"))
        .await?;
    let stands = "return document.querySelector('.rows li:nth-of-type(2)').dataset.stands";
    assert_eq!(visitor.look(stands).await?, "no");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_is_accepted_withdrawn_moved_and_put_at_another_time() -> Done {
    let kim = Kim::new("?tab=reads").await?;
    let visitor = &kim.visitor;
    // A read that is too fast to be true is set aside.
    kim.office
        .bring("spare", "bib:2", "turn", "2027-05-09T09:00:40+02:00")?;
    open_tab(visitor, "Set aside").await?;
    until_page(visitor, |page| page.contains("Turn · spare")).await?;
    let open = async || {
        visitor.click(".rows .read").await?;
        visitor.find(".panel").await.map(drop)
    };
    open().await?;
    // The point of the mat that it was read on is offered first, by its name.
    fill(visitor, "Counts", 0, &[], &["turn"]).await?;
    kim.stands_and_is_taken_back("accept", "turn").await?;
    open().await?;
    press(visitor, ".panel", "Withdraw").await?;
    kim.stands_and_is_taken_back("withdraw", "2").await?;
    open().await?;
    fill(visitor, "Apply", 0, &["4"], &[]).await?;
    kim.stands_and_is_taken_back("move", "4").await?;
    open().await?;
    fill(visitor, "Apply", 1, &["09:14:00"], &[]).await?;
    kim.stands_and_is_taken_back("retime", "09:14:00.0").await?;
    open().await?;
    press(visitor, ".panel", "By the rules again").await?;
    kim.stands_and_is_taken_back("reconsider", "2").await?;

    // All reads, of one bib, and of nobody alone.
    open_tab(visitor, "Reads").await?;
    type_into(visitor, ".filter input[type=search]", "2").await?;
    let bibs = "return [...new Set([...document.querySelectorAll('.read .no')].map(e => e.innerText))].join()";
    wait_for("reads of one bib", 20.0, async || {
        Ok((visitor.look(bibs).await? == "2").then_some(()))
    })
    .await?;
    type_into(visitor, ".filter input[type=search]", " ").await?;
    kim.office
        .bring("spare", "NOBODY1", "turn", "2027-05-09T09:10:00+02:00")?;
    visitor.click(".filter input[type=checkbox]").await?;
    visitor
        .read_until(".rows", 20.0, |rows| {
            rows.contains("NOBODY1") && rows.lines().count() < 12
        })
        .await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_runner_is_decided_in_her_panel() -> Done {
    let kim = Kim::new("?tab=runners").await?;
    let visitor = &kim.visitor;
    type_into(visitor, ".search", "3").await?;
    visitor.click(".rows .person").await?;
    for (says, key) in [
        ("DNS", "DNS"),
        ("DSQ", "DSQ"),
        ("Cut-off", "cut-off"),
        ("DNF", "DNF"),
    ] {
        press(visitor, ".panel", says).await?;
        kim.stands_and_is_taken_back("rule", key).await?;
    }
    for (says, key) in [
        ("Result only", "results"),
        ("Live", "live"),
        ("Nameless", "nameless"),
        ("Absent", "absent"),
    ] {
        press(visitor, ".panel", says).await?;
        kim.stands_and_is_taken_back("show", key).await?;
    }
    fill(visitor, "Give", 0, &["SPARE9"], &[]).await?;
    kim.stands_and_is_taken_back("chip", "SPARE9").await?;
    fill(visitor, "Swap", 0, &["4"], &[]).await?;
    kim.stands_and_is_taken_back("swap_chips", "4").await?;
    fill(visitor, "Swap", 1, &["2"], &[]).await?;
    kim.stands_and_is_taken_back("swap_bibs", "2").await?;
    fill(visitor, "Apply", 1, &["09:31:05.4"], &["finish"]).await?;
    kim.stands_and_is_taken_back("by_hand", "finish 09:31:05.4")
        .await?;
    fill(visitor, "Apply", 0, &["903"], &[]).await?;
    kim.stands_and_is_taken_back("bib", "903").await?;
    press(visitor, ".panel", "Show all reads").await?;
    until_page(visitor, |page| page.contains("Start")).await?;
    // What is refused is said, and nothing is done.
    fill(visitor, "Swap", 0, &["nobody"], &[]).await?;
    visitor
        .read_until(".line[data-kind=wrong]", 20.0, |line| {
            line.contains("nobody")
        })
        .await?;
    // The keyboard closes it, and is where it was.
    visitor.find(".panel").await?.send_keys("\u{e00c}").await?;
    let back = "return !document.querySelector('.panel') && document.activeElement.className.includes('person')";
    wait_for("the row has the focus again", 10.0, async || {
        Ok((visitor.look(back).await? == true).then_some(()))
    })
    .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn chips_bibs_and_mats_are_given_swapped_and_put_where_they_belong() -> Done {
    let kim = Kim::new("?tab=chips").await?;
    let visitor = &kim.visitor;
    fill(visitor, "Give", 0, &["SPARE1", "3"], &[]).await?;
    kim.stands_and_is_taken_back("chip", "SPARE1").await?;
    fill(visitor, "Take away", 0, &["SPARE1"], &[]).await?;
    kim.stands_and_is_taken_back("chip", "SPARE1 –").await?;
    fill(visitor, "Swap chips", 0, &["3", "4"], &[]).await?;
    kim.stands_and_is_taken_back("swap_chips", "4").await?;
    fill(visitor, "Swap bibs", 0, &["3", "4"], &[]).await?;
    kim.stands_and_is_taken_back("swap_bibs", "4").await?;
    fill(visitor, "Give bib", 0, &["3", "933"], &[]).await?;
    kim.stands_and_is_taken_back("bib", "933").await?;

    // A backup box at the turn, by its line, and one that has not said anything yet.
    kim.office
        .bring("backup", "bib:2", "box-9", "2027-05-09T09:13:30+02:00")?;
    until_page(visitor, |page| page.contains("box-9")).await?;
    let box_9 = "const rows = [...document.querySelectorAll('.asking')]; const i = rows.findIndex(r => r.innerText.includes('box-9')); \
                 const forms = [...document.querySelectorAll('.page form')].filter(f => f.querySelector('button').innerText === 'Apply'); \
                 return forms.indexOf(rows[i].querySelector('form'))";
    let nth = visitor.look(box_9).await?.as_u64().ok_or("a form")? as usize;
    fill(visitor, "Apply", nth, &[], &["turn"]).await?;
    done(visitor).await?;
    visitor
        .read_until(".log", 20.0, |given| {
            given.contains("backup box-9") && given.contains("Turn")
        })
        .await?;
    kim.stands_and_is_taken_back("place", "backup box-9 turn")
        .await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_race_itself_is_begun_ended_swept_and_announced() -> Done {
    let kim = Kim::new("?tab=race").await?;
    let visitor = &kim.visitor;
    // Names, not keys.
    until_page(visitor, |page| {
        page.contains("5 km · wave A") && !page.contains("five")
    })
    .await?;
    for (says, about) in [
        ("Paused", "paused"),
        ("Ended, provisional", "ended"),
        ("Ended, official", "ended official"),
    ] {
        press(visitor, ".page", says).await?;
        kim.stands_and_is_taken_back("phase", about).await?;
    }
    let gun = form(visitor, "Apply", 0).await?;
    type_into(visitor, &format!("{gun} input"), "09:00:04.2").await?;
    visitor.click(&format!("{gun} > .button")).await?;
    kim.stands_and_is_taken_back("gun", "09:00:04.2").await?;

    let sweep = form(visitor, "Who?", 0).await?;
    let names = visitor.text(&format!("{sweep} option")).await?;
    assert!(
        names.contains("5 km") && names.contains("Turn") && names.contains("Finish"),
        "{names}"
    );
    type_into(visitor, &format!("{sweep} input"), "09:15:00").await?;
    visitor.click(&format!("{sweep} > .button")).await?;
    let says = visitor
        .read_until(".swept .button", 20.0, |says| says.contains("Cut-off for "))
        .await?;
    visitor.click(".swept .button").await?;
    let n = says
        .chars()
        .filter(char::is_ascii_digit)
        .collect::<String>();
    kim.stands_and_is_taken_back("rule_many", &n).await?;

    let announce = form(visitor, "Announce", 0).await?;
    type_into(
        visitor,
        &format!("{announce} [lang=en] input"),
        "Water at 3 km",
    )
    .await?;
    type_into(
        visitor,
        &format!("{announce} [lang=de] input"),
        "Wasser bei 3 km",
    )
    .await?;
    visitor.click(&format!("{announce} > .button")).await?;
    until_page(visitor, |page| {
        page.contains("Water at 3 km") && page.contains("Wasser bei 3 km")
    })
    .await?;
    kim.stands_and_is_taken_back("announce", "W").await?;
    until_page(visitor, |page| !page.contains("Water at 3 km")).await?;

    // Results go out as a file of the reader's.
    let csv = "const done = arguments[arguments.length - 1]; \
               document.addEventListener('click', e => { if (e.target.download) { e.preventDefault(); done(e.target.download + decodeURIComponent(e.target.href)); } }, true); \
               [...document.querySelectorAll('.page button')].findLast(b => b.innerText === '5 km').click()";
    let csv = visitor.driver().execute_async(csv, Vec::new()).await?;
    let csv = csv.json().as_str().unwrap_or_default().to_owned();
    assert!(
        csv.starts_with("five.csv") && csv.contains("Place,Bib,Name"),
        "{csv}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_finds_nothing_on_any_tab_and_it_fits_a_small_phone_in_korean() -> Done {
    let office = Office::small()?;
    office.bring("spare", "SPARE7", "start", "2027-05-09T09:00:30+02:00")?;
    office.bring("spare", "bib:2", "turn", "2027-05-09T09:00:40+02:00")?;
    office.bring("spare", "bib:2", "box-9", "2027-05-09T09:10:40+02:00")?;
    let mut all = Vec::new();
    for (width, tag, tabs) in [(1440, "en", EN), (360, "ko", KO)] {
        let visitor = Visitor::new(tag).await?;
        visitor.on_screen(width, 780, 1.0).await?;
        visitor.open(&office.server.url("/office")).await?;
        visitor.find(".gate input").await?;
        let found = visitor.audit().await?;
        all.extend(found.into_iter().map(|f| format!("gate {tag}: {f}")));
        visitor.come_into_office(&office.server, "").await?;
        for dark in [false, true] {
            visitor.in_the_dark(dark).await?;
            for (nth, name) in tabs.iter().enumerate() {
                open_tab(&visitor, name).await?;
                if nth == 3 {
                    type_into(&visitor, ".search", "1").await?;
                }
                if nth == 2 || nth == 3 {
                    visitor.click(".rows .row").await?;
                    visitor.find(".panel").await?;
                }
                tokio::time::sleep(std::time::Duration::from_millis(700)).await;
                let found = visitor.audit().await?;
                all.extend(
                    found
                        .into_iter()
                        .map(|f| format!("{name}, {width} px, dark {dark}: {f}")),
                );
                let wide = "return document.documentElement.scrollWidth - innerWidth";
                let wide = visitor.look(wide).await?.as_i64().unwrap_or(1);
                if wide > 0 {
                    all.push(format!("{name} is {wide} px too wide at {width} px"));
                }
            }
        }
        let kept = visitor.look("return sessionStorage.length + ' ' + Object.keys(localStorage).filter(k => k.includes('office')).length").await?;
        assert_eq!(kept, Value::from("1 0"), "the token goes with the tab");
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    Ok(())
}

const EN: [&str; 7] = [
    "Now",
    "Reads",
    "Set aside",
    "Runners",
    "Chips and mats",
    "Race",
    "Log",
];
const KO: [&str; 7] = [
    "현황",
    "기록",
    "보류",
    "선수",
    "칩과 매트",
    "경기",
    "기록부",
];
