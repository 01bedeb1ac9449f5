//! Points and looks: where a place falls on the screen, and what is painted there.
//!
//! This crate knows no runners, no race and no browser. It is given positions, looks and names' sizes, and gives back
//! pixels, places for labels, and which point lies under a finger. So all of it is tested natively, to the pixel.
//!
//! In reading order: [`world`] puts the earth on the screen, [`track`] a course; [`look`] says what dots look like and
//! [`sprite`] paints each look once; [`raster`] is the picture they are copied into, with [`stroke`] for what runs
//! along a road; [`density`] counts a field that is too thick for dots; [`label`] finds room for names, [`hit`] finds
//! what was pointed at, [`shelf`] does for a straight line what [`label`] does for a map, and [`pace`] says how long nothing needs to be drawn.

#![warn(missing_docs)]

pub mod density;
pub mod hit;
pub mod label;
mod lanes;
pub mod look;
pub mod pace;
pub mod raster;
pub mod shelf;
pub mod sprite;
pub mod stroke;
pub mod track;
pub mod world;
