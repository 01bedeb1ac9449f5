//! The courses of an event as tracks: who runs on which, where the mats and the kilometres are, where to look first.

use homestretch_dots::track::Track;
use homestretch_dots::world::World;
use homestretch_feed::CourseFile;
use homestretch_race::event::{Contest, Event, Role, Text};

/// The tracks of an event.
pub struct Courses {
    tracks: Vec<Track>,
    /// Index of the track of each contest; none where the course file lacks its route.
    of_contest: Vec<Option<usize>>,
    /// The timing points that are shown on the map.
    pub mats: Vec<Mat>,
}

/// A mat on the map: one place, however many points it serves.
#[derive(Clone, Debug, PartialEq)]
pub struct Mat {
    /// Index of the track it is found on.
    pub track: usize,
    /// Certified metres on that track.
    pub at_m: f64,
    /// What it is called.
    pub names: Text,
    /// Start, finish or a split between.
    pub role: Role,
}

/// Mats closer together than this on one track are told as one.
const SAME_MAT_M: f64 = 40.0;

impl Courses {
    /// The tracks of an event's contests on a course file.
    pub fn new(file: &CourseFile, event: &Event) -> Self {
        let points: Vec<Vec<_>> = file
            .routes
            .iter()
            .map(|r| {
                r.course
                    .line()
                    .iter()
                    .copied()
                    .zip(r.course.vertex_m().iter().copied())
                    .collect()
            })
            .collect();
        let slices: Vec<&[_]> = points.iter().map(Vec::as_slice).collect();
        let of_contest: Vec<_> = event
            .contests
            .iter()
            .map(|c| file.routes.iter().position(|r| r.key == c.route))
            .collect();
        let mut mats: Vec<Mat> = Vec::new();
        for (contest, &track) in event.contests.iter().zip(&of_contest) {
            let Some(track) = track else { continue };
            for point in contest.points.iter().filter(|p| p.role != Role::Helper) {
                let known = mats
                    .iter()
                    .any(|m| m.track == track && (m.at_m - point.at_m).abs() < SAME_MAT_M);
                if !known {
                    mats.push(Mat {
                        track,
                        at_m: point.at_m,
                        names: point.names.clone(),
                        role: point.role,
                    });
                }
            }
        }
        Self {
            tracks: Track::together(&slices),
            of_contest,
            mats,
        }
    }

    /// No lines, but who runs the course of a contest: what a strip needs to know.
    pub fn strip(event: &Event, contest: usize) -> Self {
        let shown = event.contests.get(contest);
        let same = |c: &Contest| {
            shown.is_some_and(|s| s.route == c.route && (s.length_m - c.length_m).abs() < 1.0)
        };
        Self {
            tracks: Vec::new(),
            of_contest: event
                .contests
                .iter()
                .map(|c| same(c).then_some(0))
                .collect(),
            mats: Vec::new(),
        }
    }

    /// All tracks.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// Index of the track of a contest.
    pub fn track_of(&self, contest: usize) -> Option<usize> {
        self.of_contest.get(contest).copied().flatten()
    }

    /// Index of the longest track: the one whose kilometres are written on the map.
    pub fn longest(&self) -> Option<usize> {
        (0..self.tracks.len()).max_by(|&a, &b| {
            self.tracks[a]
                .length_m()
                .total_cmp(&self.tracks[b].length_m())
        })
    }

    /// The latitude they are about, in degrees, for scales.
    pub fn lat(&self) -> f64 {
        self.tracks.first().map_or(0.0, Track::lat)
    }

    /// The box around all tracks, in the world square.
    pub fn bounds(&self) -> Option<(World, World)> {
        self.tracks
            .iter()
            .filter_map(Track::bounds)
            .reduce(|(a, b), (c, d)| {
                let low = World {
                    x: a.x.min(c.x),
                    y: a.y.min(c.y),
                };
                let high = World {
                    x: b.x.max(d.x),
                    y: b.y.max(d.y),
                };
                (low, high)
            })
    }
}
