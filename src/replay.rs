//! The race again: any moment of it, live or over, on map, strip and board, at another now.
//!
//! In reading order: `asked` is what the address says, `told` the race as it is told up to an instant and the clock
//! that moves it, `beat` moves it on, `bar` and `keys` what the viewer does with it, `beside` one runner against another or the record,
//! `moments` what has happened, `page` all of it together.

mod asked;
mod bar;
mod beat;
mod beside;
mod duel;
mod keys;
mod moments;
mod page;
mod told;

pub use page::Replay;
