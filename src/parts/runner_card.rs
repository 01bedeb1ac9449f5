//! A runner's card: who, now, places, splits.

use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use leptos::prelude::*;

use crate::signals::{Memo, Signal};

use crate::dom::view;

use super::around::around;
use super::calendar_button::calendar_button;
use super::face;
use super::finish::finish;
use super::now::Now;
use super::pace_chart::pace_chart;
use super::places::Places;
use super::splits_table::SplitsTable;
use super::star::Star;
use crate::held::Held;
use crate::prefs::Prefs;

/// The card of an entrant.
#[component]
pub fn RunnerCard(no: Signal<Option<EntrantNo>>) -> impl IntoView {
    let (held, prefs) = (expect_context::<Held>(), expect_context::<Prefs>());
    let face = Memo::new(move |_| {
        let (event, roster) = (held.event()?, held.roster()?);
        let entrant = roster.get(no.get()?)?;
        let contest = event
            .contests
            .get(entrant.contest)
            .map(|contest| prefs.text(&contest.names));
        let mut groups = Group::all_of(entrant);
        groups.retain(|group| !matches!(group, Group::All | Group::Noc(_)));
        let groups: Vec<String> = groups
            .iter()
            .map(|group| face::group(group, &event, prefs))
            .collect();
        Some((
            face::of(entrant, &event, prefs),
            contest.unwrap_or_default(),
            groups,
        ))
    });
    let head = move || {
        let (face, contest, groups) = face.get()?;
        Some(view! {
            <header class="card-head" data-contest=face.contest % 4>
                <div>
                    <h2 class="card-name" id="card-name">{face.name}</h2>
                    <p class="card-who">
                        <span class="bib-tag">{prefs.words().bib_number(&face.bib)}</span>
                        <span class="contest-tag">{contest}</span>
                    </p>
                    <ul class="card-groups">
                        {(!face.noc.is_empty()).then(|| view! { <li>{face.noc}</li> })}
                        {groups.into_iter().map(|group| view! { <li>{group}</li> }).collect_view()}
                    </ul>
                </div>
                <Star bib=face.bib />
            </header>
        })
    };
    view! {
        <article class="card" aria-labelledby="card-name">
            {head}
            <Now no />
            {finish(no)}
            {calendar_button(no)}
            <Places no />
            {around(no)}
            {pace_chart(no)}
            <SplitsTable no />
        </article>
    }
}
