//! The whole history of the race that is held, tick by tick: a keyframe tells what stands, not what was known before.
//! Only who looks back needs it.

use gloo_net::http::Request;
use homestretch_feed::{PREFIX, catch_up, read};

use super::acts::HEAD;
use super::parcel;
use crate::clock::Clock;
use crate::held::Held;

/// Fetches every tick up to the newest that is held. False when that was not to be had.
pub async fn fetch(held: Held, clock: Clock) -> bool {
    whole(held, clock).await.is_some()
}

async fn whole(held: Held, clock: Clock) -> Option<()> {
    let event = held.with_race(|race| race.event().clone())?;
    let mut head = read::head(&bytes(HEAD).await?).ok()?.value;
    head.keyframe = None;
    let inline = read::against(std::mem::take(&mut head.ticks), &event).value;
    // What the head brings itself is there already.
    head.tick.0 = head.tick.0.saturating_sub(inline.len() as u32);
    let (mut news, mut odd) = (Vec::new(), Vec::new());
    for file in catch_up::plan(None, &head) {
        let bytes = bytes(&file).await?;
        news.extend(parcel::history(&file, &bytes, &event, &mut odd).ok()?);
    }
    news.extend(inline);
    held.apply(&news, clock.now_frame());
    Some(())
}

async fn bytes(file: &str) -> Option<Vec<u8>> {
    let answer = Request::get(&[PREFIX, file].concat()).send().await.ok()?;
    if !answer.ok() {
        return None;
    }
    answer.binary().await.ok()
}
