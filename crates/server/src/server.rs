//! The whole server put together: store, hub, press, driver and HTTP, each on its own thread, started and stopped
//! in the right order.
//! Long because that order is one story, told once.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use futures_util::FutureExt as _;
use homestretch_feed::RaceClock;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::api::Api;
use crate::background::give_way;
use crate::door::Door;
use crate::driver::{Again, Driver};
use crate::epoch::{self, EpochError};
use crate::files::map_file::MapFile;
use crate::files::tiles::Tiles;
use crate::files::{Files, app};
use crate::http::gate::Gate;
use crate::http::headers::Policy;
use crate::http::listening::Listening;
use crate::http::serve::Limits;
use crate::http::tls::Secure;
use crate::http::{Shared, serve, site};
use crate::hub::pace::Pace;
use crate::hub::run::{Line, Message};
use crate::hub::status::Status;
use crate::hub::{self, Hub};
use crate::lights::Lights;
use crate::pages::Pages;
use crate::pages::public_url::PublicUrl;
use crate::publish::target::Target;
use crate::publish::{self, Publisher};
use crate::race_day::RaceDay;
use crate::screens::{Screens, ScreensError};
use crate::signal;
use crate::sources;
use crate::sources::start::SourceError;
use crate::store::writer::Writer;
use crate::store::{Store, StoreError};
use crate::timeline::Timeline;
use crate::wall;

/// How a race is served.
#[derive(Debug)]
pub struct Options {
    /// Where to listen; port 0 for any free one.
    pub listen: SocketAddr,
    /// The built app.
    pub app: PathBuf,
    /// The store file; none to keep nothing beyond the process.
    pub store: Option<PathBuf>,
    /// The race's clock, if the store does not bring its own.
    pub clock: RaceClock,
    /// The rhythm of the feed.
    pub pace: Pace,
    /// Who may bring reads.
    pub gate: Gate,
    /// Where it is served with a certificate as well.
    pub secure: Option<Secure>,
    /// What clients may take of the server.
    pub limits: Limits,
    /// What pages may load.
    pub policy: Policy,
    /// The address that the world knows the server by, for the previews that messengers show.
    pub public_url: Option<PublicUrl>,
    /// Online map tiles, where the organiser wants them.
    pub tiles: Option<Tiles>,
    /// Where feed and app are written to for the world, beside being served here.
    pub publish: Option<Target>,
    /// So many bytes of the link a second for light files; none publishes none.
    pub publish_light: Option<u32>,
    /// A detailed map on the disk, where the organiser has one.
    pub map_file: Option<MapFile>,
}

/// A race that is told to the server instead of read by decoders.
#[derive(Clone, Debug)]
pub struct Told {
    /// What becomes known when.
    pub timeline: Timeline,
    /// How it starts over; none to leave it at its end.
    pub again: Option<Again>,
}

/// Why a server cannot be started.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum ServerError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Epoch(#[from] EpochError),
    #[error(transparent)]
    Listen(#[from] serve::ListenError),
    #[error(transparent)]
    Screens(#[from] ScreensError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("the system gives no thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// A running server.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it is served with a certificate.
    pub secure: Option<SocketAddr>,
    /// Where timing systems may connect, by source.
    pub sources: Vec<(String, SocketAddr)>,
    /// Where reads go in.
    pub door: Door,
    /// The files of feed and app.
    pub files: Arc<Files>,
    /// How the race stands.
    pub status: Arc<Status>,
    /// How the race's time follows the server's.
    pub clock: RaceClock,
    runtime: Runtime,
    hub: Sender<Message>,
    stop_driver: Sender<()>,
    stop_http: oneshot::Sender<()>,
    stopping: Arc<AtomicBool>,
    http: tokio::task::JoinHandle<()>,
    threads: Vec<JoinHandle<()>>,
    publisher: Option<Publisher>,
}

/// Starts a server. When it returns, the feed is there and the address answers.
///
/// # Errors
/// When the store, the address or a thread cannot be had; the message says what to do.
pub fn start(day: &RaceDay, told: Option<Told>, options: Options) -> Result<Running, ServerError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    // The address comes first: nothing else is touched when it is taken.
    let listening = Listening::at(options.listen, options.secure.as_ref());
    let listening = runtime.block_on(listening)?;
    let (address, secure) = listening.addresses()?;
    let store = match &options.store {
        Some(path) => Store::open(path)?,
        None => Store::in_memory()?,
    };
    let screens = Screens::beside(options.store.as_deref())?;
    let (epoch, clock) = epoch::open(&store, day, wall::now(), options.clock)?;

    let files = Arc::new(Files::default());
    let status = Arc::new(Status::default());
    let setup = hub::Setup {
        day: day.clone(),
        pace: options.pace,
        files: Arc::clone(&files),
        status: Arc::clone(&status),
    };
    let (hub, bench) = Hub::resume(setup, &store, epoch, clock)?;
    let lights = Arc::new(Lights::new(day, hub.published(), Arc::clone(&files)));
    let api = Arc::new(Api::new(hub.published(), options.public_url.clone()));
    let pages = Pages::new(day, hub.published(), options.public_url.clone(), &files);
    let (to_hub, inbox) = channel();
    let (writer, store_thread) = Writer::start(store, to_hub.clone())?;
    let door = Door::new(writer.clone(), day, hub.published(), clock);
    let mut threads = vec![background("press", move || bench.run())?];
    threads.push(hub::run::start(hub, inbox, writer)?);
    threads.push(store_thread);

    let (stop_driver, stopped) = channel();
    if let Some(told) = told {
        let mut driver = Driver::new(told.timeline, door.clone(), clock, told.again);
        // What is past already is in the first tick, so that nobody sees an empty race.
        driver.catch_up(wall::now())?;
        let to_hub = to_hub.clone();
        threads.push(thread("driver", move || driver.run(&to_hub, &stopped))?);
    }
    beat(&to_hub);
    load_app(&options, &files)?;

    let sources = sources::start::start(&runtime, &day.sources, &door)?;
    let publisher = options.publish.map(|target| {
        Publisher::start(publish::Job {
            files: Arc::clone(&files),
            target,
            policy: options.policy.in_page(),
            race: format!("{} {}", day.event.key, day.event.date),
            light: options.publish_light.map(|bytes_per_s| publish::Light {
                lights: Arc::clone(&lights),
                bytes_per_s,
            }),
        })
    });
    let publisher = publisher.transpose()?;
    let stopping = Arc::new(AtomicBool::new(false));
    let shared = Shared {
        files: Arc::clone(&files),
        lights,
        api,
        pages: Arc::new(pages),
        door: door.clone(),
        gate: Arc::new(options.gate),
        policy: Arc::new(options.policy),
        address,
        secure,
        screens: Arc::new(screens),
        status: Arc::clone(&status),
        answers: Arc::default(),
        body_patience: options.limits.body,
        line: Line::new(to_hub.clone()),
        published: publisher.as_ref().map(|p| Arc::clone(&p.meter)),
        stopping: Arc::clone(&stopping),
    };
    let (stop_http, stop) = oneshot::channel();
    let site = site(shared, options.map_file.as_ref());
    let http = runtime.spawn(listening.serve(site, options.limits, stop.map(drop)));
    Ok(Running {
        address,
        secure,
        sources,
        door,
        files,
        status,
        clock,
        runtime,
        hub: to_hub,
        stop_driver,
        stop_http,
        stopping,
        http,
        threads,
        publisher,
    })
}

impl Running {
    /// Publishes at once what is known, instead of waiting for the next tick.
    pub fn publish(&self) {
        beat(&self.hub);
    }

    /// Waits for Ctrl-C or the system's request to end.
    pub fn wait_for_signal(&self) {
        self.runtime.block_on(signal::to_end());
    }

    /// Stops taking requests, lets running ones end, publishes what is known, and closes the store.
    pub fn stop(self) {
        self.stopping.store(true, Ordering::Relaxed);
        let _ = self.stop_http.send(());
        // Kept-alive connections of idle browsers do not hold up the end.
        let patience = std::time::Duration::from_secs(3);
        let http = self.http;
        let ended = self
            .runtime
            .block_on(async { tokio::time::timeout(patience, http).await });
        if ended.is_err() {
            tracing::debug!("connections were still open at the end");
        }
        let _ = self.stop_driver.send(());
        let _ = self.hub.send(Message::Stop);
        drop((self.door, self.hub));
        self.runtime.shutdown_timeout(patience);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the server had failed");
            }
        }
        // The last tick is there by now.
        if let Some(publisher) = self.publisher {
            publisher.stop();
        }
    }
}

fn beat(hub: &Sender<Message>) {
    let (done, answered) = oneshot::channel();
    if hub.send(Message::Beat(done)).is_ok() {
        let _ = answered.blocking_recv();
    }
}

fn thread(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run)
}

/// A thread whose work nobody waits for.
fn background(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    thread(name, move || {
        give_way();
        run();
    })
}

/// Without an app the feed is served all the same, and the first page says how to build one.
fn load_app(options: &Options, files: &Arc<Files>) -> std::io::Result<()> {
    match app::load(&options.app, files) {
        Ok(n_files) => {
            tracing::info!(n_files, directory = %options.app.display(), "the app is loaded");
            options.tiles.iter().for_each(|tiles| tiles.offer(files));
            options.map_file.iter().for_each(|map| map.offer(files));
            let files = Arc::clone(files);
            // Not waited for at the end: packing is of no use to a server that stops.
            background("pack", move || app::pack(&files))?;
        }
        Err(error) => {
            tracing::warn!("{error}; serving the feed without it");
            app::explain(&error, files);
        }
    }
    Ok(())
}
