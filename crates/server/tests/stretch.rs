//! A stretch of the demo: its clock stands still at the end, nothing later is told, and then it begins again.

mod support;

use std::time::{Duration, Instant};

use homestretch_feed::{Head, RaceClock, read};
use homestretch_race::time::Span;
use homestretch_server::demo;
use homestretch_server::driver::Again;
use homestretch_server::hub::pace::Pace;
use homestretch_server::server::{self, Told};
use homestretch_server::wall;
use support::served::{get, options};

#[test]
fn the_clock_stands_still_at_the_end_of_a_stretch_and_begins_again() {
    let demo = demo::demo(1).expect("a demo");
    let from = demo.day.first_gun() - Span(60_000);
    let until = from + Span(20 * 60_000);
    let app = tempfile::tempdir().expect("a directory");
    let mut options = options(app.path());
    options.clock = RaceClock {
        at: wall::now(),
        race: from,
        rate: 600.0,
    };
    options.pace = Pace::QUICK;
    let told = Told {
        timeline: demo.timeline,
        again: Some(Again {
            from,
            until: Some(until),
        }),
    };
    let running = server::start(&demo.day, Some(told), options).expect("a server");
    let url = format!("http://{}/feed/v1/live.json", running.address);
    let head = || {
        let head = read::head(&get(&url, &[]).bytes).expect("a head");
        assert!(head.problems.is_empty(), "{:?}", head.problems);
        head.value
    };
    let comes = |what: &str, pleases: &dyn Fn(&Head) -> bool| {
        let began = Instant::now();
        loop {
            let head = head();
            if pleases(&head) {
                return head;
            }
            assert!(began.elapsed() < Duration::from_mins(2), "{what}: {head:?}");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    let first = head();
    assert!(first.clock.rate > 599.0, "{:?}", first.clock);
    let halted = comes("it stands still", &|head| head.clock.rate == 0.0);
    assert_eq!((halted.clock.race, &halted.epoch), (until, &first.epoch));
    // Whoever looks a while later sees the same instant, with all that is known of it and nothing else.
    std::thread::sleep(Duration::from_secs(3));
    let later = comes("all is told", &|head| head.through == until);
    assert_eq!(later.clock, halted.clock);
    let again = comes("it begins again", &|head| head.epoch != first.epoch);
    assert_eq!((again.clock.race, again.clock.rate), (from, 600.0));
    running.stop();
}
