//! What changes by itself: one kind of effect for all of it.

use leptos::prelude::*;

use super::focus;
use super::piece::{IntoPiece, Piece, text};
use crate::signals::{Memo, leave_in_the_end};

/// Runs at once, and again whenever something it has read has changed, until its owner ends.
pub fn effect(mut run: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_: Option<()>| {
        leave_in_the_end();
        run();
    }));
}

/// A text that is kept as it should be. What has not changed is not written anew: a screen reader would read it again.
pub fn live_text(mut make: Box<dyn FnMut() -> String>) -> Piece {
    let piece = text("");
    let node = piece.first().clone();
    let mut said = String::new();
    effect(Box::new(move || {
        let now = make();
        if now != said {
            node.set_text_content(Some(&now));
            said = now;
        }
    }));
    piece
}

/// What a closure makes, in the place of what it made before.
pub fn live(mut make: Box<dyn FnMut() -> Piece>) -> Piece {
    let whole = Piece::of([text(""), text("")]);
    let (first, last) = (whole.first().clone(), whole.last().clone());
    effect(Box::new(move || {
        let piece = make();
        let Some(parent) = last.parent_node() else {
            return;
        };
        let way = focus::between(&first, &last);
        while let Some(old) = first.next_sibling().filter(|node| *node != last) {
            let _ = parent.remove_child(&old);
        }
        piece.put(&parent, Some(&last));
        if let Some(way) = way {
            focus::give(&first, &way);
        }
    }));
    whole
}

/// One thing or another.
pub fn show<P: IntoPiece>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    then: impl Fn() -> Piece + 'static,
    otherwise: impl Fn() -> P + 'static,
) -> Piece {
    let when = Memo::new(move |_| when());
    live(Box::new(move || {
        if when.get() {
            then()
        } else {
            otherwise().piece()
        }
    }))
}

/// Nothing to be seen.
pub fn nothing() -> Piece {
    text("")
}
