//! The same reads for every door, and what the feed then tells of the race.

use homestretch_race::time::{Instant, Span};
use homestretch_server::store::RawRead;

use super::served::Served;
use super::{read, small_race};

/// Twenty runners over three mats, with reads out of order, twice, of unknown chips and mats.
pub fn reads() -> Vec<RawRead> {
    let mut reads = Vec::new();
    for i in 0..20_u32 {
        let s = i64::from(i);
        let no = u64::from(i) * 10;
        reads.push(read(no, 101 + i, "start", 3 + s));
        reads.push(read(no + 1, 101 + i, "half-way", 1_500 + 40 * s));
        reads.push(read(no + 2, 101 + i, "half-way", 1_501 + 40 * s));
        reads.push(read(no + 3, 101 + i, "finish", 3_100 + 90 * s));
    }
    reads.push(read(900, 999, "start", 5));
    reads.push(read(901, 101, "moon", 5));
    reads.reverse();
    reads
}

/// What is known of every entrant: net times at each point.
pub fn times(race: &homestretch_race::race::Race) -> Vec<Vec<(usize, Span)>> {
    let view = race.as_of(Instant(i64::MAX), race.newest());
    (0..20)
        .map(|i| {
            view.splits(i)
                .iter()
                .map(|s| (s.point, s.net_time))
                .collect()
        })
        .collect()
}

/// The race as a client puts it together from the files.
pub fn race_from_files(served: &Served) -> homestretch_race::race::Race {
    let day = small_race();
    let head = served.live();
    let mut race = homestretch_race::race::Race::new(day.event.clone(), day.roster.clone());
    for n in 1..=head.tick.0 {
        let name = homestretch_feed::paths::tick(&head.epoch, homestretch_race::Tick(n));
        let file = served.get(&format!("/feed/v1/{name}"));
        let tick = homestretch_feed::read::tick(&file.bytes, &day.event).expect("a tick");
        assert!(tick.problems.is_empty(), "{:?}", tick.problems);
        tick.value
            .changes
            .iter()
            .for_each(|change| race.apply(change));
    }
    race
}
