//! Whoever works with a keyboard stays where she was when what she stood on is made anew.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// The way from a node to the one beside it that has the focus, or has it inside: so many to the side, then so many
/// from the first child, and so on. None when the focus lies elsewhere.
pub fn between(first: &Node, last: &Node) -> Option<Vec<usize>> {
    let parent = first.parent_node()?;
    let mut node: Node = document().active_element()?.into();
    let mut way = Vec::new();
    loop {
        let above = node.parent_node()?;
        let mut side = 0;
        while let Some(before) = node.previous_sibling() {
            side += 1;
            node = before;
            if node == *first {
                break;
            }
            if node == *last {
                return None;
            }
        }
        way.insert(0, side);
        if above == parent {
            return (node == *first).then_some(way);
        }
        node = above;
    }
}

/// Gives the focus to what lies at that way now, if anything does.
pub fn give(first: &Node, way: &[usize]) {
    let mut found = Some(first.clone());
    for (depth, side) in way.iter().enumerate() {
        if depth > 0 {
            found = found.and_then(|node| node.first_child());
        }
        for _ in 0..*side {
            found = found.and_then(|node| node.next_sibling());
        }
    }
    if let Some(element) = found
        .as_ref()
        .and_then(|node| node.dyn_ref::<HtmlElement>())
    {
        let _ = element.focus();
    }
}
