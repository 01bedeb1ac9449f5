//! Sorting that is compiled once. The standard library's sorts are the fastest there are, and some five kilobytes of
//! WebAssembly for each type and comparison; a dozen of them were a fifteenth of the app. These sort places instead of
//! values, by a comparison behind a pointer, and only then move the values: a third slower, and for lists that are
//! sorted once per press or per minute nobody can tell.

use std::cmp::Ordering;

/// Sorts like `slice::sort_by`: equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut goes_to = goes_to(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    for i in 0..items.len() {
        while goes_to[i] != i {
            let to = goes_to[i];
            items.swap(i, to);
            goes_to.swap(i, to);
        }
    }
}

/// Sorts like `slice::sort_by_key`: equals keep their order. The key is made anew for each comparison.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Where each of `n` items goes: a merge sort from below, which is quick where much is sorted already.
fn goes_to(n: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut now: Vec<usize> = (0..n).collect();
    let mut next = now.clone();
    let mut run = 1;
    while run < n {
        let mut start = 0;
        while start < n {
            let middle = (start + run).min(n);
            let end = (middle + run).min(n);
            let (mut a, mut b) = (start, middle);
            let sorted = middle == end || compare(now[middle - 1], now[middle]).is_le();
            for to in &mut next[start..end] {
                let first = b == end || a < middle && (sorted || compare(now[a], now[b]).is_le());
                let from = if first { &mut a } else { &mut b };
                *to = now[*from];
                *from += 1;
            }
            start = end;
        }
        std::mem::swap(&mut now, &mut next);
        run *= 2;
    }
    for (to, &from) in now.iter().enumerate() {
        next[from] = to;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in prop::collection::vec((0_u8..9, any::<u16>()), 0..300)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn a_comparison_without_sense_is_no_panic() {
        let mut items: Vec<u32> = (0..100).collect();
        let mut n = 0;
        sort_by(&mut items, |_, _| {
            n += 7;
            [Ordering::Less, Ordering::Greater, Ordering::Equal][n % 3]
        });
        items.sort_unstable();
        assert!(items.into_iter().eq(0..100));
    }
}
