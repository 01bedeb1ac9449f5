//! The race office: what it decided, what of it stands, and what that means for start list, chips and mats.

pub mod act;
mod fates;
pub mod ledger;
pub mod log;
pub mod look;
pub mod notices;
pub mod overview;
pub mod reads;
pub mod results;
pub mod roll;
