//! Certificate and key from the disk, for browsers that give a wake lock and a service worker to secure pages alone.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use homestretch_race::time::Instant;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

/// Where pages are served with a certificate, beside the plain address.
#[derive(Clone, Debug)]
pub struct Secure {
    /// Where to listen.
    pub listen: SocketAddr,
    /// With what.
    pub config: Arc<ServerConfig>,
}

/// Why it cannot be done.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum SecureError {
    #[error("`{path}` holds no {what}: {error}; make one with `homestretch certificate`")]
    File {
        path: PathBuf,
        what: &'static str,
        error: rustls::pki_types::pem::Error,
    },
    #[error("`{path}` holds no certificate; make one with `homestretch certificate`")]
    Empty { path: PathBuf },
    #[error(
        "certificate and key do not go together: {0}; make both with `homestretch certificate`"
    )]
    Pair(#[from] rustls::Error),
    #[error(
        "the certificate in `{path}` is {what}; check this machine's clock, or make a new one with `homestretch certificate`"
    )]
    Time { path: PathBuf, what: &'static str },
}

impl Secure {
    /// From PEM files.
    ///
    /// # Errors
    /// When one of them is not what it should be, or the certificate is not good now.
    pub fn new(
        listen: SocketAddr,
        certificate: &Path,
        key: &Path,
        now: Instant,
    ) -> Result<Self, SecureError> {
        let fault = |path: &Path, what| {
            let path = path.to_owned();
            move |error| SecureError::File { path, what, error }
        };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate)
            .map_err(fault(certificate, "certificate"))?
            .collect();
        let chain = chain.map_err(fault(certificate, "certificate"))?;
        if chain.is_empty() {
            let path = certificate.to_owned();
            return Err(SecureError::Empty { path });
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(fault(key, "key"))?;
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        if let Some(what) = amiss(&chain, &ring, now) {
            let path = certificate.to_owned();
            return Err(SecureError::Time { path, what });
        }
        let config = ServerConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        Ok(Self {
            listen,
            config: Arc::new(config),
        })
    }

    /// What greets those who come.
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }
}

/// What a browser with this clock would say of the certificate's time. Whether it trusts the authority is its own
/// matter: here the last of the chain is taken for it.
fn amiss(
    chain: &[CertificateDer<'static>],
    ring: &Arc<CryptoProvider>,
    now: Instant,
) -> Option<&'static str> {
    let (own, others) = chain.split_first()?;
    let mut roots = RootCertStore::empty();
    roots.add(chain.last()?.clone()).ok()?;
    let verifier =
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(ring)).build();
    let since = UnixTime::since_unix_epoch(Duration::from_millis(now.0.unsigned_abs()));
    let name = ServerName::try_from("localhost").ok()?;
    let judged = verifier
        .ok()?
        .verify_server_cert(own, others, &name, &[], since);
    match judged.err()? {
        rustls::Error::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        ) => Some("past its time"),
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. },
        ) => Some("not good yet"),
        _ => None,
    }
}
