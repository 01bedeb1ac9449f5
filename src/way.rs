//! Where the viewer is: which page the address names, and going to another one without loading the app again.
//!
//! Our own and small: six pages need no nested, asynchronous routing, which costs a phone a tenth of the app.

use leptos::ev;
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal};
use web_sys::wasm_bindgen::{JsCast, JsValue};

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The map with whom one follows.
    Follow,
    /// One runner; [`Way::word`] is the bib.
    Runner,
    /// The places of a contest; [`Way::word`] is its key, or empty.
    Leaders,
    /// What this is.
    About,
    /// An address that is none of ours.
    NotFound,
}

impl Page {
    /// The page of an address' path, and the word in it, still escaped.
    pub fn of(path: &str) -> (Self, &str) {
        let mut steps = path.split('/').filter(|step| !step.is_empty());
        match (steps.next(), steps.next(), steps.next()) {
            (None, ..) => (Self::Follow, ""),
            (Some("runner"), Some(bib), None) => (Self::Runner, bib),
            (Some("leaders"), contest, None) => (Self::Leaders, contest.unwrap_or_default()),
            (Some("about"), None, _) => (Self::About, ""),
            _ => (Self::NotFound, ""),
        }
    }
}

/// The way through the app; copies are the same.
#[derive(Clone, Copy)]
pub struct Way {
    path: RwSignal<String>,
    page: Memo<Page>,
}

impl Way {
    /// Follows the address bar, the browser's own back and forward, and presses on our links, as long as the app lives.
    pub fn new() -> Self {
        let path = RwSignal::new(path_now());
        let page = Memo::new(move |_| path.with(|path| Page::of(path).0));
        let way = Self { path, page };
        window_event_listener(ev::popstate, move |_| way.look());
        window_event_listener(ev::click, move |event| {
            if let Some(address) = followed(&event) {
                event.prevent_default();
                way.go(&address);
            }
        });
        way
    }

    /// The page.
    pub fn page(self) -> Memo<Page> {
        self.page
    }

    /// The path, which changes with every journey.
    pub fn path(self) -> RwSignal<String> {
        self.path
    }

    /// The word in the path: a bib, a contest's key.
    pub fn word(self) -> String {
        self.path.with(|path| plain(Page::of(path).1))
    }

    /// Goes to an address of ours; "back" comes back here.
    pub fn go(self, address: &str) {
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
        }
        self.look();
    }

    /// Puts an address in the place of the present one: "back" does not see it.
    pub fn turn(self, address: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
        }
        self.look();
    }

    fn look(self) {
        let now = path_now();
        if self.path.with_untracked(|path| *path != now) {
            self.path.set(now);
        }
    }
}

impl Default for Way {
    fn default() -> Self {
        Self::new()
    }
}

fn path_now() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A word of an address as it was before it was escaped; what was escaped wrongly stays as it is.
fn plain(word: &str) -> String {
    js_sys::decode_uri_component(word).map_or_else(|_| word.to_owned(), String::from)
}

/// The address of the link that was pressed, if it is a page of ours and the press asks for nothing else, such as a
/// new tab. All links to our own pages begin with one slash.
fn followed(event: &web_sys::MouseEvent) -> Option<String> {
    let special = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || special {
        return None;
    }
    let pressed = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = pressed.closest("a[href]").ok()??;
    if link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    let address = link.get_attribute("href")?;
    is_ours(&address).then_some(address)
}

fn is_ours(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/') && !path.starts_with("//") && Page::of(path).0 != Page::NotFound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_its_address() {
        assert_eq!(Page::of("/"), (Page::Follow, ""));
        assert_eq!(Page::of(""), (Page::Follow, ""));
        assert_eq!(Page::of("/runner/A%2F7"), (Page::Runner, "A%2F7"));
        assert_eq!(Page::of("/leaders"), (Page::Leaders, ""));
        assert_eq!(Page::of("/leaders/half/"), (Page::Leaders, "half"));
        assert_eq!(Page::of("/about"), (Page::About, ""));
        for none in [
            "/runner",
            "/runner/1/2",
            "/about/us",
            "/elsewhere",
            "/leaders/a/b",
        ] {
            assert_eq!(Page::of(none), (Page::NotFound, ""), "{none}");
        }
    }

    #[test]
    fn links_that_are_no_page_of_ours_are_the_browsers() {
        assert!(is_ours("/runner/7?lang=ko") && is_ours("/?lang=ko") && is_ours("/about#map"));
        for other in [
            "https://example.org/",
            "//example.org/",
            "#content",
            "/r/7",
            "/feed/v1/live.json",
            "",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
