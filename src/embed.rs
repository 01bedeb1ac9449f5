//! A piece of the race in somebody else's page: the first of a contest, some runners, the map, or one sentence.
//! It keeps nothing on the device and reads nothing from it.

mod asked;
mod height;
mod kinds;
mod page;

pub use page::Embed;
