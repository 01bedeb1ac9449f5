//! Who a runner is, in the viewer's language: what stands beside a dot, in a row, on a card.

use homestretch_race::event::Event;
use homestretch_race::roster::{Entrant, EntrantNo, Sex};
use homestretch_race::standings::Group;
use homestretch_race::view::{Status, View};
use homestretch_words::Words;

use crate::prefs::Prefs;

/// A runner as shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Face {
    /// The entrant's number.
    pub no: EntrantNo,
    /// The number on the shirt.
    pub bib: String,
    /// The name, or what stands for it.
    pub name: String,
    /// What the country's committee is called; empty where not known.
    pub noc: String,
    /// Index of the contest.
    pub contest: usize,
}

/// The runner in the viewer's language.
pub fn of(entrant: &Entrant, event: &Event, prefs: Prefs) -> Face {
    Face {
        no: entrant.no,
        bib: entrant.bib.clone(),
        name: name(entrant, prefs),
        noc: entrant
            .noc
            .as_ref()
            .map_or_else(String::new, |code| prefs.noc(code, event)),
        contest: entrant.contest,
    }
}

/// The name in the viewer's language where there is one; a runner may also be shown nameless.
pub fn name(entrant: &Entrant, prefs: Prefs) -> String {
    let name = prefs.text(&entrant.names);
    if name.is_empty() {
        prefs.words().nameless(&entrant.bib)
    } else {
        name
    }
}

/// True while a race is on of which nothing is told about a runner before her result.
pub fn is_silent(view: &View<'_>, entrant: &Entrant) -> bool {
    !entrant.live && view.gun(entrant.contest, entrant.wave) <= view.at
}

/// A status in words.
pub fn status(status: Status, words: &Words) -> String {
    match status {
        Status::NotStarted => words.status_not_started(),
        Status::OnCourse => words.status_on_course(),
        Status::Overdue => words.status_overdue(),
        Status::Finished => words.status_finished(),
        Status::Dns => words.status_dns(),
        Status::Dnf => words.status_dnf(),
        Status::CutOff => words.status_cut_off(),
        Status::Dsq => words.status_dsq(),
    }
}

/// What a group is called.
pub fn group(group: &Group, event: &Event, prefs: Prefs) -> String {
    let words = prefs.words();
    match group {
        Group::All => words.all_runners(),
        Group::Sex(Sex::Female) => words.sex_female(),
        Group::Sex(Sex::Male) => words.sex_male(),
        Group::Sex(Sex::Other) => words.sex_other(),
        Group::Category(i) => event
            .categories
            .get(*i)
            .map_or_else(String::new, |c| prefs.text(&c.names)),
        Group::Noc(code) => prefs.noc(code, event),
    }
}

/// Where the page of a runner is. Bibs are the event's own and may hold anything.
pub fn address(bib: &str) -> String {
    format!("/runner/{}", js_sys::encode_uri_component(bib))
}
