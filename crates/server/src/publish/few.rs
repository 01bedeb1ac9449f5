//! A few at a time, and a pause after each failure.

use std::time::Duration;

use tokio::task::JoinSet;

use super::target::Trouble;

/// So many files are on their way at once, in each lane.
const AT_ONCE: usize = 4;
/// After a failure the next try waits so long, twice as long after each further one, ...
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// ... and never longer than this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Does all of it, a few at a time, up to the first failure.
pub(super) async fn all<W>(works: impl IntoIterator<Item = W>) -> Result<(), Trouble>
where
    W: Future<Output = Result<(), Trouble>> + Send + 'static,
{
    let mut running = JoinSet::new();
    for work in works {
        if running.len() >= AT_ONCE {
            joined(&mut running).await?;
        }
        running.spawn(work);
    }
    while !running.is_empty() {
        joined(&mut running).await?;
    }
    Ok(())
}

async fn joined(running: &mut JoinSet<Result<(), Trouble>>) -> Result<(), Trouble> {
    match running.join_next().await {
        Some(Ok(done)) => done,
        // Nothing here panics or is cancelled; if it were, the file is still to be sent and comes again.
        Some(Err(_)) | None => Ok(()),
    }
}

/// How long to wait after a failure: longer each time, and not in step with others who wait for the same store.
#[derive(Debug)]
pub(super) struct Pause(Duration);

impl Default for Pause {
    fn default() -> Self {
        Self(FIRST_PAUSE)
    }
}

impl Pause {
    pub(super) fn next(&mut self) -> Duration {
        let now = self.0.mul_f64(0.75 + 0.5 * fastrand::f64());
        self.0 = (self.0 * 2).min(LONGEST_PAUSE);
        now
    }
}
