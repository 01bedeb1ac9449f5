//! How many reads a source brings.

use std::collections::VecDeque;

use homestretch_race::time::Instant;

const MINUTE_S: usize = 60;

/// Reads by the second, over the last minute.
#[derive(Clone, Debug, Default)]
pub struct Rate {
    by_second: VecDeque<(i64, u64)>,
}

impl Rate {
    /// Counts reads that came in now.
    pub fn add(&mut self, now: Instant, n: u64) {
        let second = now.epoch_s();
        match self.by_second.back_mut() {
            Some((last, count)) if *last == second => *count += n,
            _ => self.by_second.push_back((second, n)),
        }
        if self.by_second.len() > MINUTE_S {
            self.by_second.pop_front();
        }
    }

    /// How many came in during the last minute.
    pub fn per_minute(&self, now: Instant) -> u64 {
        let from = now.epoch_s() - MINUTE_S as i64;
        let recent = self.by_second.iter().filter(|(second, _)| *second > from);
        recent.map(|(_, n)| n).sum()
    }
}
