//! Bad habits of timing systems, and the race that must come of their reads all the same.

use std::fmt::Write as _;
use std::path::Path;

use homestretch_race::time::Span;
use homestretch_server::race_day::RaceDay;
use homestretch_server::store::RawRead;
use serde_json::{Value, json};

use super::devices::{clock_of, ipico_line, serve_day_at};
use super::served::Served;
use super::told::{race_from_files, reads, times};
use super::{BASE, Rig, batch, small_race};

/// What goes wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Everything is sent again, though it has arrived.
    Resends,
    /// Some is left out, and comes later.
    Gaps,
    /// The device's clock is two hours slow, and the set-up says so.
    WrongHours,
    /// Lines come in pieces.
    HalfLines,
    /// The line breaks in the middle of a message, again and again.
    Reconnects,
}

pub const FAULTS: [Fault; 5] = [
    Fault::Resends,
    Fault::Gaps,
    Fault::WrongHours,
    Fault::HalfLines,
    Fault::Reconnects,
];

pub const SLOW: Span = Span(2 * 3_600_000);
/// The mats by the numbers that IPICO readers have.
pub const MATS: [&str; 4] = ["start", "half-way", "finish", "moon"];

impl Fault {
    /// The reads as the device tells them.
    pub fn reads(self) -> Vec<RawRead> {
        let off = if self == Self::WrongHours {
            Span(-SLOW.0)
        } else {
            Span(0)
        };
        let reads = reads().into_iter();
        reads
            .map(|read| RawRead {
                at: read.at + off,
                ..read
            })
            .collect()
    }

    /// The source as it is set up.
    pub fn set_up(self, mut source: Value) -> Value {
        source["name"] = "it".into();
        if self == Self::WrongHours {
            source["offset_s"] = SLOW.as_s().into();
        }
        json!([source])
    }
}

/// The race that must come of it.
pub fn expected() -> Vec<Vec<(usize, Span)>> {
    let mut rig = Rig::in_memory(&small_race());
    rig.submit(batch("decoder", reads()));
    rig.beat(BASE + Span(15 * 3_600_000));
    times(&rig.hub.published().now().race)
}

pub fn serve(day: RaceDay, source: Value, folder: &Path, fault: Fault) -> Served {
    let now = BASE + Span(15 * 3_600_000);
    serve_day_at(day, &fault.set_up(source), folder, now)
}

/// The race is that one, and each read is there once.
pub fn expect_the_race(served: &Served, n_reads: u64, fault: Fault) {
    served.wait_for("it", "new", n_reads);
    served.running.publish();
    assert_eq!(times(&race_from_files(served)), expected(), "{fault:?}");
    let there = served.running.status.now().entries;
    assert_eq!(there, n_reads, "{fault:?}: each read once");
}

pub fn nowhere() -> &'static Path {
    Path::new("/nowhere")
}

/// The small race with tags of twelve characters, as IPICO has them.
pub fn tagged() -> RaceDay {
    let day = small_race();
    let all = day.roster.all().iter();
    let tags: Vec<_> = all.map(|e| (format!("{:0>12}", e.bib), e.no)).collect();
    let (event, course, roster) = (&*day.event, &*day.course, &*day.roster);
    let day = RaceDay::new(event.clone(), course.clone(), roster.clone(), &tags);
    day.expect("a race day")
}

pub fn ipico_message(read: &RawRead) -> String {
    let mat = MATS.iter().position(|mat| *mat == read.mat).expect("a mat");
    ipico_line(mat + 1, read, "FS")
}

pub fn ipico_points() -> Value {
    json!({"1/1": "start", "1/2": "half-way", "1/3": "finish"})
}

/// Lines of CSV with a column that is of no interest.
pub fn csv_lines(reads: &[RawRead]) -> String {
    reads.iter().fold(String::new(), |mut text, read| {
        let (h, m, s, _) = clock_of(read);
        let at = format!("2026-04-05 {h:02}:{m:02}:{s:02}");
        // Writing to memory does not fail.
        let _ = write!(text, "{},{},Zürich,{at}\r\n", read.chip, read.mat);
        text
    })
}

/// A header with the mark that tells that it is UTF-8.
pub const HEADER: &str = "\u{feff}chip,place,where,at\r\n";
