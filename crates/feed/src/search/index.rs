//! The search in a start list that is at hand: by bib or name from the first letter, whatever the accents, the case, the
//! order of the words, the script where the list gives several, and one slip of the finger.

use homestretch_race::roster::{Entrant, Roster};

use super::{fold, is_korean, korean, units};

/// A slip is forgiven in words of so many letters and more: in shorter ones it would find everybody.
const SLIP_FROM: usize = 4;

/// What a start list is searched by; made once per list.
#[derive(Clone, Debug, Default)]
pub struct Index {
    people: Vec<Person>,
}

/// What one entrant is found by. Keys are joined by line ends, each to be matched from its beginning.
#[derive(Clone, Debug)]
struct Person {
    bib: String,
    names: Keys,
    /// Korean names in the spelling that all romanisations share.
    plain: Keys,
}

#[derive(Clone, Debug, Default)]
struct Keys {
    text: String,
    /// A bit for each letter that is in the text, so that most entrants are passed over at a glance.
    letters: u64,
}

/// Who was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Places in [`Roster::all`], the best first.
    pub indexes: Vec<usize>,
    /// Keys that were compared letter by letter: the work it took.
    pub compared: usize,
}

impl Index {
    /// The index of a start list.
    pub fn new(roster: &Roster) -> Self {
        Self {
            people: roster.all().iter().map(Person::new).collect(),
        }
    }

    /// Those who match what was typed, at most so many: bibs first, then names as written, then Korean names in another
    /// spelling, then names with one slip.
    pub fn find(&self, asked: &str, most: usize) -> Found {
        let mut found = Found::default();
        let bib = asked.trim().to_lowercase();
        if bib.is_empty() {
            return found;
        }
        self.gather(&mut found, most, |person, _| person.bib == bib);
        self.gather(&mut found, most, |person, _| person.bib.starts_with(&bib));
        let folded = fold(asked);
        let names = Wanted::new(folded.iter().map(|word| korean::letters(word)).collect());
        if names.words.is_empty() {
            return found;
        }
        self.gather(&mut found, most, |person, compared| {
            names.in_keys(&person.names, compared)
        });
        let plain: Option<Vec<String>> = folded.iter().map(|word| korean::plain(word)).collect();
        if let Some(plain) = plain
            .map(Wanted::new)
            .filter(|w| w.words.iter().all(|word| !word.is_empty()))
        {
            self.gather(&mut found, most, |person, compared| {
                plain.in_keys(&person.plain, compared)
            });
        }
        self.gather(&mut found, most, |person, compared| {
            names.nearly_in_keys(&person.names, compared)
        });
        found
    }

    fn gather(&self, found: &mut Found, most: usize, fits: impl Fn(&Person, &mut usize) -> bool) {
        for (index, person) in self.people.iter().enumerate() {
            if found.indexes.len() >= most {
                return;
            }
            if fits(person, &mut found.compared) && !found.indexes.contains(&index) {
                found.indexes.push(index);
            }
        }
    }
}

impl Person {
    fn new(entrant: &Entrant) -> Self {
        let (mut names, mut plain) = (Keys::default(), Keys::default());
        for (_, name) in &entrant.names.0 {
            let units = units(name);
            for from in 0..units.len() {
                let rest = units[from..].concat();
                names.add(&korean::letters(&rest));
                names.add(&korean::initials(&rest));
                if is_korean(entrant) {
                    plain.add(&korean::plain(&rest).unwrap_or_default());
                }
            }
        }
        Self {
            bib: entrant.bib.trim().to_lowercase(),
            names,
            plain,
        }
    }
}

impl Keys {
    fn add(&mut self, key: &str) {
        if !key.is_empty() {
            self.text.push_str(key);
            self.text.push('\n');
            self.letters |= letters_of(key);
        }
    }

    fn any(&self, compared: &mut usize, fits: impl Fn(&str) -> bool) -> bool {
        self.text.lines().any(|key| {
            *compared += 1;
            fits(key)
        })
    }
}

/// What was typed, as words that must all be found.
struct Wanted {
    words: Vec<String>,
    /// The words as one: names are written apart and together.
    joined: String,
    letters: u64,
}

impl Wanted {
    fn new(words: Vec<String>) -> Self {
        let joined = words.concat();
        let letters = letters_of(&joined);
        Self {
            words,
            joined,
            letters,
        }
    }

    fn in_keys(&self, keys: &Keys, compared: &mut usize) -> bool {
        if self.letters & !keys.letters != 0 {
            return false;
        }
        let mut has = |word: &str| keys.any(compared, |key| key.starts_with(word));
        self.words.iter().all(|word| has(word)) || (self.words.len() > 1 && has(&self.joined))
    }

    /// The same with one slip in one of the words.
    fn nearly_in_keys(&self, keys: &Keys, compared: &mut usize) -> bool {
        if (self.letters & !keys.letters).count_ones() > 1 {
            return false;
        }
        let mut slips = 0;
        self.words.iter().all(|word| {
            if keys.any(compared, |key| key.starts_with(word.as_str())) {
                return true;
            }
            slips += 1;
            let forgiven = slips == 1
                && word.chars().count() >= SLIP_FROM
                && !word.chars().any(char::is_numeric);
            forgiven && keys.any(compared, |key| nearly_begins(key, word))
        })
    }
}

/// Whether the key begins with the word but for one letter: another, one too many, one too few, or two the wrong way round.
fn nearly_begins(key: &str, word: &str) -> bool {
    let (mut key, mut word) = (key.chars(), word.chars());
    loop {
        let (before_key, before_word) = (key.as_str(), word.as_str());
        let (k, w) = (key.next(), word.next());
        if k.is_some() && k == w {
            continue;
        }
        // One letter of the word too many.
        if before_key.starts_with(word.as_str()) {
            return true;
        }
        let (Some(k), Some(w)) = (k, w) else {
            // The whole word stands there, or the key has ended too early.
            return w.is_none();
        };
        if key.as_str().starts_with(word.as_str()) || key.as_str().starts_with(before_word) {
            return true;
        }
        let swapped = (key.next(), word.next()) == (Some(w), Some(k));
        return swapped && key.as_str().starts_with(word.as_str());
    }
}

/// Letters and digits have a bit each, all other scripts share the rest.
fn letters_of(text: &str) -> u64 {
    let bit = |c: char| match c {
        'a'..='z' => c as u32 - 'a' as u32,
        '0'..='9' => 26 + c as u32 - '0' as u32,
        other => 36 + other as u32 % 28,
    };
    text.chars().fold(0, |bits, c| bits | 1 << bit(c))
}
