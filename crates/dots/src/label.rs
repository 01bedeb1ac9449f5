//! Room for names. A name never overlaps another name, the dot it names or another named dot; one that must be shown
//! and finds no room is handed back, so that the view can list it instead.

/// A box on the screen, in device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    /// The point of it that is nearest to a place: where a stem from there ends.
    pub fn nearest(&self, x: f32, y: f32) -> (f32, f32) {
        (
            x.clamp(self.left, self.left + self.width),
            y.clamp(self.top, self.top + self.height),
        )
    }
    /// True when the two have a common point inside.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.left + other.width
            && other.left < self.left + self.width
            && self.top < other.top + other.height
            && other.top < self.top + self.height
    }
    /// How much of the two is common to both, in square pixels.
    fn shared(&self, other: &Self) -> f32 {
        let common = |a: f32, a_size: f32, b: f32, b_size: f32| {
            ((a + a_size).min(b + b_size) - a.max(b)).max(0.0)
        };
        common(self.left, self.width, other.left, other.width)
            * common(self.top, self.height, other.top, other.height)
    }
    /// True when a straight line between two places comes through it.
    fn cut(&self, (x0, y0): (f32, f32), (x1, y1): (f32, f32)) -> bool {
        let (mut from, mut to) = (0.0_f32, 1.0_f32);
        let mut clip = |step: f32, room: f32| {
            let share = room / step;
            if step < 0.0 {
                from = from.max(share);
            } else if step > 0.0 {
                to = to.min(share);
            } else if room < 0.0 {
                to = -1.0;
            }
        };
        clip(x0 - x1, x0 - self.left);
        clip(x1 - x0, self.left + self.width - x0);
        clip(y0 - y1, y0 - self.top);
        clip(y1 - y0, self.top + self.height - y0);
        from < to
    }
    fn within(&self, other: &Self) -> bool {
        self.left >= other.left
            && self.top >= other.top
            && self.left + self.width <= other.left + other.width
            && self.top + self.height <= other.top + other.height
    }
    fn around(x: f32, y: f32, radius: f32) -> Self {
        Self {
            left: x - radius,
            top: y - radius,
            width: 2.0 * radius,
            height: 2.0 * radius,
        }
    }
}

/// A dot that wants a name beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wish {
    /// The dot's centre.
    pub x: f32,
    /// The dot's centre.
    pub y: f32,
    /// The dot's outer radius: the name keeps clear of it.
    pub radius: f32,
    /// Size of the name.
    pub width: f32,
    /// Size of the name.
    pub height: f32,
    /// Smaller numbers choose first.
    pub rank: u32,
    /// True when it must be listed if it finds no room.
    pub must: bool,
    /// True when it may cover what had better be left readable, where there is no other place; as little of it as can be.
    pub covers: bool,
    /// The side it had in the last frame, so that names do not hop about.
    pub before: Option<Side>,
    /// How much further off the name may lie where there is no room beside the dot; 0 where it may not.
    pub reach: f32,
}

/// Where a name lies relative to its dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Right of it.
    Right,
    /// Left of it.
    Left,
    /// Above and to the right.
    AboveRight,
    /// Below and to the right.
    BelowRight,
    /// Above and to the left.
    AboveLeft,
    /// Below and to the left.
    BelowLeft,
    /// Above it.
    Above,
    /// Below it.
    Below,
}

const SIDES: [Side; 8] = [
    Side::Right,
    Side::Left,
    Side::AboveRight,
    Side::BelowRight,
    Side::AboveLeft,
    Side::BelowLeft,
    Side::Above,
    Side::Below,
];

/// How much of its reach a name goes further off, the nearest first.
const RINGS: [f32; 4] = [0.0, 0.4, 0.7, 1.0];

/// A name that found room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Index of the wish.
    pub wish: usize,
    /// Where it goes.
    pub area: Area,
    /// On which side.
    pub side: Side,
    /// How much further off it lies than beside the dot: where that is not 0, a stem should lead to it.
    pub away: f32,
}

/// What became of the wishes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// Names with room, in the order they chose.
    pub placed: Vec<Placed>,
    /// Wishes that must be shown and found no room, or whose dot is out of sight.
    pub listed: Vec<usize>,
}

/// Where there is no room for names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken<'a> {
    /// No name goes there.
    pub never: &'a [Area],
    /// None goes there as long as there is another place for it.
    pub rather_not: &'a [Area],
}

/// Finds room for names within `frame`, off what is `taken`, `gap` pixels from their dots.
pub fn place(wishes: &[Wish], frame: &Area, taken: Taken<'_>, gap: f32) -> Placement {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    homestretch_order::sort_by_key(&mut order, |&i| wishes[i].rank);
    let visible = |w: &Wish| Area::around(w.x, w.y, 0.5).overlaps(frame);
    let discs: Vec<Area> = wishes
        .iter()
        .map(|w| Area::around(w.x, w.y, w.radius))
        .collect();
    let mut result = Placement::default();
    for i in order {
        let wish = &wishes[i];
        let free = |area: &Area| {
            area.within(frame)
                && !taken.never.iter().any(|t| t.overlaps(area))
                && !discs.iter().any(|d| d.overlaps(area))
                && !result.placed.iter().any(|p| p.area.overlaps(area))
        };
        // A stem that runs behind a name which it does not lead to misleads, though less than what cannot be read.
        let stem = |wish: &Wish, to: &Area, behind: &Area| {
            behind.cut((wish.x, wish.y), to.nearest(wish.x, wish.y))
        };
        let crossed = |area: &Area, away: f32| {
            let placed = result.placed.iter();
            let crosses = placed.filter(|p| {
                (away > 0.0 && stem(wish, area, &p.area))
                    || (p.away > 0.0 && stem(&wishes[p.wish], &p.area, area))
            });
            crosses.count() as f32 * wish.height * wish.height / 4.0
        };
        let sides = || wish.before.into_iter().chain(SIDES);
        let rings = if wish.reach > 0.0 {
            &RINGS[..]
        } else {
            &RINGS[..1]
        };
        let places = rings
            .iter()
            .map(|share| share * wish.reach)
            .flat_map(|away| sides().map(move |side| (side, away)))
            .map(|(side, away)| (side, away, beside(wish, side, gap, away)))
            .filter(|(_, _, area)| free(area));
        let mut found: Option<(f32, Side, f32, Area)> = None;
        for (side, away, area) in places.filter(|_| visible(wish)) {
            let covers: f32 = taken.rather_not.iter().map(|t| t.shared(&area)).sum();
            let harm = covers + crossed(&area, away);
            let may = harm == 0.0 || wish.covers;
            if may && found.is_none_or(|best| harm < best.0) {
                found = Some((harm, side, away, area));
            }
            if harm == 0.0 {
                break;
            }
        }
        match found {
            Some((_, side, away, area)) => result.placed.push(Placed {
                wish: i,
                area,
                side,
                away,
            }),
            None if wish.must => result.listed.push(i),
            None => {}
        }
    }
    result
}

fn beside(wish: &Wish, side: Side, gap: f32, away: f32) -> Area {
    let (w, h) = (wish.width, wish.height);
    let far = wish.radius + gap + away;
    // On the slant, the corner of the name comes as near as the gap allows.
    let slant = wish.radius + gap * 0.5 + away * 0.7;
    let (left, top) = match side {
        Side::Right => (wish.x + far, wish.y - h / 2.0),
        Side::Left => (wish.x - far - w, wish.y - h / 2.0),
        Side::AboveRight => (wish.x + slant, wish.y - slant - h),
        Side::BelowRight => (wish.x + slant, wish.y + slant),
        Side::AboveLeft => (wish.x - slant - w, wish.y - slant - h),
        Side::BelowLeft => (wish.x - slant - w, wish.y + slant),
        Side::Above => (wish.x - w / 2.0, wish.y - far - h),
        Side::Below => (wish.x - w / 2.0, wish.y + far),
    };
    Area {
        left,
        top,
        width: w,
        height: h,
    }
}
