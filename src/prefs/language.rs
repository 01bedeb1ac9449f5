//! Which language the viewer gets, and fetching it: only the chosen one is downloaded.

use std::sync::Arc;

use gloo_net::http::Request;
use homestretch_words::books::Book;
use homestretch_words::{Nocs, Words, languages};
use leptos::prelude::*;

use crate::signals::RwSignal;
use leptos::task::spawn_local;

/// The language asked for, else the best of those that the browser's owner reads.
pub fn choose(asked: Option<&str>) -> String {
    let browser: Vec<String> = window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect();
    let wanted = asked.into_iter().chain(browser.iter().map(String::as_str));
    languages::choose(wanted).to_owned()
}

/// Fetches the language. What was there before stays until it has come, and for good if it does not come; one that the
/// viewer has changed away from meanwhile is let go.
pub fn load(tag: RwSignal<String>, words: RwSignal<Arc<Words>>, nocs: RwSignal<Arc<Nocs>>) {
    let wanted = tag.get();
    spawn_local(async move {
        let still = || tag.with_untracked(|tag| *tag == wanted);
        if wanted == "en" {
            words.set(Arc::new(Words::english()));
        } else if let Some(loaded) = fetch(&format!("/words/{wanted}.json")).await
            && let Ok(loaded) = Words::parse(&wanted, &loaded)
            && still()
        {
            words.set(Arc::new(loaded));
        }
        if let Some(table) = fetch(&format!("/words/noc/{wanted}.json")).await
            && let Ok(table) = Nocs::parse(&table)
            && still()
        {
            nocs.set(Arc::new(table));
        }
    });
}

/// Fetches the sentences of a page of its own; English until they have come, and for good where there are none.
pub fn load_book<B: Book + Send + Sync + 'static>(tag: RwSignal<String>, book: RwSignal<Arc<B>>) {
    let wanted = tag.get();
    spawn_local(async move {
        let loaded = match wanted.as_str() {
            "en" => None,
            _ => fetch(&format!("/words/{}/{wanted}.json", B::NAME)).await,
        };
        let loaded = loaded.and_then(|json| B::parse(&wanted, &json).ok());
        if tag.with_untracked(|tag| *tag == wanted) {
            book.set(Arc::new(loaded.unwrap_or_else(B::english)));
        }
    });
}

async fn fetch(address: &str) -> Option<String> {
    let response = Request::get(address).send().await.ok()?;
    if !response.ok() {
        return None;
    }
    response.text().await.ok()
}
