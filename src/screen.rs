//! The stadium's big screen: a page of its own that nobody touches. It directs itself.
//!
//! In reading order: [`settings`] is what the address says; [`scene`] says what the race has to offer, [`moment`] what
//! is worth a banner, [`news`] which banner is up, and [`director`] what is on when; [`front`], [`arrivals`], [`field`] and [`board`] are what the
//! scenes show. All of that is pure and tested here.

pub mod arrivals;
pub mod board;
pub mod director;
#[cfg(test)]
mod director_stories;
pub mod field;
pub mod front;
pub mod moment;
pub mod news;
pub mod scene;
pub mod settings;
#[cfg(test)]
mod stories;
