//! The app: what everybody who watches a race sees. The page's routes, and the contexts that all pages share.

mod app;
pub mod clock;
pub mod favourites;
pub mod format;
pub mod health;
pub mod held;
pub mod live;
pub mod map;
mod parts;
pub mod prefs;
pub mod storage;
mod views;
pub mod zone;

pub use app::App;
