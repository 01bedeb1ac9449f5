//! Light files: looked up here when no file of that name lies in the table.

use std::sync::Arc;

use super::Shared;
use crate::files::Body;
use crate::wall;

/// The light file at a path, if there is one.
pub async fn body(shared: &Shared, path: &str) -> Option<Arc<Body>> {
    let which = shared.lights.which(path)?;
    let lights = Arc::clone(&shared.lights);
    // Making one may take a while in a big field, so it does not hold up the thread that answers everybody.
    let made = tokio::task::spawn_blocking(move || lights.body(which, wall::now()));
    made.await.ok()
}
