//! Writes to the store, one after the other. Who comes while nobody writes writes on the spot: a device that waits for
//! each acknowledgement is not sent through another thread. Everybody else goes to the one thread that writes, where all
//! that waits goes into one transaction (group commit). Nothing is answered before it is on the disk.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use super::meter::Meter;
use super::{Batch, Entry, Kept, Store, StoreError, TickRow};

/// At most so many reads in one transaction, so that nobody waits for more than some tens of milliseconds.
const READS_AT_ONCE: usize = 10_000;
/// So many batches may wait; who brings more is made to wait itself.
const BATCHES_WAITING: usize = 1_024;

enum Job {
    Batch(Batch, Answer<Kept>),
    Tick(String, TickRow, Answer<()>),
    Rewrite(Rewrite, Answer<Vec<TickRow>>),
    StartOver(Vec<(String, String)>, Answer<()>),
}

/// Where it is told what became of a job.
type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

/// Batches that are not kept, and why.
struct Failed {
    batches: Vec<Batch>,
    why: StoreError,
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

/// The way to the store and its writing thread. The thread ends when all its handles are gone.
#[derive(Clone, Debug)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    desk: Arc<Desk>,
}

/// Whoever has the store writes, and tells the race in the same order.
struct Desk {
    store: Mutex<Store>,
    tell: Box<dyn Fn(News) + Send + Sync>,
    meter: Meter,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
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
        let desk = Arc::new(Desk {
            store: Mutex::new(store),
            // The race may have ended first at shutdown; the entries are on the disk and are read at the next start.
            tell: Box::new(move |told| drop(news.send(told.into()))),
            meter: Meter::default(),
        });
        let at = Arc::clone(&desk);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || run(&at, waiting))?;
        Ok((Self { jobs, desk }, thread))
    }

    /// What its transactions cost.
    pub fn meter(&self) -> &Meter {
        &self.desk.meter
    }

    /// Keeps a batch; answers when it is durable. Not for a runtime of one thread, which would stand still meanwhile.
    ///
    /// # Errors
    /// When the store fails: then nothing of the batch was kept.
    pub async fn keep(&self, batch: Batch) -> Result<Kept, StoreError> {
        let nobody_waits = self.jobs.capacity() == BATCHES_WAITING;
        if nobody_waits && let Some(mut store) = self.desk.store_if_free() {
            return tokio::task::block_in_place(|| self.desk.keep(&mut store, batch));
        }
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

impl Desk {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store_if_free(&self) -> Option<MutexGuard<'_, Store>> {
        match self.store.try_lock() {
            Ok(store) => Some(store),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn append(&self, store: &mut Store, batches: Vec<Batch>) -> Result<Vec<Kept>, Failed> {
        let began = std::time::Instant::now();
        let appended = store.append(&batches);
        self.meter.count(began.elapsed(), appended.is_ok());
        let (kept, entries) = match appended {
            Ok(appended) => appended,
            Err(why) => return Err(Failed { batches, why }),
        };
        let throughs = batches.into_iter();
        let throughs = throughs.filter_map(|b| b.through.map(|at| (b.source, at)));
        let throughs = throughs.collect();
        (self.tell)(News { entries, throughs });
        Ok(kept)
    }

    fn keep(&self, store: &mut Store, batch: Batch) -> Result<Kept, StoreError> {
        match self.append(store, vec![batch]) {
            Ok(kept) => Ok(kept.into_iter().next().unwrap_or_default()),
            Err(failed) => Err(failed.why),
        }
    }

    /// Keeps batches in one transaction; where that fails, each in its own.
    fn keep_all(&self, store: &mut Store, batches: Vec<Batch>, answers: Vec<Answer<Kept>>) {
        match self.append(store, batches) {
            Ok(kept) => {
                for (answer, kept) in answers.into_iter().zip(kept) {
                    let _ = answer.send(Ok(kept));
                }
            }
            Err(Failed { batches, why }) if batches.len() > 1 => {
                tracing::warn!(error = %why, "a transaction of several batches failed, trying one by one");
                for (batch, answer) in batches.into_iter().zip(answers) {
                    let _ = answer.send(self.keep(store, batch));
                }
            }
            Err(failed) => {
                if let Some(answer) = answers.into_iter().next() {
                    let _ = answer.send(Err(failed.why));
                }
            }
        }
    }
}

fn run(desk: &Desk, mut waiting: mpsc::Receiver<Job>) {
    let mut next = waiting.blocking_recv();
    while let Some(job) = next.take() {
        // Whoever writes on the spot is waited for; meanwhile others join the queue.
        let mut store = desk.store();
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
                desk.keep_all(&mut store, batches, answers);
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
        drop(store);
        if next.is_none() {
            next = waiting.blocking_recv();
        }
    }
}
