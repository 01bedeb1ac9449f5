//! The one thread that writes to the store. Everything that waits goes into one transaction (group commit),
//! and nothing is answered before that is on the disk.

use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use super::meter::Meter;
use super::{Batch, Entry, Kept, Store, StoreError, TickRow};

/// At most so many reads in one transaction, so that nobody waits for more than some tens of milliseconds.
const READS_AT_ONCE: usize = 10_000;
/// So many batches may wait; who brings more is made to wait itself.
const BATCHES_WAITING: usize = 1_024;

enum Job {
    Batch(Batch, oneshot::Sender<Result<Kept, StoreError>>),
    Tick(String, TickRow, oneshot::Sender<Result<(), StoreError>>),
    Rewrite(Rewrite, oneshot::Sender<Result<Vec<TickRow>, StoreError>>),
    StartOver(
        Vec<(String, String)>,
        oneshot::Sender<Result<(), StoreError>>,
    ),
}

/// A history that is to be written anew.
pub struct Rewrite {
    /// The epoch as it is.
    pub from: String,
    /// The epoch that takes its place.
    pub to: String,
    /// What becomes of a tick.
    pub change: Box<dyn Fn(TickRow) -> TickRow + Send>,
}

/// What the writer tells the race: durable entries, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// New entries.
    pub entries: Vec<Entry>,
    /// Sources that have told everything up to a race instant.
    pub throughs: Vec<(String, homestretch_race::time::Instant)>,
}

/// The way to the writing thread. It ends when all its handles are gone.
#[derive(Clone, Debug)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    meter: Meter,
}

impl Writer {
    /// Starts the thread; durable entries are told to `news`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start<N: From<News> + Send + 'static>(
        store: Store,
        news: Sender<N>,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (jobs, waiting) = mpsc::channel(BATCHES_WAITING);
        let meter = Meter::default();
        let counted = meter.clone();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || run(store, waiting, &news, &counted))?;
        Ok((Self { jobs, meter }, thread))
    }

    /// What its transactions cost.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Keeps a batch; answers when it is durable.
    ///
    /// # Errors
    /// When the store fails: then nothing of the batch was kept.
    pub async fn keep(&self, batch: Batch) -> Result<Kept, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = Job::Batch(batch, answer);
        self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// The same for a caller on its own thread.
    ///
    /// # Errors
    /// When the store fails: then nothing of the batch was kept.
    pub fn keep_blocking(&self, batch: Batch) -> Result<Kept, StoreError> {
        self.ask(|answer| Job::Batch(batch, answer))
    }

    /// Keeps a tick; answers when it is durable and may be published.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_tick(&self, epoch: &str, tick: TickRow) -> Result<(), StoreError> {
        self.ask(|answer| Job::Tick(epoch.to_owned(), tick, answer))
    }

    /// Writes a history anew and gives its ticks; answers when that is durable.
    ///
    /// # Errors
    /// When the store fails; then the old history stands.
    pub fn rewrite(&self, rewrite: Rewrite) -> Result<Vec<TickRow>, StoreError> {
        self.ask(|answer| Job::Rewrite(rewrite, answer))
    }

    /// Forgets entries and ticks and remembers these values: a demo that starts over.
    ///
    /// # Errors
    /// When the store fails.
    pub fn start_over(&self, meta: Vec<(String, String)>) -> Result<(), StoreError> {
        self.ask(|answer| Job::StartOver(meta, answer))
    }

    fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, StoreError>>) -> Job,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let sent = self.jobs.blocking_send(job(answer));
        sent.map_err(|_| StoreError::Closed)?;
        answered.blocking_recv().map_err(|_| StoreError::Closed)?
    }
}

fn run<N: From<News>>(
    mut store: Store,
    mut waiting: mpsc::Receiver<Job>,
    news: &Sender<N>,
    meter: &Meter,
) {
    let mut next = waiting.blocking_recv();
    while let Some(job) = next.take() {
        match job {
            Job::Batch(batch, answer) => {
                let mut batches = vec![batch];
                let mut answers = vec![answer];
                let mut n_reads = batches[0].reads.len();
                while n_reads < READS_AT_ONCE {
                    match waiting.try_recv() {
                        Ok(Job::Batch(batch, answer)) => {
                            n_reads += batch.reads.len();
                            batches.push(batch);
                            answers.push(answer);
                        }
                        Ok(other) => {
                            next = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                commit(&mut store, batches, answers, news, meter);
            }
            // Who asked may be gone by now; what was asked for is done all the same.
            Job::Tick(epoch, tick, answer) => {
                let _ = answer.send(store.put_tick(&epoch, &tick));
            }
            Job::Rewrite(rewrite, answer) => {
                let Rewrite { from, to, change } = rewrite;
                let _ = answer.send(store.rewrite(&from, &to, &change));
            }
            Job::StartOver(meta, answer) => {
                let done = store.clear().and_then(|()| {
                    meta.iter()
                        .try_for_each(|(key, value)| store.set_meta(key, value))
                });
                let _ = answer.send(done);
            }
        }
        if next.is_none() {
            next = waiting.blocking_recv();
        }
    }
}

fn commit<N: From<News>>(
    store: &mut Store,
    batches: Vec<Batch>,
    answers: Vec<oneshot::Sender<Result<Kept, StoreError>>>,
    news: &Sender<N>,
    meter: &Meter,
) {
    let began = std::time::Instant::now();
    let appended = store.append(&batches);
    meter.count(began.elapsed(), appended.is_ok());
    match appended {
        Ok((kept, entries)) => {
            let throughs = batches
                .into_iter()
                .filter_map(|batch| batch.through.map(|at| (batch.source, at)))
                .collect();
            // The race may have ended first at shutdown; the entries are on the disk and are read at the next start.
            let _ = news.send(News { entries, throughs }.into());
            for (answer, kept) in answers.into_iter().zip(kept) {
                let _ = answer.send(Ok(kept));
            }
        }
        Err(error) if answers.len() == 1 => {
            if let Some(answer) = answers.into_iter().next() {
                let _ = answer.send(Err(error));
            }
        }
        Err(error) => {
            tracing::warn!(%error, "a transaction of several batches failed, trying one by one");
            for (batch, answer) in batches.into_iter().zip(answers) {
                commit(store, vec![batch], vec![answer], news, meter);
            }
        }
    }
}
