//! The poll client's hands: requests, timers and the page's own events. All decisions are [`Session`]'s.
//!
//! Long because requests, timers and events are answered by one client, and nothing but that is done here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::Request;
use homestretch_feed::PREFIX;
use homestretch_race::view::View;
use leptos::ev;
use leptos::leptos_dom::helpers::{
    TimeoutHandle, document, set_interval, set_timeout, set_timeout_with_handle, window,
    window_event_listener,
};
use leptos::task::spawn_local;
use std::time::Duration;
use web_sys::wasm_bindgen::JsValue;
use web_sys::{AbortController, CustomEvent, CustomEventInit, RequestCache, VisibilityState};

use super::acts::{Action, Answer, Ask, HEAD, Happening};
use super::keeping::Keep;
use super::near::is_near;
use super::session::{Session, is_light};
use crate::clock::{Clock, device_ms};
use crate::health::{self, Trouble};
use crate::held::Held;
use crate::signals::{Signal, effect};
use homestretch_race::time::Instant;

/// The head is tiny: an answer slower than this is none.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);
/// A keyframe over a thin link takes its time.
const FILE_PATIENCE: Duration = Duration::from_secs(90);
/// A beat that comes so late means that the device slept.
const SLEPT_MS: f64 = 15_000.0;

/// The service worker marks so what it has kept: server time in epoch milliseconds.
const KEPT_AT: &str = "X-Kept-At";
/// And why it gives it: the status that came, or a word; nothing where no answer came.
const KEPT_FOR: &str = "X-Kept-For";

/// What the viewer wants of the race.
#[derive(Clone, Copy)]
pub struct Wishes {
    /// These bibs, whatever else.
    pub bibs: Signal<Vec<String>>,
    /// To save data, or the whole field, or either as the field is large.
    pub thrift: Signal<Option<bool>>,
}

struct Client {
    held: Held,
    clock: Clock,
    wishes: Option<Wishes>,
    session: RefCell<Session>,
    timer: Cell<Option<TimeoutHandle>>,
    on_the_way: RefCell<Vec<AbortController>>,
    last_beat_ms: Cell<f64>,
}

/// Starts polling for the whole field, for as long as the page lives.
pub fn start(held: Held, clock: Clock) {
    run(held, clock, None);
}

/// Starts polling for what the viewer wants, for as long as the page lives.
pub fn follow(held: Held, clock: Clock, wishes: Wishes) {
    run(held, clock, Some(wishes));
}

fn run(held: Held, clock: Clock, wishes: Option<Wishes>) {
    let client = Rc::new(Client {
        held,
        clock,
        wishes,
        session: RefCell::default(),
        timer: Cell::new(None),
        on_the_way: RefCell::default(),
        last_beat_ms: Cell::new(device_ms()),
    });
    client.happen(Happening::Hidden(hidden()));
    client.listen_to_wishes();
    client.happen(Happening::Due);
    client.listen();
    set_interval(move || client.beat(), Duration::from_secs(1));
}

impl Client {
    /// What the viewer wants is told at once, and before each time that is asked, for what is near changes by itself.
    fn listen_to_wishes(self: &Rc<Self>) {
        let Some(wishes) = self.wishes else {
            // A screen or a press desk shows everybody.
            self.happen(Happening::Thrift(Some(false)));
            return;
        };
        let client = Rc::clone(self);
        effect(move || client.happen(Happening::Thrift(wishes.thrift.get())));
        let client = Rc::clone(self);
        effect(move || {
            wishes.bibs.track();
            client.want();
        });
    }

    fn want(self: &Rc<Self>) {
        let Some(wishes) = self.wishes else { return };
        let bibs = wishes.bibs.get_untracked();
        let near = |bib: &String| {
            let look = |view: &View<'_>| view.race.part().is_some() && is_near(view, bib);
            let near = self.held.look_untracked(self.clock.now_frame(), look);
            near.unwrap_or(false)
        };
        let wanted = bibs.iter().map(|bib| (bib.clone(), near(bib))).collect();
        self.happen(Happening::Want(wanted));
    }

    fn happen(self: &Rc<Self>, happening: Happening) {
        let todo = self
            .session
            .borrow_mut()
            .on(happening, js_sys::Math::random());
        for action in todo {
            self.act(action);
        }
        self.judge();
    }

    fn act(self: &Rc<Self>, action: Action) {
        match action {
            Action::Ask(ask) => self.ask(ask),
            Action::DropAll => self.drop_all(),
            Action::WaitMs(ms) => self.wait(ms),
            Action::Begin(event, roster) => self.held.begin(event, roster),
            Action::Renew(event, roster) => self.held.renew(event, roster),
            Action::Part(part) => self.held.set_part(*part),
            Action::Awaited(awaited) => self.held.set_awaited(awaited),
            Action::Apply(news) => self.held.apply(&news, self.clock.now_frame()),
            Action::Course(course) => self.held.set_course(*course),
            Action::Clock(race) => self.clock.set_race_clock(race),
            Action::Stand(stand) => self.held.set_stand(stand),
            Action::Odd(problems) => self.held.note_odd(problems),
            Action::Keep(keep) => tell_keeper(&keep),
        }
    }

    fn judge(&self) {
        let signs = self.session.borrow().signs();
        let health = health::judge(&signs, self.clock.now_server(), self.clock.now_frame());
        self.held.set_health(health);
    }

    fn beat(self: &Rc<Self>) {
        let now_ms = device_ms();
        let since_ms = now_ms - self.last_beat_ms.replace(now_ms);
        // A hidden page's timers are slowed down by the browser, which is no sleep.
        if since_ms > SLEPT_MS && !hidden() {
            self.happen(Happening::Woke);
        }
        self.clock.beat();
        self.judge();
    }

    fn wait(self: &Rc<Self>, ms: f64) {
        self.stop_timer();
        let client = Rc::clone(self);
        let pause = Duration::from_secs_f64(ms / 1000.0);
        self.timer
            .set(set_timeout_with_handle(move || client.due(), pause).ok());
    }

    fn due(self: &Rc<Self>) {
        self.want();
        self.happen(Happening::Due);
    }

    fn stop_timer(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    fn drop_all(&self) {
        for request in self.on_the_way.take() {
            request.abort();
        }
    }

    fn ask(self: &Rc<Self>, ask: Ask) {
        let Ok(controller) = AbortController::new() else {
            return;
        };
        self.on_the_way.borrow_mut().push(controller.clone());
        let client = Rc::clone(self);
        spawn_local(async move {
            let answer = client.fetch(&ask, &controller).await;
            let mine = |other: &AbortController| *other == controller;
            // What was dropped in the meantime is nobody's business any more.
            let wanted = client.on_the_way.borrow().iter().any(mine);
            client.on_the_way.borrow_mut().retain(|other| !mine(other));
            if wanted {
                let now = client.clock.now_server();
                client.happen(Happening::Answer(ask.file, answer, now));
            }
        });
    }

    async fn fetch(&self, ask: &Ask, controller: &AbortController) -> Answer {
        let head = ask.file == HEAD;
        let changes = head || is_light(&ask.file);
        let patience = if changes {
            HEAD_PATIENCE
        } else {
            FILE_PATIENCE
        };
        let late = controller.clone();
        set_timeout(move || late.abort(), patience);
        // What changes is asked for past the browser's cache, so that a 304 is seen as one and the time in it is fresh:
        // a request with a tag of its own is that, and the first one asks to be.
        let cache = match (changes, ask.anew) {
            (true, _) if ask.etag.is_some() => RequestCache::Default,
            (true, true) => RequestCache::NoStore,
            (false, true) => RequestCache::Reload,
            (_, false) => RequestCache::Default,
        };
        let mut request = Request::get(&format!("{PREFIX}{}", ask.file))
            .cache(cache)
            .abort_signal(Some(&controller.signal()));
        if let Some(etag) = &ask.etag {
            request = request.header("If-None-Match", etag);
        }
        let sent_ms = device_ms();
        let Ok(response) = request.send().await else {
            return Answer::NoAnswer;
        };
        let headers = response.headers();
        if changes && let Some(at) = headers.get(KEPT_AT) {
            let at = at.parse().map(Instant).unwrap_or_default();
            let trouble = trouble_of(&headers.get(KEPT_FOR).unwrap_or_default());
            let bytes = response.binary().await;
            return bytes.map_or(Answer::NoAnswer, |bytes| Answer::Kept(bytes, at, trouble));
        }
        if head && headers.get("Age").is_none_or(|age| age.trim() == "0") {
            let date_ms = headers
                .get("Date")
                .map_or(f64::NAN, |date| js_sys::Date::parse(&date));
            if date_ms.is_finite() {
                self.clock.learn(sent_ms, device_ms(), date_ms);
            }
        }
        match response.status() {
            304 => Answer::NotModified,
            200 => match response.binary().await {
                Ok(bytes) => Answer::Body(bytes, headers.get("ETag")),
                Err(_) => Answer::NoAnswer,
            },
            status => Answer::Status(status),
        }
    }

    fn listen(self: &Rc<Self>) {
        let on = |client: &Rc<Self>, happening: fn() -> Happening| {
            let client = Rc::clone(client);
            move || client.happen(happening())
        };
        let (online, offline) = (
            on(self, || Happening::Online(true)),
            on(self, || Happening::Online(false)),
        );
        let visible = on(self, || Happening::Hidden(hidden()));
        let shown = on(self, || Happening::Woke);
        let client = Rc::clone(self);
        window_event_listener(ev::online, move |_| online());
        window_event_listener(ev::offline, move |_| offline());
        window_event_listener(ev::visibilitychange, move |_| visible());
        window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                shown();
            }
        });
        window_event_listener(ev::pagehide, move |_| {
            client.stop_timer();
            client.drop_all();
        });
    }
}

/// What the service worker says came in place of the head.
fn trouble_of(word: &str) -> Trouble {
    match word {
        "page" => Trouble::WebPage,
        "junk" => Trouble::Unreadable,
        status => status.parse().map_or(Trouble::NoAnswer, Trouble::Status),
    }
}

fn hidden() -> bool {
    document().visibility_state() == VisibilityState::Hidden
}

/// Tells the page's own script, which tells the service worker; where there is none, nothing is kept.
/// The time, the head, the names of the files that never change, then name and text of each that does; between them a
/// sign that JSON cannot hold.
fn tell_keeper(keep: &Keep) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut parts = vec![
        keep.at.0.to_string(),
        text(&keep.head),
        keep.files.join("\n"),
    ];
    for (name, body) in &keep.bodies {
        parts.extend([name.clone(), text(body)]);
    }
    let text = parts.join("\u{1e}");
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(&text));
    if let Ok(event) = CustomEvent::new_with_event_init_dict("homestretch-keep", &init) {
        let _ = window().dispatch_event(&event);
    }
}
