//! One page each.

pub mod about;
pub mod follow;
pub mod leaders;
pub mod not_found;
pub mod runner;
pub mod stage;
