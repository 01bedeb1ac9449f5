//! The third lane: light files, which change all the time. They take what the others leave of the link, and no more than
//! they are given. But one that says what may not be said any more is replaced at once, before the head.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::few::{Pause, all};
use super::target::Trouble;
use super::work::Work;
use crate::lights::{self, Draft, Lights};

/// How often it is looked what has changed.
const ROUND: Duration = Duration::from_secs(10);
/// How long the others are waited for.
const WAIT: Duration = Duration::from_secs(1);

/// Light files to be published, and how fast.
#[derive(Clone, Debug)]
pub struct Light {
    /// What makes them.
    pub lights: Arc<Lights>,
    /// So many bytes of the link they may take in a second.
    pub bytes_per_s: u32,
}

/// What is out there, by path.
#[derive(Debug, Default)]
pub(super) struct Sent {
    files: Mutex<BTreeMap<String, (Draft, Instant)>>,
    /// Up to which history and edition nothing out there says too much.
    mended: Mutex<Option<Edition>>,
    /// Held by each file on its way; all of it by whoever puts right what says too much, so that nothing older comes
    /// after it.
    way: tokio::sync::RwLock<()>,
}

/// History and edition of the start list.
type Edition = (String, u64);

/// Light files, and of which edition they are.
#[derive(Default)]
struct Drafts {
    edition: Edition,
    files: Vec<Draft>,
}

impl Sent {
    fn files(&self) -> MutexGuard<'_, BTreeMap<String, (Draft, Instant)>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be sent of these, the longest untouched first, the field in brief before all.
    fn due(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        let files = self.files();
        let since = |draft: &Draft| files.get(&draft.path).map(|(_, at)| *at);
        let is_new = |draft: &Draft| {
            let sent = files.get(&draft.path);
            sent.is_none_or(|(sent, _)| sent.bytes != draft.bytes)
        };
        let mut due: Vec<Draft> = drafts.into_iter().filter(is_new).collect();
        if let Some(buckets) = due.iter().position(|draft| draft.path.contains("/light/")) {
            due[buckets..].sort_by_key(since);
        }
        due
    }
}

impl Work {
    /// The lane, for as long as there is publishing.
    pub(super) async fn light_lane(self: &Arc<Self>) {
        let Some(light) = self.light() else {
            return;
        };
        let mut way = self.way();
        let mut pause = Pause::default();
        while let Err(trouble) = self.light_at_start(light).await {
            self.wait(&trouble, &mut pause).await;
        }
        loop {
            // The sender lives as long as we do.
            let _ = way.wait_for(|clear| *clear).await;
            if self.others_wait() {
                sleep(WAIT).await;
                continue;
            }
            match self.light_round(light).await {
                Ok(until) => {
                    pause = Pause::default();
                    tokio::time::sleep_until(until).await;
                }
                Err(trouble) => self.wait(&trouble, &mut pause).await,
            }
        }
    }

    /// Some of what has changed; answers when the next are due.
    async fn light_round(self: &Arc<Self>, light: &Light) -> Result<Instant, Trouble> {
        let began = Instant::now();
        let mut left = u64::from(light.bytes_per_s) * ROUND.as_secs();
        let made = drafts(&light.lights).await;
        for draft in self.sent().due(made.files) {
            if left == 0 || self.others_wait() {
                break;
            }
            left = left.saturating_sub(self.put_light(light, &made.edition, draft).await?);
        }
        Ok(began + ROUND)
    }

    /// What an earlier run has left there may name whom nobody may see by now: it is compared, and replaced.
    async fn light_at_start(self: &Arc<Self>, light: &Light) -> Result<(), Trouble> {
        loop {
            let mut made = drafts(&light.lights).await;
            made.files.retain(|draft| self.is_there(&draft.path));
            let edition = made.edition.clone();
            self.put_all_light(light, made).await?;
            if light.lights.edition() == edition {
                return Ok(());
            }
        }
    }

    /// What is out there and says too much by now, anew. The head that tells of the new history comes after it.
    pub(super) async fn mend_light(self: &Arc<Self>) -> Result<(), Trouble> {
        let Some(light) = self.light() else {
            return Ok(());
        };
        let now = light.lights.edition();
        let mended = || {
            self.sent()
                .mended
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if mended().as_ref() == Some(&now) {
            return Ok(());
        }
        // What is on its way arrives first; nothing of an older edition sets out any more.
        drop(self.sent().way.write().await);
        let mut made = drafts(&light.lights).await;
        {
            let files = self.sent().files();
            made.files.retain(|draft| {
                let sent = files.get(&draft.path);
                sent.is_some_and(|(sent, _)| sent.says_more_than(draft))
            });
        }
        self.put_all_light(light, made).await?;
        *mended() = Some(now);
        Ok(())
    }

    /// All of them, once.
    pub(super) async fn all_light(self: &Arc<Self>) -> Result<(), Trouble> {
        let Some(light) = self.light() else {
            return Ok(());
        };
        let mut made = drafts(&light.lights).await;
        made.files = self.sent().due(made.files);
        self.put_all_light(light, made).await
    }

    async fn put_all_light(self: &Arc<Self>, light: &Light, made: Drafts) -> Result<(), Trouble> {
        let edition = Arc::new(made.edition);
        let works = made.files.into_iter().map(|draft| {
            let (this, light, edition) = (Arc::clone(self), light.clone(), Arc::clone(&edition));
            async move { this.put_light(&light, &edition, draft).await.map(drop) }
        });
        all(works).await
    }

    /// Writes a light file, unless it is of an older edition by now. Answers how many bytes went out.
    async fn put_light(
        &self,
        light: &Light,
        edition: &Edition,
        draft: Draft,
    ) -> Result<u64, Trouble> {
        let _on_its_way = self.sent().way.read().await;
        if light.lights.edition() != *edition {
            return Ok(0);
        }
        let body = Arc::new(lights::packed(draft.bytes.clone()));
        let bytes = self.put_if_new(&draft.path, &body).await?;
        let mut files = self.sent().files();
        files.insert(draft.path.clone(), (draft, Instant::now()));
        self.meter().light(files.len());
        Ok(bytes)
    }
}

/// Making them takes a while, and the other lanes live on this thread.
async fn drafts(lights: &Arc<Lights>) -> Drafts {
    let lights = Arc::clone(lights);
    let made = tokio::task::spawn_blocking(move || {
        let (edition, files) = lights.drafts();
        Drafts { edition, files }
    });
    made.await.unwrap_or_default()
}
