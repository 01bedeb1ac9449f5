//! The wire between the server and everybody else, version 1: a directory of files, read and written here.
//!
//! [`read`] takes the bytes of a file and gives a value with the problems found on the way; [`write`](mod@write)
//! gives the bytes. [`catch_up`] says which files a client needs, [`fold`] makes keyframes, [`paths`] names files.
//! It knows nothing of HTTP, disks or clocks. docs/FEED.md describes every file for other programs.

pub mod brief;
pub mod catch_up;
pub mod content;
pub mod course_file;
mod fields;
pub mod fold;
mod json;
pub mod light;
pub mod orders;
pub mod paths;
pub mod problem;
pub mod read;
pub mod search;
mod wire;
pub mod write;

pub use content::{
    EventFile, Field, FieldContest, Head, Keyframe, Learned, Light, Pacing, RaceClock, Shard,
    TickContent,
};
pub use course_file::{Area, Context, CourseFile, Landmark, Route, Stream, Street};
pub use orders::{Ceremony, Orders};
pub use problem::{FeedError, Parsed, Problem};

/// Where the feed lives below the site's root.
pub const PREFIX: &str = "/feed/v1/";
