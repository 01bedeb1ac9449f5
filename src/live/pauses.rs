//! How long to wait before asking again: as the server asks, longer when it does not answer or nobody looks.

/// How often a hidden page asks.
pub const HIDDEN_MS: f64 = 60_000.0;
/// How often to ask as long as no head has said otherwise.
const DEFAULT_MS: f64 = 5_000.0;
/// However long the trouble lasts, the pause is at most this or four ordinary ones.
const LONGEST_MS: f64 = 5_000.0;

/// What the head asks for, kept within reason: a nonsense value must neither flood a server nor silence the app.
pub fn sane_ms(ask_again_ms: Option<u32>) -> f64 {
    ask_again_ms.map_or(DEFAULT_MS, |ms| f64::from(ms).clamp(500.0, 300_000.0))
}

/// The pause after an answer, in milliseconds. Chance spreads clients that were cut off together.
pub fn pause_ms(ask_again_ms: f64, failures: u32, hidden: bool, dice: f64) -> f64 {
    let base = if hidden {
        ask_again_ms.max(HIDDEN_MS)
    } else {
        ask_again_ms
    };
    if failures == 0 {
        return base * (0.95 + 0.1 * dice);
    }
    let longest = (4.0 * base).max(LONGEST_MS);
    let backed_off = base * 2_f64.powi(failures.min(8) as i32 - 1);
    backed_off.min(longest) * (0.5 + 0.5 * dice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_with_failures_to_a_limit_and_are_spread() {
        let pauses: Vec<f64> = (0..6)
            .map(|failures| pause_ms(2_000.0, failures, false, 1.0).round())
            .collect();
        assert_eq!(
            pauses,
            [2_100.0, 2_000.0, 4_000.0, 8_000.0, 8_000.0, 8_000.0]
        );
        assert!(pause_ms(2_000.0, 3, false, 0.0) < pause_ms(2_000.0, 3, false, 0.9));
        assert!(pause_ms(1_000.0, 0, true, 0.5) >= 59_000.0);
    }

    #[test]
    fn nonsense_from_a_server_is_kept_within_reason() {
        assert_eq!(
            [Some(0), Some(u32::MAX), None].map(|ms| sane_ms(ms) as i64),
            [500, 300_000, 5_000]
        );
    }
}
