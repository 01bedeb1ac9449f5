//! Whom the viewer follows: bibs, in the order they were starred, kept on this device.

use leptos::prelude::*;

use crate::storage;

/// More than anybody follows; junk in storage must not fill the screen.
const MOST: usize = 200;

/// The followed bibs; copies are the same.
#[derive(Clone, Copy)]
pub struct Favourites(RwSignal<Vec<String>>);

impl Favourites {
    /// Those kept on this device.
    pub fn new() -> Self {
        Self(RwSignal::new(bibs_from_text(
            &storage::read("followed").unwrap_or_default(),
        )))
    }

    /// The bibs, in the order they were starred.
    pub fn bibs(&self) -> Vec<String> {
        self.0.get()
    }

    /// True for a followed bib.
    pub fn has(&self, bib: &str) -> bool {
        self.0.with(|bibs| bibs.iter().any(|known| known == bib))
    }

    /// Follows a bib, or no longer.
    pub fn toggle(&self, bib: &str) {
        self.0.update(|bibs| {
            if let Some(i) = bibs.iter().position(|known| known == bib) {
                bibs.remove(i);
            } else if bibs.len() < MOST {
                bibs.push(bib.to_owned());
            }
        });
        storage::write("followed", &self.0.with_untracked(|bibs| bibs.join("\n")));
    }
}

impl Default for Favourites {
    fn default() -> Self {
        Self::new()
    }
}

/// One bib a line; what cannot be a bib is left out.
fn bibs_from_text(text: &str) -> Vec<String> {
    let mut bibs: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        let sound =
            !line.is_empty() && line.chars().count() <= 12 && !line.chars().any(char::is_control);
        if sound && bibs.len() < MOST && !bibs.iter().any(|known| known == line) {
            bibs.push(line.to_owned());
        }
    }
    bibs
}

#[cfg(test)]
mod tests {
    use super::bibs_from_text;

    #[test]
    fn junk_in_storage_is_left_out() {
        assert_eq!(
            bibs_from_text("101\n\n 205 \n101\n{\"old\":[1,2]}and more\nA12"),
            ["101", "205", "A12"]
        );
        assert_eq!(bibs_from_text(&"9\u{0}\n".repeat(1000)), [""; 0]);
    }
}
