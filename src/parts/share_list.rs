//! The viewer's list as a link and as a QR code, to be sent, copied, or read off the screen.

use homestretch_words::Words;
use leptos::html::{Canvas, Input};
use leptos::prelude::*;

use crate::signals::{Memo, RwSignal, effect};

use crate::dom::view;
use leptos::task::spawn_local;

use super::text::text;
use crate::device::{address, later, share};
use crate::favourites::{Favourites, link};
use crate::held::Held;
use crate::prefs::Prefs;

/// A button, and what it opens.
pub fn share_list(held: Held, favourites: Favourites, prefs: Prefs) -> AnyView {
    let open = RwSignal::new(false);
    let url = Memo::new(move |_| {
        let fragment = link::fragment_from_bibs(&favourites.bibs(), address::escape);
        address::of(&("/#".to_owned() + &fragment))
    });
    view! {
        <button
            class="more plain"
            aria-expanded=text(move || open.get().to_string())
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {prefs.say(Words::list_share)}
        </button>
        {move || open.get().then(|| opened(url, held, prefs))}
    }
    .into_any()
}

fn opened(url: Memo<String>, held: Held, prefs: Prefs) -> AnyView {
    let (field, canvas) = (NodeRef::<Input>::new(), NodeRef::<Canvas>::new());
    let said = RwSignal::new(None::<fn(&Words) -> String>);
    let drawn = RwSignal::new(false);
    effect(move || {
        let Some(canvas) = canvas.get() else { return };
        let url = url.get();
        said.set(None);
        spawn_local(async move {
            // Without its script there is no code; the link beside it does the same.
            let done = later::draw_qr(&canvas, &url).await.is_ok();
            let _ = drawn.try_set(done);
        });
    });
    let copy = move |_| {
        spawn_local(async move {
            let mark = || {
                if let Some(field) = field.get_untracked() {
                    let _ = field.focus();
                    field.select();
                }
            };
            let copied = share::copy(&url.get_untracked(), mark).await;
            let _ = said.try_set(Some(if copied {
                Words::link_copied
            } else {
                Words::link_by_hand
            }));
        });
    };
    let send = move |_| {
        let event = held.event().map(|event| prefs.text(&event.names));
        let title = prefs.words().list_share_title(&event.unwrap_or_default());
        share::share(&title, &url.get_untracked());
    };
    let send = share::can_share().then(|| {
        view! { <button class="button" on:click=send>{prefs.say(Words::link_send)}</button> }
    });
    view! {
        <div class="share">
            <p class="quiet small">{prefs.say(Words::list_share_text)}</p>
            <input
                class="share-link"
                readonly
                node_ref=field
                aria-label=prefs.say(Words::link)
                prop:value=text(move || url.get())
                on:focus=move |_| if let Some(field) = field.get_untracked() { field.select() }
            />
            <div class="share-buttons">
                {send}
                <button class="button" on:click=copy>{prefs.say(Words::link_copy)}</button>
            </div>
            <p class="small" role="status">
                {text(move || said.get().map_or_else(String::new, |said| said(&prefs.words())))}
            </p>
            <canvas
                class="share-code"
                node_ref=canvas
                hidden=move || !drawn.get()
                role="img"
                aria-label=prefs.say(Words::link_qr)
            ></canvas>
        </div>
    }
    .into_any()
}
