//! Everything that is known about a race, as values: entrants, passings, splits, statuses, standings, estimates.
//!
//! Nothing here reads a clock, a file or the network, and nothing here fails: `now` is an argument, doubt is data.

#![warn(missing_docs)]

pub mod around;
pub mod change;
pub mod corrections;
pub mod decimal;
pub mod estimate;
pub mod event;
pub mod expectation;
pub mod intake;
pub mod mats;
pub mod pacing;
pub mod part;
pub mod race;
mod record;
mod register;
pub mod retell;
pub mod roster;
mod ruled;
pub mod run;
pub mod standings;
pub mod story;
pub mod tally;
pub mod time;
pub mod view;

pub use change::{Change, Phase, Ruling, Tick, What, Why};
