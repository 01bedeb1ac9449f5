//! The pages without the app: one runner each, for old browsers and the worst links. Made when asked for, and kept for
//! some seconds.

pub mod html;
mod picture;
pub mod public_url;
pub mod said;
pub mod speech;
mod spelling;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use homestretch_race::event::Event;
use homestretch_race::mats::Mats;
use homestretch_race::roster::EntrantNo;
use homestretch_race::time::Instant;
use homestretch_race::{Phase, Tick};
use homestretch_words::measure::time_of_day;

use crate::files::body::{Effort, content_tag};
use crate::files::{Body, Cache, Edit, Files, Kind};
use crate::hub::published::{Published, Snapshot};
use crate::race_day::RaceDay;
use html::{Age, Frame, Preview};
use public_url::PublicUrl;
use said::Look;
use speech::Speech;
pub use spelling::in_address;
use spelling::{civil, small, zone};

/// How long a page may be kept, and is not made anew, in seconds.
const FRESH_S: u8 = 5;
/// So many pages are remembered; then all are forgotten, for most are old by then.
const MOST_KEPT: usize = 4_096;
/// The style: the app's own sizes and colours, and what the pages make of them.
const STYLE: &str = concat!(
    include_str!("../../../../public/style/tokens.css"),
    include_str!("page.css")
);

/// How a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Tag of the language.
    pub tag: &'static str,
    /// Whether the address names the language, so that links carry it on.
    pub by_address: bool,
    /// Whether the page is not to renew itself.
    pub still: bool,
}

/// A page that was made.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page.
    pub body: Arc<Body>,
    /// After so many seconds it renews itself; none for never.
    pub renew_s: Option<u32>,
}

/// Makes pages.
#[derive(Debug)]
pub struct Pages {
    published: Arc<Published>,
    speeches: Vec<Speech>,
    public: Option<PublicUrl>,
    style: String,
    picture: Option<String>,
    made: Mutex<HashMap<(EntrantNo, Asked), Made>>,
    mats: Mutex<Option<(u64, Tick, Mats)>>,
}

#[derive(Clone, Debug)]
struct Made {
    epoch: String,
    edition: u64,
    at: Instant,
    page: Page,
}

impl Pages {
    /// For the race as published. Puts the style and the picture among the files.
    pub fn new(
        day: &RaceDay,
        published: Arc<Published>,
        public: Option<PublicUrl>,
        files: &Files,
    ) -> Self {
        let style = small(STYLE);
        let style_path = format!("/page-{}.css", content_tag(style.as_bytes()));
        let mut edit = Edit::default();
        let body = Body::packed(
            style.into_bytes(),
            Kind::Css,
            Cache::Immutable,
            Effort::Thorough,
        );
        edit.put(style_path.as_str(), body);
        let picture = public
            .is_some()
            .then(|| picture::png(&day.course))
            .flatten()
            .map(|png| {
                let path = format!("/preview-{}.png", content_tag(&png));
                edit.put(path.as_str(), Body::plain(png, Kind::Png, Cache::Immutable));
                path
            });
        files.change(edit);
        Self {
            published,
            speeches: Speech::all(&day.event),
            public,
            style: style_path,
            picture,
            made: Mutex::default(),
            mats: Mutex::default(),
        }
    }

    /// The page of a bib; none where nobody is shown under it. `wall_now` is an instant of the server's clock.
    /// May take some milliseconds: not on an async thread.
    pub fn runner(&self, bib: &str, asked: Asked, wall_now: Instant) -> Option<Page> {
        let now = self.published.now();
        let no = now.lookup.by_bib(bib)?;
        let slot = (no, asked);
        let kept = |made: &Made| {
            made.epoch == now.epoch
                && made.edition == now.edition
                && (0..i64::from(FRESH_S) * 1000).contains(&(wall_now - made.at).0)
        };
        let known = self
            .made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&slot)
            .cloned();
        if let Some(made) = known.filter(kept) {
            return Some(made.page);
        }
        let page = self.make(no, asked, &now)?;
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= MOST_KEPT {
            made.clear();
        }
        let news = Made {
            epoch: now.epoch,
            edition: now.edition,
            at: wall_now,
            page: page.clone(),
        };
        made.insert(slot, news);
        Some(page)
    }

    /// The page that asks for a bib; it says so kindly where there was nobody to show.
    pub fn ask(&self, nobody: Option<&str>, asked: Asked) -> Body {
        let now = self.published.now();
        let frame = self.frame(now.race.event(), asked);
        body(html::ask(&frame, nobody))
    }

    fn make(&self, no: EntrantNo, asked: Asked, now: &Snapshot) -> Option<Page> {
        // Nothing is published before the first beat; then the race is as at its base.
        let at = if now.through.0 == i64::MIN {
            now.race.event().base
        } else {
            now.through
        };
        let view = now.race.as_of(at, now.tick).with_through(at);
        let view = view.with_mats(self.mats(now, at));
        let (event, roster) = (now.race.event(), now.race.roster());
        // Whoever is not in the race any more is not shown.
        let (index, entrant) = (roster.index(no)?, roster.get(no)?);
        let (phase, official) = now.race.phase(now.tick);
        let frame = self.frame(event, asked);
        let look = Look {
            view: &view,
            index,
            entrant,
            contest: event.contests.get(entrant.contest)?,
            official,
            speech: frame.speech,
        };
        let said = look.say();
        let renew_s = match phase {
            _ if asked.still => None,
            Phase::Live => Some(30),
            Phase::Before | Phase::Paused => Some(120),
            Phase::Ended => (!official).then_some(300),
        };
        let age = Age {
            as_of: (now.through.0 != i64::MIN)
                .then(|| time_of_day(at.epoch_s(), event.zone.offset_min)),
            zone: zone(event),
            renews: renew_s.is_some(),
        };
        let bib = in_address(&entrant.bib);
        let preview = self.public.as_ref().zip(self.picture.as_ref());
        let preview = preview.map(|(public, picture)| Preview {
            url: public.of(&format!("/r/{bib}")),
            picture: public.of(picture),
        });
        let page = html::runner(&frame, &said, &bib, &age, preview.as_ref());
        Some(Page {
            body: Arc::new(body(page)),
            renew_s,
        })
    }

    fn frame(&self, event: &Event, asked: Asked) -> Frame<'_> {
        let speech = self.speeches.iter().find(|s| s.words.tag() == asked.tag);
        let speech = speech.unwrap_or(&self.speeches[0]);
        let tag = speech.words.tag();
        let date =
            civil(&event.date).map_or_else(String::new, |(y, m, d)| speech.words.date(y, m, d));
        let place = [event.places.get(tag), date.as_str()];
        Frame {
            speech,
            event: event.names.get(tag).to_owned(),
            place: place
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            demo: event.demo,
            style: &self.style,
            lang_query: if asked.by_address {
                format!("?lang={tag}")
            } else {
                String::new()
            },
        }
    }

    /// Which mats read: a look at the whole field, once per tick and not per page.
    fn mats(&self, now: &Snapshot, at: Instant) -> Mats {
        let mut kept = self.mats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((edition, tick, mats)) = &*kept
            && *edition == now.edition
            && *tick == now.tick
        {
            return mats.clone();
        }
        let mats = Mats::seen(&now.race.as_of(at, now.tick).with_through(at));
        *kept = Some((now.edition, now.tick, mats.clone()));
        mats
    }
}

fn body(page: String) -> Body {
    Body::packed(
        page.into_bytes(),
        Kind::Html,
        Cache::Seconds(FRESH_S),
        Effort::Quick,
    )
}
