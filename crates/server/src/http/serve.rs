//! Listening: binds the address, serves until told to stop, and lets running answers end.

use std::future::Future;
use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;

/// Why an address cannot be listened on.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Somebody else listens there.
    #[error(
        "{0} is taken by another program; stop it, or choose another address with `--listen 127.0.0.1:PORT`"
    )]
    Taken(SocketAddr),
    /// Anything else that the system says.
    #[error("cannot listen on {0}: {1}; choose another address with `--listen ADDRESS:PORT`")]
    Other(SocketAddr, std::io::Error),
}

/// Binds an address. Port 0 lets the system choose one.
///
/// # Errors
/// When the address is taken or not this machine's.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ListenError::Taken(address),
            _ => ListenError::Other(address, error),
        })
}

/// Serves until `stop` is done.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}
