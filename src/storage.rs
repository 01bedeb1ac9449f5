//! What this device keeps, what the address asks for, and what the page is told. None of it may fail the app:
//! storage may be forbidden, full, or hold the junk of another version.

use leptos::prelude::{document, window};

/// Before every key, so that other pages of the same host are left alone.
const PREFIX: &str = "homestretch.";

/// What the address asks for under that key, such as `?lang=ko`.
pub fn asked(key: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    value_of(&query, key)
}

/// Puts a value under a key into the address, or takes it away, without a step in the history.
pub fn put_in_address(key: &str, value: Option<&str>) {
    let (window, location) = (window(), window().location());
    let (Ok(path), Ok(query), Ok(hash)) = (location.pathname(), location.search(), location.hash())
    else {
        return;
    };
    let wanted = query_with(&query, key, value);
    if wanted == query {
        return;
    }
    if let Ok(history) = window.history() {
        let state = history.state().unwrap_or_default();
        // Browsers refuse when an address changes too often; the next change says all.
        let _ = history.replace_state_with_url(&state, "", Some(&(path + &wanted + &hash)));
    }
}

/// What this device keeps under that key.
pub fn read(key: &str) -> Option<String> {
    let storage = window().local_storage().ok()??;
    storage.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Keeps a value on this device, where that is allowed.
pub fn write(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}

/// Sets an attribute of the page itself, for style and screen readers.
pub fn set_on_page(name: &str, value: &str) {
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute(name, value);
    }
}

/// The plain value of a key in a query; what needs unescaping is not among the values that are asked for.
fn value_of(query: &str, key: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&');
    let mut named = pairs.filter_map(|pair| pair.split_once('='));
    named
        .find(|(name, _)| *name == key)
        .map(|(_, value)| value.to_owned())
}

/// The query with another value under a key, or without it; all else stays as it stands.
fn query_with(query: &str, key: &str, value: Option<&str>) -> String {
    let pairs = query.trim_start_matches('?').split('&');
    let others = pairs.filter(|pair| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !name.is_empty() && name != key
    });
    let mut pairs: Vec<String> = others.map(ToOwned::to_owned).collect();
    pairs.extend(value.map(|value| [key, value].join("=")));
    if pairs.is_empty() {
        String::new()
    } else {
        "?".to_owned() + &pairs.join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::{query_with, value_of};

    #[test]
    fn one_value_of_the_address_changes_and_the_others_stay() {
        let check = |query: &str, value, wanted: &str| {
            assert_eq!(query_with(query, "camera", value), wanted, "{query}");
        };
        check("", Some("lead-0"), "?camera=lead-0");
        check("?lang=ko&camera=mine&x", None, "?lang=ko&x");
        check("?camera=mine&lang=ko", Some("free"), "?lang=ko&camera=free");
        check("?camera=mine", None, "");
        check("?", None, "");
    }

    #[test]
    fn the_address_is_read_whatever_else_stands_in_it() {
        assert_eq!(
            value_of("?theme=dark&lang=ko", "lang").as_deref(),
            Some("ko")
        );
        assert_eq!(value_of("?lang", "lang"), None);
        assert_eq!(value_of("", "lang"), None);
        assert_eq!(value_of("?xlang=de&&=&lang=", "lang").as_deref(), Some(""));
    }
}
