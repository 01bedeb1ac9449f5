//! What can be quoted of a race: sentences about what happened, and tables to copy or to keep. Shared by the press
//! page and the server, so that both say the same.

#![warn(missing_docs)]

pub mod corrected;
pub mod moment;
mod speech;
mod story;
pub mod table;

pub use speech::Speech;
