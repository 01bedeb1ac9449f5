//! The page's elements, made and kept up to date by plain calls: what `view!` writes for tags.
//!
//! The framework's own rendering is compiled anew for each type of view, which was half of what a phone had to fetch.
//! Here an element is a node, whatever changes is one boxed closure in one kind of effect, and signals, memos, owners
//! and components stay the framework's. Everything belongs to the owner under which it was made, and ends with it.

mod focus;
mod foreign;
mod keyed;
mod live;
mod piece;
mod value;

pub use foreign::component;
pub use homestretch_view::view;
pub use keyed::keyed;
pub use live::{nothing, show};
pub use piece::{IntoPiece, Piece, html, svg};
