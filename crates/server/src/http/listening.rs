//! Where a server listens: at its plain address, and with a certificate at another.

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use futures_util::FutureExt as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::open_files;
use super::serve::{Limits, ListenError, Site, bind, serve};
use super::tls::Secure;

/// Its addresses are taken.
pub struct Listening {
    plain: TcpListener,
    secure: Option<(TcpListener, TlsAcceptor)>,
}

impl Listening {
    /// Takes the addresses.
    ///
    /// # Errors
    /// When one is taken or not this machine's.
    pub async fn at(plain: SocketAddr, secure: Option<&Secure>) -> Result<Self, ListenError> {
        let plain = bind(plain).await?;
        let secure = match secure {
            Some(secure) => Some((bind(secure.listen).await?, secure.acceptor())),
            None => None,
        };
        Ok(Self { plain, secure })
    }

    /// The plain address, and the one with a certificate.
    ///
    /// # Errors
    /// When the system does not say them.
    pub fn addresses(&self) -> io::Result<(SocketAddr, Option<SocketAddr>)> {
        let secure = self.secure.as_ref();
        let secure = secure.map(|(listener, _)| listener.local_addr());
        Ok((self.plain.local_addr()?, secure.transpose()?))
    }

    /// Serves at all of them until `stop` is done.
    pub async fn serve(
        self,
        site: Site,
        limits: Limits,
        stop: impl Future<Output = ()> + Send + 'static,
    ) {
        let stop = stop.shared();
        let n_addresses = 1 + usize::from(self.secure.is_some());
        open_files::make_room(limits.connections * n_addresses);
        let plain = serve(self.plain, site.clone(), limits, None, stop.clone());
        let secure = async {
            if let Some((listener, acceptor)) = self.secure {
                serve(listener, site, limits, Some(acceptor), stop).await;
            }
        };
        tokio::join!(plain, secure);
    }
}
