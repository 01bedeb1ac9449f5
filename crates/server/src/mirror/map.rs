//! The organiser's own map file on a mirror: its pages name the one that the other server has.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use axum::http::HeaderMap;

use super::origin::Origin;
use crate::files::map_file::FOLDER;
use crate::files::{Files, tiles};

/// How often another server that is away is asked.
const AGAIN: Duration = Duration::from_secs(5);
/// The mirror begins without having heard of a map after so long.
const PATIENCE: Duration = Duration::from_secs(2);

/// Names the other server's map file in the pages. Where that server is away, it is asked again beside all else, as long
/// as there is a mirror; a page that was opened before draws the map by itself.
///
/// # Errors
/// When the system gives no thread.
pub fn carry(origin: &Origin, files: &Arc<Files>) -> Result<(), std::io::Error> {
    let (heard, first) = mpsc::channel();
    let (origin, files) = (origin.clone(), Arc::downgrade(files));
    let ask = move || {
        // Without files there is no mirror any more.
        while files.upgrade().is_some_and(|files| !offer(&origin, &files)) {
            thread::sleep(AGAIN);
        }
        // Nobody may be waiting for it any longer.
        let _ = heard.send(());
    };
    thread::Builder::new().spawn(ask)?;
    let _ = first.recv_timeout(PATIENCE);
    Ok(())
}

/// True when the other server has said whether it has a map file.
fn offer(origin: &Origin, files: &Files) -> bool {
    let Some(told) = origin.ask("/", &HeaderMap::new()) else {
        return false;
    };
    let offered = tiles::offered(&String::from_utf8_lossy(&told.bytes));
    let file = offered.filter(|(address, _)| address.starts_with(FOLDER));
    if let Some((address, credit)) = file {
        tiles::offer(files, &address, &credit);
    }
    told.status.is_success()
}
