//! The corrections as an Atom feed (RFC 4287), so that whoever has quoted a number is told when it changes.

use std::fmt::Write;

use homestretch_press::Speech;
use homestretch_press::moment::rfc3339;

use super::look::Look;
use super::shapes::CorrectionRow;
use crate::files::body::Effort;
use crate::files::{Body, Cache, Kind};

/// The feed; `rows` are the newest first.
pub fn feed(
    look: &Look,
    rows: &[CorrectionRow],
    speech: &Speech<'_>,
    home: &str,
    cache: Cache,
) -> Body {
    let event = look.race().event();
    let own = format!("urn:homestretch:{}:{}", event.key, look.now.epoch);
    // A feed needs an instant even when nothing was ever corrected.
    let never = rfc3339(event.base, 0);
    let updated = |row: Option<&CorrectionRow>| {
        let at = row.and_then(|row| row.corrected_at.clone());
        at.unwrap_or_else(|| never.clone())
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let tag = escaped(speech.words.tag());
    let _ = writeln!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{tag}\">"
    );
    element(&mut xml, "id", &own);
    element(&mut xml, "title", event.names.get(speech.words.tag()));
    element(&mut xml, "updated", &updated(rows.first()));
    let _ = writeln!(xml, "<link rel=\"self\" href=\"{}\"/>", escaped(home));
    xml.push_str("<author><name>Homestretch</name></author>\n");
    for row in rows {
        xml.push_str("<entry>\n");
        element(&mut xml, "id", &format!("{own}:{}", row.id));
        element(&mut xml, "title", &row.text);
        element(&mut xml, "updated", &updated(Some(row)));
        // An entry has to have a content or a page of its own, and a correction has none.
        element(&mut xml, "content", row.why.as_deref().unwrap_or(&row.text));
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    Body::packed(xml.into_bytes(), Kind::Atom, cache, Effort::Quick)
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = writeln!(xml, "<{name}>{}</{name}>", escaped(text));
}

/// A text as XML may hold it: names come from strangers.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML has no way to write these.
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            c => safe.push(c),
        }
    }
    safe
}
