//! Making a piece for somebody else's page: what is in it, how it will look, and the lines to put there.

use homestretch_press::moment::time_of_day;
use homestretch_race::roster::Sex;
use homestretch_words::Words;
use homestretch_words::books::PressWords;
use js_sys::Reflect;
use leptos::ev;
use leptos::prelude::*;

use super::desk::{Desk, desk};
use super::said;
use crate::dom::{Piece, view};
use crate::parts::text::text;
use crate::prefs::Theme;
use crate::query;
use crate::signals::{Memo, RwSignal};

/// Only what matters so much is on offer as a moment.
const MATTERS: u8 = 60;
/// As high as the piece is before it has said how high it is.
const HIGH_PX: u32 = 420;
/// Takes the height that the piece says; see docs/EMBED.md.
const LISTEN: &str = r#"<script>
addEventListener("message", function (event) {
  var said = event.data;
  if (!said || said.source !== "homestretch" || said.type !== "height") return;
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (frame.contentWindow === event.source) frame.height = said.height;
  });
});
</script>
"#;

/// What can be in it: the word in the address, and what it is called.
type Kind = (&'static str, fn(&PressWords) -> String);

const KINDS: [Kind; 4] = [
    ("board", PressWords::embed_board),
    ("list", PressWords::embed_list),
    ("map", PressWords::embed_map),
    ("moment", PressWords::embed_moment),
];

/// What is chosen; copies are the same.
#[derive(Clone, Copy)]
struct Choice {
    kind: RwSignal<usize>,
    rows: RwSignal<String>,
    bibs: RwSignal<String>,
    moment: RwSignal<String>,
    theme: RwSignal<Theme>,
}

impl Choice {
    /// The address of the piece.
    fn address(self, desk: Desk) -> String {
        let kind = KINDS
            .get(self.kind.get())
            .map_or("board", |(word, _)| *word);
        let only = |kinds: &[&str], value: String| {
            if kinds.contains(&kind) {
                value
            } else {
                String::new()
            }
        };
        let (contest, sex) = desk.asked.with(|asked| (asked.contest.clone(), asked.sex));
        let sex = match sex {
            Some(Sex::Female) => "F",
            Some(Sex::Male) => "M",
            Some(Sex::Other) => "X",
            None => "",
        };
        let theme = match self.theme.get() {
            Theme::Auto => "",
            theme => theme.key(),
        };
        let pairs = [
            ("show", kind.to_owned()),
            ("contest", contest),
            ("sex", only(&["board"], sex.to_owned())),
            ("rows", only(&["board"], self.rows.get())),
            (
                "bibs",
                only(&["list", "map"], self.bibs.get().replace(' ', "")),
            ),
            ("moment", only(&["moment"], self.moment.get())),
            ("theme", theme.to_owned()),
            ("lang", desk.prefs.tag.get()),
        ];
        let origin = window().location().origin().unwrap_or_default();
        [&origin, "/embed", &query::of_pairs(&pairs)].concat()
    }
}

/// The button, and what it opens.
#[component]
pub fn EmbedBuilder() -> impl IntoView {
    let desk = desk();
    let open = RwSignal::new(false);
    let press = move |_| open.update(|open| *open = !*open);
    view! {
        <section aria-labelledby="embed-title">
            <h2 id="embed-title">{desk.say(PressWords::embed_title)}</h2>
            <button class="button small" data-do="embed" aria-expanded=text(move || open.get().to_string()) on:click=press>{desk.say(PressWords::embed)}</button>
            <Show when=move || open.get()><Builder desk /></Show>
        </section>
    }
}

#[component]
fn Builder(desk: Desk) -> impl IntoView {
    let compared = desk.asked.with_untracked(|asked| asked.compared.join(","));
    let choice = Choice {
        kind: RwSignal::new(0),
        rows: RwSignal::new("10".to_owned()),
        bibs: RwSignal::new(compared),
        moment: RwSignal::new(String::new()),
        theme: RwSignal::new(Theme::Auto),
    };
    let address = Memo::new(move |_| choice.address(desk));
    let snippet = Memo::new(move |_| {
        let event = desk.held.event();
        let title = event.map_or_else(String::new, |event| desk.prefs.text(&event.names));
        let (address, title) = (escaped(&address.get()), escaped(&title));
        let frame = format!(
            "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"{HIGH_PX}\" frameborder=\"0\" loading=\"lazy\"></iframe>\n"
        );
        [&frame, LISTEN].concat()
    });
    let high = RwSignal::new(HIGH_PX);
    let told = window_event_listener(ev::message, move |event| {
        if let Some(told) = height_of(&event.data()) {
            high.set(told);
        }
    });
    on_cleanup(move || told.remove());
    let kinds: Vec<Piece> = KINDS
        .iter()
        .enumerate()
        .map(|(n, (_, name))| view! { <option value=n>{desk.say(*name)}</option> })
        .collect();
    let choose = move |event: web_sys::Event| {
        choice
            .kind
            .set(event_target_value(&event).parse().unwrap_or(0));
    };
    let kind = Memo::new(move |_| choice.kind.get());
    let copy = move |_| said::copy(desk, snippet.get_untracked());
    view! {
        <div class="press-embed">
            <label><span>{desk.say(PressWords::embed_what)}</span><select data-do="embed-what" on:change=choose>{kinds}</select></label>
            {move || more(desk, choice, kind.get())}
            <label><span>{desk.prefs.say(Words::theme)}</span>{themes(desk, choice)}</label>
            <p class="small quiet">{desk.say(PressWords::embed_how)}</p>
            <textarea class="press-snippet" readonly=true rows="6" aria-label=desk.say(PressWords::embed_snippet) prop:value=move || snippet.get()></textarea>
            <button class="button small" data-do="embed-copy" on:click=copy>{desk.say(PressWords::embed_copy)}</button>
            <iframe class="press-preview" title=desk.say(PressWords::embed_preview) src=text(move || address.get()) height=text(move || high.get().to_string())></iframe>
        </div>
    }
}

/// What only some kinds ask.
fn more(desk: Desk, choice: Choice, kind: usize) -> Piece {
    match kind {
        0 => {
            let rows = move |e| choice.rows.set(event_target_value(&e));
            view! {
                <label><span>{desk.say(PressWords::embed_rows)}</span><input type="number" min="1" max="50" prop:value=move || choice.rows.get() on:change=rows /></label>
            }
        }
        1 | 2 => {
            let bibs = move |e| choice.bibs.set(event_target_value(&e));
            view! {
                <label><span>{desk.say(PressWords::embed_bibs)}</span><input prop:value=move || choice.bibs.get() on:change=bibs /></label>
            }
        }
        _ => {
            let pick = move |e| choice.moment.set(event_target_value(&e));
            let options: Vec<Piece> = moments(desk)
                .into_iter()
                .map(|(id, said)| view! { <option value=id>{said}</option> })
                .collect();
            view! {
                <label>
                    <span>{desk.say(PressWords::embed_moment)}</span>
                    <select data-do="embed-moment" on:change=pick>
                        <option value="">{desk.say(PressWords::embed_newest)}</option>
                        {options}
                    </select>
                </label>
            }
        }
    }
}

fn themes(desk: Desk, choice: Choice) -> Piece {
    let themes = [
        (Theme::Auto, Words::theme_auto as fn(&Words) -> String),
        (Theme::Light, Words::theme_light),
        (Theme::Dark, Words::theme_dark),
    ];
    let themes = themes.map(|(theme, name)| {
        view! { <option value=theme.key()>{desk.prefs.say(name)}</option> }
    });
    let pick = move |e| choice.theme.set(Theme::from_key(&event_target_value(&e)));
    view! { <select on:change=pick>{Vec::from(themes)}</select> }
}

/// The moments on offer, the newest first: name and sentence. Not tracked: a list that is open stays as it is.
fn moments(desk: Desk) -> Vec<(String, String)> {
    let told = untrack(|| {
        desk.look(|view, contest| {
            let event = view.race.event();
            let offset_min = event.zone.offset_min;
            desk.speak(event, |speech| {
                let story = view.story(contest);
                let newest = story.iter().rev().filter(|m| m.weight >= MATTERS);
                newest
                    .map(|moment| {
                        let time = time_of_day(moment.at, offset_min);
                        let said = [time, speech.moment(view, moment)].join(" ");
                        (moment.id.clone(), said)
                    })
                    .collect()
            })
        })
    });
    told.unwrap_or_default()
}

/// The height that a message tells, if it is one of ours.
fn height_of(message: &wasm_bindgen::JsValue) -> Option<u32> {
    let of = |key: &str| Reflect::get(message, &key.into()).ok();
    let ours = of("source")?.as_string()? == "homestretch" && of("type")?.as_string()? == "height";
    let height = of("height")?.as_f64()?;
    ours.then_some(height.clamp(0.0, 4_000.0) as u32)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
