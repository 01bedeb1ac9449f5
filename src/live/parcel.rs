//! Opening what came for a file: the value in it, or what is the trouble with it.

use homestretch_feed::{FeedError, Parsed, TickContent, read};
use homestretch_race::event::Event;

use super::acts::Action;
use crate::health::Trouble;

/// True when a web page came in place of a file.
pub fn is_web_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'<')
}

/// The value that was read; what was odd in it is passed on.
pub fn open<T>(read: Result<Parsed<T>, FeedError>, todo: &mut Vec<Action>) -> Result<T, Trouble> {
    let parsed = read.map_err(|_| Trouble::Unreadable)?;
    if !parsed.problems.is_empty() {
        let problems = parsed.problems.iter().map(ToString::to_string);
        todo.push(Action::Odd(problems.collect()));
    }
    Ok(parsed.value)
}

/// A file of history as ticks, whether a keyframe, a bundle or a single tick.
pub fn history(
    file: &str,
    bytes: &[u8],
    event: &Event,
    todo: &mut Vec<Action>,
) -> Result<Vec<TickContent>, Trouble> {
    if file.starts_with("keyframes/") {
        let keyframe = open(read::keyframe(bytes, event), todo)?;
        return Ok(vec![TickContent {
            tick: keyframe.tick,
            at: keyframe.through,
            changes: keyframe.changes,
            learned: keyframe.learned,
            ruled: keyframe.ruled,
        }]);
    }
    // An epoch has no hyphen, so a bundle's name, `EPOCH-FIRST-LAST`, has one more than a tick's.
    if file.matches('-').count() == 2 {
        open(read::bundle(bytes, event), todo)
    } else {
        Ok(vec![open(read::tick(bytes, event), todo)?])
    }
}
