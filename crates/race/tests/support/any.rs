//! Anything that may come in, for properties.

use homestretch_race::roster::EntrantNo;
use homestretch_race::time::{Instant, Span};
use proptest::prelude::*;

use super::GUN;

/// Any instant from ten minutes before the gun to four hours and a half after it.
pub fn instant() -> impl Strategy<Value = Instant> {
    // Tenths, so that equal instants happen.
    (-6_000i64..160_000).prop_map(|tenths| GUN + Span(tenths * 100))
}

/// Entrants of every contest and wave, one who shows results only, and one whom the roster does not name.
pub fn entrant() -> impl Strategy<Value = EntrantNo> {
    prop::sample::select(vec![0, 1, 10, 11, 20, 26, 8, 99]).prop_map(EntrantNo)
}
