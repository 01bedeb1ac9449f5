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
}

/// Stacks of at least `least` points, each within a square of `size` pixels, the biggest first.
/// Squares that touch are told as one, so that a queue at a finish line says one number.
pub fn stacks(points: &[(f32, f32)], size: f32, least: u32) -> Vec<Stack> {
    let cell = |v: f32| libm::floorf(v / size) as i32;
    let mut cells: Vec<(i32, i32, f32, f32, u32)> = points
        .iter()
        .map(|p| (cell(p.0), cell(p.1), p.0, p.1, 1))
        .collect();
    homestretch_order::sort_by_key(&mut cells, |c| (c.0, c.1));
    cells.dedup_by(|b, a| {
        let same = (a.0, a.1) == (b.0, b.1);
        if same {
            (a.2, a.3, a.4) = (a.2 + b.2, a.3 + b.3, a.4 + b.4);
        }
        same
    });
    homestretch_order::sort_by_key(&mut cells, |c| core::cmp::Reverse(c.4));
    let mut found: Vec<Heap> = Vec::new();
    for (cx, cy, x, y, n) in cells {
        let near = found
            .iter_mut()
            .find(|h| (h.cell.0 - cx).abs() <= 1 && (h.cell.1 - cy).abs() <= 1);
        match near {
            Some(heap) => (heap.x, heap.y, heap.n) = (heap.x + x, heap.y + y, heap.n + n),
            // Cells come in order of size, so a small one never starts a stack that a bigger one would join.
            None => found.push(Heap {
                cell: (cx, cy),
                x,
                y,
                n,
            }),
        }
    }
    let mut stacks: Vec<Stack> = found
        .into_iter()
        .filter(|h| h.n >= least)
        .map(|h| Stack {
            x: h.x / h.n as f32,
            y: h.y / h.n as f32,
            n: h.n,
        })
        .collect();
    homestretch_order::sort_by_key(&mut stacks, |s| core::cmp::Reverse(s.n));
    stacks
}

/// A stack in the making: the square it began in, and the sums over its points.
struct Heap {
    cell: (i32, i32),
    x: f32,
    y: f32,
    n: u32,
}
