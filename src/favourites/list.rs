//! A list of bibs as a plain value: order, no doubles, no junk.

/// More than anybody follows; junk in storage must not fill the screen.
pub const MOST: usize = 200;

/// The bibs among these texts, each once; what cannot be a bib is left out.
pub fn sound(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut bibs: Vec<String> = Vec::new();
    for text in texts {
        let bib = text.trim();
        let sound =
            !bib.is_empty() && bib.chars().count() <= 12 && !bib.chars().any(char::is_control);
        if sound && bibs.len() < MOST && position(&bibs, bib).is_none() {
            bibs.push(bib.to_owned());
        }
    }
    bibs
}

/// One bib a line, as it is kept on the device.
pub fn bibs_from_text(text: &str) -> Vec<String> {
    sound(text.lines().map(ToOwned::to_owned))
}

/// Where a bib stands in the list; bibs are compared without case, as the start list does.
pub fn position(bibs: &[String], bib: &str) -> Option<usize> {
    bibs.iter()
        .position(|known| known.eq_ignore_ascii_case(bib))
}

/// Puts two bibs of the list in each other's place: the way of one past the other, over any that are not shown.
pub fn swap(bibs: &mut [String], one: &str, other: &str) {
    if let (Some(i), Some(j)) = (position(bibs, one), position(bibs, other)) {
        bibs.swap(i, j);
    }
}

/// Adds what the list does not have yet, as far as there is room, and says what that was.
pub fn merge(bibs: &mut Vec<String>, others: Vec<String>) -> Vec<String> {
    let mut added = Vec::new();
    for bib in others {
        if bibs.len() < MOST && position(bibs, &bib).is_none() {
            bibs.push(bib.clone());
            added.push(bib);
        }
    }
    added
}

#[cfg(test)]
mod tests {
    use super::{bibs_from_text, merge, swap};

    fn list(text: &str) -> Vec<String> {
        text.split(' ').map(ToOwned::to_owned).collect()
    }

    #[test]
    fn junk_in_storage_is_left_out() {
        assert_eq!(
            bibs_from_text("101\n\n 205 \n101\n{\"old\":[1,2]}and more\nA12\na12"),
            ["101", "205", "A12"]
        );
        assert_eq!(bibs_from_text(&"9\u{0}\n".repeat(1000)), [""; 0]);
        let many: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
        assert_eq!(bibs_from_text(&many.join("\n")).len(), super::MOST);
    }

    #[test]
    fn two_runners_change_places_over_those_between() {
        let mut bibs = list("1 other-race 2 3");
        swap(&mut bibs, "2", "1");
        assert_eq!(bibs, list("2 other-race 1 3"));
        swap(&mut bibs, "2", "nobody");
        assert_eq!(bibs, list("2 other-race 1 3"));
    }

    #[test]
    fn a_merge_adds_only_what_is_new_and_keeps_the_order() {
        let mut bibs = list("1 A2");
        assert_eq!(merge(&mut bibs, list("a2 7 1 8")), list("7 8"));
        assert_eq!(bibs, list("1 A2 7 8"));
        let mut full: Vec<String> = (0..super::MOST).map(|n| n.to_string()).collect();
        assert_eq!(merge(&mut full, list("more")), [""; 0]);
    }
}
