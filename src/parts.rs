//! Pieces that pages share.

pub mod announcer;
pub mod chooser;
pub mod contest_tabs;
pub mod course_bar;
pub mod face;
pub mod health_bar;
pub mod how;
pub mod masthead;
pub mod now;
pub mod places;
pub mod race_clock;
pub mod runner_card;
pub mod runner_row;
pub mod search;
pub mod sheet;
pub mod splits_table;
pub mod standing_rows;
pub mod star;
pub mod text;
pub mod waiting;
