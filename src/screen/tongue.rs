//! The languages of a screen, one or two at once: its sentences and what countries are called. English until a
//! language has come; asked for again and again until it has, for nobody presses a button here.

use std::sync::Arc;
use std::time::Duration;

use gloo_net::http::Request;
use homestretch_race::event::{Event, Text};
use homestretch_race::roster::Sex;
use homestretch_race::standings::Group;
use homestretch_race::time::Span;
use homestretch_words::Nocs;
use homestretch_words::books::{Book, ScreenWords};
use leptos::leptos_dom::helpers::set_timeout;

use crate::signals::RwSignal;
use leptos::task::spawn_local;

/// One language.
#[derive(Clone, Debug)]
pub struct Tongue {
    /// Its tag.
    pub tag: String,
    /// Its sentences.
    pub say: ScreenWords,
    nocs: Nocs,
}

/// The languages, the large one first.
pub type Tongues = RwSignal<Vec<Arc<Tongue>>>;

/// A language that did not come is asked for again after so long.
const AGAIN: Duration = Duration::from_secs(10);

/// Fetches the languages of these tags.
pub fn speak(tags: &[String]) -> Tongues {
    let english = |tag: &String| {
        Arc::new(Tongue {
            tag: tag.clone(),
            say: ScreenWords::english(),
            nocs: Nocs::default(),
        })
    };
    let tongues = RwSignal::new(tags.iter().map(english).collect::<Vec<_>>());
    for i in 0..tags.len() {
        fetch(tongues, i);
    }
    tongues
}

fn fetch(tongues: Tongues, i: usize) {
    spawn_local(async move {
        // A preview may be gone before its languages have come.
        let all = tongues.try_get_untracked().unwrap_or_default();
        let Some(tag) = all.get(i).map(|tongue| tongue.tag.clone()) else {
            return;
        };
        let say = match tag.as_str() {
            "en" => Some(ScreenWords::english()),
            _ => text(&format!("/words/screen/{tag}.json"))
                .await
                .and_then(|json| ScreenWords::parse(&tag, &json).ok()),
        };
        let nocs = text(&format!("/words/noc/{tag}.json")).await;
        let nocs = nocs.and_then(|json| Nocs::parse(&json).ok());
        if say.is_none() || nocs.is_none() {
            set_timeout(move || fetch(tongues, i), AGAIN);
        }
        let mut all = tongues.try_get_untracked().unwrap_or_default();
        if let Some(tongue) = all.get_mut(i) {
            let tongue = Arc::make_mut(tongue);
            if let Some(say) = say {
                tongue.say = say;
            }
            if let Some(nocs) = nocs {
                tongue.nocs = nocs;
            }
            tongues.try_set(all);
        }
    });
}

async fn text(address: &str) -> Option<String> {
    let response = Request::get(address).send().await.ok()?;
    if !response.ok() {
        return None;
    }
    response.text().await.ok()
}

impl Tongue {
    /// A text of the event.
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        text.get(&self.tag)
    }
    /// What a country's committee is called: as the event says, else as the language has it, else its code.
    pub fn noc(&self, code: &str, event: &Event) -> String {
        let mut own = event.noc_names.iter();
        match own.find(|(known, _)| known.eq_ignore_ascii_case(code)) {
            Some((_, text)) => self.text(text).to_owned(),
            None => self.nocs.name(code).to_owned(),
        }
    }
    /// What a group is called.
    pub fn group(&self, group: &Group, event: &Event) -> String {
        match group {
            Group::All => self.say.group_all(),
            Group::Sex(Sex::Female) => self.say.group_women(),
            Group::Sex(Sex::Male) => self.say.group_men(),
            Group::Sex(Sex::Other) => self.say.group_other(),
            Group::Category(i) => {
                let category = event.categories.get(*i);
                category.map_or_else(String::new, |c| self.text(&c.names).to_owned())
            }
            Group::Noc(code) => self.noc(code, event),
        }
    }
    /// What a race is called: the contest, and among whom.
    pub fn race(&self, event: &Event, contest: usize, group: &Group) -> String {
        let contest = self.contest(event, contest);
        match group {
            Group::All => contest,
            group => self.say.race_of(&contest, &self.group(group, event)),
        }
    }
    /// What a contest is called.
    pub fn contest(&self, event: &Event, contest: usize) -> String {
        let contest = event.contests.get(contest);
        contest.map_or_else(String::new, |c| self.text(&c.names).to_owned())
    }
    /// What a point of a contest is called.
    pub fn point(&self, event: &Event, contest: usize, point: usize) -> String {
        let point = event
            .contests
            .get(contest)
            .and_then(|c| c.points.get(point));
        point.map_or_else(String::new, |p| self.text(&p.names).to_owned())
    }
    /// How long, in the largest unit that fits.
    pub fn age(&self, span: Span) -> String {
        let s = span.0.max(0) / 1000;
        match s {
            0..120 => self.say.seconds(s as u32),
            120..7_200 => self.say.minutes((s / 60) as u32),
            _ => self.say.hours((s / 3600) as u32),
        }
    }
}
