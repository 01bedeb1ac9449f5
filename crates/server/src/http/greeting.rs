//! Who comes to the address with a certificate: those who speak TLS are greeted; those who ask plainly, as a browser
//! does when `https://` is left out, are shown the way.

use std::io;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONNECTION, CONTENT_TYPE, HOST, LOCATION};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::patient::Patient;

/// What TLS begins with; no request does.
const HANDSHAKE: u8 = 22;

/// Somebody who has come.
#[derive(Debug)]
pub enum Greeted {
    /// By TLS.
    Secure(Box<TlsStream<Patient>>),
    /// Without.
    Plain(Patient),
}

/// Waits for the first word, and answers a greeting.
///
/// # Errors
/// When the other end goes, or does not trust the certificate.
pub async fn greet(
    stream: TcpStream,
    acceptor: &TlsAcceptor,
    patience: Duration,
) -> io::Result<Greeted> {
    let mut first = [0];
    let said = stream.peek(&mut first).await?;
    // Under TLS as well, what is not taken is not waited for forever.
    let stream = Patient::new(stream, patience);
    if said == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if first != [HANDSHAKE] {
        return Ok(Greeted::Plain(stream));
    }
    let stream = acceptor.accept(stream).await?;
    Ok(Greeted::Secure(Box::new(stream)))
}

/// Sends readers on to the same address with `https://`. What else was sent is not taken: it may hold a token, and came
/// for all to read.
pub fn show_the_way<B>(asked: &Request<B>) -> Response<Full<Bytes>> {
    let host = asked.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let path = asked.uri().path_and_query();
    let path = path.map_or("/", |path| path.as_str());
    let there = format!("https://{}{path}", host.unwrap_or("HOST:PORT"));
    let reads = matches!(*asked.method(), Method::GET | Method::HEAD);
    let location = HeaderValue::from_str(&there)
        .ok()
        .filter(|_| reads && host.is_some());
    let said = format!("nothing is served here without TLS; ask for {there}\n");
    let mut answer = Response::new(Full::from(said));
    *answer.status_mut() = StatusCode::BAD_REQUEST;
    let headers = answer.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    if let Some(location) = location {
        headers.insert(LOCATION, location);
        *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    }
    answer
}
