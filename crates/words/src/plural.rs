//! Owns the plural rules: which form of a sentence goes with which whole number, per language (after CLDR).
//! French and Spanish have one more form, for whole millions, which no race needs.
//! The build script shares this file, so that a locale with a form too few does not build.

/// A plural form, by its CLDR name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 1 in English; 1, 21, 31 … in Russian.
    One,
    /// 2, 3, 4 in Russian; 2 to 19 in Romanian.
    Few,
    /// 5 to 20 in Russian.
    Many,
    /// Everything else; the only form where nouns do not change.
    Other,
}

impl Form {
    /// The form of that CLDR name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "one" => Self::One,
            "few" => Self::Few,
            "many" => Self::Many,
            "other" => Self::Other,
            _ => return None,
        })
    }

    /// The form that goes with `n` in the language of `tag` (BCP 47, region ignored).
    pub fn of(tag: &str, n: u32) -> Self {
        let (last, last_two) = (n % 10, n % 100);
        match family(tag) {
            "fr" if n <= 1 => Self::One,
            "ro" if n == 1 => Self::One,
            "ro" if n == 0 || (1..=19).contains(&last_two) => Self::Few,
            "ru" if last == 1 && last_two != 11 => Self::One,
            "ru" if (2..=4).contains(&last) && !(12..=14).contains(&last_two) => Self::Few,
            "ru" => Self::Many,
            "fr" | "ja" | "ko" | "ro" | "zh" => Self::Other,
            _ if n == 1 => Self::One,
            _ => Self::Other,
        }
    }

    /// The forms that whole numbers ask for in the language of `tag`: what a locale file must offer.
    pub fn needed(tag: &str) -> &'static [Self] {
        match family(tag) {
            "ko" | "zh" | "ja" => &[Self::Other],
            "ro" => &[Self::One, Self::Few, Self::Other],
            "ru" => &[Self::One, Self::Few, Self::Many],
            _ => &[Self::One, Self::Other],
        }
    }
}

/// The language of a tag without script or region: `zh` of `zh-Hans-CN`.
pub fn family(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}
