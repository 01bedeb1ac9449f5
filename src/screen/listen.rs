//! Hears the race office's remote: asks `/api/v1/screen` every two seconds, and goes by what was last heard while the
//! server is away. What was last heard stays on this device, so that a hidden name stays hidden over a restart.

use std::time::Duration;

use gloo_net::http::Request;
use homestretch_feed::orders;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::RequestCache;

use super::wall::Wall;
use crate::storage;

/// Where the orders are.
pub const ADDRESS: &str = "/api/v1/screen";
/// Asked this often.
const EVERY: Duration = Duration::from_secs(2);
/// Key of what was last heard.
const KEPT: &str = "screen-orders";

/// Begins to listen, for as long as the screen is there.
pub fn start(wall: Wall) {
    if let Some(kept) = storage::read(KEPT) {
        take(wall, kept.as_bytes());
    }
    let etag = StoredValue::new(None::<String>);
    let asking = StoredValue::new(false);
    let ask = move || {
        if asking.get_value() {
            return;
        }
        asking.set_value(true);
        spawn_local(async move {
            hear(wall, etag).await;
            asking.set_value(false);
        });
    };
    ask();
    let beat = set_interval_with_handle(ask, EVERY);
    on_cleanup(move || {
        if let Ok(beat) = beat {
            beat.clear();
        }
    });
}

async fn hear(wall: Wall, etag: StoredValue<Option<String>>) {
    let mut request = Request::get(ADDRESS).cache(RequestCache::NoStore);
    if let Some(etag) = etag.get_value() {
        request = request.header("If-None-Match", &etag);
    }
    let Ok(response) = request.send().await else {
        return;
    };
    if response.status() != 200 {
        return;
    }
    let tag = response.headers().get("ETag");
    let Ok(bytes) = response.binary().await else {
        return;
    };
    if take(wall, &bytes) {
        etag.set_value(tag);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            storage::write(KEPT, text);
        }
    }
}

/// True when it could be read.
fn take(wall: Wall, bytes: &[u8]) -> bool {
    let Ok(parsed) = orders::read(bytes) else {
        return false;
    };
    if wall.orders.with_untracked(|known| *known != parsed.value) {
        wall.orders.set(parsed.value);
    }
    true
}
