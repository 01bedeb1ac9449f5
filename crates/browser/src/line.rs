//! Owns a line to a server that can be cut. What a browser offers for that cuts only the page off, not its service worker.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use crate::{Done, Server};

/// A line to a server, on a port of its own.
pub struct Line {
    port: u16,
    cut: Arc<AtomicBool>,
}

impl Line {
    /// A line to the server, which is whole.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn to(server: &Server) -> Done<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let line = Self {
            port: listener.local_addr()?.port(),
            cut: Arc::default(),
        };
        let (cut, server) = (Arc::clone(&line.cut), server.port());
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                // Who calls while it is cut hears nothing, and hangs up.
                let far = TcpStream::connect(("127.0.0.1", server));
                if let Some(far) = far.ok().filter(|_| !cut.load(Relaxed)) {
                    let _ = both_ways(&near, &far, &cut);
                }
            }
        });
        Ok(line)
    }

    /// Cuts it, or mends it.
    pub fn cut(&self, cut: bool) {
        self.cut.store(cut, Relaxed);
    }

    /// Address of a page by this line.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn both_ways(near: &TcpStream, far: &TcpStream, cut: &Arc<AtomicBool>) -> std::io::Result<()> {
    for (from, to) in [(near, far), (far, near)] {
        let (from, to, cut) = (from.try_clone()?, to.try_clone()?, Arc::clone(cut));
        from.set_read_timeout(Some(Duration::from_millis(100)))?;
        std::thread::spawn(move || pass_on(from, to, &cut));
    }
    Ok(())
}

/// Passes on what comes, until either end hangs up or the line is cut.
fn pass_on(mut from: TcpStream, mut to: TcpStream, cut: &AtomicBool) {
    let mut some = [0; 16 * 1024];
    while !cut.load(Relaxed) {
        match from.read(&mut some) {
            Ok(0) => break,
            Ok(n) if to.write_all(&some[..n]).is_ok() => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Ok(_) | Err(_) => break,
        }
    }
    for end in [from, to] {
        let _ = end.shutdown(Shutdown::Both);
    }
}
