//! What the sentences say, and that no language lacks one.
#![cfg(feature = "all")]

use homestretch_words::languages::{TAGS, choose, offered, own_name, tags_from_accept_language};
use homestretch_words::{Form, Nocs, Words, WordsError};

#[test]
fn english_fills_its_placeholders() {
    let words = Words::english();
    assert_eq!(words.last_seen("30 km", "11:42"), "Passed 30 km at 11:42");
    assert_eq!(words.minutes(1), "1 minute");
    assert_eq!(words.runners(50_000), "50,000 runners");
}

#[test]
fn another_language_may_put_its_placeholders_elsewhere() {
    let words = Words::embedded("ko");
    assert_eq!(words.last_seen("30 km", "11:42"), "11:42에 30 km 통과");
    assert_eq!(words.date(2026, 4, 5), "2026년 4월 5일");
    assert_eq!(Words::english().date(2026, 4, 5), "5 April 2026");
}

#[test]
fn names_are_put_in_as_they_are_even_when_they_look_like_placeholders() {
    let words = Words::english();
    assert_eq!(words.splits_of("{n} {name}"), "Splits of {n} {name}");
}

#[test]
fn an_older_locale_file_falls_back_to_english_sentence_by_sentence() {
    let words = Words::parse("ko", r#"{"close": "닫기", "from_the_future": "?"}"#).unwrap();
    assert_eq!(words.close(), "닫기");
    assert_eq!(words.back(), "Back");
}

#[test]
fn an_events_own_wording_stands_in_for_ours() {
    let mut words = Words::english();
    words.reword("finish", "Stadium").unwrap();
    assert_eq!(words.finish(), "Stadium");
    assert_eq!(
        words.reword("finnish", "x"),
        Err(WordsError::UnknownKey("finnish".to_owned()))
    );
    let error = words.reword("last_seen", "{who} at {time}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the sentence `last_seen` has nothing to put for `{who}`"
    );
}

#[test]
fn a_broken_locale_file_says_where() {
    let check = |json: &str| Words::parse("xx", json).unwrap_err().to_string();
    assert_eq!(check("<!doctype html>"), "line 1: expected `{`");
    assert_eq!(
        check("{\n\"a\": 1}"),
        "line 2: expected a text in double quotes"
    );
    assert_eq!(
        check("{\"a\": \"b"),
        "line 1: expected the closing quote of a text"
    );
    assert_eq!(
        check("{\"a\": \"b\"} x"),
        "line 1: expected the end of the file"
    );
    assert_eq!(
        check("{\"a\": \"\\u12"),
        "line 1: expected four hexadecimal digits"
    );
}

#[test]
fn escapes_are_read() {
    let words = Words::parse("xx", r#"{"close": "a\"\\\/\n\u00e9\ud83c\udfc3"}"#).unwrap();
    assert_eq!(words.close(), "a\"\\/\né🏃");
}

#[test]
fn plural_forms_follow_the_language() {
    let check = |tag: &str, form: Form, numbers: &[u32]| {
        for n in numbers {
            assert_eq!(Form::of(tag, *n), form, "{tag} {n}");
        }
    };
    check("en", Form::One, &[1]);
    check("de", Form::Other, &[0, 2, 21, 101]);
    check("es", Form::One, &[1]);
    check("fr", Form::One, &[0, 1]);
    check("fr", Form::Other, &[2, 101]);
    check("ro", Form::One, &[1]);
    check("ro", Form::Few, &[0, 2, 19, 101, 119]);
    check("ro", Form::Other, &[20, 100, 120]);
    check("ru", Form::One, &[1, 21, 101]);
    check("ru", Form::Few, &[2, 4, 22, 104]);
    check("ru", Form::Many, &[0, 5, 11, 12, 14, 20, 111, 112]);
    for tag in ["ko-KP", "zh-Hans", "ja"] {
        check(tag, Form::Other, &[0, 1, 2, 21]);
    }
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    let words = |tag: &str| Words::parse(tag, "{}").unwrap();
    assert_eq!(words("en").number(42_195), "42,195");
    assert_eq!(words("de").number(42_195), "42.195");
    assert_eq!(words("fr").number(42_195), "42\u{202f}195");
    assert_eq!(words("ru").number(4_200), "4\u{a0}200");
    assert_eq!(words("es").number(4_200), "4200");
    assert_eq!(words("es").number(42_195), "42.195");
    assert_eq!(words("ko").number(1_000), "1,000");
    assert_eq!(words("ro").decimal(21.0975, 1), "21,1");
    assert_eq!(words("en").decimal(-0.04, 1), "0.0");
    assert_eq!(words("en").decimal(-1234.56, 1), "−1,234.6");
    assert_eq!(words("en").decimal(f64::NAN, 1), "–");
    assert_eq!(words("en").decimal(5.0, 0), "5");
}

#[test]
fn a_visitor_gets_the_first_language_that_is_on_offer() {
    assert_eq!(choose(["xx", "ko-KP", "en"]), "ko");
    assert_eq!(choose(["EN-us"]), "en");
    assert_eq!(offered(" zh-CN"), Some("zh-Hans"));
    assert_eq!(offered("xx"), None);
    assert_eq!(choose([]), "en");
    assert_eq!(
        tags_from_accept_language("en;q=0.5, ko-KR, de;q=0, *;q=0.1"),
        ["ko-KR", "en", "*"]
    );
}

#[test]
fn every_language_says_its_own_name_and_knows_the_countries() {
    for tag in TAGS {
        assert_ne!(own_name(tag), *tag);
        assert_ne!(Nocs::embedded(tag).name("ROU"), "ROU");
    }
    let english = Nocs::embedded("en");
    assert_eq!(english.name("prk"), "DPR Korea");
    assert_eq!(english.name("XXX"), "XXX");
    assert_eq!(Nocs::embedded("ko").name("ROU"), "루마니아");
}
