//! What the address says: which instant, by what was known, told how, of which contest, and who runs beside whom.
//! So a link shows somebody else the same.

use homestretch_press::moment::{from_rfc3339, rfc3339};
use homestretch_race::Tick;
use homestretch_race::retell::Manner;
use homestretch_race::time::Instant;

use crate::device::address;
use crate::storage;

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The instant; none for the newest.
    pub at: Option<Instant>,
    /// By what was known at a tick, where the race is told as it was known then.
    pub known: Option<Tick>,
    /// How it is told.
    pub manner: Manner,
    /// Key of the contest; the first where it is empty.
    pub contest: String,
    /// Bib of the runner looked at; empty for nobody.
    pub runner: String,
    /// Whom the runner is laid beside.
    pub beside: Beside,
}

/// Whom a runner is laid beside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// Nobody.
    #[default]
    Nobody,
    /// The even pace of the course record.
    Record,
    /// Another runner, by bib.
    Runner(String),
}

const RECORD: &str = "record";

impl Asked {
    /// From the page's address; what makes no sense is passed over.
    pub fn of_page() -> Self {
        Self::of(&|key| address::unescape(&storage::asked(key)?))
    }

    fn of(say: &dyn Fn(&str) -> Option<String>) -> Self {
        let text = |key: &str| say(key).unwrap_or_default();
        let known = text("known").parse().ok().map(Tick);
        let manner = match (text("waves").as_str(), known) {
            (_, Some(_)) => Manner::Then,
            ("together", _) => Manner::Together,
            _ => Manner::Now,
        };
        let beside = match text("beside") {
            none if none.is_empty() => Beside::Nobody,
            record if record == RECORD => Beside::Record,
            bib => Beside::Runner(bib.trim_start_matches("bib-").to_owned()),
        };
        Self {
            at: from_rfc3339(&text("at")),
            known,
            manner,
            contest: text("contest"),
            runner: text("runner"),
            beside,
        }
    }

    /// As pairs of the address; what is usual has no value.
    pub fn pairs(&self) -> [(&'static str, Option<String>); 6] {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let then = self.manner == Manner::Then;
        [
            ("at", self.at.map(|at| rfc3339(at, 0))),
            (
                "known",
                self.known.filter(|_| then).map(|t| t.0.to_string()),
            ),
            (
                "waves",
                (self.manner == Manner::Together).then(|| "together".to_owned()),
            ),
            ("contest", some(&self.contest)),
            ("runner", some(&self.runner)),
            (
                "beside",
                match &self.beside {
                    Beside::Nobody => None,
                    Beside::Record => Some(RECORD.to_owned()),
                    // A bib may be called `record`.
                    Beside::Runner(bib) => Some(["bib-", bib].concat()),
                },
            ),
        ]
    }

    /// Puts it into the page's address.
    pub fn keep(&self) {
        for (key, value) in self.pairs() {
            // An instant is made of what an address may hold.
            let plain = key == "at";
            let value = value.map(|v| if plain { v } else { address::escape(&v) });
            storage::put_in_address(key, value.as_deref());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(asked: &Asked) -> Asked {
        let pairs = asked.pairs();
        let find = |key: &str| pairs.iter().find(|p| p.0 == key).and_then(|p| p.1.clone());
        Asked::of(&find)
    }

    #[test]
    fn a_link_shows_the_same_again() {
        let mut asked = Asked {
            at: Some(Instant(1_775_353_920_300)),
            known: Some(Tick(812)),
            manner: Manner::Then,
            contest: "full".to_owned(),
            runner: "101".to_owned(),
            beside: Beside::Runner("record".to_owned()),
        };
        assert_eq!(again(&asked), asked);
        (asked.known, asked.manner) = (None, Manner::Together);
        asked.beside = Beside::Record;
        assert_eq!(again(&asked), asked);
        (asked.at, asked.manner, asked.beside) = (None, Manner::Now, Beside::Nobody);
        assert_eq!(again(&asked), asked);
        let nonsense = Asked::of(&|key| (key == "at" || key == "known").then(|| "noon".to_owned()));
        assert_eq!((nonsense.at, nonsense.known), (None, None));
    }
}
