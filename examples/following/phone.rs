//! The phone's side: the app's session, the race as it makes it, and what travels.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use homestretch_app::live::acts::{Action, Answer, Ask, Happening};
use homestretch_app::live::near::is_near;
use homestretch_app::live::session::Session;
use homestretch_race::race::Race;
use homestretch_race::time::Instant;

use crate::feed::Feed;

/// What a question and its answer cost beside the file by HTTP/2, up and down.
pub const HTTP2: (usize, usize) = (60, 70);
/// As Chromium on a phone asks for a file that it holds; the name of the file comes to it.
const REQUEST: &str = "GET /feed/v1/ HTTP/1.1\r\nHost: live.example.org\r\nConnection: keep-alive\r\nsec-ch-ua-platform: \"Android\"\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36\r\nsec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nIf-None-Match: \"0123456789a\"\r\nsec-ch-ua-mobile: ?1\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en\r\n\r\n";
/// As our server answers, with a file and without.
const ANSWER: &str = "HTTP/1.1 200 OK\r\netag: \"0123456789a\"\r\ncache-control: max-age=1\r\nvary: accept-encoding\r\ncontent-type: application/json\r\ncontent-encoding: br\r\nx-content-type-options: nosniff\r\ncontent-length: 400\r\ndate: Sun, 05 Apr 2026 01:00:00 GMT\r\n\r\n";
const NOT_MODIFIED: &str = "HTTP/1.1 304 Not Modified\r\netag: \"0123456789a\"\r\ncache-control: max-age=1\r\nvary: accept-encoding\r\ndate: Sun, 05 Apr 2026 01:00:00 GMT\r\n\r\n";

/// What travelled.
#[derive(Default)]
pub struct Count {
    pub asked: usize,
    /// Bytes inside the answers, and of the headers around them by HTTP/1.1.
    pub body: usize,
    pub down: usize,
    pub up: usize,
    /// How long a passing of a followed runner took to be known, at the most.
    pub latest_s: i64,
    /// Questions and bytes by kind of file.
    pub kinds: BTreeMap<String, (usize, usize)>,
}

/// A phone that follows some runners.
pub struct Phone {
    session: Session,
    bibs: Vec<String>,
    race: Option<Race>,
    due_s: f64,
    /// When the newest passing of each followed runner became known, and which it is.
    seen: Vec<usize>,
    pub count: Count,
}

impl Phone {
    pub fn new(bibs: Vec<String>, thrift: bool) -> Self {
        let mut session = Session::default();
        session.on(Happening::Thrift(Some(thrift)), 0.5);
        Self {
            session,
            seen: vec![0; bibs.len()],
            bibs,
            race: None,
            due_s: 0.0,
            count: Count::default(),
        }
    }

    /// Follows from one second to another.
    pub fn run(&mut self, feed: &mut Feed<'_>, from_s: i64, to_s: i64) {
        for now_s in from_s..to_s {
            feed.go_on(now_s);
            if (now_s as f64) < self.due_s {
                continue;
            }
            let now = feed.instant(now_s);
            let near = |bib: &String| {
                let view = self
                    .race
                    .as_ref()
                    .map(|race| race.as_of(now, race.newest()));
                view.is_some_and(|view| is_near(&view, bib))
            };
            let wanted = self
                .bibs
                .iter()
                .map(|bib| (bib.clone(), near(bib)))
                .collect();
            self.happen(Happening::Want(wanted), feed, now_s);
            self.happen(Happening::Due, feed, now_s);
            self.look(now, now_s, feed);
        }
    }

    fn happen(&mut self, happening: Happening, feed: &mut Feed<'_>, now_s: i64) {
        let mut todo = self.session.on(happening, 0.5);
        todo.reverse();
        while let Some(action) = todo.pop() {
            match action {
                Action::Ask(ask) => {
                    let answer = self.ask(&ask, feed);
                    let answer = Happening::Answer(ask.file, answer, feed.instant(now_s));
                    todo.extend(self.session.on(answer, 0.5).into_iter().rev());
                }
                Action::WaitMs(ms) => self.due_s = now_s as f64 + ms / 1000.0,
                Action::Begin(event, roster) => self.race = Some(Race::new(event, roster)),
                Action::Renew(event, roster) => {
                    if let Some(race) = &mut self.race {
                        race.set_event(event);
                        race.set_roster(roster);
                    }
                }
                Action::Part(part) => {
                    if let Some(race) = &mut self.race {
                        race.set_part(Some(*part));
                    }
                }
                Action::Apply(news) => {
                    let changes = news.iter().flat_map(|tick| &tick.changes);
                    changes.for_each(|change| {
                        if let Some(race) = &mut self.race {
                            race.apply(change);
                        }
                    });
                }
                Action::Odd(odd) => panic!("the feed is odd: {odd:?}"),
                _ => {}
            }
        }
    }

    fn ask(&mut self, ask: &Ask, feed: &mut Feed<'_>) -> Answer {
        self.count.asked += 1;
        self.count.up += REQUEST.len() + ask.file.len();
        let kind = ask
            .file
            .split(['/', '-'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let bytes = feed.file(&ask.file);
        let bytes = bytes.unwrap_or_else(|| panic!("there is no `{}`", ask.file));
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let etag = format!("\"{:011x}\"", hasher.finish() & 0xfff_ffff_ffff);
        let kind = self.count.kinds.entry(kind).or_default();
        kind.0 += 1;
        if ask.etag.as_ref() == Some(&etag) {
            self.count.down += NOT_MODIFIED.len();
            return Answer::NotModified;
        }
        let packed = brotli(&bytes);
        kind.1 += packed;
        self.count.body += packed;
        self.count.down += ANSWER.len();
        Answer::Body(bytes, Some(etag))
    }

    /// How long it took until what is new about the followed was here.
    fn look(&mut self, now: Instant, now_s: i64, feed: &Feed<'_>) {
        let Some(race) = &self.race else { return };
        let view = race.as_of(now, race.newest());
        for (bib, seen) in self.bibs.iter().zip(&mut self.seen) {
            let index = race
                .roster()
                .by_bib(bib)
                .and_then(|e| race.roster().index(e.no));
            let Some(index) = index else { continue };
            let passings: Vec<_> = view.passings(index).collect();
            if passings.len() > *seen
                && let Some((_, at)) = passings.last()
            {
                let late_s = now_s - (*at - feed.instant(0)).0 / 1000;
                self.count.latest_s = self.count.latest_s.max(late_s);
                *seen = passings.len();
            }
        }
    }
}

/// As the server packs what people wait for.
fn brotli(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 7,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &params) {
        Ok(_) => out.len(),
        Err(error) => panic!("packing in memory failed: {error}"),
    }
}
