//! An hour of following a race, counted: the app's own session asks a server of files that has a made-up field in its
//! busiest hour. `cargo xtask bench feed hour` runs it.
//!
//! What travels is packed as the server packs it. The headers are those that a browser and our server exchange by
//! HTTP/1.1, and an assumed 130 bytes a question by HTTP/2, where what is the same each time is told by a byte a field.

#[path = "following/feed.rs"]
mod feed;
#[path = "../crates/feed/examples/bytes/field.rs"]
mod field;
#[path = "following/phone.rs"]
mod phone;

use feed::Feed;
use field::Raced;
use phone::Phone;

/// What an hour of following may cost.
const HOUR_BYTES: usize = 150_000;
const HOUR_S: i64 = 3_600;
/// Fields as large as the demo's, and as the largest there are.
const FIELDS: [u32; 2] = [1_100, 50_000];
/// A family with several runners, spread over the field.
const FOLLOWED: u32 = 4;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let json = words.iter().any(|word| word == "--json");
    let asked: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let fields = if asked.is_empty() {
        &FIELDS[..]
    } else {
        &asked
    };
    for &entrants in fields {
        let race = Raced::new(entrants, 2026);
        for thrift in [false, true] {
            hour(&race, thrift, json);
        }
    }
}

/// The hour with the most passings, whole or by the light files.
fn hour(race: &Raced, thrift: bool, json: bool) {
    let entrants = race.roster.all().len() as u32;
    let from_s = race.busiest_s(HOUR_S);
    let mut feed = Feed::new(race, from_s);
    let bibs = (1..=FOLLOWED).map(|n| (101 + n * entrants / (FOLLOWED + 1)).to_string());
    let mut phone = Phone::new(bibs.collect(), thrift);
    phone.run(&mut feed, from_s, from_s + 60);
    phone.count = phone::Count::default();
    phone.run(&mut feed, from_s + 60, from_s + 60 + HOUR_S);
    let count = &phone.count;
    let way = if thrift { "light files" } else { "whole field" };
    for (by, down, up) in [
        ("http1", count.body + count.down, count.up),
        (
            "http2",
            count.body + count.asked * phone::HTTP2.1,
            count.asked * phone::HTTP2.0,
        ),
    ] {
        if json {
            println!(
                "{{\"bench\":\"feed\",\"case\":\"hour-of-following\",\"metric\":\"wire_bytes\",\"unit\":\"B\",\"entrants\":{entrants},\"way\":\"{way}\",\"by\":\"{by}\",\"ours\":{},\"down\":{down},\"up\":{up},\"budget\":{HOUR_BYTES}}}",
                down + up
            );
        } else {
            println!(
                "an hour of following {FOLLOWED} of {entrants} by the {way}, {by}: {} bytes, {down} down and {up} up (at most {HOUR_BYTES})",
                down + up
            );
        }
    }
    if !json {
        println!(
            "    {} questions, {} bytes of files; latest news of a followed runner after {} s",
            count.asked, count.body, count.latest_s
        );
        for (kind, (n, bytes)) in &count.kinds {
            println!("    {kind}: {n} questions, {bytes} bytes");
        }
    }
}
