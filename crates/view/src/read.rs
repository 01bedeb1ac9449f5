//! Tags, read.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Stmt, Token, braced};

/// What stands side by side.
pub struct Nodes(pub Vec<Node>);

pub enum Node {
    Element(Element),
    Text(LitStr),
    Value(TokenStream),
}

pub struct Element {
    /// Of an element or a component, which begins with a capital letter.
    pub name: Ident,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Node>,
}

pub struct Attribute {
    /// Such as `on` before a colon.
    pub kind: Option<Ident>,
    /// As written, with its hyphens.
    pub name: String,
    /// The name where it is a word of Rust's.
    pub word: Ident,
    pub value: Option<Expr>,
}

impl Parse for Nodes {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let nodes = children(input)?;
        if nodes.is_empty() || !input.is_empty() {
            return Err(
                input.error("here should be an element, a text in quotes or a value in braces")
            );
        }
        Ok(Self(nodes))
    }
}

/// All up to the end, or to a closing tag.
fn children(input: ParseStream<'_>) -> syn::Result<Vec<Node>> {
    let mut nodes = Vec::new();
    let ends = |input: ParseStream<'_>| input.peek(Token![<]) && input.peek2(Token![/]);
    while !input.is_empty() && !ends(input) {
        nodes.push(if input.peek(Token![<]) {
            Node::Element(element(input)?)
        } else if input.peek(LitStr) {
            Node::Text(input.parse()?)
        } else {
            Node::Value(value(input)?)
        });
    }
    Ok(nodes)
}

/// An expression in braces; several statements stay a block.
fn value(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    braced!(content in input);
    let tokens: TokenStream = content.parse()?;
    let stmts = syn::Block::parse_within.parse2(tokens.clone())?;
    Ok(match stmts.as_slice() {
        [Stmt::Expr(_, None)] => tokens,
        _ => TokenTree::Group(Group::new(Delimiter::Brace, tokens)).into(),
    })
}

fn element(input: ParseStream<'_>) -> syn::Result<Element> {
    input.parse::<Token![<]>()?;
    let name = Ident::parse_any(input)?;
    let mut inside = TokenStream::new();
    let mut arrow = false;
    let closed = loop {
        if input.peek(Token![/]) && input.peek2(Token![>]) {
            input.parse::<Token![/]>()?;
            input.parse::<Token![>]>()?;
            break true;
        }
        if input.peek(Token![>]) && !arrow {
            input.parse::<Token![>]>()?;
            break false;
        }
        let token: TokenTree = input.parse()?;
        // The `>` of an arrow ends no tag.
        arrow = matches!(&token, TokenTree::Punct(punct) if matches!(punct.as_char(), '-' | '=')
            && punct.spacing() == proc_macro2::Spacing::Joint);
        inside.extend([token]);
    };
    let attributes = attributes.parse2(inside)?;
    let mut element = Element {
        name,
        attributes,
        children: Vec::new(),
    };
    if closed {
        return Ok(element);
    }
    element.children = children(input)?;
    input.parse::<Token![<]>()?;
    input.parse::<Token![/]>()?;
    let end = Ident::parse_any(input)?;
    input.parse::<Token![>]>()?;
    if end != element.name {
        let said = format!("here ends `{end}`, but `{}` is open", element.name);
        return Err(syn::Error::new(end.span(), said));
    }
    Ok(element)
}

fn attributes(input: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    let mut attributes = Vec::new();
    while !input.is_empty() {
        let mut word = Ident::parse_any(input)?;
        let mut kind = None;
        if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            kind = Some(word);
            word = Ident::parse_any(input)?;
        }
        if let Some(kind) = kind
            .as_ref()
            .filter(|kind| *kind != "on" && *kind != "prop")
        {
            let said = format!("`view!` knows no `{kind}:`");
            return Err(syn::Error::new(kind.span(), said));
        }
        let mut name = word.unraw().to_string();
        while input.peek(Token![-]) {
            input.parse::<Token![-]>()?;
            name = name + "-" + &Ident::parse_any(input)?.to_string();
        }
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        attributes.push(Attribute {
            kind,
            name,
            word,
            value,
        });
    }
    Ok(attributes)
}
