//! The race server: reads come in by one door, are kept, become ticks, and go out as files.
//!
//! The way of a read: [`door`] → [`store`] (durable, acknowledged) → [`hub`] (judged, cut into ticks, kept again)
//! → [`files`] → [`http`]. The clock is read in [`wall`] alone.

#![warn(missing_docs)]

pub mod api;
pub mod background;
pub mod certificate;
pub mod demo;
pub mod door;
pub mod driver;
pub mod epoch;
pub mod files;
pub mod folder;
pub mod http;
pub mod hub;
pub mod import;
pub mod lights;
pub mod local_time;
pub mod mirror;
pub mod office;
pub mod pages;
pub mod prepare;
pub mod publish;
pub mod race_day;
pub mod raceless;
pub mod results;
pub mod said;
pub mod screens;
pub mod server;
mod signal;
pub mod simulate;
pub mod sources;
pub mod standing;
pub mod store;
pub mod timeline;
pub mod token;
pub mod wall;
