//! Lists whose lines keep their elements while they move.

use leptos::prelude::*;

use crate::signals::{RwSignal, Signal};

use super::live::effect;
use super::piece::{Piece, text};

struct Line<K> {
    key: K,
    owner: Owner,
    index: RwSignal<usize>,
    piece: Piece,
}

/// A line for each item. An item whose key was there before keeps its line; where it stands now, its signal says.
pub fn keyed<T: 'static, K: PartialEq + 'static>(
    each: impl Fn() -> Vec<T> + 'static,
    key: fn(&T) -> K,
    line: impl Fn(Signal<usize>, T) -> Piece + 'static,
) -> Piece {
    let whole = Piece::of([text(""), text("")]);
    let (first, last) = (whole.first().clone(), whole.last().clone());
    // Lines outlive the run of the effect that makes them.
    let owner = Owner::current().unwrap_or_default();
    let mut lines: Vec<Line<K>> = Vec::new();
    effect(Box::new(move || {
        let mut before = std::mem::take(&mut lines);
        for (i, item) in each().into_iter().enumerate() {
            let key = key(&item);
            let kept = before.iter().position(|line| line.key == key);
            if let Some(line) = kept.map(|at| before.remove(at)) {
                if line.index.get_untracked() != i {
                    line.index.set(i);
                }
                lines.push(line);
                continue;
            }
            let owner = owner.with(Owner::new);
            let (index, piece) = owner.with(|| {
                let index = RwSignal::new(i);
                (index, untrack(|| line(index.into(), item)))
            });
            lines.push(Line {
                key,
                owner,
                index,
                piece,
            });
        }
        for gone in before {
            gone.piece.take_out();
            gone.owner.cleanup();
        }
        let Some(parent) = last.parent_node() else {
            return;
        };
        let mut at = first.clone();
        for line in &lines {
            let next = at.next_sibling();
            if next.as_ref() != Some(line.piece.first()) {
                line.piece.put(&parent, next.as_ref());
            }
            at = line.piece.last().clone();
        }
    }));
    whole
}
