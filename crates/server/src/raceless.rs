//! A running server that has no race of its own, such as a mirror or a folder: its runtime, where it listens, its end.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::sync::oneshot;

use crate::http::listening::Listening;
use crate::http::serve::{Limits, ListenError};
use crate::signal;

/// Why it does not run.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum RacelessError {
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error("the system gives no thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// It runs.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    runtime: tokio::runtime::Runtime,
    stop: oneshot::Sender<()>,
}

/// Listens there, and answers as the router says.
///
/// # Errors
/// When the address or a thread cannot be had.
pub fn start(router: Router, listen: SocketAddr) -> Result<Running, RacelessError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let listening = runtime.block_on(Listening::at(listen, None))?;
    let (address, _) = listening.addresses()?;
    let (stop, stopped) = oneshot::channel();
    runtime.spawn(async move {
        let stop = async {
            let _ = stopped.await;
        };
        listening.serve(router.into(), Limits::USUAL, stop).await;
    });
    Ok(Running {
        address,
        runtime,
        stop,
    })
}

impl Running {
    /// Waits for Ctrl-C or the system's request to end.
    pub fn wait_for_signal(&self) {
        self.runtime.block_on(signal::to_end());
    }
    /// Stops.
    pub fn stop(self) {
        let _ = self.stop.send(());
        self.runtime.shutdown_timeout(Duration::from_secs(1));
    }
}
