//! Publishing: the files of feed and app written to where the world fetches them. On a thread of its own, from the same
//! table that the server serves; so what the race office withdraws is withdrawn there too.
//!
//! What is there is listed once at the start and remembered; nothing that is there is sent again.

pub mod address;
mod few;
pub mod light;
pub mod meter;
pub mod plan;
pub mod table;
pub mod target;
mod work;

use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::background;
use crate::files::Files;
pub use light::Light;
pub use meter::Meter;
use target::{Target, Trouble};
use work::Work;

/// What is published, and where.
#[derive(Clone, Debug)]
pub struct Job {
    /// The files.
    pub files: Arc<Files>,
    /// The place.
    pub target: Target,
    /// What pages may load.
    pub policy: String,
    /// The race: its key and date.
    pub race: String,
    /// Light files, where they are published too.
    pub light: Option<Light>,
}

/// A publisher at work.
#[derive(Debug)]
pub struct Publisher {
    /// What it has done.
    pub meter: Arc<Meter>,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Publisher {
    /// Starts publishing.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(job: Job) -> std::io::Result<Self> {
        let meter = Arc::new(Meter::default());
        let work = Work::new(job, Arc::clone(&meter));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .on_thread_start(background::give_way)
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("publish".to_owned())
            .spawn(move || {
                background::give_way();
                runtime.block_on(Arc::new(work).run(stopped));
            })?;
        Ok(Self {
            meter,
            stop,
            thread,
        })
    }

    /// Sends what is still to be sent, for a few seconds at most, and ends.
    pub fn stop(self) {
        let _ = self.stop.send(());
        if self.thread.join().is_err() {
            tracing::error!("publishing had failed");
        }
    }
}

/// Publishes everything once, and answers when it is there.
///
/// # Errors
/// At the first file that cannot be written.
pub async fn once(job: Job) -> Result<meter::Counts, Trouble> {
    let meter = Arc::new(Meter::default());
    let work = Arc::new(Work::new(job, Arc::clone(&meter)));
    work.look().await?;
    work.finish().await?;
    work.all_light().await?;
    Ok(meter.now())
}
