//! A service whose results are asked for: one page, what it was asked, and the trouble that it makes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant as Wall};

/// A service with one page, and what it was asked.
#[derive(Clone, Default)]
pub struct Service {
    page: Arc<Mutex<(String, u16)>>,
    asked: Arc<Mutex<Vec<(Wall, String)>>>,
    breaks: Arc<AtomicBool>,
}

impl Service {
    pub fn start(page: &serde_json::Value) -> (Self, SocketAddr) {
        let service = Self::default();
        service.show(page);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let ours = service.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut lines = BufReader::new(stream.try_clone().expect("a socket")).lines();
                let head: Vec<String> = lines
                    .by_ref()
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let head = head.join("\n").to_lowercase();
                let (page, status) = ours.page.lock().expect("a page").clone();
                let etag = format!("\"{}\"", page.len());
                let known = head.contains(&format!("if-none-match: {etag}"));
                ours.asked
                    .lock()
                    .expect("requests")
                    .push((Wall::now(), head));
                let answer = if status != 200 {
                    format!(
                        "HTTP/1.1 {status} Slow down\r\nretry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    )
                } else if known {
                    format!(
                        "HTTP/1.1 304 Not Modified\r\netag: {etag}\r\nconnection: close\r\n\r\n"
                    )
                } else {
                    format!(
                        "HTTP/1.1 200 OK\r\netag: {etag}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
                        page.len()
                    )
                };
                let whole = if ours.breaks.load(Ordering::Relaxed) {
                    answer.len() * 2 / 3
                } else {
                    answer.len()
                };
                let _ = stream.write_all(&answer.as_bytes()[..whole]);
            }
        });
        (service, address)
    }
    pub fn show(&self, page: &serde_json::Value) {
        self.show_text(&page.to_string());
    }
    pub fn show_text(&self, page: &str) {
        *self.page.lock().expect("a page") = (page.to_owned(), 200);
    }
    /// Breaks the line in the middle of every answer, or does not.
    pub fn breaks(&self, breaks: bool) {
        self.breaks.store(breaks, Ordering::Relaxed);
    }
    pub fn fail(&self, status: u16) {
        self.page.lock().expect("a page").1 = status;
    }
    pub fn requests(&self) -> Vec<(Wall, String)> {
        self.asked.lock().expect("requests").clone()
    }
    pub fn wait_for_requests(&self, more: usize) {
        let from = self.requests().len();
        for _ in 0..1_000 {
            if self.requests().len() >= from + more {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        panic!("nobody asks");
    }
}
