//! The one place that talks to the network: polls the feed and writes what it brings into [`crate::held::Held`].

mod client;
mod files;
pub mod history;
mod keeping;
mod parcel;
mod pauses;
pub mod session;
#[cfg(test)]
mod session_tests;

pub use client::start;
