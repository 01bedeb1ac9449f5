//! Announcements as a file of the feed.

use serde_json::json;

use super::roll::Notice;

/// Its name.
pub const NAME: &str = "notices.json";

/// The file: announcements that stand, the newest last. Whoever shows them looks at their own times.
pub fn file(notices: &[Notice]) -> Vec<u8> {
    let notices: Vec<_> = notices
        .iter()
        .map(|notice| {
            json!({
                "no": notice.no,
                "since_ms": notice.since.0,
                "until_ms": notice.until.map(|at| at.0),
                "texts": notice.texts,
            })
        })
        .collect();
    json!({ "feed": 1, "notices": notices })
        .to_string()
        .into_bytes()
}
