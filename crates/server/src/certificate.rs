//! A certificate for the laptop in the stadium, from an authority that vouches for nothing else: its key is forgotten as
//! soon as the certificate is signed.

use homestretch_race::time::{Instant, Span};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};

/// What goes into which file.
#[derive(Clone, Debug)]
pub struct Papers {
    /// What the screen's browser is told to trust.
    pub authority: String,
    /// What the server shows, with its authority.
    pub certificate: String,
    /// What the server alone has.
    pub key: String,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// What the library says.
    #[error(
        "no certificate can be made for {names}: {error}; name addresses such as 192.168.1.10 or laptop.local"
    )]
    Made {
        /// For whom.
        names: String,
        /// Why not.
        error: rcgen::Error,
    },
}

/// Browsers take none that is good for longer.
const GOOD_FOR: Span = Span(397 * 24 * 3_600_000);
/// The screen's clock may be behind.
const SINCE: Span = Span(24 * 3_600_000);

/// Makes the papers of a server that is reached by these names and addresses.
///
/// # Errors
/// When one of them is none.
pub fn make(names: &[String], now: Instant) -> Result<Papers, CertificateError> {
    papers(names, now).map_err(|error| CertificateError::Made {
        names: names.join(", "),
        error,
    })
}

fn papers(names: &[String], now: Instant) -> Result<Papers, rcgen::Error> {
    let mut authority = params(&[], "Homestretch on this network", now)?;
    // It signs servers, and no other authorities.
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let mut server = params(names, "Homestretch", now)?;
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = server.signed_by(&key, &authority)?;
    let authority = authority.pem();
    Ok(Papers {
        certificate: certificate.pem() + &authority,
        authority,
        key: key.serialize_pem(),
    })
}

fn params(names: &[String], name: &str, now: Instant) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, name);
    let since = std::time::SystemTime::UNIX_EPOCH;
    let at = |at: Instant| since + std::time::Duration::from_millis(at.0.unsigned_abs());
    params.not_before = at(now - SINCE).into();
    params.not_after = at(now + GOOD_FOR - SINCE).into();
    Ok(params)
}
