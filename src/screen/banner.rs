//! The banner: one sentence of news in each language, or that something is put right.

use homestretch_race::event::Event;
use homestretch_words::books::Book;
use leptos::prelude::*;

use crate::dom::view;

use super::lines::{each, live_spans, short};
use super::moment::{Moment, What};
use super::news::Banner;
use super::tongue::Tongue;
use super::wall::Wall;
use crate::format;

/// Over the scene, where there is news.
#[component]
pub fn BannerOver(wall: Wall) -> impl IntoView {
    move || {
        let banner = wall.banner.get()?;
        let (kind, about) = match banner.clone() {
            Banner::News(moment) => ("news", moment),
            Banner::Corrected { to, .. } => ("corrected", to),
            Banner::Withdrawn(moment) => ("withdrawn", moment),
        };
        let class = format!("banner contest-{}", about.contest % 4);
        let said = live_spans(move || each(wall, |tongue| sentence(wall, &banner, tongue)));
        let below = live_spans(move || {
            each(wall, |tongue| match (kind, wall.event()) {
                ("news", Some(event)) => place(&about, &event, tongue),
                ("news", None) => String::new(),
                _ => tongue.say.correction_why(),
            })
        });
        Some(view! {
            <aside class=class data-kind=kind>
                <p class="banner-said">{said}</p>
                <p class="banner-where">{below}</p>
            </aside>
        })
    }
}

fn sentence(wall: Wall, banner: &Banner, tongue: &Tongue) -> String {
    match banner {
        Banner::News(moment) => news(wall, moment, tongue),
        Banner::Corrected { to, .. } => tongue.say.corrected(&news(wall, to, tongue)),
        Banner::Withdrawn(moment) => tongue.say.withdrawn(&news(wall, moment, tongue)),
    }
}

fn news(wall: Wall, moment: &Moment, tongue: &Tongue) -> String {
    let name = wall
        .held
        .with_race(|race| race.roster().get(moment.who).map(|e| wall.name(e, tongue)))
        .flatten()
        .unwrap_or_default();
    let say = &tongue.say;
    let (time, gap) = (format::taken(moment.span), short(moment.span));
    match moment.what {
        What::LeadChange => say.news_lead(&name),
        What::Breakaway => say.news_away(&name, &gap),
        What::RecordPace => say.news_record_pace(&name, &gap),
        What::Home(1) => say.news_winner(&name, &time),
        What::Home(2) => say.news_second(&name, &time),
        What::Home(_) => say.news_third(&name, &time),
        What::Record => say.news_record(&name, &time),
        What::FirstOfNoc => say.news_first_of_noc(&name, &time),
        What::Closest => {
            // Tenths decide here.
            let s = say.words().decimal(moment.span.as_s(), 1);
            say.news_closest(&s, &name)
        }
        What::Out => say.news_out(&name),
        What::Last => say.news_last(&name),
    }
}

/// In which race, and where.
fn place(moment: &Moment, event: &Event, tongue: &Tongue) -> String {
    let race = tongue.race(event, moment.contest, &moment.group);
    match moment.what {
        What::LeadChange | What::Breakaway | What::RecordPace => {
            let point = tongue.point(event, moment.contest, moment.point);
            tongue.say.news_lead_where(&race, &point)
        }
        What::Record => tongue.say.news_record_where(&race),
        What::FirstOfNoc => {
            let contest = tongue.contest(event, moment.contest);
            let noc = moment.id.rsplit('.').next().unwrap_or_default();
            let noc = tongue.noc(noc, event);
            tongue.say.news_first_of_noc_where(&contest, &noc)
        }
        _ => race,
    }
}
