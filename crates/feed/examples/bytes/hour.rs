//! An hour of following a race, as the app does it: the head every fifteen seconds, and the files that it plans to
//! fetch. In the field's busiest hour, from a race that is up to date.

use homestretch_feed::content::{Head, RaceClock, TickContent};
use homestretch_feed::{catch_up, read, write};
use homestretch_race::Tick;
use homestretch_race::change::Phase;
use homestretch_race::time::Span;

use super::field::{Passing, Raced};
use super::{brotli, changes};

/// A tick is cut every five seconds, a phone asks every fifteen.
const TICK_TENTHS: i64 = 50;
const TICKS_A_POLL: i64 = 3;
const HOUR_TENTHS: i64 = 36_000;
/// Ticks and heads are packed in passing.
const QUALITY: i32 = 5;

/// Head and body of a request travel with these, asked by Chromium of our own server by HTTP/1.1; by HTTP/2, as behind
/// most proxies, what is the same each time is told by a byte a field.
const REQUEST: &str = "GET /feed/v1/live.json HTTP/1.1\r\nHost: live.example.org\r\nConnection: keep-alive\r\nPragma: no-cache\r\nCache-Control: no-cache\r\nsec-ch-ua-platform: \"Android\"\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36\r\nsec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nIf-None-Match: \"0123456789abcdef\"\r\nsec-ch-ua-mobile: ?1\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en\r\n\r\n";
const RESPONSE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: public, max-age=1\r\netag: \"0123456789abcdef\"\r\nvary: accept-encoding\r\ncontent-encoding: br\r\ncontent-length: 1000\r\nx-content-type-options: nosniff\r\naccess-control-allow-origin: *\r\ndate: Sun, 05 Apr 2026 01:00:00 GMT\r\n\r\n";
const HTTP2: usize = 130;

/// An hour: bytes inside the answers, and how many questions there were.
pub struct Hour {
    pub body: usize,
    pub requests: usize,
}

impl Hour {
    /// With every header, as our own server and a browser speak.
    pub fn by_http1(&self) -> usize {
        self.body + self.requests * (REQUEST.len() + RESPONSE.len())
    }

    /// Behind a proxy that speaks HTTP/2 and so tells of each header only what is new.
    pub fn by_http2(&self) -> usize {
        self.body + self.requests * HTTP2
    }
}

/// The busiest hour of a made-up marathon of so many, everybody followed.
pub fn of_everybody(entrants: u32) -> Hour {
    let race = Raced::new(entrants, 2026);
    let from = busiest(&race.passings);
    let mut hour = Hour {
        body: 0,
        requests: 0,
    };
    let (mut have, mut cut) = (Tick(0), Vec::new());
    for n in 0..HOUR_TENTHS / TICK_TENTHS {
        let number = Tick(cut.len() as u32 + 1);
        cut.extend(tick(&race, number, from + n * TICK_TENTHS));
        if n % TICKS_A_POLL != 0 {
            continue;
        }
        hour.requests += 1;
        let newest = Tick(cut.len() as u32);
        if newest == have {
            continue;
        }
        let written = write::head(&head(&race, &cut, from + n * TICK_TENTHS));
        hour.body += brotli(&written, QUALITY);
        let head = read::head(&written).map(|parsed| parsed.value);
        let plan = head.map_or_else(
            |_| Vec::new(),
            |head| catch_up::plan(Some(("e1", have)), &head),
        );
        for file in plan {
            hour.requests += 1;
            let numbers = file
                .split(['-', '.'])
                .filter_map(|word| word.parse::<usize>().ok());
            let numbers: Vec<usize> = numbers.collect();
            let ticks = &cut[numbers[0] - 1..numbers[numbers.len() - 1]];
            hour.body += brotli(&write::bundle(ticks, race.event.base), QUALITY);
        }
        have = newest;
    }
    hour
}

/// Where the hour with the most passings begins, in tenths of a second.
fn busiest(passings: &[Passing]) -> i64 {
    let within = |from: i64| {
        let begin = passings.partition_point(|p| p.tenths < from);
        passings.partition_point(|p| p.tenths < from + HOUR_TENTHS) - begin
    };
    let first = passings.first().map_or(0, |p| p.tenths);
    let starts = (0..24).map(|n| first + n * HOUR_TENTHS / 4);
    starts.max_by_key(|from| within(*from)).unwrap_or(first)
}

/// What was read in the five seconds from then on, if anything.
fn tick(race: &Raced, number: Tick, from: i64) -> Option<TickContent> {
    let begin = race.passings.partition_point(|p| p.tenths < from);
    let end = race
        .passings
        .partition_point(|p| p.tenths < from + TICK_TENTHS);
    let base = race.event.base;
    (begin < end).then(|| TickContent {
        tick: number,
        at: base + Span((from + TICK_TENTHS) * 100),
        changes: changes(&race.passings[begin..end], number, base),
        learned: None,
    })
}

fn head(race: &Raced, cut: &[TickContent], through: i64) -> Head {
    Head {
        event: "event-0123456789abcdef.json".to_owned(),
        epoch: "e1".to_owned(),
        base: race.event.base,
        tick: Tick(cut.len() as u32),
        keyframe: None,
        clock: RaceClock::REAL,
        through: race.event.base + Span(through * 100),
        phase: Phase::Live,
        official: false,
        ask_again_ms: 15_000,
        big: false,
        ticks: cut[cut.len().saturating_sub(8)..].to_vec(),
    }
}
