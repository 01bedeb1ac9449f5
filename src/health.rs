//! How well the app is supplied with news, as data: what the health bar says in words.
//! An old link of this device and a race that has gone silent are different things and are told apart here.

use homestretch_race::change::Phase;
use homestretch_race::time::Instant;

/// Silence of the race's own link shorter than this is nothing to speak of, in race time.
pub const RACE_SILENCE_MS: i64 = 180_000;
/// In a fast replay race minutes pass in seconds, so silence must also last this long for the viewer.
const VIEWER_SILENCE_MS: f64 = 20_000.0;

/// What the app knows of its supply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// Nothing has come yet.
    #[default]
    Starting,
    /// Nothing has come yet, and why not.
    NotYet(Trouble),
    /// In touch; the race has not begun.
    Before,
    /// In touch, and the race's reads come in.
    Fresh,
    /// In touch; the race office has halted the race.
    Paused,
    /// In touch, but the race's own link brings nothing since that race instant.
    RaceLinkDown {
        /// The instant up to which every read is known.
        since: Instant,
    },
    /// What is shown is as old as this server instant: the last good answer.
    Stale {
        /// Server time of the last good answer.
        since: Instant,
        /// What stands in the way.
        trouble: Trouble,
    },
    /// The device itself says that it has no network.
    Offline {
        /// Server time of the last good answer.
        since: Instant,
    },
    /// The race is over.
    Ended {
        /// True once the results are official.
        official: bool,
    },
}

/// What stands between the app and the feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trouble {
    /// No answer.
    #[default]
    NoAnswer,
    /// An answer with an HTTP status that is no use.
    Status(u16),
    /// A web page came instead of the feed: most likely a network that wants a log-in first.
    WebPage,
    /// What came cannot be read, such as a file cut short on the way.
    Unreadable,
}

/// What health is judged from.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Server time of the last good answer; none before the first.
    pub last_good: Option<Instant>,
    /// What went wrong since then; none when the last answer was good.
    pub trouble: Option<Trouble>,
    /// False when the device says that it has no network.
    pub online: bool,
    /// How often the server asks to be asked, in milliseconds.
    pub ask_again_ms: f64,
    /// How the race stands, whether officially, and up to when every read is known.
    pub race: Option<(Phase, bool, Instant)>,
    /// How fast the race clock runs.
    pub rate: f64,
}

/// Judges the signs at a server instant and the race instant that belongs to it.
pub fn judge(signs: &Signs, server_now: Instant, race_now: Instant) -> Health {
    let (Some(last_good), Some((phase, official, through))) = (signs.last_good, signs.race) else {
        return match signs.trouble {
            Some(trouble) => Health::NotYet(trouble),
            None => Health::Starting,
        };
    };
    let age_ms = (server_now - last_good).0 as f64;
    // One late answer is no news; a failed one is, once the next should have come.
    let patience_ms = match signs.trouble {
        Some(_) => 1.5 * signs.ask_again_ms + 1_000.0,
        None => 3.0 * signs.ask_again_ms + 2_000.0,
    };
    if !signs.online && age_ms > signs.ask_again_ms {
        return Health::Offline { since: last_good };
    }
    if age_ms > patience_ms {
        return Health::Stale {
            since: last_good,
            trouble: signs.trouble.unwrap_or_default(),
        };
    }
    let silence_ms = (race_now - through).0 as f64;
    match phase {
        Phase::Before => Health::Before,
        Phase::Paused => Health::Paused,
        Phase::Ended => Health::Ended { official },
        Phase::Live
            if silence_ms > (RACE_SILENCE_MS as f64).max(VIEWER_SILENCE_MS * signs.rate) =>
        {
            Health::RaceLinkDown { since: through }
        }
        Phase::Live => Health::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: i64 = 1_800_000_000_000;

    fn signs() -> Signs {
        Signs {
            last_good: Some(Instant(T)),
            trouble: None,
            online: true,
            ask_again_ms: 2_000.0,
            race: Some((Phase::Live, false, Instant(T))),
            rate: 1.0,
        }
    }

    fn check(signs: &Signs, server_s: i64, race_s: i64, expected: Health) {
        let health = judge(
            signs,
            Instant(T + server_s * 1000),
            Instant(T + race_s * 1000),
        );
        assert_eq!(health, expected);
    }

    #[test]
    fn the_four_ways_of_being_quiet_are_told_apart() {
        let since = Instant(T);
        check(&signs(), 1, 1, Health::Fresh);
        check(&signs(), 1, 179, Health::Fresh);
        check(&signs(), 1, 181, Health::RaceLinkDown { since });
        let trouble = Trouble::Status(503);
        let failing = Signs {
            trouble: Some(trouble),
            ..signs()
        };
        check(&failing, 3, 3, Health::Fresh);
        check(&signs(), 7, 7, Health::Fresh);
        check(&failing, 5, 5, Health::Stale { since, trouble });
        let offline = Signs {
            online: false,
            ..failing
        };
        check(&offline, 3, 3, Health::Offline { since });
    }

    #[test]
    fn a_fast_replay_is_not_called_silent_for_the_time_between_two_ticks() {
        let fast = Signs {
            rate: 60.0,
            ..signs()
        };
        check(&fast, 1, 600, Health::Fresh);
        check(&fast, 1, 1_300, Health::RaceLinkDown { since: Instant(T) });
    }

    #[test]
    fn nothing_yet_says_why() {
        let none = Signs {
            last_good: None,
            race: None,
            ..signs()
        };
        check(&none, 0, 0, Health::Starting);
        let page = Signs {
            trouble: Some(Trouble::WebPage),
            ..none
        };
        check(&page, 0, 0, Health::NotYet(Trouble::WebPage));
    }
}
