//! What is seen while the race is on its way: the shape of what will come, and words that say what it is.

use homestretch_words::Words;
use leptos::prelude::*;

use crate::signals::Memo;

use crate::dom::view;

use crate::held::Held;
use crate::prefs::Prefs;

/// Shows its children once there is a race, and the shape of them before.
#[component]
pub fn OnceHeld(children: ChildrenFn) -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let known = Memo::new(move |_| held.version().get() > 0);
    view! {
        <Show
            when=move || known.get()
            fallback=move || {
                view! {
                    <div class="waiting" role="status">
                        <p>{prefs.say(Words::loading)}</p>
                        <p class="quiet">{prefs.say(Words::loading_next)}</p>
                        <div class="waiting-shapes" aria-hidden="true">
                            <span></span><span></span><span></span><span></span><span></span>
                        </div>
                    </div>
                }
            }
        >
            {children()}
        </Show>
    }
}
