//! `GET /api/v1/venue`: the addresses that other machines reach this server by, one a line, for the page of QR codes.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

use super::Shared;

/// Answers with the addresses, the plain one first; with nothing where the server listens on this machine alone.
pub async fn get(State(shared): State<Shared>) -> Response {
    let plain = address(shared.address).map(|at| format!("http://{at}\n"));
    let secure = shared.secure.and_then(address);
    let secure = secure.map(|at| format!("https://{at}\n"));
    let said: String = plain.into_iter().chain(secure).collect();
    ([(CACHE_CONTROL, "no-store")], said).into_response()
}

/// The address that the network knows this machine by.
fn address(listening: SocketAddr) -> Option<SocketAddr> {
    let ip = if listening.ip().is_unspecified() {
        own_ip()?
    } else {
        listening.ip()
    };
    (!ip.is_loopback()).then(|| SocketAddr::new(ip, listening.port()))
}

/// The system says from where it would write to another network. Nothing is sent: the address is one of those that are
/// kept for examples.
pub fn own_ip() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_for_this_machine_alone_has_no_address_for_others() {
        let address = |text: &str| address(text.parse().expect("an address"));
        assert_eq!(address("127.0.0.1:8080"), None);
        assert_eq!(
            address("192.168.1.10:8080"),
            Some("192.168.1.10:8080".parse().expect("an address"))
        );
        // Where there is a network, its own address is found; without one there is none.
        assert!(address("0.0.0.0:80").is_none_or(|at| !at.ip().is_unspecified()));
    }
}
