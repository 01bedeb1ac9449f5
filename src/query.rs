//! The part of an address behind the question mark: pairs of a key and a value, whatever else stands there.

/// The pairs, their values as they were meant; what is no pair is passed over.
pub fn pairs(query: &str) -> impl Iterator<Item = (&str, String)> {
    let pairs = query.trim_start_matches('?').split('&');
    pairs.filter_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        Some((key, plain(value)))
    })
}

/// A query of pairs, with its question mark; those without a value are left out.
pub fn of_pairs(pairs: &[(&str, String)]) -> String {
    let mut query = String::new();
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(key);
        query.push('=');
        query.push_str(&escaped(value));
    }
    query
}

fn escaped(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~,:".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            safe.push('%');
            safe.push(char::from(HEX[usize::from(byte >> 4)]));
            safe.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    safe
}

fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3);
        let escaped = hex
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escaped {
            Some(byte) => {
                found.push(byte);
                at += 2;
            }
            None => found.push(if *byte == b'+' { b' ' } else { *byte }),
        }
        at += 1;
    }
    String::from_utf8_lossy(&found).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{of_pairs, pairs};

    #[test]
    fn values_come_out_as_they_went_in() {
        let value = "김 & Țepeș = 100% +1".to_owned();
        let query = of_pairs(&[("find", value.clone()), ("none", String::new())]);
        assert!(!query.contains("none"), "{query}");
        let read: Vec<(&str, String)> = pairs(&query).collect();
        assert_eq!(read, [("find", value)]);
    }

    #[test]
    fn nonsense_is_passed_over() {
        assert_eq!(pairs("??&&x&%").count(), 0);
        let read: Vec<(&str, String)> = pairs("?a=%zz%e&=&b=1+2").collect();
        let text = |text: &str| text.to_owned();
        assert_eq!(
            read,
            [("a", text("%zz%e")), ("", text("")), ("b", text("1 2"))]
        );
    }
}
