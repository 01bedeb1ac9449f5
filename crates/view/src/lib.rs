//! The app's `view!`: elements written as tags become plain calls of `crate::dom`, so that a phone fetches the code of
//! an element once and not once for each place and type it is used with.
//!
//! It reads what the app writes: elements, components, texts in quotes and expressions in braces; attributes,
//! `on:EVENT`, `prop:NAME`, `node_ref`, and `style=("--NAME", …)`; `<Show when fallback>`.

mod read;
mod write;

use proc_macro::TokenStream;

/// Tags as a `crate::dom::Piece`.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    match syn::parse::<read::Nodes>(tokens) {
        Ok(nodes) => write::pieces(&nodes.0).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    fn written(tags: &str) -> String {
        match syn::parse_str::<read::Nodes>(tags) {
            Ok(nodes) => write::pieces(&nodes.0).to_string().replace(' ', ""),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn tags_become_calls() {
        assert_eq!(
            written(r#"<p class="quiet" aria-live="polite" on:click=move |_| act(1) hidden>"Bib " {bib}</p>"#),
            r#"crate::dom::IntoPiece::piece(crate::dom::html("p").attr("class","quiet").attr("aria-live","polite")"#
                .to_owned()
                + r#".on(&::leptos::ev::click,move|_|act(1)).attr("hidden","").child("Bib").child(bib))"#
        );
        assert!(
            written(r"<svg><path d=line /></svg>")
                .contains(r#"crate::dom::svg("path").attr("d",line)"#)
        );
        assert!(
            written(r#"<ol style=("--rows", text(n)) />"#).contains(r#".style("--rows",text(n))"#)
        );
        assert!(written("<Star bib />").contains(".bib(bib).build()"));
        assert!(written("<Show when=some><i /></Show>").contains("show(some,move||"));
        assert!(written("<i /><b />").starts_with("crate::dom::Piece::of(["));
    }

    #[test]
    fn what_is_no_tag_is_told() {
        assert!(written("<p><i></p>").contains("here ends `p`, but `i` is open"));
        assert!(written("").contains("here should be"));
        assert!(written("<p use:thing=1 />").contains("knows no `use:`"));
    }
}
