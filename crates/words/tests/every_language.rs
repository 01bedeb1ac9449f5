//! Every sentence in every language: whole, in the house's voice, with the same news as the English one.
#![cfg(feature = "all")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use homestretch_words::languages::{TAGS, direction, own_name};
use homestretch_words::{Form, Nocs, Words};
use serde_json::Value;

type Locale = BTreeMap<String, Value>;

/// The languages that the house promises.
const PROMISED: [&str; 9] = ["de", "en", "es", "fr", "ja", "ko", "ro", "ru", "zh-Hans"];
/// The folders of what is promised in all of them: the app's own sentences, and books.
const BOOKS: [&str; 5] = ["", "embed/", "press/", "replay/", "screen/"];

fn locale(book: &str, tag: &str) -> Locale {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{book}{tag}.json"));
    let json = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&json).unwrap()
}

/// Each text of a value, with the name of its plural form.
fn texts(value: &Value) -> Vec<(&str, &str)> {
    match value {
        Value::Object(forms) => forms
            .iter()
            .map(|(form, text)| (form.as_str(), text.as_str().unwrap()))
            .collect(),
        text => vec![("", text.as_str().unwrap())],
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts
        .map(|part| part.split_once('}').expect("closed").0)
        .collect()
}

/// Tells `each` every text of every language beside the English one: book and tag, key, English, text.
fn everywhere(mut each: impl FnMut(&str, &str, &str, &str)) {
    for book in BOOKS {
        let english = locale(book, "en");
        for tag in TAGS {
            for (key, value) in &locale(book, tag) {
                let (_, original) = *texts(&english[key]).last().unwrap();
                for (_, text) in texts(value) {
                    each(&format!("{book}{tag}"), key, original, text);
                }
            }
        }
    }
}

#[test]
fn the_promised_languages_are_there_with_every_sentence() {
    assert_eq!(TAGS, PROMISED);
    for book in BOOKS {
        let english = locale(book, "en");
        for tag in TAGS {
            let other = locale(book, tag);
            assert!(
                english.keys().eq(other.keys()),
                "{book}{tag} has other keys than English"
            );
        }
    }
    for tag in TAGS {
        assert_ne!(own_name(tag), *tag);
        assert_eq!(direction(tag), "ltr");
    }
    assert_eq!(
        [direction("ar"), direction("he-IL"), direction("xx")],
        ["rtl", "rtl", "ltr"]
    );
}

#[test]
fn no_news_is_lost_on_the_way_from_english() {
    everywhere(|tag, key, english, text| {
        let (mut wanted, mut has) = (placeholders(english), placeholders(text));
        // "The one runner" may do without the figure.
        wanted.remove("n");
        has.remove("n");
        assert_eq!(wanted, has, "{tag} {key}: {text}");
    });
}

#[test]
fn plurals_have_the_forms_that_their_language_counts_with() {
    for tag in TAGS {
        let counted: BTreeSet<String> = (0..1_000)
            .map(|n| format!("{:?}", Form::of(tag, n)))
            .collect();
        let all = BOOKS.iter().flat_map(|book| locale(book, tag));
        for (key, value) in all {
            let Value::Object(forms) = value else {
                continue;
            };
            let has: BTreeSet<String> = forms
                .keys()
                .map(|name| format!("{:?}", Form::from_name(name).unwrap()))
                .collect();
            assert_eq!(counted, has, "{tag} {key}");
        }
    }
}

#[test]
fn sentences_are_whole() {
    everywhere(|tag, key, english, text| {
        assert!(!text.trim().is_empty(), "{tag} {key} is empty");
        assert_eq!(
            text.trim(),
            text,
            "{tag} {key} waits for something to be glued to it"
        );
        assert!(!text.contains("  "), "{tag} {key}: two spaces");
        let full = |text: &str| text.ends_with(['.', '。']);
        assert!(!full(english) || full(text), "{tag} {key}: {text}");
        let running = |text: &str| text.ends_with('…');
        assert_eq!(running(english), running(text), "{tag} {key}: {text}");
    });
}

#[test]
fn the_voice_is_calm() {
    everywhere(|tag, key, _, text| {
        // Only who comes home is greeted aloud.
        assert!(
            key == "home" || !text.contains(['!', '！', '¡']),
            "{tag} {key}: {text}"
        );
        assert!(!text.contains(['"', '<', '>']), "{tag} {key}: {text}");
        // A straight apostrophe is a typewriter's.
        assert!(!text.contains('\''), "{tag} {key}: {text}");
    });
}

#[test]
fn what_stands_beside_a_figure_on_a_wall_is_short() {
    // Kana, Han and Hangul are as wide as two other letters.
    let columns = |text: &str| -> usize {
        let letters = text.chars();
        letters.map(|c| if c < '\u{3000}' { 1 } else { 2 }).sum()
    };
    let wanted = [
        (8, "due_now"),
        (19, "pace_now pace_read finish_expected record"),
        (19, "out_there home stopped limit_left passed_here"),
        (21, "tunnel_in finish_in tunnel_due finish_due start_in"),
    ];
    for tag in TAGS {
        let words = locale("screen/", tag);
        for (most, keys) in wanted {
            for key in keys.split(' ') {
                let text = words[key].as_str().unwrap();
                assert!(columns(text) <= most, "{tag} {key}: {text}");
            }
        }
    }
}

#[test]
fn every_country_has_a_name_in_every_language() {
    let english = Nocs::embedded("en");
    for tag in TAGS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/noc/{tag}.json"));
        let table: BTreeMap<String, String> =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let names: BTreeSet<&String> = table.values().collect();
        assert_eq!(names.len(), table.len(), "{tag}: two countries of one name");
        let nocs = Nocs::embedded(tag);
        for (code, name) in &table {
            assert_ne!(code, name, "{tag}");
            assert_eq!(nocs.name(code), name);
            assert_ne!(english.name(code), code, "{tag}: {code} is not in English");
        }
    }
}

#[test]
fn the_page_before_the_app_knows_the_same_languages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/boot.js");
    let boot = std::fs::read_to_string(path).unwrap();
    let list = boot.split_once("LANGUAGES = [").unwrap().1;
    let list = list.split_once(']').unwrap().0;
    let tags: Vec<&str> = list.split(", ").map(|tag| tag.trim_matches('"')).collect();
    assert_eq!(tags, TAGS, "bring LANGUAGES in public/boot.js up to date");
    for key in [
        "loading",
        "boot_old",
        "boot_stopped",
        "boot_unreachable",
        "boot_without",
        "try_again",
    ] {
        let said = locale("", "en")[key].as_str().unwrap().to_owned();
        assert!(
            boot.contains(&format!("  {key}: \"{said}\",")),
            "boot.js: {key}"
        );
    }
}

#[test]
fn what_a_family_reads() {
    let mut said = String::new();
    for tag in TAGS {
        let words = Words::embedded(tag);
        let distance = words.km(&words.decimal(23.44, 1));
        let lines = [
            words.bib_number("101"),
            words.last_seen("20 km", "10:42"),
            words.about_here(&distance, &words.metres(&words.number(1_250))),
            words.expected_finish("12:31", "12:40"),
            words.no_news_since("30 km", "11:42"),
            words.mat_quiet("35 km"),
            words.health_stale(&words.minutes(4)),
            words.health_offline(&words.days(2)),
            words.health_race_link_down(&words.minutes(21)),
            words.ago(&words.seconds(1)),
            words.ago(&words.hours(22)),
            words.runners(1),
            words.runners(3),
            words.runners(50_000),
            words.finished_in("3:41:09"),
            words.place_of(&words.number(1_204), &words.number(48_112)),
            words.pace_per_km("5:12"),
            words.date(2027, 4, 4),
            words.how_by_today(21, "20 km", "10:42", &words.km("22"), &words.km("23")),
            words.kind_dnf("김 나무"),
            words.results_only(),
        ];
        said.push_str(tag);
        for line in lines {
            said.push_str("\n  ");
            said.push_str(&line);
        }
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}
