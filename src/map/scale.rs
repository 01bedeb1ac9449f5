//! Sizes that change with the zoom, in CSS pixels: one place, so that line, lanes and dots fit together.

/// Evenly between the values at whole zooms; held beyond the ends.
fn at_zoom(zoom: f64, steps: &[(f64, f64)]) -> f64 {
    let Some(&(first_zoom, first)) = steps.first() else {
        return 0.0;
    };
    if zoom <= first_zoom {
        return first;
    }
    for pair in steps.windows(2) {
        let ((a, from), (b, to)) = (pair[0], pair[1]);
        if zoom <= b {
            return from + (to - from) * (zoom - a) / (b - a);
        }
    }
    steps[steps.len() - 1].1
}

/// How far each direction keeps to its own side where both run on one road.
pub fn lane_px(zoom: f64) -> f64 {
    at_zoom(
        zoom,
        &[
            (11.0, 2.6),
            (13.0, 3.6),
            (15.0, 6.0),
            (17.0, 11.0),
            (19.0, 22.0),
        ],
    )
}

/// Width of the course line.
pub fn line_px(zoom: f64) -> f64 {
    at_zoom(zoom, &[(11.0, 1.8), (13.0, 2.2), (15.0, 2.8), (17.0, 3.4)])
}

/// More runners than this are a big field.
pub const BIG_FIELD: usize = 5_000;

/// Radius of a runner's dot without its rim. A big field gets smaller dots.
pub fn dot_px(zoom: f64, big: bool) -> f64 {
    let radius = at_zoom(
        zoom,
        &[
            (11.0, 2.6),
            (12.0, 3.0),
            (13.0, 3.7),
            (14.0, 4.5),
            (16.0, 5.5),
            (18.0, 6.5),
        ],
    );
    if big { radius * 0.8 } else { radius }
}

/// Every how many kilometres a mark is written.
pub fn km_step(zoom: f64) -> u32 {
    if zoom < 11.0 {
        10
    } else if zoom < 13.4 {
        5
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_with_the_zoom_and_hold_at_the_ends() {
        let grows = |f: fn(f64) -> f64| (0..80).map(|k| f(8.0 + f64::from(k) * 0.15)).is_sorted();
        assert!(grows(lane_px) && grows(line_px) && grows(|z| dot_px(z, false)));
        assert!((lane_px(3.0) - 2.6).abs() < 1e-9 && (lane_px(25.0) - 22.0).abs() < 1e-9);
        assert!(dot_px(14.0, true) < dot_px(14.0, false));
        assert_eq!([10.0, 12.0, 15.0].map(km_step), [10, 5, 1]);
    }
}
