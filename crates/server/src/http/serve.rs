//! Listening: binds the address, serves until told to stop, and lets running answers end. Connections, and the time that
//! a request may take to come in and an answer to be taken, are limited, so that slow or idle clients cannot hold up the
//! others.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use futures_util::future;
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

use super::front::Front;
use super::greeting::{Greeted, greet, show_the_way};
use super::outgoing::Outgoing;
use super::patient::Patient;

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

/// What clients may take of the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So many connections at once to each address; who comes then waits in the system's queue.
    pub connections: usize,
    /// The head of a request must be here in this time, on an idle connection counted from the last answer.
    pub head: Duration,
    /// A body and what is done with it may take so long; the disk is given its time.
    pub body: Duration,
    /// Of an answer something must be taken in this time.
    pub taking: Duration,
}

impl Limits {
    /// Twice the pollers of a big race on one machine; phones ask every few seconds, so a minute is a long silence.
    pub const USUAL: Self = Self {
        connections: 20_000,
        head: Duration::from_mins(1),
        body: Duration::from_mins(1),
        taking: Duration::from_mins(1),
    };
}

/// What is served: files of the feed by the short way, where there is one, and everything by its address.
#[derive(Clone, Debug)]
pub struct Site {
    /// The short way.
    pub front: Option<Front>,
    /// All addresses.
    pub router: Router,
}

impl From<Router> for Site {
    fn from(router: Router) -> Self {
        Self {
            front: None,
            router,
        }
    }
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

/// Serves until `stop` is done, and then until the running answers are out; with a certificate where there is one.
pub async fn serve(
    listener: TcpListener,
    site: Site,
    limits: Limits,
    secure: Option<TlsAcceptor>,
    stop: impl Future<Output = ()> + Clone + Send + 'static,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new());
    http.header_read_timeout(limits.head);
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let stopping = stop.clone();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            // The semaphore is never closed.
            place = Arc::clone(&room).acquire_owned() => {
                tokio::select! {
                    accepted = listener.accept() => accepted.map(|(stream, peer)| (stream, peer, place)),
                    () = &mut stop => break,
                }
            }
            () = &mut stop => break,
        };
        let (stream, peer, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files and the like: others may close theirs.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Answers are written whole; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        // Under TLS all bytes go through our own hands.
        let outgoing = secure.is_none().then(Outgoing::default);
        let service = service(site.clone(), peer, outgoing.clone());
        let (http, watcher) = (http.clone(), graceful.watcher());
        let secure = secure.clone().zip(Some(stopping.clone()));
        tokio::spawn(async move {
            let broke = match secure {
                None => {
                    let stream = Patient::new(stream, limits.taking);
                    let stream = TokioIo::new(stream.sending(outgoing.unwrap_or_default()));
                    watcher.watch(http.serve_connection(stream, service)).await
                }
                // Boxed, so that plain connections do not carry the size of the others.
                Some((acceptor, stopping)) => {
                    Box::pin(async move {
                        let greeting = greet(stream, &acceptor, limits.taking);
                        let greeting = tokio::time::timeout(limits.head, greeting);
                        let greeted = tokio::select! {
                            greeted = greeting => greeted,
                            () = stopping => return Ok(()),
                        };
                        match greeted {
                            Ok(Ok(Greeted::Secure(stream))) => {
                                let stream = TokioIo::new(stream);
                                watcher.watch(http.serve_connection(stream, service)).await
                            }
                            Ok(Ok(Greeted::Plain(stream))) => {
                                let stream = TokioIo::new(stream);
                                let way = service_fn(|asked| {
                                    future::ready(Ok::<_, Infallible>(show_the_way(&asked)))
                                });
                                watcher.watch(http.serve_connection(stream, way)).await
                            }
                            // Whoever does not trust the certificate, or says nothing, goes without a word.
                            Ok(Err(_)) | Err(_) => Ok(()),
                        }
                    })
                    .await
                }
            };
            // A client that breaks off is no fault of ours.
            if let Err(error) = broke {
                tracing::debug!(%peer, %error, "a connection broke");
            }
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// An answer at hand, or one that is made as it goes.
type Answer = axum::http::Response<Either<Full<Bytes>, Body>>;

/// What one connection is answered by. Who goes the long way is known by address there.
fn service(
    site: Site,
    peer: SocketAddr,
    outgoing: Option<Outgoing>,
) -> impl hyper::service::Service<
    hyper::Request<Incoming>,
    Response = Answer,
    Error = Infallible,
    Future: Send,
> {
    let Site { front, router } = site;
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: hyper::Request<Incoming>| {
        let at_once = front.as_ref().and_then(|front| front.answer(&request));
        if let Some(mut answer) = at_once {
            if let Some(next) = &outgoing {
                next.note(&mut answer);
            }
            return future::Either::Left(future::ready(Ok(answer.map(Either::Left))));
        }
        request
            .extensions_mut()
            .insert(axum::extract::ConnectInfo(peer));
        let answer = hyper::service::Service::call(&router, request);
        let outgoing = outgoing.clone();
        // Boxed, so that the short way does not carry the size of the long one.
        future::Either::Right(Box::pin(async move {
            let mut answer = answer.await?;
            if let Some(next) = outgoing {
                next.note(&mut answer);
            }
            Ok(answer.map(Either::Right))
        }))
    })
}
