//! She is found: by bib or name from the first letter, whatever the accents, the script, the spelling and the slip.

use homestretch_feed::search::{Found, Index, fold, words_asked, words_of};
use homestretch_race::event::Text;
use homestretch_race::roster::{Entrant, EntrantNo, Roster};
use proptest::prelude::*;

fn entrant(no: u32, bib: &str, noc: &str, names: &[(&str, &str)]) -> Entrant {
    let names = names
        .iter()
        .map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned()));
    Entrant {
        no: EntrantNo(no),
        bib: bib.to_owned(),
        noc: (!noc.is_empty()).then(|| noc.to_owned()),
        names: Text(names.collect()),
        ..Entrant::default()
    }
}

fn field() -> Roster {
    Roster::new(vec![
        entrant(0, "7", "ROU", &[("ro", "Frunză Căprioară")]),
        entrant(1, "70", "POL", &[("pl", "Łukasz Źródło-O’Brien")]),
        entrant(2, "701", "PRK", &[("ko", "리은심"), ("en", "Ri Un Sim")]),
        entrant(3, "A7", "KOR", &[("ko", "정 하늘")]),
        entrant(
            4,
            "102",
            "CHN",
            &[("zh-Hans", "张松树"), ("en", "Zhang Songshu")],
        ),
        entrant(
            5,
            "103",
            "KAZ",
            &[("ru", "Ёлкина Туман"), ("en", "Yolkina Tuman")],
        ),
        entrant(
            6,
            "104",
            "JPN",
            &[("ja", "さくら みどり"), ("en", "Sakura Midori")],
        ),
        entrant(7, "105", "USA", &[("en", "Jung Park")]),
        entrant(8, "106", "KOR", &[("en", "Park Jae-ryong")]),
        entrant(9, "107", "GER", &[("de", "Maple Grove")]),
        entrant(10, "108", "GER", &[("de", "Birke"), ("xx", "")]),
    ])
}

fn bibs(asked: &str) -> Vec<String> {
    let roster = field();
    let found = Index::new(&roster).find(asked, 12);
    found
        .indexes
        .iter()
        .map(|i| roster.all()[*i].bib.clone())
        .collect()
}

/// Each of these finds this bib before all others.
fn finds(bib: &str, asked: &[&str]) {
    for asked in asked {
        assert_eq!(
            bibs(asked).first().map(String::as_str),
            Some(bib),
            "{asked}: {:?}",
            bibs(asked)
        );
    }
}

#[test]
fn by_bib_the_whole_one_first() {
    assert_eq!(bibs("7"), ["7", "70", "701"]);
    assert_eq!(bibs(" a7 "), ["A7"]);
    assert_eq!(bibs(""), [""; 0]);
    assert_eq!(bibs("   "), [""; 0]);
}

#[test]
fn from_the_first_letter_in_any_case_order_and_accent() {
    finds(
        "7",
        &[
            "f",
            "FRUNZA",
            "frunză",
            "căprioara frunza",
            "cap",
            "Frunza C",
            "frunzacap",
        ],
    );
    finds(
        "70",
        &["lukasz", "zrodlo", "o'brien", "obrien łuk", "ZRODLO O"],
    );
    finds("108", &["birke"]);
}

#[test]
fn in_any_script_that_the_list_gives() {
    finds("102", &["张", "松树", "张松", "songshu", "zhang s", "松"]);
    finds("103", &["ёлк", "елкина", "Туман Ё", "yolkina", "ЕЛ"]);
    finds("104", &["さく", "みどり", "midori sakura"]);
}

#[test]
fn hangul_with_each_keystroke() {
    finds(
        "701",
        &[
            "ㄹ",
            "리",
            "링",
            "리으",
            "리은",
            "리읁",
            "리은ㅅ",
            "리은시",
            "리은심",
            "은심",
            "ㅇㅅ",
            "ㄹㅇㅅ",
            "리 은심",
        ],
    );
    finds("A7", &["정하늘", "하늘", "ㅈㅎㄴ", "하느", "저"]);
}

#[test]
fn korean_by_its_common_spellings() {
    for asked in [
        "Ri Un Sim",
        "Lee Eun-sim",
        "Yi Eunsim",
        "Rhee Un-shim",
        "eunsim lee",
        "li eun sim",
        "이은심",
        "unsim",
    ] {
        finds("701", &[asked]);
    }
    for asked in ["Jung Ha-neul", "Jeong Haneul", "Chung Hanul", "haneul"] {
        assert!(
            bibs(asked).contains(&"A7".to_owned()),
            "{asked}: {:?}",
            bibs(asked)
        );
    }
    for asked in [
        "Pak",
        "Bak",
        "Park Jae-yong",
        "박재룡",
        "박재용",
        "Pak Chae Ryong",
        "bag",
    ] {
        assert!(
            bibs(asked).contains(&"106".to_owned()),
            "{asked}: {:?}",
            bibs(asked)
        );
    }
}

#[test]
fn families_are_found_by_every_way_they_write_themselves() {
    let families: [(&str, &[&str]); 22] = [
        ("김", &["Kim", "Gim", "Kimm"]),
        ("이", &["Lee", "Yi", "Rhee", "Ri", "Li", "I"]),
        ("박", &["Park", "Pak", "Bak", "Bag"]),
        ("최", &["Choi", "Choe", "Choy"]),
        ("정", &["Jung", "Jeong", "Chung", "Cheong", "Jong"]),
        ("강", &["Kang", "Gang"]),
        ("조", &["Cho", "Jo"]),
        ("윤", &["Yoon", "Yun", "Youn"]),
        ("장", &["Jang", "Chang"]),
        ("임", &["Lim", "Im", "Rim", "Yim"]),
        ("오", &["Oh", "O"]),
        ("서", &["Seo", "Suh", "So"]),
        ("신", &["Shin", "Sin"]),
        ("권", &["Kwon", "Gwon", "Kweon"]),
        ("안", &["Ahn", "An"]),
        ("류", &["Ryu", "Yu", "Yoo", "You"]),
        ("고", &["Ko", "Go", "Koh"]),
        ("문", &["Moon", "Mun"]),
        ("백", &["Baek", "Paek", "Paik"]),
        ("허", &["Heo", "Hur", "Huh", "Ho"]),
        ("노", &["Noh", "Roh", "No", "Ro"]),
        ("구", &["Koo", "Gu", "Ku"]),
    ];
    for (hangul, spellings) in families {
        let roster = Roster::new(vec![entrant(0, "101", "", &[("ko", hangul)])]);
        for spelling in spellings {
            let found = Index::new(&roster).find(spelling, 1);
            assert_eq!(found.indexes, [0], "{spelling} for {hangul}");
            // And the other way about, in a list in Latin letters.
            let latin = Roster::new(vec![entrant(0, "101", "KOR", &[("en", spelling)])]);
            assert_eq!(
                Index::new(&latin).find(hangul, 1).indexes,
                [0],
                "{hangul} for {spelling}"
            );
        }
    }
}

#[test]
fn only_korean_names_are_taken_for_korean() {
    // Jung Park runs for the United States in Latin letters alone: as written, and not by way of Chung.
    assert!(!bibs("Chung Pak").contains(&"105".to_owned()));
    assert_eq!(bibs("jung"), ["105", "A7"]);
}

#[test]
fn one_slip_is_forgiven_and_not_two() {
    finds(
        "107",
        &[
            "mapel",
            "mple",
            "maaple",
            "naple",
            "maplw gro",
            "grvoe",
            "maple grovx",
            "mapleg",
            "maplegrove",
        ],
    );
    for asked in ["mpael", "nsple", "mop", "mapel grvoe", "xx"] {
        assert_eq!(bibs(asked), [""; 0], "{asked}");
    }
    // Whoever is written as typed comes first.
    let roster = Roster::new(vec![
        entrant(0, "1", "", &[("en", "Marple")]),
        entrant(1, "2", "", &[("en", "Maple")]),
    ]);
    assert_eq!(Index::new(&roster).find("maple", 5).indexes, [1, 0]);
}

/// Syllables enough for fifty thousand names that differ.
fn name_of(n: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ma", "ple", "bro", "ok", "sil", "ver", "un", "sim", "ri", "tan", "gro", "ve", "mis", "ty",
        "cla", "re", "fo", "lk", "ho", "wen",
    ];
    let part = |n: usize, of: usize| {
        (0..of)
            .map(|i| SYLLABLES[n / 20_usize.pow(i as u32) % 20])
            .collect::<String>()
    };
    format!("{} {}", part(n * 7_919, 3), part(n * 104_729, 3))
}

fn crowd(n: usize) -> Roster {
    let everybody =
        (0..n).map(|i| entrant(i as u32, &(i + 101).to_string(), "", &[("en", &name_of(i))]));
    Roster::new(everybody.collect())
}

#[test]
fn fifty_thousand_are_looked_through_at_a_glance() {
    let roster = crowd(50_000);
    let index = Index::new(&roster);
    let work = |asked: &str| {
        let Found { indexes, compared } = index.find(asked, 12);
        assert!(!indexes.is_empty(), "{asked}");
        compared
    };
    // A whole name as it is typed: the first letters find a screenful soon, the later ones pass most people over.
    let name = name_of(31_415);
    for end in 1..=name.len() {
        let compared = work(&name[..end]);
        assert!(compared < 50_000, "`{}`: {compared} keys", &name[..end]);
    }
    assert_eq!(work("50000"), 0, "a bib needs no look at names");
}

#[test]
fn everybody_is_found_by_each_beginning_and_by_any_one_slip() {
    let roster = crowd(300);
    let index = Index::new(&roster);
    for (i, entrant) in roster.all().iter().enumerate().step_by(3) {
        let name = entrant.names.get("en");
        for end in 1..=name.len() {
            let found = index.find(&name[..end], usize::MAX).indexes;
            assert!(found.contains(&i), "{} of {name}", &name[..end]);
        }
        let (first, last) = name.split_once(' ').expect("two words");
        let has = |asked: &str| index.find(asked, usize::MAX).indexes.contains(&i);
        assert!(has(&format!("{} {first}", last.to_uppercase())));
        for at in 0..first.len() {
            let (before, after) = first.split_at(at);
            let slips = [
                format!("{before}{}", &after[1..]),
                format!("{before}q{}", &after[1..]),
                format!("{before}q{after}"),
            ];
            for slip in slips.iter().filter(|slip| slip.len() >= 4) {
                assert!(
                    has(slip) && has(&format!("{slip} {last}")),
                    "{slip} for {name}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn everybody_is_found_by_her_own_name(name in "\\PC{1,24}", korean in any::<bool>()) {
        let noc = if korean { "KOR" } else { "" };
        let roster = Roster::new(vec![entrant(0, "no bib", noc, &[("xx", &name)])]);
        let found = Index::new(&roster).find(&name, 1).indexes;
        prop_assert_eq!(found.len(), usize::from(!fold(&name).is_empty()));
        let words = words_of(&roster.all()[0]);
        prop_assert!(fold(&name).iter().all(|word| words.contains(word)));
    }
}

#[test]
fn nothing_typed_is_too_strange() {
    let index = Index::new(&field());
    for asked in [
        "\u{0}",
        "🏃",
        "ㄳㅄ",
        "힣",
        "'",
        "a\u{301}\u{301}\u{301}",
        "𠀀",
        "ﬁ",
        "İ",
        "ß",
        "r",
        "h",
        "wu",
        "\n",
    ] {
        let _ = index.find(asked, 12);
        let _ = words_asked(asked);
    }
    let _ = index.find(&"리".repeat(10_000), 12);
}

#[test]
fn the_shards_know_the_same_names() {
    let roster = field();
    let leads = |asked: &str, bib: &str| {
        let words = words_of(roster.by_bib(bib).expect("a runner"));
        let asked = words_asked(asked);
        asked
            .iter()
            .any(|asked| words.iter().any(|word| word.starts_with(asked.as_str())))
    };
    for (asked, bib) in [
        ("Lee", "701"),
        ("은심", "701"),
        ("unsim", "701"),
        ("Eun", "701"),
        ("Chung", "A7"),
        ("松", "102"),
        ("caprioara", "7"),
        ("70", "70"),
    ] {
        assert!(leads(asked, bib), "{asked} does not lead to {bib}");
    }
    assert!(!leads("Lee", "7"));
}
