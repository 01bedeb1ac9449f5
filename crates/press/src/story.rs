//! A moment of the story as one plain sentence.

use homestretch_race::Ruling;
use homestretch_race::story::{Happened, Moment};
use homestretch_race::time::Span;
use homestretch_race::view::View;
use homestretch_words::measure::taken;

use crate::speech::Speech;

impl Speech<'_> {
    /// The sentence. `view` is the one that the story was asked of.
    pub fn moment(&self, view: &View<'_>, moment: &Moment) -> String {
        let press = self.press;
        let event = view.race.event();
        let group = self.group(event, moment.contest, &moment.group);
        let name = |index| self.runner(view.race, index);
        let at = |point| self.point(event, moment.contest, point);
        let gap = |span: Span| self.gap(span);
        let number = |n: u32| self.words.number(n.into());
        match moment.what {
            Happened::Leads { index, point, from } => {
                let time = view
                    .passed_at(index, point)
                    .map_or_else(String::new, |at| taken(view.ranked_time(index, at).0));
                match from {
                    None => press.leads_first(&group, &name(index), &at(point), &time),
                    Some(from) => {
                        press.leads_change(&group, &name(index), &name(from), &at(point), &time)
                    }
                }
            }
            Happened::Gap {
                point,
                first,
                second,
                gap: now,
                before,
            } => {
                let (point, name, second) = (at(point), name(first), name(second));
                match before {
                    _ if now == Span(0) => press.gap_none(&group, &point, &name, &second),
                    None => press.gap(&group, &point, &name, &gap(now), &second),
                    Some(was) if was < Span(0) => {
                        press.gap_turned(&group, &point, &name, &gap(now), &second, &gap(was))
                    }
                    Some(was) => {
                        press.gap_was(&group, &point, &name, &gap(now), &second, &gap(was))
                    }
                }
            }
            Happened::BreaksAway {
                index,
                point,
                gap: ahead,
                together,
            } => press.breaks_away(together, &group, &name(index), &gap(ahead), &at(point)),
            Happened::Climbs {
                index,
                from_point,
                point,
                before,
                after,
                front,
            } => {
                let (name, from, point) = (name(index), at(from_point), at(point));
                let (before, after) = (number(before), number(after));
                if front {
                    press.climbs_front(&group, &name, &from, &point, &before, &after)
                } else {
                    press.climbs(&group, &name, &from, &point, &before, &after)
                }
            }
            Happened::RecordPace {
                index,
                point,
                ahead,
            } => {
                let (point, name) = (at(point), name(index));
                if ahead > Span(0) {
                    press.pace_ahead(&group, &point, &name, &gap(ahead))
                } else {
                    press.pace_behind(&group, &point, &name, &gap(ahead))
                }
            }
            _ => self.at_home(view, moment, &group),
        }
    }

    /// The same for what happens at the finish, or because somebody does not come there.
    fn at_home(&self, view: &View<'_>, moment: &Moment, group: &str) -> String {
        let press = self.press;
        let name = |index| self.runner(view.race, index);
        let at = |point| self.point(view.race.event(), moment.contest, point);
        let number = |n: u32| self.words.number(n.into());
        match moment.what {
            Happened::Home { index, place, time } => {
                let (name, time) = (name(index), taken(time.0));
                if place == 1 {
                    press.home_first(group, &name, &time)
                } else {
                    press.home(group, &name, &number(place), &time)
                }
            }
            Happened::Record { index, time, by } => {
                press.record(group, &name(index), &taken(time.0), &self.gap(by))
            }
            Happened::FirstOfNoc { index, place, time } => {
                let code = view
                    .race
                    .roster()
                    .all()
                    .get(index)
                    .and_then(|e| e.noc.clone());
                let noc = (self.noc)(&code.unwrap_or_default());
                press.first_of_noc(group, &noc, &name(index), &number(place), &taken(time.0))
            }
            Happened::NegativeSplit {
                index,
                place,
                first_half,
                second_half,
            } => {
                let (first, second) = (taken(first_half.0), taken(second_half.0));
                press.negative(group, &name(index), &number(place), &first, &second)
            }
            Happened::Closest {
                index,
                other,
                place,
                gap: between,
            } => {
                let (name, second, place) = (name(index), name(other), number(place));
                if between == Span(0) {
                    press.closest_level(group, &name, &second, &place)
                } else {
                    press.closest(group, &place, &name, &self.gap(between), &second)
                }
            }
            Happened::Out {
                index,
                point,
                place,
                ruling,
            } => {
                let (name, place, point) = (name(index), number(place), at(point));
                match ruling {
                    Ruling::Dsq => press.out_dsq(group, &name, &place, &point),
                    Ruling::CutOff => press.out_cut_off(group, &name, &place, &point),
                    Ruling::Dnf | Ruling::Dns => press.out_dnf(group, &name, &place, &point),
                }
            }
            Happened::Last { index, time } => press.last(group, &name(index), &taken(time.0)),
            // Told above.
            _ => String::new(),
        }
    }
}
