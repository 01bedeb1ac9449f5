//! A made-up field: the truth on one side, what the mats read of it in the middle.
//!
//! Everything follows from the event, the course file and a seed: no clock, no other chance. The truth knows where
//! everybody is at every instant, so a simulated race is also a test of what is estimated from the reads alone.

mod chance;
mod field;
mod nature;
mod nocs;
mod pacing;
mod people;
mod reads;
mod rulings;
mod truth;

pub use field::{Field, field, field_of};
pub use reads::SimulatedRead;
pub use rulings::SimulatedRuling;
pub use truth::{End, Truth};
