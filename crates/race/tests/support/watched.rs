//! Stories as a spectator lives through them: the reads come in, and now and then she looks at a runner.

use std::fmt::Write;

use homestretch_race::change::{Change, Tick};
use homestretch_race::estimate::{Arrival, Basis, Estimate};
use homestretch_race::event::Contest;
use homestretch_race::intake::Intake;
use homestretch_race::race::Race;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use homestretch_race::view::View;

use super::story::{Line, at, lines_of, trimmed};
use super::{GUN, clock_from_span, shared};

/// Tells the story through the intake and the model that the project ships, and compares what the spectator sees.
///
/// Beside the lines of [`check`](super::story::check): `look 1:05:00 101` (a look at a runner at a time since the
/// gun, for which a tick is published; all reads until then are known, or until the last `through` of the story),
/// `places 1:05:00 half`, `feed down` and `feed up` (ticks do not reach the spectator, and all do again).
pub fn watched(title: &str, story: &str, expected: &str) {
    let mut spectator = Spectator::new();
    for line in story.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[0] {
            "look" => spectator.look(words[1], words[2]),
            "places" => spectator.places(words[1], words[2]),
            "feed" => spectator.feed(words[1] == "up"),
            _ => spectator.hear(line),
        }
    }
    assert_eq!(trimmed(&spectator.seen), trimmed(expected), "{title}");
}

struct Spectator {
    intake: Intake,
    race: Race,
    /// Published, but not with the spectator yet.
    on_the_way: Vec<Change>,
    tick: Tick,
    connected: bool,
    /// How far the reads reach by the last tick that came, where the story says it.
    through: Option<Instant>,
    told_through: Option<Instant>,
    n_reads: u64,
    n_decisions: u64,
    seen: String,
}

impl Spectator {
    fn new() -> Self {
        let (event, roster) = shared();
        Self {
            intake: Intake::new(&event, &roster),
            race: Race::new(event, roster),
            on_the_way: Vec::new(),
            tick: Tick(0),
            connected: true,
            through: None,
            told_through: None,
            n_reads: 0,
            n_decisions: 0,
            seen: String::new(),
        }
    }

    fn hear(&mut self, line: &str) {
        for line in lines_of(line) {
            match line {
                Line::Read(mut read) => {
                    self.n_reads += 1;
                    read.seq = self.n_reads;
                    self.intake.read(read);
                }
                Line::Decide(_, decision) => {
                    self.n_decisions += 1;
                    self.intake.decide(self.n_decisions, decision);
                }
                Line::Through(through) => {
                    self.intake.seen_through(through);
                    self.told_through = Some(through);
                }
                Line::Tick => self.publish(),
            }
        }
    }

    fn publish(&mut self) {
        self.tick.0 += 1;
        let tick = self.tick;
        let news = self.intake.take_changes().into_iter();
        self.on_the_way
            .extend(news.map(|what| Change { tick, what }));
        if self.connected {
            for change in self.on_the_way.drain(..) {
                self.race.apply(&change);
            }
            self.through = self.told_through;
        }
    }

    /// While the feed is down the picture stays as it was: reads are known until the moment it broke off.
    fn feed(&mut self, up: bool) {
        self.publish();
        self.connected = up;
        if up {
            self.publish();
        } else {
            self.through = self.through.or(self.race.latest());
        }
    }

    fn view(&self, clock: &str) -> View<'_> {
        let now = at(clock);
        let view = self.race.as_of(now, self.race.newest());
        view.with_through(self.through.unwrap_or(now))
    }

    fn look(&mut self, clock: &str, bib: &str) {
        self.publish();
        let view = self.view(clock);
        let entrant = self.race.roster().by_bib(bib).expect("a bib");
        let index = self.race.roster().index(entrant.no).expect("of the roster");
        let contest = &self.race.event().contests[entrant.contest];
        let mut line = format!("{clock} {bib} {:?}", view.status(index));
        if let Some(result) = view.result(index) {
            let _ = write!(line, " in {}", clock_from_span(result));
        }
        if let Some(estimate) = view.estimate(index, view.through()) {
            let _ = write!(line, ", {}", place(estimate, contest));
        }
        let arrivals = view.arrivals(index, view.through());
        if let Some(home) = arrivals.iter().find(|a| a.point == contest.finish()) {
            let _ = write!(line, ", home {}", window(home));
        }
        let _ = writeln!(self.seen, "{line}");
    }

    fn places(&mut self, clock: &str, contest: &str) {
        self.publish();
        let contests = &self.race.event().contests;
        let contest = contests
            .iter()
            .position(|c| c.key == contest)
            .expect("a contest");
        let view = self.view(clock);
        let mut line = clock.to_owned();
        for standing in view.standings(contest, &Group::All) {
            let (Some(place), Some(time)) = (standing.place, standing.time) else {
                continue;
            };
            let bib = &self.race.roster().all()[standing.index].bib;
            let tied = if standing.tied { "=" } else { "" };
            let _ = write!(line, ", {place}{tied} {bib} {}", clock_from_span(time));
        }
        let _ = writeln!(self.seen, "{line}");
    }
}

fn place(estimate: Estimate, contest: &Contest) -> String {
    let name = |point: usize| &contest.points[point].key;
    let km = |m: f64| format!("{:.1}", m / 1_000.0);
    let basis = match estimate.basis {
        Basis::Confirmed { point } => return format!("read at {}", name(point)),
        Basis::Between { last: None } => "not read yet".to_owned(),
        Basis::Between { last: Some(last) } => format!("past {}", name(last)),
        Basis::HeldAt { point } => format!("held at {}", name(point)),
        Basis::PastUnread { point } => format!("past {} unread", name(point)),
    };
    let (low, mid, high) = (km(estimate.low_m), km(estimate.mid_m), km(estimate.high_m));
    format!("{basis}, {mid} km ({low} to {high})")
}

/// From when to when a runner is expected, nine times in ten, in whole minutes.
fn window(arrival: &Arrival) -> String {
    let minute = |at: Instant| {
        let clock = clock_from_span(Span((at - GUN).0 / 60_000 * 60_000));
        clock.strip_suffix(":00").unwrap_or(&clock).to_owned()
    };
    format!("{} to {}", minute(arrival.p05), minute(arrival.p95))
}
