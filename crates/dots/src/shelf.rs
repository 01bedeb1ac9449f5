//! Names along a straight line. They lie on shelves beside it, each over the point that it names, so that a stem can
//! lead from one to the other; none overlaps another, and one that must be shown and finds no room is handed back.

/// A point of the line that wants a name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tag {
    /// Where on the line, in pixels from its left end.
    pub x: f32,
    /// Width of the name.
    pub width: f32,
    /// Smaller numbers choose first.
    pub rank: u32,
    /// True when it must be listed if it finds no room.
    pub must: bool,
}

/// A name that found room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shelved {
    /// Index of the tag.
    pub tag: usize,
    /// Left edge of the name.
    pub left: f32,
    /// The shelf it lies on; 0 is the nearest to the line.
    pub shelf: usize,
}

/// What became of the tags.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelving {
    /// Names with room, in the order they chose.
    pub placed: Vec<Shelved>,
    /// Tags that must be shown and found no room.
    pub listed: Vec<usize>,
}

/// Finds room on `n_shelves` shelves of `width` pixels, `gap` pixels from name to name. A name keeps its point above
/// or below it, and slides aside as far as that allows.
pub fn shelve(tags: &[Tag], width: f32, n_shelves: usize, gap: f32) -> Shelving {
    let mut order: Vec<usize> = (0..tags.len()).collect();
    homestretch_order::sort_by_key(&mut order, |&i| tags[i].rank);
    let mut result = Shelving::default();
    for i in order {
        let tag = &tags[i];
        let shelves = || 0..n_shelves;
        // A stem that would run behind another name is put up with only where there is no other way.
        let found = shelves()
            .filter(|&shelf| !crossed(tag.x, shelf, tags, &result.placed))
            .chain(shelves())
            .find_map(|shelf| Some((shelf, room(tag, shelf, width, gap, tags, &result.placed)?)));
        match found {
            Some((shelf, left)) => result.placed.push(Shelved {
                tag: i,
                left,
                shelf,
            }),
            None if tag.must => result.listed.push(i),
            None => {}
        }
    }
    result
}

/// True when a name that lies nearer to the line is over that point.
fn crossed(x: f32, shelf: usize, tags: &[Tag], placed: &[Shelved]) -> bool {
    placed
        .iter()
        .any(|p| p.shelf < shelf && p.left <= x && x <= p.left + tags[p.tag].width)
}

/// The left edge nearest to where the name would lie over the middle of its point.
fn room(
    tag: &Tag,
    shelf: usize,
    width: f32,
    gap: f32,
    tags: &[Tag],
    placed: &[Shelved],
) -> Option<f32> {
    let (least, most) = ((tag.x - tag.width).max(0.0), tag.x.min(width - tag.width));
    let wanted = (tag.x - tag.width / 2.0).clamp(0.0, (width - tag.width).max(0.0));
    let neighbours = || placed.iter().filter(|p| p.shelf == shelf);
    let free = |left: f32| {
        // What is a rounding error apart is as good as apart.
        let slack = 0.01;
        (least - slack..=most + slack).contains(&left)
            && neighbours().all(|p| {
                left + tag.width + gap <= p.left + slack
                    || p.left + tags[p.tag].width + gap <= left + slack
            })
    };
    let beside =
        neighbours().flat_map(|p| [p.left - gap - tag.width, p.left + tags[p.tag].width + gap]);
    core::iter::once(wanted)
        .chain(beside)
        .filter(|&left| free(left))
        .min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
}

/// A line of heights as points of a picture, from (metres along, metres of height): `width` pixels for `length_m`,
/// and as high as `height` pixels between the lowest and the highest. Less than `least_m` of difference does not fill
/// the height, so that a flat course looks flat.
pub fn profile(
    heights: &[(f64, f64)],
    length_m: f64,
    (width, height): (f32, f32),
    least_m: f64,
) -> Vec<(f32, f32)> {
    let known = || {
        heights
            .iter()
            .filter(|(at, h)| at.is_finite() && h.is_finite())
    };
    let low = known().fold(f64::INFINITY, |low, (_, h)| low.min(*h));
    let high = known().fold(f64::NEG_INFINITY, |high, (_, h)| high.max(*h));
    let span = (high - low).max(least_m).max(f64::MIN_POSITIVE);
    known()
        .map(|(at, h)| {
            let along = (at / length_m.max(1.0)).clamp(0.0, 1.0) as f32;
            (along * width, (1.0 - ((h - low) / span) as f32) * height)
        })
        .collect()
}
