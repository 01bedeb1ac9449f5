//! The pacing model: when a runner reaches each point ahead, how sure that is, and what today's race teaches.
//!
//! Plain numbers in and out; it knows no event, no feed and no clock. [`Model`] holds the coefficients, [`Plan`] makes
//! a contest's layout ready, [`Plan::forecast`] turns reads into a [`Forecast`], and [`Learner`] makes [`Today`] from
//! the passings of the field.
//!
//! How it works: the log pace of each of ten cells of a marathon is Gaussian given the cells before it, so any subset
//! of reads tells about all cells. Non-linear terms fitted by least absolute deviations correct the sum (who has just
//! slowed will slow again, but not for ever), a spread by features gives quantiles, and each stretch between two
//! points has a shift of its own, by pace group, that is learned during the race. What kind of day it is shows early,
//! and what such days do later was fitted too.

mod day;
mod days;
mod features;
mod fit;
mod forecast;
mod grid;
mod learner;
mod linear;
mod model;
mod opinion;
mod outlook;
mod plan;
mod rerun;
mod silence;
mod today;
mod widths;

pub use features::{Runner, Sex};
pub use fit::{Past, fit};
pub use forecast::{Arrival, Forecast, Position};
pub use grid::{CELLS, ENDS_M};
pub use learner::Learner;
pub use model::{MEDIAN, Model, ModelError, OVERDUE, QUANTILES};
pub use plan::Plan;
pub use rerun::{Asked, rerun};
pub use silence::{LEVELS, Living, OVERDUE_CHANCE, share_after, time_by};
pub use today::Today;
