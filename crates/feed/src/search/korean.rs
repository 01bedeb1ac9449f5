//! Korean names over scripts and spellings: Hangul taken apart into letters, so that each keystroke finds, and a plain
//! spelling that all common romanisations of a name share.

/// The first consonants of a syllable: as a letter that is typed, and in the official romanisation.
const LEADS: [(char, &str); 19] = [
    ('ㄱ', "g"),
    ('ㄲ', "kk"),
    ('ㄴ', "n"),
    ('ㄷ', "d"),
    ('ㄸ', "tt"),
    ('ㄹ', "r"),
    ('ㅁ', "m"),
    ('ㅂ', "b"),
    ('ㅃ', "pp"),
    ('ㅅ', "s"),
    ('ㅆ', "ss"),
    ('ㅇ', ""),
    ('ㅈ', "j"),
    ('ㅉ', "jj"),
    ('ㅊ', "ch"),
    ('ㅋ', "k"),
    ('ㅌ', "t"),
    ('ㅍ', "p"),
    ('ㅎ', "h"),
];

/// The vowels, as they are typed one after the other, and in the official romanisation.
const VOWELS: [(&str, &str); 21] = [
    ("ㅏ", "a"),
    ("ㅐ", "ae"),
    ("ㅑ", "ya"),
    ("ㅒ", "yae"),
    ("ㅓ", "eo"),
    ("ㅔ", "e"),
    ("ㅕ", "yeo"),
    ("ㅖ", "ye"),
    ("ㅗ", "o"),
    ("ㅗㅏ", "wa"),
    ("ㅗㅐ", "wae"),
    ("ㅗㅣ", "oe"),
    ("ㅛ", "yo"),
    ("ㅜ", "u"),
    ("ㅜㅓ", "wo"),
    ("ㅜㅔ", "we"),
    ("ㅜㅣ", "wi"),
    ("ㅠ", "yu"),
    ("ㅡ", "eu"),
    ("ㅡㅣ", "ui"),
    ("ㅣ", "i"),
];

/// The last consonants, likewise.
const TAILS: [(&str, &str); 28] = [
    ("", ""),
    ("ㄱ", "k"),
    ("ㄲ", "k"),
    ("ㄱㅅ", "k"),
    ("ㄴ", "n"),
    ("ㄴㅈ", "n"),
    ("ㄴㅎ", "n"),
    ("ㄷ", "t"),
    ("ㄹ", "l"),
    ("ㄹㄱ", "k"),
    ("ㄹㅁ", "m"),
    ("ㄹㅂ", "l"),
    ("ㄹㅅ", "l"),
    ("ㄹㅌ", "l"),
    ("ㄹㅍ", "p"),
    ("ㄹㅎ", "l"),
    ("ㅁ", "m"),
    ("ㅂ", "p"),
    ("ㅂㅅ", "p"),
    ("ㅅ", "t"),
    ("ㅆ", "t"),
    ("ㅇ", "ng"),
    ("ㅈ", "t"),
    ("ㅊ", "t"),
    ("ㅋ", "k"),
    ("ㅌ", "t"),
    ("ㅍ", "p"),
    ("ㅎ", "t"),
];

/// The parts of a Hangul syllable, as places in the tables.
fn parts(c: char) -> Option<(usize, usize, usize)> {
    let n = (c as usize).checked_sub(0xAC00).filter(|n| *n < 11_172)?;
    Some((n / 588, n % 588 / 28, n % 28))
}

/// Whether it is a Hangul syllable.
pub(super) fn is_syllable(c: char) -> bool {
    parts(c).is_some()
}

/// Text with each syllable taken apart into the letters that are typed, whichever syllable they end up in.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len() * 3);
    for c in text.chars() {
        if let Some((lead, vowel, tail)) = parts(c) {
            letters.push(LEADS[lead].0);
            letters.push_str(VOWELS[vowel].0);
            letters.push_str(TAILS[tail].0);
        } else {
            // A letter that stands alone because its syllable is still being typed.
            match VOWEL_PAIRS.iter().find(|(whole, _)| *whole == c) {
                Some((_, typed)) => letters.push_str(typed),
                None => letters.push(c),
            }
        }
    }
    letters
}

/// Vowels and consonants that are typed as two letters, where they stand alone.
const VOWEL_PAIRS: [(char, &str); 18] = [
    ('ㅘ', "ㅗㅏ"),
    ('ㅙ', "ㅗㅐ"),
    ('ㅚ', "ㅗㅣ"),
    ('ㅝ', "ㅜㅓ"),
    ('ㅞ', "ㅜㅔ"),
    ('ㅟ', "ㅜㅣ"),
    ('ㅢ', "ㅡㅣ"),
    ('ㄳ', "ㄱㅅ"),
    ('ㄵ', "ㄴㅈ"),
    ('ㄶ', "ㄴㅎ"),
    ('ㄺ', "ㄹㄱ"),
    ('ㄻ', "ㄹㅁ"),
    ('ㄼ', "ㄹㅂ"),
    ('ㄽ', "ㄹㅅ"),
    ('ㄾ', "ㄹㅌ"),
    ('ㄿ', "ㄹㅍ"),
    ('ㅀ', "ㄹㅎ"),
    ('ㅄ', "ㅂㅅ"),
];

/// The first consonants alone, as Koreans abbreviate: ㄱㄴㅁ for 김나무. Empty where a character is no syllable.
pub(super) fn initials(text: &str) -> String {
    let initials: Option<String> = text
        .chars()
        .map(|c| parts(c).map(|(lead, ..)| LEADS[lead].0))
        .collect();
    initials.unwrap_or_default()
}

/// A spelling that the common romanisations of a Korean name share with its Hangul: Kim and Gim, Lee, Yi, Rhee and 이,
/// Jung, Jeong and Chung. None for what is neither Hangul nor Latin letters. Takes folded text.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some((lead, vowel, tail)) = parts(c) {
            latin.push_str(LEADS[lead].1);
            latin.push_str(VOWELS[vowel].1);
            latin.push_str(TAILS[tail].1);
        } else if c.is_ascii_lowercase() {
            latin.push(c);
        } else {
            return None;
        }
    }
    for (spelt, plain) in SPELT {
        latin = latin.replace(spelt, plain);
    }
    let bytes = latin.as_bytes();
    let vowel_at = |i: usize| bytes.get(i).is_some_and(|b| b"aeiouwy".contains(b));
    let mut key = String::with_capacity(latin.len());
    for (i, byte) in bytes.iter().enumerate() {
        let next = match byte {
            // Heard nowhere, or written for how long a vowel is: Park, Hur, Ahn, Noh.
            b'r' if !vowel_at(i + 1) => continue,
            b'h' if i > 0 && !vowel_at(i + 1) => continue,
            b'w' if bytes.get(i + 1).is_some_and(|b| b"ou".contains(b)) && i == 0 => continue,
            b'y' if bytes.get(i + 1) == Some(&b'i') => continue,
            b'g' => 'k',
            b'd' => 't',
            b'b' => 'p',
            b'j' => 'c',
            b'r' => 'l',
            b'o' => 'u',
            other => char::from(*other),
        };
        if !key.ends_with(next) {
            key.push(next);
        }
    }
    // Northern names keep a first R that southern ones have lost: Ri and Yi, Ryu and Yu, Ro and No.
    let mut key = key.replace("ly", "y");
    if key.starts_with("li") {
        key.remove(0);
    } else if let Some(rest) = key.strip_prefix('l') {
        key = format!("n{rest}");
    }
    Some(key)
}

/// Spellings of one sound, in the order they are replaced.
const SPELT: [(&str, &str); 15] = [
    ("oo", "u"),
    ("ee", "i"),
    ("eo", "o"),
    ("eu", "u"),
    ("ou", "u"),
    ("ai", "ae"),
    ("oi", "oe"),
    ("oy", "oe"),
    ("ui", "i"),
    ("ch", "c"),
    ("sh", "s"),
    ("rh", "r"),
    ("kh", "k"),
    ("th", "t"),
    ("ph", "p"),
];
