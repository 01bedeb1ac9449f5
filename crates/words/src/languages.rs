//! Owns the list of languages: what each calls itself, which way it runs, and which one a visitor gets.

use crate::plural::family;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// What each language calls itself, and whether it is written from right to left. It may hold more than are on offer:
/// a new locale file needs nothing else.
const KNOWN: &[(&str, &str, bool)] = &[
    ("ar", "العربية", true),
    ("de", "Deutsch", false),
    ("en", "English", false),
    ("es", "Español", false),
    ("fa", "فارسی", true),
    ("fr", "Français", false),
    ("he", "עברית", true),
    ("ja", "日本語", false),
    ("ko", "한국어", false),
    ("ro", "Română", false),
    ("ru", "Русский", false),
    ("zh", "简体中文", false),
];

/// What the language of `tag` calls itself; the tag where it is not known here.
pub fn own_name(tag: &str) -> &str {
    known(tag).map_or(tag, |(_, name, _)| name)
}

/// Which way the language of `tag` runs, as HTML's `dir` says it.
pub fn direction(tag: &str) -> &'static str {
    match known(tag) {
        Some((_, _, true)) => "rtl",
        _ => "ltr",
    }
}

fn known(tag: &str) -> Option<(&'static str, &'static str, bool)> {
    let wanted = family(tag);
    KNOWN.iter().find(|(family, ..)| *family == wanted).copied()
}

/// The best of the languages on offer for a visitor who reads those `wanted`, best first; English where none fits.
pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static str {
    wanted.into_iter().find_map(offered).unwrap_or("en")
}

/// The language on offer that `wanted` asks for, in any script and region of its family; none where there is none.
pub fn offered(wanted: &str) -> Option<&'static str> {
    let wanted = wanted.trim();
    let exact = TAGS.iter().find(|tag| tag.eq_ignore_ascii_case(wanted));
    let near = || {
        let mut all = TAGS.iter();
        all.find(|tag| family(tag).eq_ignore_ascii_case(family(wanted)))
    };
    exact.or_else(near).copied()
}

/// The languages of an `Accept-Language` header, best first; those with weight 0 are left out.
pub fn tags_from_accept_language(header: &str) -> Vec<&str> {
    let mut weighted: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
            (weight > 0.0 && !tag.trim().is_empty()).then_some((weight, tag.trim()))
        })
        .collect();
    weighted.sort_by(|a, b| b.0.total_cmp(&a.0));
    weighted.into_iter().map(|(_, tag)| tag).collect()
}
