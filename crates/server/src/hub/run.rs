//! The thread that the hub lives on: it waits for news and for the next beat.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use homestretch_feed::RaceClock;
use tokio::sync::oneshot;

use super::Hub;
use crate::store::StoreError;
use crate::store::writer::{News, Writer};
use crate::wall;

/// What the hub is told.
#[derive(Debug)]
pub enum Message {
    /// Entries that are durable.
    News(News),
    /// Publish at once what is known, and answer when that is done.
    Beat(oneshot::Sender<()>),
    /// Begin a new history, and answer when the old one is gone.
    StartOver(String, RaceClock, oneshot::Sender<Result<(), StoreError>>),
    /// The race's clock goes on otherwise, or stands still.
    Clock(RaceClock),
    /// Look at the hub, on its own thread.
    Look(Look),
    /// Publish what is known and end.
    Stop,
}

/// What somebody wants to see of the hub.
pub struct Look(pub Box<dyn FnOnce(&Hub) + Send>);

impl std::fmt::Debug for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Look")
    }
}

/// The way to the hub for those who look at it, and wait for what it publishes.
#[derive(Clone, Debug)]
pub struct Line(Sender<Message>);

impl Line {
    /// To the hub whose inbox this is.
    pub fn new(to_hub: Sender<Message>) -> Self {
        Self(to_hub)
    }

    /// Looks at the hub; none when the server is stopping.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Hub) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let look = Look(Box::new(move |hub| {
            // Who asked may be gone by now.
            let _ = answer.send(look(hub));
        }));
        self.0.send(Message::Look(look)).ok()?;
        answered.await.ok()
    }

    /// Publishes at once what is known.
    pub async fn beat(&self) {
        let (done, answered) = oneshot::channel();
        if self.0.send(Message::Beat(done)).is_ok() {
            let _ = answered.await;
        }
    }
}

impl From<News> for Message {
    fn from(news: News) -> Self {
        Self::News(news)
    }
}

/// Starts the thread.
///
/// # Errors
/// When the system gives no thread.
pub fn start(
    mut hub: Hub,
    inbox: Receiver<Message>,
    writer: Writer,
) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name("hub".to_owned())
        .spawn(move || run(&mut hub, &inbox, &writer))
}

fn run(hub: &mut Hub, inbox: &Receiver<Message>, writer: &Writer) {
    let period_ms = i64::from(hub.tick_ms());
    let mut next_ms = wall::now().0;
    loop {
        let wait_ms = next_ms - wall::now().0;
        if wait_ms <= 0 {
            beat(hub, writer);
            // Never two beats in a row to catch up, and no beat put off for long when the clock is set back.
            next_ms = wall::now().0 + period_ms;
            continue;
        }
        let wait = Duration::from_millis(wait_ms.min(period_ms).unsigned_abs());
        match inbox.recv_timeout(wait) {
            Ok(Message::News(news)) => hub.take(news),
            Ok(Message::Beat(done)) => {
                beat(hub, writer);
                let _ = done.send(());
            }
            Ok(Message::Look(Look(look))) => look(hub),
            Ok(Message::Clock(clock)) => {
                hub.clock = clock;
                hub.put_head();
            }
            Ok(Message::StartOver(epoch, clock, done)) => {
                let _ = done.send(start_over(hub, writer, epoch, clock));
            }
            Err(RecvTimeoutError::Timeout) => {
                if next_ms - wall::now().0 > period_ms {
                    next_ms = wall::now().0;
                }
            }
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => {
                beat(hub, writer);
                return;
            }
        }
    }
}

fn beat(hub: &mut Hub, writer: &Writer) {
    beat_once(hub, writer);
    if hub.is_withdrawn() {
        // What came in takes somebody out of sight: that does not wait for the next tick.
        beat_once(hub, writer);
    }
}

fn beat_once(hub: &mut Hub, writer: &Writer) {
    let mut rewrite = |rewrite| writer.rewrite(rewrite);
    if let Err(error) = hub.withdraw(wall::now(), &mut rewrite) {
        tracing::error!(%error, "the history could not be written anew; trying again with the next tick");
    }
    let mut keep = |epoch: &str, row| writer.put_tick(epoch, row);
    if let Err(error) = hub.beat(wall::now(), &mut keep) {
        tracing::error!(%error, "a tick could not be kept; trying again with the next");
    }
}

fn start_over(
    hub: &mut Hub,
    writer: &Writer,
    epoch: String,
    clock: RaceClock,
) -> Result<(), StoreError> {
    writer.start_over(crate::epoch::meta(&epoch, &clock))?;
    hub.start_over(epoch, clock);
    Ok(())
}
