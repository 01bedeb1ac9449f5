//! The visitor's own eyes are tested on pages of a few lines, so that a browser test that sees nothing wrong can be
//! believed.

use std::io::{Read, Write};
use std::net::TcpListener;

use homestretch_browser::{Done, Visitor};

/// Serves one page at `/` and a missing one elsewhere; gives its address.
fn page(html: &'static str) -> Done<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/", listener.local_addr()?);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 2048];
            let length = stream.read(&mut request).unwrap_or_default();
            let (status, body) = if request[..length].starts_with(b"GET / ") {
                ("200 OK", html)
            } else {
                ("404 Not Found", "")
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\
                 Content-Security-Policy: style-src 'self'\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    Ok(address)
}

#[tokio::test(flavor = "multi_thread")]
async fn complaints_of_the_console_are_heard() -> Done {
    let visitor = Visitor::new("en").await?;
    visitor
        .open(&page(
            "<!doctype html><title>x</title><link rel=icon href='data:,'><p>calm</p>",
        )?)
        .await?;
    assert_eq!(visitor.text("p").await?, "calm");
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());

    visitor.look("console.error('ouch')").await?;
    visitor
        .look("document.querySelector('p').setAttribute('style', 'color: red')")
        .await?;
    visitor
        .look("setTimeout(() => { throw new Error('thrown') })")
        .await?;
    visitor
        .look("return fetch('/gone').then(r => r.status)")
        .await?;
    let complaints = visitor.complaints().await?.join("\n");
    for word in ["ouch", "Content Security Policy", "thrown", "404"] {
        assert!(complaints.contains(word), "{word} not in {complaints}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_seen_with_status_size_and_caching() -> Done {
    let visitor = Visitor::new("en").await?;
    visitor
        .open(&page("<!doctype html><link rel=icon href='data:,'>")?)
        .await?;
    visitor
        .look("return fetch('/gone').then(r => r.status)")
        .await?;
    let requests = visitor.requests().await?;
    let page = requests
        .iter()
        .find(|request| request.path == "/")
        .expect("the page is a request");
    assert_eq!(
        (page.status, page.cache_control.as_str(), page.from_cache),
        (200, "no-store", false)
    );
    assert!(page.bytes > 100, "{page:?}");
    let gone = requests
        .iter()
        .find(|request| request.path == "/gone")
        .expect("and so is what it fetched");
    assert_eq!(gone.status, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn screen_theme_zone_and_language_are_the_visitors() -> Done {
    let visitor = Visitor::new("ko,en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    visitor.in_the_dark(true).await?;
    visitor.in_zone("Europe/Bucharest").await?;
    visitor.open(&page("<!doctype html><meta name=viewport content='width=device-width'><link rel=icon href='data:,'>")?).await?;
    let seen = visitor
        .look(
            "return [innerWidth, devicePixelRatio, matchMedia('(prefers-color-scheme: dark)').matches,
             Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.languages.join()].join(' ')",
        )
        .await?;
    assert_eq!(seen, "390 2 true Europe/Bucharest ko,en");
    Ok(())
}
