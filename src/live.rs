//! The one place that talks to the network: polls the feed and writes what it brings into [`crate::held::Held`].

pub mod acts;
mod client;
mod files;
pub mod history;
mod keeping;
pub mod near;
mod parcel;
mod pauses;
pub mod session;
#[cfg(test)]
mod session_tests;
pub mod shards;

pub use client::{Wishes, follow, start};
