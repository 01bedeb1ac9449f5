//! Where the surveyed marks lie on the drawn line: the knots between which certified and drawn metres are in proportion.
//!
//! On an out-and-back or lapped course a mark is near the line several times. Every passage is a candidate, and the
//! sequence is chosen whole: the one along which drawn and certified stretches agree best.

use crate::metric::Metric;
use crate::track::{Foot, SAME_M, Track, nearest_on_segment};
use crate::{CourseError, LatLon, Mark};

/// A mark farther from the line than this is a mistake; two carriageways of one street are nearer.
const MAX_OFF_M: f64 = 75.0;
/// What drawing explains: the share, and the metres, by which a stretch may differ from its certified length.
const STRETCH_SHARE: f64 = 0.10;
const STRETCH_M: f64 = 40.0;
/// What drawing and surveying cannot tell apart.
const OFF_SCALE_M: f64 = 0.05;

/// A place where certified and drawn metres are both known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Knot {
    pub drawn_m: f64,
    pub at_m: f64,
}

/// The knots of a course: the start, the marks, the finish; both coordinates strictly increase.
pub(crate) fn locate(
    track: &Track,
    marks: &[Mark],
    length_m: f64,
) -> Result<Vec<Knot>, CourseError> {
    check(marks, length_m)?;
    let candidates: Vec<Vec<Candidate>> = marks
        .iter()
        .map(|mark| passages(track, mark))
        .collect::<Result<_, _>>()?;
    let mut stops: Vec<(&str, Knot)> = best_sequence(track, marks, &candidates, length_m)
        .into_iter()
        .zip(marks)
        .map(|(drawn_m, mark)| {
            let at_m = mark.at_m;
            (mark.name.as_str(), Knot { drawn_m, at_m })
        })
        .collect();
    // Without marks of their own, start and finish are the ends of the line; with them, what lies outside is cut off.
    if stops.first().is_none_or(|(_, k)| k.at_m > 0.0) {
        let start = Knot {
            drawn_m: 0.0,
            at_m: 0.0,
        };
        stops.insert(0, ("start", start));
    }
    if stops.last().is_none_or(|(_, k)| k.at_m < length_m) {
        let finish = Knot {
            drawn_m: track.length_m(),
            at_m: length_m,
        };
        stops.push(("finish", finish));
    }
    // Marks that changed places also make wrong stretches, and their order is the better explanation.
    for check in [check_order, check_stretch] {
        for pair in stops.windows(2) {
            check(pair[0], pair[1])?;
        }
    }
    Ok(stops.into_iter().map(|(_, knot)| knot).collect())
}

fn check(marks: &[Mark], length_m: f64) -> Result<(), CourseError> {
    if !(length_m.is_finite() && length_m > 0.0) {
        return Err(CourseError::BadLength { length_m });
    }
    for mark in marks {
        mark.place.checked(|| format!("mark `{}`", mark.name))?;
        if !(0.0..=length_m).contains(&mark.at_m) {
            return Err(CourseError::MarkNotOnCourse {
                mark: mark.name.clone(),
                at_m: mark.at_m,
                length_m,
            });
        }
    }
    match marks.windows(2).find(|pair| pair[0].at_m >= pair[1].at_m) {
        Some(pair) => Err(CourseError::MarksOutOfOrder {
            before: (pair[0].name.clone(), pair[0].at_m),
            after: (pair[1].name.clone(), pair[1].at_m),
        }),
        None => Ok(()),
    }
}

/// A passage of the line by a mark.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    drawn_m: f64,
    off_m: f64,
}

/// Every passage of the line by the mark: the local minima of the distance between them.
fn passages(track: &Track, mark: &Mark) -> Result<Vec<Candidate>, CourseError> {
    let feet = feet(track, mark.place);
    let mut found = Vec::new();
    for (i, foot) in feet.iter().enumerate() {
        // Inside a segment the foot is a minimum of its own; at a vertex only if it is the foot on both sides.
        let is_passage = if foot.t <= 0.0 {
            i == 0 || feet[i - 1].t >= 1.0
        } else {
            foot.t < 1.0 || i + 1 == feet.len()
        };
        if is_passage && foot.off_m <= MAX_OFF_M {
            found.push(Candidate {
                drawn_m: track.foot_m(*foot),
                off_m: foot.off_m,
            });
        }
    }
    if found.is_empty() {
        let nearest = |feet: &[Foot]| feet.iter().map(|f| f.off_m).fold(f64::INFINITY, f64::min);
        return Err(CourseError::MarkOffLine {
            mark: mark.name.clone(),
            off_m: nearest(&feet),
            swapped: nearest(&self::feet(track, mark.place.swapped())) <= MAX_OFF_M,
        });
    }
    Ok(found)
}

/// The foot of a place on each segment.
fn feet(track: &Track, place: LatLon) -> Vec<Foot> {
    let metric = Metric::at(place.lat);
    track
        .places
        .windows(2)
        .enumerate()
        .map(|(segment, ends)| {
            let (t, off_m) = nearest_on_segment((ends[0], ends[1]), (0.0, 1.0), place, metric);
            Foot { segment, t, off_m }
        })
        .collect()
}

/// The drawn metres of each mark along the cheapest sequence of passages, one per mark.
fn best_sequence(
    track: &Track,
    marks: &[Mark],
    candidates: &[Vec<Candidate>],
    length_m: f64,
) -> Vec<f64> {
    let scale = track.length_m() / length_m;
    // Each step remembers, for each of its passages, the cheapest way there and the passage it came by.
    let mut ways: Vec<Vec<(f64, usize)>> = Vec::new();
    let (mut last_at_m, mut last) = (0.0, vec![(0.0, 0.0)]);
    for (mark, passages) in marks.iter().zip(candidates) {
        let expected_m = (mark.at_m - last_at_m) * scale;
        let step: Vec<(f64, usize)> = passages
            .iter()
            .map(|p| {
                let (cost, from) = cheapest(&last, |before_m| {
                    step_cost(p.drawn_m - before_m, expected_m)
                });
                (cost + off_cost(p.off_m), from)
            })
            .collect();
        last = passages
            .iter()
            .zip(&step)
            .map(|(p, (cost, _))| (p.drawn_m, *cost))
            .collect();
        last_at_m = mark.at_m;
        ways.push(step);
    }
    let expected_m = (length_m - last_at_m) * scale;
    let (_, mut at) = cheapest(&last, |before_m| {
        step_cost(track.length_m() - before_m, expected_m)
    });
    let mut drawn_m: Vec<f64> = ways
        .iter()
        .zip(candidates)
        .rev()
        .map(|(step, passages)| {
            let here = passages[at].drawn_m;
            at = step[at].1;
            here
        })
        .collect();
    drawn_m.reverse();
    drawn_m
}

fn cheapest(from: &[(f64, f64)], step: impl Fn(f64) -> f64) -> (f64, usize) {
    let mut best = (f64::INFINITY, 0);
    for (i, (drawn_m, cost)) in from.iter().enumerate() {
        let cost = cost + step(*drawn_m);
        if cost < best.0 {
            best = (cost, i);
        }
    }
    best
}

/// What it costs that a mark lies beside the line. Near a turn two passages are centimetres apart, and the nearer is
/// the right one; but several metres beside a crudely drawn street, the agreement of stretches tells more.
fn off_cost(off_m: f64) -> f64 {
    let off = off_m / OFF_SCALE_M;
    libm::log(1.0 + off * off)
}

/// Squared disagreement of a drawn and an expected stretch, in units of what drawing explains.
/// Going backwards costs much but is not forbidden, so that the error can say by how much.
fn step_cost(drawn_m: f64, expected_m: f64) -> f64 {
    let miss = (drawn_m - expected_m) / (expected_m * STRETCH_SHARE + STRETCH_M);
    let backwards = if drawn_m < 0.0 { 1e6 } else { 0.0 };
    miss * miss + backwards
}

fn check_order((before, a): (&str, Knot), (mark, b): (&str, Knot)) -> Result<(), CourseError> {
    let by_m = a.drawn_m - b.drawn_m;
    if by_m < -SAME_M {
        return Ok(());
    }
    Err(CourseError::MarkBehind {
        mark: mark.to_owned(),
        before: before.to_owned(),
        by_m,
    })
}

fn check_stretch((from, a): (&str, Knot), (to, b): (&str, Knot)) -> Result<(), CourseError> {
    let (certified_m, drawn_m) = (b.at_m - a.at_m, b.drawn_m - a.drawn_m);
    if (drawn_m - certified_m).abs() <= certified_m * STRETCH_SHARE + STRETCH_M {
        return Ok(());
    }
    Err(CourseError::Stretch {
        from: from.to_owned(),
        to: to.to_owned(),
        certified_m,
        drawn_m,
    })
}
