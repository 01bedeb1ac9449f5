//! The publisher's lanes at work: the two of `plan.rs`; light files have one of their own in `light.rs`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use super::few::{Pause, all};
use super::light::{Light, Sent};
use super::plan::{self, Known, Put, There};
use super::target::{Trouble, tag};
use super::{Job, Meter, table};
use crate::files::body::Effort;
use crate::files::{Body, Kind};
use crate::wall;

/// The lane that can wait takes so many files, and so many bytes, before it looks again what is wanted most.
const BATCH_FILES: usize = 16;
const BATCH_BYTES: usize = 256_000;
/// At the end so long is spent on what is still to be sent.
const LAST_PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Work {
    job: Job,
    there: Mutex<There>,
    meter: Arc<Meter>,
    sent: Sent,
    /// Whether the newest try of the urgent lane went well. The other lane waits for it, so that the race comes first
    /// when a link comes back.
    way: watch::Sender<bool>,
}

impl Work {
    pub(super) fn new(job: Job, meter: Arc<Meter>) -> Self {
        Self {
            job,
            there: Mutex::default(),
            meter,
            sent: Sent::default(),
            way: watch::Sender::new(false),
        }
    }

    /// Works until it is stopped.
    pub(super) async fn run(self: Arc<Self>, stopped: oneshot::Receiver<()>) {
        let lanes = async {
            let mut pause = Pause::default();
            while let Err(trouble) = self.look().await {
                self.wait(&trouble, &mut pause).await;
            }
            tracing::info!(to = %self.job.target, n_there = self.there().len(), "publishing");
            tokio::join!(self.urgent_lane(), self.other_lane(), self.light_lane());
        };
        tokio::select! {
            () = lanes => {}
            _ = stopped => {}
        }
        let looked = self.meter.now().head_at_ms > 0;
        if looked
            && tokio::time::timeout(LAST_PATIENCE, self.finish())
                .await
                .is_err()
        {
            tracing::warn!("not everything is published; the next start goes on with it");
        }
    }

    /// Looks what is there already.
    pub(super) async fn look(&self) -> Result<(), Trouble> {
        self.job.target.claim(&self.job.race).await?;
        let bucket = self.job.target.is_bucket();
        let found = self.job.target.list().await?.into_iter();
        let found = found.map(|(path, size)| {
            let size = (!bucket).then_some(size);
            (path, Known { size, tag: None })
        });
        *self.there() = found.collect();
        Ok(())
    }

    async fn urgent_lane(self: &Arc<Self>) {
        let mut changes = self.job.files.changes();
        let mut pause = Pause::default();
        loop {
            changes.borrow_and_update();
            match self.urgent_round().await {
                Ok(()) => {
                    self.well(&mut pause);
                    self.way.send_replace(true);
                    next(&mut changes).await;
                }
                Err(trouble) => {
                    self.way.send_replace(false);
                    self.wait(&trouble, &mut pause).await;
                }
            }
        }
    }

    async fn other_lane(self: &Arc<Self>) {
        let mut changes = self.job.files.changes();
        let mut way = self.way.subscribe();
        let mut pause = Pause::default();
        loop {
            // The sender lives as long as we do.
            let _ = way.wait_for(|clear| *clear).await;
            changes.borrow_and_update();
            match self.batch().await {
                Ok(true) => pause = Pause::default(),
                Ok(false) => next(&mut changes).await,
                Err(trouble) => self.wait(&trouble, &mut pause).await,
            }
        }
    }

    /// All of one moment that cannot wait. A newer head is not looked at before this one is out: else, on a link that
    /// is slower than the race, none ever would be.
    async fn urgent_round(self: &Arc<Self>) -> Result<(), Trouble> {
        let urgent = plan::urgent(&self.table(), &self.there());
        self.take_away(urgent.withdraw).await;
        if let Err(trouble) = self.mend_light().await
            && self.meter.failed(&trouble.to_string())
        {
            tracing::warn!(to = %self.job.target, %trouble, "cannot replace light files; trying again");
        }
        self.put_all(urgent.needs).await?;
        let head = urgent.head.is_some();
        self.put_all(urgent.head.into_iter().collect()).await?;
        if head {
            self.meter.head(wall::now());
        }
        let is_light = |path: &String| {
            let light = self.light();
            light.is_some_and(|light| light.lights.which(path).is_some())
        };
        let clear = urgent.clear.into_iter().filter(|path| !is_light(path));
        self.take_away(clear.collect()).await;
        Ok(())
    }

    /// The next few files of those that can wait; false when there are none.
    async fn batch(self: &Arc<Self>) -> Result<bool, Trouble> {
        let rest = plan::rest(&self.table(), &self.there());
        self.meter.waiting(rest.len());
        let Some((first_rank, _)) = rest.first() else {
            return Ok(false);
        };
        let (first_rank, mut bytes) = (*first_rank, 0);
        let batch = rest.into_iter().enumerate().take_while(|(i, (rank, put))| {
            bytes += put.1.identity.bytes.len();
            *i == 0 || (*rank == first_rank && *i < BATCH_FILES && bytes < BATCH_BYTES)
        });
        self.put_all(batch.map(|(_, (_, put))| put).collect())
            .await?;
        Ok(true)
    }

    /// Everything, once.
    pub(super) async fn finish(self: &Arc<Self>) -> Result<(), Trouble> {
        self.urgent_round().await?;
        while self.batch().await? {}
        Ok(())
    }

    pub(super) fn light(&self) -> Option<&Light> {
        self.job.light.as_ref()
    }

    pub(super) fn sent(&self) -> &Sent {
        &self.sent
    }

    pub(super) fn meter(&self) -> &Meter {
        &self.meter
    }

    pub(super) fn way(&self) -> watch::Receiver<bool> {
        self.way.subscribe()
    }

    /// Whether other files have yet to go out.
    pub(super) fn others_wait(&self) -> bool {
        !*self.way.borrow() || self.meter.now().waiting > 0
    }

    pub(super) fn is_there(&self, path: &str) -> bool {
        self.there().contains_key(path)
    }

    async fn put_all(self: &Arc<Self>, puts: Vec<Put>) -> Result<(), Trouble> {
        let works = puts.into_iter().map(|(path, body)| {
            let this = Arc::clone(self);
            async move { this.put(&path, &body).await }
        });
        all(works).await
    }

    /// What cannot be taken away is tried again with the next round; it never holds up the head.
    async fn take_away(self: &Arc<Self>, paths: Vec<String>) {
        let works = paths.into_iter().map(|path| {
            let this = Arc::clone(self);
            async move {
                this.job.target.delete(&path).await?;
                this.there().remove(&path);
                this.meter.withdrawn();
                Ok(())
            }
        });
        if let Err(trouble) = all(works).await
            && self.meter.failed(&trouble.to_string())
        {
            tracing::warn!(to = %self.job.target, %trouble, "cannot take files away; trying again");
        }
    }

    async fn put(&self, path: &str, body: &Arc<Body>) -> Result<(), Trouble> {
        self.put_if_new(path, body).await.map(drop)
    }

    /// Writes a file unless it is there as it is. Answers how many bytes went out.
    pub(super) async fn put_if_new(&self, path: &str, body: &Arc<Body>) -> Result<u64, Trouble> {
        let mut bytes = 0;
        let unknown = self.there().get(path).is_some_and(|k| k.tag.is_none());
        if !unknown || !self.job.target.holds(path, body).await? {
            let packed = packed(path, body).await;
            bytes = self.job.target.put(path, &packed).await?;
            self.meter.put(bytes);
        }
        let known = Known {
            size: None,
            tag: Some(tag(body).to_owned()),
        };
        self.there().insert(path.to_owned(), known);
        Ok(bytes)
    }

    fn table(&self) -> plan::Table {
        let job = &self.job;
        table::of(&job.files, &job.policy, job.target.is_bucket())
    }

    fn there(&self) -> MutexGuard<'_, There> {
        self.there.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn well(&self, pause: &mut Pause) {
        *pause = Pause::default();
        if self.meter.well() {
            tracing::info!("publishing goes on");
        }
    }

    pub(super) async fn wait(&self, trouble: &Trouble, pause: &mut Pause) {
        if self.meter.failed(&trouble.to_string()) {
            tracing::warn!(to = %self.job.target, %trouble, "cannot publish; trying again");
        }
        tokio::time::sleep(pause.next()).await;
    }
}

/// A file in all its forms. The press may not have come to it yet, and a file is sent once.
async fn packed(path: &str, body: &Arc<Body>) -> Arc<Body> {
    if body.brotli.is_some() && body.gzip.is_some() {
        return Arc::clone(body);
    }
    let body = Arc::clone(body);
    let quick = body.kind == Kind::Json && path.contains("/ticks/") || cfg!(debug_assertions);
    let effort = if quick {
        Effort::Quick
    } else {
        Effort::Thorough
    };
    let same = Arc::clone(&body);
    let pack = move || Arc::new(Body::clone(&body).pack(effort));
    tokio::task::spawn_blocking(pack).await.unwrap_or(same)
}

/// Waits until the table has changed. It lives as long as we do.
async fn next(changes: &mut watch::Receiver<u64>) {
    if changes.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
