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

/// Puts a value into the address, so that whoever gets the link gets the same; the page does not move.
pub fn put_in_address(key: &str, value: &str) {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(fragment)) =
        (location.pathname(), location.search(), location.hash())
    else {
        return;
    };
    if value_of(&query, key).as_deref() == Some(value) {
        return;
    }
    let address = path + &with_value(&query, key, value) + &fragment;
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&address));
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

/// A query in which the key has that value, and everything else stands as it was.
fn with_value(query: &str, key: &str, value: &str) -> String {
    let pairs = query.trim_start_matches('?').split('&');
    let others = pairs.filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(key));
    let mut query = String::from("?");
    for pair in others {
        query.push_str(pair);
        query.push('&');
    }
    query + key + "=" + value
}

#[cfg(test)]
mod tests {
    use super::{value_of, with_value};

    #[test]
    fn a_value_is_put_into_the_address_and_nothing_else_changes() {
        assert_eq!(with_value("", "lang", "ro"), "?lang=ro");
        assert_eq!(
            with_value("?theme=dark&lang=ko&x", "lang", "ro"),
            "?theme=dark&x&lang=ro"
        );
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
