//! A second copy of a large body, held by the system: from there it goes into any number of connections without being
//! copied for each of them. Linux alone has both calls that this takes; elsewhere, and where the system gives no copy,
//! the body is written as every other.

use std::io;

use tokio::net::TcpStream;

/// The copy.
#[derive(Clone, Debug)]
pub struct SystemCopy(#[cfg(target_os = "linux")] std::sync::Arc<std::fs::File>);

#[cfg(target_os = "linux")]
impl SystemCopy {
    /// A copy of a large body; none of a small one.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        use std::io::Write as _;

        use rustix::fs::{MemfdFlags, memfd_create};
        // Smaller ones are written: a second call of the system costs more than copying them.
        const LARGE: usize = 16 * 1024;
        if bytes.len() < LARGE {
            return None;
        }
        let copied = memfd_create("homestretch", MemfdFlags::CLOEXEC)
            .map(std::fs::File::from)
            .map_err(io::Error::from)
            .and_then(|mut file| file.write_all(bytes).map(|()| file));
        match copied {
            Ok(file) => Some(Self(file.into())),
            Err(error) => {
                tracing::debug!(%error, "no copy of a large file: it is written instead");
                None
            }
        }
    }

    /// Sends what goes before, and of the body as much as the connection takes, from `from` on.
    /// Gives the number of bytes that are on their way.
    ///
    /// # Errors
    /// When the connection takes nothing now, or is broken.
    pub fn send(&self, to: &TcpStream, before: &[u8], from: u64, n: usize) -> io::Result<usize> {
        use rustix::net::{SendFlags, send};
        if !before.is_empty() {
            // One packet for the head and the beginning of the body.
            let sent = send(to, before, SendFlags::MORE | SendFlags::NOSIGNAL)?;
            if sent < before.len() {
                return Ok(sent);
            }
        }
        let mut from = from;
        match rustix::fs::sendfile(to, &*self.0, Some(&mut from), n) {
            Ok(sent) => Ok(before.len() + sent),
            Err(_) if !before.is_empty() => Ok(before.len()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl SystemCopy {
    /// Other systems give none.
    pub fn of(_bytes: &[u8]) -> Option<Self> {
        None
    }
    /// Never called, for there is none.
    ///
    /// # Errors
    /// Always.
    pub fn send(&self, _: &TcpStream, _: &[u8], _: u64, _: usize) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
