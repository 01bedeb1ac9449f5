//! Finding an entrant by name or bib: words folded to plain letters. With the start list at hand by its [`Index`], and
//! without it in shards by first letters.

mod index;
mod korean;

use std::collections::{BTreeMap, BTreeSet};

use homestretch_race::roster::{Entrant, Roster};
pub use index::{Found, Index};

use crate::content::Shard;

/// A shard with more entrants than this sends its readers on to one more letter.
const MOST_IN_SHARD: usize = 200;
/// Shards go no deeper than this, so that their names stay short; the deepest hold everybody.
const MOST_LETTERS: usize = 24;

/// The words of a name or bib as search sees them: lower case, without accents, split at whatever is neither letter
/// nor digit. Server and client must fold alike, so changes to it belong into a new version of the feed.
pub fn fold(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // Combining accents, as in names that come decomposed, are dropped like accents are; and apostrophes
            // do not split a word: O'Neill is found as oneill.
            '\u{300}'..='\u{36f}' | '\'' | '’' | 'ʼ' | '`' | '´' => {}
            c if c.is_alphanumeric() => {
                if let Some(word) = words.last_mut() {
                    match PLAIN.iter().find(|(_, accented)| accented.contains(c)) {
                        Some((plain, _)) => word.push_str(plain),
                        None => word.push(c),
                    }
                }
            }
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Plain letters, and the accented ones that are folded to them.
const PLAIN: [(&str, &str); 27] = [
    ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ("ae", "æ"),
    ("b", "ɓ"),
    ("c", "çćĉċč"),
    ("d", "ďđðɗ"),
    ("e", "èéêëēĕėęěẹẻẽếềểễệə"),
    ("g", "ĝğġģǧ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįıǐỉị"),
    ("j", "ĵ"),
    ("k", "ķƙ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňŉŋ"),
    ("o", "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("ss", "ß"),
    ("t", "ţťŧț"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔụủứừửữự"),
    ("w", "ŵ"),
    ("y", "ýÿŷỳỵỷỹ"),
    ("z", "źżž"),
    ("е", "ё"),
    ("и", "й"),
    ("i", "і"),
];

/// The parts of a name that a search may begin with: its words, and each character of scripts that write names without
/// spaces.
fn units(name: &str) -> Vec<String> {
    let mut units = Vec::new();
    for word in fold(name) {
        if word.chars().all(stands_alone) {
            units.extend(word.chars().map(String::from));
        } else {
            units.push(word);
        }
    }
    units
}

/// Whether a character is a part of a name by itself: Hangul, Han, Kana.
fn stands_alone(c: char) -> bool {
    korean::is_syllable(c)
        || matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the name may be spelt as Korean names are.
fn is_korean(entrant: &Entrant) -> bool {
    let from_there = entrant
        .noc
        .as_deref()
        .is_some_and(|noc| matches!(noc, "KOR" | "PRK"));
    from_there
        || entrant
            .names
            .0
            .iter()
            .any(|(_, name)| name.chars().any(korean::is_syllable))
}

/// The words that an entrant is found by in the shards: of bib and names as folded, names written without spaces from
/// each of their characters on, and Korean ones in their plain spelling too.
/// In order, each once.
pub fn words_of(entrant: &Entrant) -> Vec<String> {
    let mut words = fold(&entrant.bib);
    for (_, name) in &entrant.names.0 {
        words.extend(fold(name));
        let units = units(name);
        for (i, unit) in units.iter().enumerate() {
            let rest = units[i..].concat();
            if is_korean(entrant) {
                words.extend(korean::plain(&rest).filter(|word| !word.is_empty()));
            }
            if unit.chars().all(stands_alone) {
                words.push(rest);
            }
        }
    }
    homestretch_order::sort_by(&mut words, Ord::cmp);
    words.dedup();
    words
}

/// The words to look for in the shards when a word was typed, the best first: as it is, and as the plain spelling of a
/// Korean name.
pub fn words_asked(word: &str) -> Vec<String> {
    let mut words = fold(word);
    let plain: Vec<String> = words
        .iter()
        .filter_map(|word| korean::plain(word))
        .collect();
    for word in plain {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Every shard of a start list. A shard holds the entrants with a word that begins with its letters; where they are too
/// many, some of them, those first whose word has no more letters, and shards of one more letter exist.
pub fn shards(roster: &Roster) -> Vec<Shard> {
    let all = roster.all();
    // For every word, the places in the roster of those who bear it; sorted, so that each prefix is one run.
    let mut bearers: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, entrant) in all.iter().enumerate() {
        for word in words_of(entrant) {
            bearers.entry(word).or_default().insert(index);
        }
    }
    let words: Vec<Word<'_>> = bearers.iter().map(|(w, b)| (w.as_str(), b)).collect();
    let mut shards = Vec::new();
    split(&words, 1, &mut |letters, indexes, more| {
        let entrants = indexes.iter().map(|i| all[*i].clone()).collect();
        shards.push(Shard {
            letters: letters.to_owned(),
            roster: Roster::new(entrants),
            more,
        });
    });
    shards
}

/// A word and the places of its bearers in the roster.
type Word<'w> = (&'w str, &'w BTreeSet<usize>);

/// Tells `each` the shards of sorted words that share their first `letters - 1` letters.
fn split(words: &[Word<'_>], letters: usize, each: &mut impl FnMut(&str, &BTreeSet<usize>, bool)) {
    let long_enough = |(word, _): &Word<'_>| word.chars().count() >= letters;
    let from = words.iter().position(long_enough).unwrap_or(words.len());
    for run in words[from..].chunk_by(|a, b| first(a.0, letters) == first(b.0, letters)) {
        // Words come in order, so that the one without more letters is the first of its run.
        let most = if letters < MOST_LETTERS {
            MOST_IN_SHARD
        } else {
            usize::MAX
        };
        let mut indexes = BTreeSet::new();
        let mut more = false;
        for index in run.iter().flat_map(|(_, bearers)| bearers.iter()) {
            if indexes.len() < most {
                indexes.insert(*index);
            } else if !indexes.contains(index) {
                more = true;
                break;
            }
        }
        each(first(run[0].0, letters), &indexes, more);
        if more {
            split(run, letters + 1, each);
        }
    }
}

/// The first so many letters of a word.
fn first(word: &str, letters: usize) -> &str {
    let end = word.char_indices().nth(letters);
    end.map_or(word, |(end, _)| &word[..end])
}
