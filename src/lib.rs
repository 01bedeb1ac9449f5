//! The app: what everybody who watches a race sees. The page's routes, and the contexts that all pages share.

mod app;
pub mod calendar;
pub mod clock;
mod device;
pub mod dom;
pub mod embed;
pub mod favourites;
pub mod format;
pub mod health;
pub mod held;
pub mod later;
pub mod live;
pub mod map;
pub mod news;
pub mod office;
mod parts;
pub mod prefs;
pub mod press;
pub mod query;
pub mod replay;
pub mod screen;
pub mod signals;
pub mod storage;
mod views;
pub mod way;
pub mod zone;

pub use app::{App, arrive};
