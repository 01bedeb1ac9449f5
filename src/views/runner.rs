//! The page of one runner.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::{Memo, effect};

use crate::dom::view;

use super::stage::Selected;
use crate::held::Held;
use crate::parts::runner_card::RunnerCard;
use crate::parts::search::Search;
use crate::parts::text::text;
use crate::parts::waiting::OnceHeld;
use crate::prefs::Prefs;
use crate::way::Way;

/// The page.
#[component]
pub fn Runner() -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let Selected(selected) = expect_context::<Selected>();
    let way = expect_context::<Way>();
    let bib = Memo::new(move |_| way.word());
    let no = Memo::new(move |_| held.roster()?.by_bib(&bib.get()).map(|entrant| entrant.no));
    // In a large field she may still be on the way.
    let awaited = Memo::new(move |_| held.awaited());
    effect(move || selected.set(no.get()));
    on_cleanup(move || {
        let _ = selected.try_set(None);
    });
    view! {
        <OnceHeld>
            <a class="back" href="/">{prefs.say(Words::back)}</a>
            <Show
                when=move || no.get().is_some()
                fallback=move || {
                    let nobody = move || {
                        if awaited.get() {
                            return view! { <p class="empty" role="status">{prefs.say(Words::search_asking)}</p> }
                                .into_any();
                        }
                        view! {
                            <div class="nobody">
                                <h2>{text(move || prefs.words().runner_not_found(&bib.get()))}</h2>
                                <Search />
                            </div>
                        }
                        .into_any()
                    };
                    view! { <div>{nobody}</div> }
                }
            >
                <RunnerCard no=no.into() />
            </Show>
        </OnceHeld>
    }
}
