//! Programs that the world fetches the race from, and how they are waited for.

use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::time::{Duration, Instant};

use super::process::Process;
use super::served::Answer;

/// A program that is ended with the test.
pub struct Host(pub Child);

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

pub fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub fn wait_for_port(port: u16) {
    wait_for("a port that answers", || {
        TcpStream::connect(("127.0.0.1", port)).ok()
    });
}

pub fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    if answer.header("content-encoding") != "br" {
        return answer.bytes.clone();
    }
    let _ = brotli::BrotliDecompress(&mut answer.bytes.as_slice(), &mut plain);
    plain
}

pub fn metric(process: &Process, name: &str) -> f64 {
    let page = process.get("/metrics").text();
    let start = format!("homestretch_publish_{name} ");
    let line = page.lines().find(|line| line.starts_with(&start));
    let value = line.and_then(|line| line.rsplit(' ').next()?.parse().ok());
    value.unwrap_or_else(|| panic!("no {name} in {page}"))
}
