//! What was pointed at: the nearest point within a finger's reach, with everything stacked on it; and stacks in sight.

/// Indices of the points under a finger at (`x`, `y`): the nearest within `reach`, and all that lie within `together`
/// of it, nearest to the finger first. Empty when nothing is in reach.
pub fn hit(points: &[(f32, f32)], x: f32, y: f32, reach: f32, together: f32) -> Vec<usize> {
    let far2 = |p: (f32, f32), x: f32, y: f32| (p.0 - x) * (p.0 - x) + (p.1 - y) * (p.1 - y);
    let nearest = points
        .iter()
        .enumerate()
        .map(|(i, &p)| (far2(p, x, y), i))
        .filter(|&(d, _)| d <= reach * reach)
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, best)) = nearest else {
        return Vec::new();
    };
    let heart = points[best];
    let mut stack: Vec<usize> = (0..points.len())
        .filter(|&i| far2(points[i], heart.0, heart.1) <= together * together)
        .collect();
    homestretch_order::sort_by(&mut stack, |&a, &b| {
        far2(points[a], x, y)
            .total_cmp(&far2(points[b], x, y))
            .then(a.cmp(&b))
    });
    stack
}

/// A heap of points that cannot be told apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stack {
    /// Its middle.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// How many lie in it.
    pub n: u32,
    /// How they lie: the way from one end of it to the other, from left to right or, in an upright one, downwards.
    pub along: (f32, f32),
}

/// Stacks of at least `least` points, each within a square of `size` pixels, the biggest first.
/// Squares that touch are told as one, so that a queue at a finish line says one number.
pub fn stacks(points: &[(f32, f32)], size: f32, least: u32) -> Vec<Stack> {
    let mut heaps: Vec<Heap> = points.iter().map(|&p| Heap::of(p, size)).collect();
    homestretch_order::sort_by_key(&mut heaps, |h| h.cell);
    heaps.dedup_by(|b, a| {
        let same = a.cell == b.cell;
        if same {
            a.take(b);
        }
        same
    });
    homestretch_order::sort_by_key(&mut heaps, |h| core::cmp::Reverse(h.n));
    let mut found: Vec<Heap> = Vec::new();
    for heap in heaps {
        let near = found
            .iter_mut()
            .find(|h| (h.cell.0 - heap.cell.0).abs() <= 1 && (h.cell.1 - heap.cell.1).abs() <= 1);
        match near {
            Some(near) => near.take(&heap),
            // Cells come in order of size, so a small one never starts a stack that a bigger one would join.
            None => found.push(heap),
        }
    }
    let mut stacks: Vec<Stack> = found
        .into_iter()
        .filter(|h| h.n >= least)
        .map(|h| Stack {
            x: h.x / h.n as f32,
            y: h.y / h.n as f32,
            n: h.n,
            along: h.along(),
        })
        .collect();
    homestretch_order::sort_by_key(&mut stacks, |s| core::cmp::Reverse(s.n));
    stacks
}

/// A stack in the making: the square it began in, the sums over its points, and the outermost of them.
struct Heap {
    cell: (i32, i32),
    x: f32,
    y: f32,
    n: u32,
    left: (f32, f32),
    right: (f32, f32),
    top: (f32, f32),
    bottom: (f32, f32),
}

impl Heap {
    fn of(at: (f32, f32), size: f32) -> Self {
        let cell = |v: f32| libm::floorf(v / size) as i32;
        Self {
            cell: (cell(at.0), cell(at.1)),
            x: at.0,
            y: at.1,
            n: 1,
            left: at,
            right: at,
            top: at,
            bottom: at,
        }
    }

    fn take(&mut self, other: &Self) {
        self.x += other.x;
        self.y += other.y;
        self.n += other.n;
        if other.left.0 < self.left.0 {
            self.left = other.left;
        }
        if other.right.0 > self.right.0 {
            self.right = other.right;
        }
        if other.top.1 < self.top.1 {
            self.top = other.top;
        }
        if other.bottom.1 > self.bottom.1 {
            self.bottom = other.bottom;
        }
    }

    fn along(&self) -> (f32, f32) {
        let across = (self.right.0 - self.left.0, self.right.1 - self.left.1);
        let down = (self.bottom.0 - self.top.0, self.bottom.1 - self.top.1);
        if across.0 >= down.1 { across } else { down }
    }
}
