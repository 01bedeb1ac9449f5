//! The timing systems that bring reads: what each says ([`session`] and a file per system), how it is set up
//! ([`setup`]), its line to us ([`line`]), and how it is doing ([`health`]). All of them go in by the one door.

pub mod chronotrack;
pub mod csv_lines;
mod follow;
pub mod frame;
pub mod health;
pub mod ipico;
pub mod lag;
pub mod line;
pub mod moment;
pub mod mylaps;
pub mod pull;
pub mod race_result;
pub mod race_result_json;
pub mod rate;
pub mod results;
pub mod session;
pub mod setup;
mod sink;
pub mod start;
pub mod state;

pub use sink::{Sink, content_no};
