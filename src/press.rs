//! The press desk: one dense table of a contest, the story so far, what was corrected, and any moment again.

pub mod asked;
mod compare;
mod copy;
mod desk;
mod filters;
mod grid;
mod page;
mod replay;
mod side;
pub mod table;

pub use page::Press;
