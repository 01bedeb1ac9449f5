//! Tags, written as calls.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, Stmt};

use crate::read::{Attribute, Element, Node};

/// Elements of drawings; none of these names is one of HTML's.
const DRAWN: [&str; 12] = [
    "svg", "g", "path", "line", "polyline", "polygon", "circle", "rect", "ellipse", "text",
    "tspan", "defs",
];

/// What stands side by side, as one piece.
pub fn pieces(nodes: &[Node]) -> TokenStream {
    match nodes {
        [one] => {
            let one = node(one);
            quote! { crate::dom::IntoPiece::piece(#one) }
        }
        nodes => {
            let nodes = nodes.iter().map(node);
            quote! {
                crate::dom::Piece::of([#(crate::dom::IntoPiece::piece(#nodes)),*])
            }
        }
    }
}

fn node(node: &Node) -> TokenStream {
    match node {
        Node::Text(text) => quote! { #text },
        Node::Value(value) => value.clone(),
        Node::Element(element) => match element.name.to_string() {
            name if name == "Show" => show(element),
            name if name.starts_with(|c: char| c.is_ascii_uppercase()) => component(element),
            name => plain(&name, element),
        },
    }
}

fn plain(name: &str, element: &Element) -> TokenStream {
    let span = element.name.span();
    let make = if DRAWN.contains(&name) {
        quote_spanned! { span=> crate::dom::svg(#name) }
    } else {
        quote_spanned! { span=> crate::dom::html(#name) }
    };
    let attributes = element.attributes.iter().map(attribute);
    let children = element.children.iter().map(node);
    quote! { #make #(#attributes)* #(.child(#children))* }
}

fn attribute(attribute: &Attribute) -> TokenStream {
    let Attribute {
        kind,
        name,
        word,
        value,
    } = attribute;
    let span = word.span();
    let kind = kind.as_ref().map(ToString::to_string);
    match (kind.as_deref(), name.as_str(), value) {
        (Some("on"), _, Some(value)) => quote_spanned! { span=> .on(&::leptos::ev::#word, #value) },
        (Some("prop"), name, Some(value)) => quote_spanned! { span=> .prop(#name, #value) },
        (None, "node_ref", Some(value)) => quote_spanned! { span=> .node_ref(#value) },
        (None, "style", Some(Expr::Tuple(pair))) => {
            let pair = pair.elems.iter();
            quote_spanned! { span=> .style(#(#pair),*) }
        }
        (_, name, Some(value)) => quote_spanned! { span=> .attr(#name, #value) },
        (_, name, None) => quote_spanned! { span=> .attr(#name, "") },
    }
}

/// An attribute of a component without a value is given the value of its own name.
fn given(element: &Element, name: &str) -> Option<TokenStream> {
    let attribute = element
        .attributes
        .iter()
        .find(|attribute| attribute.name == name)?;
    let (word, value) = (&attribute.word, &attribute.value);
    // Braces round a single value are the tag's, not the program's.
    Some(match value {
        None => quote! { #word },
        Some(Expr::Block(block))
            if matches!(block.block.stmts.as_slice(), [Stmt::Expr(_, None)]) =>
        {
            let inside = &block.block.stmts;
            quote! { #(#inside)* }
        }
        Some(value) => quote! { #value },
    })
}

fn component(element: &Element) -> TokenStream {
    let name = &element.name;
    let props = element.attributes.iter().map(|attribute| {
        let word = &attribute.word;
        let value = given(element, &attribute.name);
        quote! { .#word(#value) }
    });
    let children = (!element.children.is_empty()).then(|| {
        let inside = pieces(&element.children);
        quote! { .children(::leptos::children::ToChildren::to_children(move || #inside)) }
    });
    quote! {
        crate::dom::component(::leptos::component::component_view(
            #[allow(clippy::needless_borrows_for_generic_args)]
            &#name,
            ::leptos::component::component_props_builder(&#name) #(#props)* #children .build(),
        ))
    }
}

fn show(element: &Element) -> TokenStream {
    let when = given(element, "when");
    let inside = pieces(&element.children);
    let otherwise = given(element, "fallback").map_or_else(
        || quote! { crate::dom::nothing },
        |fallback| quote! { #fallback },
    );
    quote! { crate::dom::show(#when, move || #inside, #otherwise) }
}
