//! How far this device's clock is from the server's, learnt from answers that carry the server's time.
//! Pure: it is told every instant, and never knows what a browser is.

/// How long a glide of one millisecond takes, in milliseconds: a small correction must not make dots jump or run back.
const GLIDE: f64 = 20.0;
/// A correction larger than this is applied at once: the device's clock was wrong, not merely imprecise.
const JUMP_MS: f64 = 5_000.0;

/// The interval that the offset (server minus device, in milliseconds) must lie in, and the offset in use.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(clippy::struct_field_names)] // All are milliseconds, and names carry their units.
pub struct Offset {
    bounds_ms: Option<(f64, f64)>,
    from_ms: f64,
    glide_began_ms: f64,
}

impl Offset {
    /// Takes in one fresh answer: when the request left and the answer came by the device's clock,
    /// and the server's `Date`, which has a resolution of one second.
    ///
    /// The server wrote the date somewhere between the two, so the offset is bounded on both sides;
    /// answers at different parts of the second narrow the bounds. When an answer contradicts the bounds,
    /// the device's clock was set or the machine slept, and learning starts again.
    pub fn learn(&mut self, sent_ms: f64, received_ms: f64, date_ms: f64) {
        let low = date_ms - received_ms;
        let high = date_ms + 1000.0 - sent_ms;
        if high.partial_cmp(&low) != Some(std::cmp::Ordering::Greater) {
            return;
        }
        let in_use = self.offset_ms(received_ms);
        let known = self.bounds_ms.is_some();
        self.bounds_ms = Some(match self.bounds_ms {
            Some((a, b)) if a.max(low) <= b.min(high) => (a.max(low), b.min(high)),
            _ => (low, high),
        });
        let jump = !known || (self.target_ms() - in_use).abs() > JUMP_MS;
        self.from_ms = if jump { self.target_ms() } else { in_use };
        self.glide_began_ms = received_ms;
    }

    /// Server minus device, to be added to the device's clock.
    pub fn offset_ms(&self, device_ms: f64) -> f64 {
        let target = self.target_ms();
        let reach = ((device_ms - self.glide_began_ms) / GLIDE).max(0.0);
        self.from_ms + (target - self.from_ms).clamp(-reach, reach)
    }

    #[cfg(test)]
    pub fn doubt_ms(&self) -> Option<f64> {
        self.bounds_ms.map(|(low, high)| (high - low) / 2.0)
    }

    fn target_ms(&self) -> f64 {
        self.bounds_ms
            .map_or(0.0, |(low, high)| f64::midpoint(low, high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks a server whose clock is ahead by `ahead_ms`, at `device_ms`, with so long a way there and back.
    fn ask(offset: &mut Offset, device_ms: f64, ahead_ms: f64, way_ms: f64) {
        let server_ms = device_ms + way_ms + ahead_ms;
        let date_ms = (server_ms / 1000.0).floor() * 1000.0;
        offset.learn(device_ms, device_ms + 2.0 * way_ms, date_ms);
    }

    #[test]
    fn narrows_to_a_few_milliseconds_with_answers_all_over_the_second() {
        let mut offset = Offset::default();
        for i in 0..200 {
            ask(&mut offset, 1e12 + f64::from(i) * 1_137.0, 12_345.0, 30.0);
        }
        let late = 1e12 + 1e9;
        assert!(
            (offset.offset_ms(late) - 12_345.0).abs() < 40.0,
            "{offset:?}"
        );
        assert!(offset.doubt_ms().is_some_and(|d| d < 45.0));
    }

    #[test]
    fn a_clock_wrong_by_a_day_is_put_right_by_the_first_answer() {
        let mut offset = Offset::default();
        let day = 86_400_000.0;
        ask(&mut offset, 1e12, -day, 50.0);
        assert!((offset.offset_ms(1e12 + 100.0) + day).abs() <= 550.0);
    }

    #[test]
    fn a_clock_set_meanwhile_is_learnt_anew() {
        let mut offset = Offset::default();
        for i in 0..20 {
            ask(&mut offset, 1e12 + f64::from(i) * 1_137.0, 0.0, 30.0);
        }
        ask(&mut offset, 1e12 + 3_600_000.0, -3_600_000.0, 30.0);
        assert!((offset.offset_ms(1e12 + 3_600_060.0) + 3_600_000.0).abs() <= 550.0);
    }

    #[test]
    fn the_clock_never_runs_backwards_while_it_learns() {
        let mut offset = Offset::default();
        let mut last = f64::MIN;
        for i in 0..3_000 {
            let device_ms = 1e12 + f64::from(i) * 16.0;
            if i % 70 == 0 {
                ask(&mut offset, device_ms - 40.0, 700.0, 20.0);
            }
            let now = device_ms + offset.offset_ms(device_ms);
            assert!(now >= last, "ran back at frame {i}");
            last = now;
        }
    }
}
