//! What the page of one runner says: the same news as in the app, as whole sentences of one language.

use homestretch_race::estimate::{Arrival, Basis, Estimate};
use homestretch_race::event::{Contest, Event, Role, Text};
use homestretch_race::roster::Entrant;
use homestretch_race::time::Instant;
use homestretch_race::view::{Status, View};
use homestretch_words::measure::{taken, time_of_day};

use super::speech::Speech;

/// What is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The runner's name, or what stands for it.
    pub name: String,
    /// The bib, in words.
    pub bib: String,
    /// Contest and country.
    pub about: Vec<String>,
    /// How the style knows the status.
    pub kind: &'static str,
    /// The news in one line.
    pub headline: String,
    /// The time taken, and whether that is official.
    pub result: Option<(String, String)>,
    /// What else there is to know.
    pub lines: Vec<String>,
    /// Points ahead, and when the runner is expected there.
    pub ahead: Vec<(String, String)>,
    /// The news as one sentence for a preview.
    pub summary: String,
    /// Where on the course, as shares of its length.
    pub bar: Option<Bar>,
}

/// A course as a line from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The mats.
    pub mats: Vec<f64>,
    /// The last mat passed.
    pub run: f64,
    /// The estimate: least, middle, most.
    pub at: Option<(f64, f64, f64)>,
}

/// The race as one runner's page needs it.
pub struct Look<'a> {
    /// The race, as of what is known.
    pub view: &'a View<'a>,
    /// Index of the runner in the roster.
    pub index: usize,
    /// The runner.
    pub entrant: &'a Entrant,
    /// The runner's contest.
    pub contest: &'a Contest,
    /// Whether results are official.
    pub official: bool,
    /// The language.
    pub speech: &'a Speech,
}

impl Look<'_> {
    /// What is said now.
    pub fn say(&self) -> Said {
        let words = &self.speech.words;
        let status = self.view.status(self.index);
        let name = self.name();
        let mut said = Said {
            bib: words.bib_number(&self.entrant.bib),
            about: self.about(),
            name,
            ..Said::default()
        };
        let last = self.view.last_split(self.index);
        let passed = last.map(|split| (self.point(split.point), self.clock(split.at)));
        let seen = passed.as_ref().map_or_else(
            || words.no_read_yet(),
            |(point, at)| words.last_seen(point, at),
        );
        let notes = self
            .view
            .note(self.index)
            .map(|text| words.office_says(text));
        said.lines.extend(notes);
        let hidden = !self.entrant.live && status != Status::Finished;
        match status {
            Status::NotStarted => {
                let gun = self.view.gun(self.entrant.contest, self.entrant.wave);
                said.kind = "waiting";
                said.headline = words.page_starts(&self.clock(gun));
            }
            Status::OnCourse => self.say_running(&mut said, seen),
            Status::Overdue => {
                said.kind = "overdue";
                said.headline = passed.map_or_else(
                    || words.status_overdue(),
                    |(point, at)| words.no_news_since(&point, &at),
                );
                said.lines.extend(self.sweep());
            }
            Status::Finished => {
                said.kind = "finished";
                said.headline = words.status_finished();
                let mark = if self.official {
                    words.official()
                } else {
                    words.provisional()
                };
                if let Some(result) = self.view.result(self.index) {
                    said.summary = words.finished_in(&taken(result.0));
                    said.result = Some((taken(result.0), mark));
                }
                said.lines.push(seen);
            }
            Status::Dns | Status::Dnf | Status::CutOff | Status::Dsq => {
                said.kind = "stopped";
                said.headline = match status {
                    Status::Dns => words.kind_dns(&said.name),
                    Status::Dnf => words.kind_dnf(&said.name),
                    Status::CutOff => words.kind_cut_off(&said.name),
                    _ => words.kind_dsq(&said.name),
                };
                said.lines.extend(passed.map(|_| seen).filter(|_| !hidden));
                if status != Status::Dns {
                    said.lines.extend(self.sweep());
                }
            }
        }
        if hidden {
            said.lines.push(words.results_only());
        } else if status != Status::NotStarted {
            said.bar = Some(self.bar());
        }
        if said.summary.is_empty() {
            said.summary.clone_from(&said.headline);
        }
        said
    }

    fn say_running(&self, said: &mut Said, seen: String) {
        let words = &self.speech.words;
        said.kind = "running";
        said.headline = words.status_on_course();
        if let Some(estimate) = self.view.estimate(self.index, self.view.through()) {
            said.headline = self.here(estimate);
            said.lines.extend(self.quiet_mat(estimate));
        }
        said.lines.push(seen);
        let arrivals = self.view.arrivals(self.index, self.view.through());
        let finish = self.contest.finish();
        let shown = |a: &&Arrival| {
            self.contest
                .points
                .get(a.point)
                .is_some_and(|p| p.role == Role::Split)
        };
        let next = arrivals.iter().find(shown);
        let home = arrivals.iter().find(|arrival| arrival.point == finish);
        let window = |a: &Arrival| (self.clock(a.p05), self.clock(a.p95));
        for arrival in next.into_iter().chain(home) {
            let (from, to) = window(arrival);
            said.ahead
                .push((self.point(arrival.point), words.window(&from, &to)));
        }
        if let Some((from, to)) = home.map(window) {
            said.summary = words.expected_finish(&from, &to);
        }
    }

    fn here(&self, estimate: Estimate) -> String {
        let words = &self.speech.words;
        if let Basis::Confirmed { point } = estimate.basis {
            return words.confirmed_here(&self.point(point));
        }
        if let Basis::HeldAt { point } = estimate.basis {
            return words.near_unseen(&self.point(point));
        }
        let half_m = (estimate.high_m - estimate.low_m) / 2.0;
        words.about_here(
            &words.distance(estimate.mid_m, false),
            &words.margin(half_m, false),
        )
    }

    fn quiet_mat(&self, estimate: Estimate) -> Option<String> {
        let Basis::PastUnread { point } = estimate.basis else {
            return None;
        };
        let mat = self.contest.points.get(point)?.mat;
        (!self.view.mats().alive(mat)).then(|| self.speech.words.mat_quiet(&self.point(point)))
    }

    fn about(&self) -> Vec<String> {
        let contest = self.text(&self.contest.names);
        let noc = self.entrant.noc.as_ref().map(|code| {
            let own = self
                .event()
                .noc_names
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(code));
            own.map_or_else(
                || self.speech.nocs.name(code).to_owned(),
                |(_, text)| self.text(text),
            )
        });
        [Some(contest), noc]
            .into_iter()
            .flatten()
            .filter(|text| !text.is_empty())
            .collect()
    }

    fn bar(&self) -> Bar {
        let share = |m: f64| {
            if self.contest.length_m > 0.0 {
                (m / self.contest.length_m).clamp(0.0, 1.0)
            } else {
                0.0
            }
        };
        let mats = self
            .contest
            .points
            .iter()
            .filter(|p| p.role != Role::Helper);
        let last = self
            .view
            .last_split(self.index)
            .and_then(|split| self.contest.points.get(split.point));
        let estimate = self.view.estimate(self.index, self.view.through());
        Bar {
            mats: mats.map(|p| share(p.at_m)).collect(),
            run: last.map_or(0.0, |p| share(p.at_m)),
            at: estimate.map(|e| (share(e.low_m), share(e.mid_m), share(e.high_m))),
        }
    }

    fn name(&self) -> String {
        let name = self.text(&self.entrant.names);
        if name.is_empty() {
            self.speech.words.nameless(&self.entrant.bib)
        } else {
            name
        }
    }

    fn sweep(&self) -> Option<String> {
        let sweep = self.text(&self.event().sweep);
        (!sweep.is_empty()).then_some(sweep)
    }

    fn event(&self) -> &Event {
        self.view.race.event()
    }

    fn point(&self, point: usize) -> String {
        self.contest
            .points
            .get(point)
            .map_or_else(String::new, |point| self.text(&point.names))
    }

    fn text(&self, text: &Text) -> String {
        text.get(self.speech.words.tag()).to_owned()
    }

    fn clock(&self, at: Instant) -> String {
        time_of_day(at.epoch_s(), self.event().zone.offset_min)
    }
}
