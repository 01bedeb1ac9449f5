//! A bib is found by the first letters of any name of its bearer, in a field of fifty thousand.

mod support;

use homestretch_feed::search::{fold, shards};
use homestretch_feed::{Shard, paths, read, write};
use homestretch_race::roster::Roster;
use support as sample;

fn check(text: &str, words: &[&str]) {
    assert_eq!(fold(text), words, "{text}");
}

#[test]
fn words_are_folded() {
    check("Frunză CĂPRIOARĂ", &["frunza", "caprioara"]);
    check("O’Neill-Łódź", &["oneill", "lodz"]);
    check("Ștefan  (Țepeș)", &["stefan", "tepes"]);
    check("e\u{301}te\u{301}", &["ete"]);
    check("김 나무", &["김", "나무"]);
    check("松树 Ёлка", &["松树", "елка"]);
    check("  ", &[]);
    assert_eq!(paths::search("ma"), "search/ma.json");
    assert_eq!(paths::search("김"), "search/_ae40.json");
    assert_eq!(paths::search("../x"), "search/_2e_2e_2fx.json");
}

/// What a client does: ask for more letters until a shard is complete, or there are no more letters.
fn search<'s>(shards: &'s [Shard], word: &str) -> &'s Shard {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut last = None;
    for end in ends {
        last = shards.iter().find(|s| s.letters == word[..end]);
        if last.is_none_or(|shard| !shard.more) {
            break;
        }
    }
    last.unwrap_or_else(|| panic!("no shard leads to {word}"))
}

#[test]
fn everybody_is_found_by_every_word() {
    let words = [
        "Alder",
        "Birch",
        "Cedar",
        "Đuro",
        "Elm",
        "Fir",
        "나무",
        "소나무",
        "Maple",
        "Mapleton",
    ];
    let everybody = (0..5000_u32).map(|no| {
        let (a, b) = (words[no as usize % 10], words[no as usize / 10 % 10]);
        sample::entrant(
            no,
            &(no + 101).to_string(),
            &[("en", &format!("{a} {b}{}", no / 100))],
        )
    });
    let roster = Roster::new(everybody.collect());
    let shards = shards(&roster);
    for entrant in roster.all().iter().step_by(7) {
        for word in fold(entrant.names.get("en"))
            .into_iter()
            .chain([entrant.bib.clone()])
        {
            // Hundreds bear the first name alone, more than a list can show; the other words lead to each of them.
            let shard = search(&shards, &word);
            let found = shard.roster.get(entrant.no).is_some();
            assert!(found || shard.more, "{word} in {}", shard.letters);
        }
        let bib = search(&shards, &entrant.bib);
        assert!(bib.roster.get(entrant.no).is_some(), "bib {}", entrant.bib);
    }
    for shard in &shards {
        assert!(shard.roster.all().len() <= 200, "{}", shard.letters);
        let parsed = read::shard(&write::shard(shard), &sample::event()).unwrap();
        assert_eq!((&parsed.value, parsed.problems.len()), (shard, 0));
    }
}
