//! What this device has been told already, so that nothing is told twice: not after a reload, not by a second window.

use crate::storage;

/// Under which key the device keeps it.
const KEY: &str = "told";
/// More than a race day brings; older ones go.
const MOST: usize = 400;

/// True the first time that something is asked about, ever, on this device. Where nothing can be kept, it is told:
/// the browser itself replaces a notification of the same tag.
pub fn first_time(key: &str) -> bool {
    let Some(kept) = remember(&storage::read(KEY).unwrap_or_default(), key) else {
        return false;
    };
    storage::write(KEY, &kept);
    true
}

/// What was told, one a line, with the key added; none when it is there already.
fn remember(told: &str, key: &str) -> Option<String> {
    let lines: Vec<&str> = told.lines().collect();
    if lines.contains(&key) {
        return None;
    }
    let mut kept = lines[(lines.len() + 1).saturating_sub(MOST)..].join("\n");
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept.push_str(key);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::{MOST, remember};

    #[test]
    fn a_thing_is_told_once() {
        let told = remember("", "a").unwrap();
        let told = remember(&told, "b").unwrap();
        assert_eq!(told, "a\nb");
        assert_eq!(remember(&told, "a"), None);
        assert_eq!(remember(&told, "b"), None);
    }

    #[test]
    fn what_is_kept_does_not_grow_for_ever_and_junk_does_no_harm() {
        let mut told = "{\"junk\":\n\n1}".to_owned();
        for n in 0..1000 {
            told = remember(&told, &format!("k{n}")).unwrap();
        }
        assert_eq!(told.lines().count(), MOST);
        assert!(told.ends_with("\nk999"));
        assert_eq!(remember(&told, "k999"), None);
    }
}
