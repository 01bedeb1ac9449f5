//! What is to be published: the table of files, as a host needs it that knows nothing of us.

use std::sync::Arc;

use super::plan::Table;
use crate::files::app::INDEX;
use crate::files::{Body, Files, Found, Kind, app};

/// What needs the server itself, and is of no use elsewhere.
const AT_HOME: [&str; 2] = ["/office/", "/api/"];
/// The app's addresses that have no word in them. Those with one, such as `/runner/101`, are too many to be written;
/// hosts answer them by `404.html`, or by a rule of theirs.
const ROUTES: [&str; 2] = ["/about", "/leaders"];

/// The files as they are to be published. `policy` is what pages may load; a host sends no such header, so the pages
/// say it themselves. In a bucket, `flat`, an address may be a file and a folder at once.
pub fn of(files: &Files, policy: &str, flat: bool) -> Table {
    let mut table = Table::new();
    for (path, found) in files.all() {
        if AT_HOME.iter().any(|prefix| path.starts_with(prefix)) {
            continue;
        }
        let found = match found {
            Found::Here(body) if body.kind == Kind::Html => {
                Found::Here(Arc::new(with_policy(&body, policy)))
            }
            found => found,
        };
        if let Some(address) = path.strip_suffix(INDEX) {
            let mut also = |path: String| drop(table.insert(path, found.clone()));
            if address.is_empty() {
                also("/404.html".to_owned());
                for route in ROUTES {
                    also(format!("{route}{INDEX}"));
                    if flat {
                        also(route.to_owned());
                    }
                }
            } else if flat {
                also(address.to_owned());
            }
        }
        table.insert(path.into(), found);
    }
    table
}

fn with_policy(page: &Body, policy: &str) -> Body {
    let text = String::from_utf8_lossy(&page.identity.bytes);
    let said = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><meta name=\"referrer\" content=\"no-referrer\">"
    );
    let text = app::into_head(&text, &said);
    Body::plain(text.into_bytes(), page.kind, page.cache)
}
