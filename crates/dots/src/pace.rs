//! When to draw again. A picture in which nothing has moved by half a pixel is not worth a frame.

/// Milliseconds until the fastest dot has moved half a CSS pixel, within `least` and `most`.
/// `fastest_px_per_s` is in CSS pixels per second of the viewer's time.
pub fn next_frame_ms(fastest_px_per_s: f64, least: f64, most: f64) -> f64 {
    if fastest_px_per_s <= 0.0 || fastest_px_per_s.is_nan() {
        return most;
    }
    (500.0 / fastest_px_per_s).clamp(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walker_at_city_zoom_needs_few_frames_and_a_replay_needs_many() {
        let check = |what: &str, px_per_s: f64, want_ms: f64| {
            assert!(
                (next_frame_ms(px_per_s, 16.0, 5000.0) - want_ms).abs() < 1.0,
                "{what}"
            );
        };
        check("5 m/s at zoom 14 near 39° north", 0.68, 735.0);
        check("the same, sixty times as fast", 40.8, 16.0);
        check("nobody moves", 0.0, 5000.0);
    }
}
