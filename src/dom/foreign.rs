//! The framework's views in ours, and ours in the framework's: components are its own.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::piece::{IntoPiece, Piece, text};

/// What a component gives.
pub fn component(view: impl IntoView) -> Piece {
    foreign(view.into_any())
}

fn foreign(view: AnyView) -> Piece {
    let whole = Piece::of([text(""), text("")]);
    let mut state = view.build();
    if let Some(parent) = whole.last().parent_node() {
        // A parent out of the page is no element, and is asked for nothing that only an element has.
        state.mount(parent.unchecked_ref(), Some(whole.last()));
    }
    // What changes in it ends with the owner.
    StoredValue::new_local(state);
    whole
}

impl IntoPiece for AnyView {
    fn piece(self) -> Piece {
        foreign(self)
    }
}

impl Mountable for Piece {
    fn unmount(&mut self) {
        self.take_out();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        self.put(parent, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.first().parent_node();
        if let Some(parent) = &parent {
            child.mount(parent.unchecked_ref(), Some(self.first()));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element().clone()]
    }
}

impl Render for Piece {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        state.insert_before_this(&mut self.clone());
        state.take_out();
        *state = self;
    }
}

impl AddAnyAttr for Piece {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// The app is drawn in the browser alone: there is no HTML to be written, and none to be taken over.
impl RenderHtml for Piece {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
