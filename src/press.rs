//! The press desk: one dense table of a contest, the story so far, what was corrected, and any moment again.

pub mod asked;
mod chart;
mod compare;
mod copy;
mod desk;
mod embed;
mod filters;
mod grid;
mod in_words;
mod page;
mod picture;
mod print;
mod replay;
mod rows;
mod said;
mod side;
pub mod table;

pub use page::Press;
