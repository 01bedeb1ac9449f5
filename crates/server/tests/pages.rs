//! The page of one runner without the app: what it says, in whose language, how small it is, and who may keep it.

mod support;

use std::sync::Arc;

use homestretch_feed::RaceClock;
use homestretch_race::event::Text;
use homestretch_race::roster::Roster;
use homestretch_race::time::Span;
use homestretch_server::pages::public_url::PublicUrl;
use homestretch_server::race_day::RaceDay;
use homestretch_server::said::{PhaseSaid, RulingSaid, Said};
use homestretch_server::store::Batch;
use homestretch_server::wall;
use homestretch_words::languages::TAGS;
use support::served::{Answer, Served, serve};
use support::{GUN, batch, read, small_race};

/// A race an hour old: 101 has finished, 102 is between the mats, 103 has dropped out, 104 is disqualified,
/// 105 has not started, 106 shows only results.
fn day() -> RaceDay {
    let mut day = small_race();
    let mut event = (*day.event).clone();
    "Asia/Pyongyang".clone_into(&mut event.zone.iana);
    event.zone.offset_min = 540;
    event.places = Text(vec![
        ("en".to_owned(), "Pyongyang".to_owned()),
        ("ko".to_owned(), "평양".to_owned()),
    ]);
    let mut entrants = day.roster.all().to_vec();
    entrants[1].names = Text(vec![
        ("ko".to_owned(), "김 나무".to_owned()),
        ("en".to_owned(), "Kim Namu".to_owned()),
    ]);
    entrants[1].noc = Some("PRK".to_owned());
    entrants[5].live = false;
    entrants[6].names = Text::of("en", "<script>alert(\"1\")</script>&'");
    "A/7 \"x\"".clone_into(&mut entrants[6].bib);
    entrants[7].names = Text::default();
    day.event = Arc::new(event);
    day.roster = Arc::new(Roster::new(entrants));
    day
}

fn served(public: bool) -> Served {
    let served = serve(&day(), |options| {
        options.clock = RaceClock {
            at: wall::now(),
            race: GUN + Span(3_600_000),
            rate: 0.01,
        };
        if public {
            options.public_url =
                Some(PublicUrl::new("https://race.example.org/").expect("an address"));
        }
    });
    let mut reads = Vec::new();
    for (i, bib) in [101, 102, 103, 104, 106].into_iter().enumerate() {
        reads.push(read(10 * i as u64, bib, "start", 5));
        reads.push(read(
            10 * i as u64 + 1,
            bib,
            "half-way",
            if bib == 102 { 2_400 } else { 1_500 },
        ));
    }
    reads.push(read(90, 101, "finish", 3_100));
    let rule = |entrant, ruling, note: Option<&str>| Said::Rule {
        entrant,
        ruling: Some(ruling),
        note: note.map(ToOwned::to_owned),
    };
    let said = vec![
        (1, rule(2, RulingSaid::Dnf, None)),
        (2, rule(3, RulingSaid::Dsq, Some("Rule <17.2>"))),
    ];
    let door = &served.running.door;
    door.submit_blocking(batch("decoder", reads)).expect("kept");
    let office = Batch {
        source: "@office".to_owned(),
        said,
        ..Batch::default()
    };
    door.submit_blocking(office).expect("kept");
    served.running.publish();
    served
}

fn page(served: &Served, bib: &str, tag: &str) -> String {
    let answer = served.get(&format!("/r/{bib}?lang={tag}"));
    assert_eq!(answer.status, 200, "{bib}");
    answer.text()
}

fn style_of(served: &Served, page: &str) -> String {
    let path = page.split("stylesheet\" href=\"").nth(1).expect("a style");
    let path = path.split('"').next().expect("a path").to_owned();
    assert_eq!(served.get(&path).status, 200, "{path}");
    path
}

#[test]
fn it_says_who_where_last_seen_and_when_expected() {
    let served = served(true);
    let page = page(&served, "102", "ko");
    let style = style_of(&served, &page);
    let picture = page
        .split("org/preview-")
        .nth(1)
        .and_then(|p| p.split('.').next());
    let page = page.replace(picture.expect("a picture"), "PICTURE");
    insta::assert_snapshot!(page.replace(&style, "/STYLE").replace("><", ">\n<"));
}

#[test]
fn with_its_style_it_is_smaller_than_a_picture_of_a_stamp() {
    let served = served(true);
    for tag in TAGS {
        for encoding in ["br", "gzip"] {
            let ask = |path: &str| served.get_with(path, &[("accept-encoding", encoding)]);
            let page = ask(&format!("/r/102?lang={tag}"));
            assert_eq!(page.header("content-encoding"), encoding);
            let style = ask(&style_of(&served, &self::page(&served, "102", tag)));
            let bytes = page.bytes.len() + style.bytes.len();
            assert!(bytes < 5_000, "{tag} in {encoding}: {bytes} bytes");
        }
    }
}

#[test]
fn it_runs_no_script_and_names_are_text() {
    let served = served(true);
    let hostile = served.get("/r/a%2F7%20%22X%22");
    assert_eq!(hostile.status, 200);
    let page = hostile.text();
    assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;"));
    assert!(page.contains("/r/A%2F7%20%22x%22?lang=ko"));
    assert!(!page.contains("<script") && !page.contains(concat!(" style", "=")));
    assert!(
        hostile
            .header("content-security-policy")
            .contains("default-src 'self'")
    );
    let nobody = served.get("/r/%3Cscript%3E").text();
    assert!(nobody.contains("&lt;script&gt;") && !nobody.contains("<script"));
    let ruled = self::page(&served, "104", "en");
    assert!(ruled.contains("Rule &lt;17.2&gt;"), "{ruled}");
}

#[test]
fn every_way_a_race_goes_has_its_words() {
    let served = served(false);
    let says = |bib: &str, wanted: &[&str]| {
        let page = page(&served, bib, "en");
        for sentence in wanted {
            assert!(page.contains(sentence), "{bib} lacks `{sentence}`: {page}");
        }
        page
    };
    let finished = says("101", &["Finished", "0:51:40", "Provisional"]);
    assert!(!finished.contains("Expected"));
    says(
        "102",
        &[
            "Now about",
            "Passed 5k at 18:40",
            "Expected, nine times in ten",
        ],
    );
    says(
        "103",
        &["has ended the race before the finish", "Passed 5k at 18:25"],
    );
    says("104", &["The race office has disqualified Pine Number 3"]);
    says("105", &["Starts at 18:00 (race time)"]);
    let hidden = says("106", &["Only the result is shown for this runner"]);
    assert!(
        !hidden.contains("Passed") && !hidden.contains("<svg"),
        "{hidden}"
    );
    says("108", &["<h1>Runner 108</h1>"]);
    for bib in ["101", "102", "103", "104", "105", "106"] {
        says(bib, &["As of 19:00", "Asia/Pyongyang, UTC+9"]);
    }
}

#[test]
fn once_official_it_says_so_and_rests() {
    let served = served(false);
    let office = Batch {
        source: "@office".to_owned(),
        said: vec![(
            3,
            Said::Phase {
                phase: PhaseSaid::Ended,
                official: true,
            },
        )],
        ..Batch::default()
    };
    served.running.door.submit_blocking(office).expect("kept");
    served.running.publish();
    let page = served.get("/r/101");
    assert!(page.text().contains("<span class=\"mark\">Official</span>"));
    assert_eq!(page.header("refresh"), "");
}

#[test]
fn it_speaks_the_readers_language() {
    let served = served(false);
    let lang = |path: &str, accept: &str| {
        let answer = served.get_with(path, &[("accept-language", accept)]);
        assert_eq!(answer.header("vary"), "accept-encoding, accept-language");
        let page = answer.text();
        page.split("lang=\"")
            .nth(1)
            .and_then(|p| p.split('"').next())
            .expect("a language")
            .to_owned()
    };
    assert_eq!(lang("/r/102", "ko-KP, en;q=0.5"), "ko");
    assert_eq!(lang("/r/102", "xx, zh-CN"), "zh-Hans");
    assert_eq!(lang("/r/102", ""), "en");
    assert_eq!(lang("/r/102?lang=ro", "ko"), "ro");
    assert_eq!(lang("/r/nobody?lang=ja", ""), "ja");
    assert_eq!(lang("/r/", "fr"), "fr");
    for tag in TAGS {
        let page = page(&served, "102", tag);
        assert!(page.contains(&format!("/runner/102?lang={tag}")), "{tag}");
    }
    // Whoever did not ask in the address keeps a plain one.
    assert!(served.get("/r/102").text().contains("href=\"/runner/102\""));
}

#[test]
fn whoever_is_not_shown_has_a_kind_page() {
    let served = served(false);
    let nobody = served.get("/r/4711");
    assert_eq!(nobody.status, 404);
    let page = nobody.text();
    assert!(page.contains("There is no runner to show under bib 4711."));
    assert!(page.contains("chosen not to be shown"));
    assert!(page.contains("<form action=\"/r/\">"));
    let long = served.get(&format!("/r/{}", "9".repeat(500)));
    assert!(long.status == 404 && !long.text().contains(&"9".repeat(30)));
}

#[test]
fn a_bib_is_asked_for_without_a_script() {
    let served = served(false);
    let page = served.get("/r/");
    assert_eq!((page.status, served.get("/r").status), (200, 200));
    assert!(page.text().contains("name=\"bib\""));
    assert!(
        served
            .get("/r/?lang=de")
            .text()
            .contains("name=\"lang\" value=\"de\"")
    );
    // The client follows where it is sent.
    let found = served.get("/r/?bib=+102+&lang=de");
    assert!(found.text().contains("<h1>Kim Namu</h1>"));
    assert_eq!(served.get("/r/?bib=a/7%20%22x%22").status, 200);
}

#[test]
fn any_cache_may_keep_it_for_seconds() {
    let served = served(false);
    let page = served.get("/r/102");
    assert_eq!(page.header("cache-control"), "max-age=5");
    assert_eq!(page.header("refresh"), "30");
    let etag = page.header("etag");
    let again = served.get_with("/r/102", &[("if-none-match", etag)]);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(again.header("vary"), "accept-encoding, accept-language");
    let other = served.get_with("/r/102?lang=ko", &[("if-none-match", etag)]);
    assert_eq!(other.status, 200);
    let still = served.get("/r/102?still=1");
    assert_eq!(still.header("refresh"), "");
    assert!(!still.text().contains("renews itself"));
}

#[test]
fn messengers_are_shown_a_preview_where_the_address_is_known() {
    let tags = |answer: &Answer| answer.text().matches("og:").count();
    assert_eq!(tags(&served(false).get("/r/102")), 0);
    let served = served(true);
    let page = served.get("/r/102").text();
    assert!(page.contains("<meta property=\"og:title\" content=\"Kim Namu · Small race\">"));
    assert!(page.contains("<meta property=\"og:url\" content=\"https://race.example.org/r/102\">"));
    assert!(page.contains("og:description\" content=\"Expected at the finish between "));
    let picture = page
        .split("https://race.example.org/preview-")
        .nth(1)
        .expect("a picture");
    let picture = served.get(&format!(
        "/preview-{}",
        picture.split('"').next().expect("its name")
    ));
    assert_eq!(picture.header("content-type"), "image/png");
    assert!(picture.header("cache-control").contains("immutable"));
    let size =
        |at: usize| u32::from_be_bytes(picture.bytes[at..at + 4].try_into().expect("four bytes"));
    assert_eq!(
        (&picture.bytes[1..4], size(16), size(20)),
        (&b"PNG"[..], 1200, 630)
    );
}
