//! A piece of the page.

use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, Node};

use super::live::{effect, live, live_text};
use super::value::Value;

/// Nodes side by side, in the page or not yet. The first and the last stay the same for as long as the piece lives;
/// what lies between them may change.
#[derive(Clone)]
#[must_use]
pub struct Piece(SendWrapper<(Node, Node)>);

/// What can stand in the page.
pub trait IntoPiece: Sized + 'static {
    /// Its nodes.
    fn piece(self) -> Piece;

    /// What a closure gives, made again when something it was made from has changed.
    fn live(make: Box<dyn FnMut() -> Self>) -> Piece {
        let mut make = make;
        live(Box::new(move || make().piece()))
    }
}

/// An element of HTML.
pub fn html(tag: &str) -> Piece {
    made(document().create_element(tag))
}

/// An element of a drawing.
pub fn svg(tag: &str) -> Piece {
    made(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag))
}

/// The names are the program's own: no browser refuses them.
fn made(element: Result<Element, JsValue>) -> Piece {
    element.map_or_else(|_| text(""), |element| Piece::one(element.into()))
}

/// A text.
pub fn text(said: &str) -> Piece {
    Piece::one(document().create_text_node(said).into())
}

impl Piece {
    fn one(node: Node) -> Self {
        Self(SendWrapper::new((node.clone(), node)))
    }

    /// Several pieces as one.
    pub fn of(pieces: impl IntoIterator<Item = Self>) -> Self {
        // Nodes out of the page are held together by a parent of their own.
        let parent: Node = document().create_document_fragment().into();
        let mut ends: Option<(Node, Node)> = None;
        for piece in pieces {
            piece.put(&parent, None);
            let first = ends.map_or_else(|| piece.first().clone(), |(first, _)| first);
            ends = Some((first, piece.last().clone()));
        }
        ends.map_or_else(|| text(""), |ends| Self(SendWrapper::new(ends)))
    }

    /// The first node.
    pub fn first(&self) -> &Node {
        &self.0.0
    }

    /// The last node, often the first.
    pub fn last(&self) -> &Node {
        &self.0.1
    }

    /// Puts it into a parent, before a node there or at the end.
    pub fn put(&self, parent: &Node, before: Option<&Node>) {
        let mut next = Some(self.first().clone());
        while let Some(node) = next {
            next = node.next_sibling().filter(|_| node != *self.last());
            let _ = parent.insert_before(&node, before);
        }
    }

    /// Takes it out of the page; it can be put in again.
    pub fn take_out(&self) {
        if self.first().parent_node().is_some() {
            self.put(&document().create_document_fragment(), None);
        }
    }

    /// The element that the piece is.
    pub fn element(&self) -> &Element {
        self.first().unchecked_ref()
    }

    /// With an attribute: a text, a number, a flag, none, or a closure that gives one of these.
    pub fn attr(self, name: &'static str, value: impl Value) -> Self {
        value.give(self.element(), name);
        self
    }

    /// With a property of the object, which is not the attribute of that name once the reader has typed.
    pub fn prop<V: Into<JsValue>>(
        self,
        name: &'static str,
        said: impl Fn() -> V + 'static,
    ) -> Self {
        let element = self.element().clone();
        effect(Box::new(move || {
            let _ = js_sys::Reflect::set(&element, &name.into(), &said().into());
        }));
        self
    }

    /// With a property of its style, set through the object model: a strict policy forbids it in markup.
    pub fn style(self, name: &'static str, said: impl Fn() -> String + 'static) -> Self {
        let style = self.element().unchecked_ref::<HtmlElement>().style();
        effect(Box::new(move || {
            let _ = style.set_property(name, &said());
        }));
        self
    }

    /// With something to do at an event.
    pub fn on<E: EventDescriptor>(
        self,
        event: &E,
        mut act: impl FnMut(E::EventType) + 'static,
    ) -> Self
    where
        E::EventType: JsCast,
    {
        let act = Box::new(move |event: Event| act(event.unchecked_into()));
        self.listen(&event.name(), act);
        self
    }

    fn listen(&self, name: &str, act: Box<dyn FnMut(Event)>) {
        // The browser lets go of it together with the element.
        let act = Closure::wrap(act).into_js_value();
        let _ = self
            .element()
            .add_event_listener_with_callback(name, act.unchecked_ref());
    }

    /// With a name by which the program finds the element.
    pub fn node_ref<E>(self, place: NodeRef<E>) -> Self
    where
        E: ElementType,
        NodeRef<E>: NodeRefContainer<E>,
    {
        place.load(self.element());
        self
    }

    /// With something inside, after what is there.
    pub fn child(self, child: impl IntoPiece) -> Self {
        child.piece().put(self.first(), None);
        self
    }
}

impl IntoPiece for Piece {
    fn piece(self) -> Piece {
        self
    }
}

impl IntoPiece for &'static str {
    fn piece(self) -> Piece {
        text(self)
    }
}

impl IntoPiece for String {
    fn piece(self) -> Piece {
        text(&self)
    }

    fn live(make: Box<dyn FnMut() -> Self>) -> Piece {
        live_text(make)
    }
}

impl<P: IntoPiece> IntoPiece for Option<P> {
    fn piece(self) -> Piece {
        self.map_or_else(|| text(""), IntoPiece::piece)
    }
}

impl<P: IntoPiece> IntoPiece for Vec<P> {
    fn piece(self) -> Piece {
        Piece::of(self.into_iter().map(IntoPiece::piece))
    }
}

impl<A: IntoPiece, B: IntoPiece> IntoPiece for (A, B) {
    fn piece(self) -> Piece {
        Piece::of([self.0.piece(), self.1.piece()])
    }
}

impl<F: FnMut() -> P + 'static, P: IntoPiece> IntoPiece for F {
    fn piece(self) -> Piece {
        P::live(Box::new(self))
    }
}
