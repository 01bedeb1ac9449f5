//! A piece of the race in somebody else's page, on another origin: it fits, it lives, it keeps nothing, and it is the
//! only page of ours that lets itself be framed.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use homestretch_browser::{Done, Server, Taste, Visitor, wait_for};
use serde_json::Value;
use thirtyfour::By;

/// A newspaper: a server of one page on a port of its own, which dies with the test.
struct Paper(u16);

impl Paper {
    fn print(page: String) -> Done<Self> {
        let door = TcpListener::bind("127.0.0.1:0")?;
        let port = door.local_addr()?.port();
        std::thread::spawn(move || {
            for mut reader in door.incoming().flatten() {
                let mut asked = [0; 4096];
                let _ = reader.read(&mut asked);
                let _ = write!(
                    reader,
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
                    page.len()
                );
            }
        });
        Ok(Self(port))
    }

    /// Another origin than the server's, and another site too.
    fn url(&self) -> String {
        format!("http://localhost:{}/", self.0)
    }
}

const KINDS: [(&str, &str); 4] = [
    ("board", "show=board&contest=full&rows=5"),
    ("list", "show=list&bibs=101,131,1001"),
    ("map", "show=map&bibs=131"),
    ("moment", "show=moment&contest=full"),
];

/// The page of a newspaper with a piece of each kind, as docs/EMBED.md says, and one of the race's own pages.
fn page(server: &Server, wide: u32, theme: &str) -> String {
    let frames: Vec<String> = KINDS
        .iter()
        .map(|(id, query)| {
            let src = server.url(&format!("/embed?{query}&lang=en&theme={theme}"));
            let src = src.replace('&', "&amp;");
            format!("<iframe id=\"{id}\" src=\"{src}\" title=\"{id}\" width=\"{wide}\" height=\"150\" frameborder=\"0\"></iframe>\n")
        })
        .collect();
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Paper</title><link rel=icon href=data:,>\n\
         <h1>News</h1>{}<script>window.said = [];{LISTEN}</script></html>",
        frames.concat()
    )
}

const LISTEN: &str = r#"
addEventListener("message", function (event) {
  window.said.push(JSON.stringify(event.data));
  var said = event.data;
  if (!said || said.source !== "homestretch" || said.type !== "height") return;
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (frame.contentWindow === event.source) frame.height = said.height;
  });
});
"#;

async fn into_frame(visitor: &Visitor, id: &str) -> Done {
    visitor.driver().enter_default_frame().await?;
    let frame = visitor.driver().find(By::Id(id)).await?;
    Ok(frame.enter_frame().await?)
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_fits_lives_and_keeps_nothing() -> Done {
    let server = Server::start(&["demo", "--speed", "20", "--at", "10:20:00"])?;
    for (wide, theme) in [(320, "light"), (800, "dark")] {
        let paper = Paper::print(page(&server, wide, theme))?;
        let visitor = Visitor::new("en").await?;
        visitor.on_screen(1000, 1900, 1.0).await?;
        visitor.open(&paper.url()).await?;
        for (id, shown) in [
            ("board", ".runner-rows li:nth-child(5)"),
            ("list", ".runner-rows li:nth-child(3)"),
            ("map", "canvas.map-canvas"),
            ("moment", ".embed-moment p"),
        ] {
            into_frame(&visitor, id).await?;
            visitor.find(shown).await?;
            let foot = visitor
                .read_until(".embed-foot", 20.0, |said| said.contains("As of 20"))
                .await?;
            assert!(
                foot.contains("Asia/") && foot.contains("Provisional"),
                "{foot}"
            );
            assert!(foot.contains("All of it at 127.0.0.1"), "{foot}");
            // Nothing is cut off at its side, and no bar is needed to see all of it.
            let over = "return [document.documentElement.scrollWidth, innerWidth].join('/')";
            let (inside, outside) = (words(&visitor.look(over).await?), format!("{wide}/{wide}"));
            assert_eq!(inside, outside, "{id}");
            let kept = "const done = arguments[0];
                Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys(), indexedDB.databases()])
                .then(all => done(JSON.stringify([document.cookie, localStorage.length, sessionStorage.length,
                    ...all.map(found => found.length)])), e => done('' + e))";
            let kept = visitor.driver().execute_async(kept, Vec::new()).await?;
            assert_eq!(words(kept.json()), "[\"\",0,0,0,0,0]", "{id}");
        }
        // The map's credits can be read, whatever lies over the map.
        into_frame(&visitor, "map").await?;
        let credits = visitor.text(".embed-credits").await?;
        assert!(
            credits.contains("OpenStreetMap") && credits.contains("Leaflet"),
            "{credits}"
        );
        visitor.driver().enter_default_frame().await?;
        let fits = "return [...document.querySelectorAll('iframe')].every(f => f.height > 60 && f.height != 150)";
        wait_for("the height of each piece", 20.0, async || {
            Ok((visitor.look(fits).await? == true).then_some(()))
        })
        .await?;
        // Only heights are told.
        let said = visitor.look("return window.said").await?;
        for said in said.as_array().into_iter().flatten() {
            let said: Value = serde_json::from_str(&words(said))?;
            let said = said.as_object().into_iter().flatten();
            let mut keys: Vec<&String> = said.map(|(key, _)| key).collect();
            keys.sort();
            assert_eq!(keys, ["height", "source", "type"]);
        }
        into_frame(&visitor, "board").await?;
        let before = visitor.text(".runner-rows").await?;
        visitor
            .read_until(".runner-rows", 40.0, |now| now != before)
            .await?;
        visitor.driver().enter_default_frame().await?;
        if let Some(folder) = std::env::var_os("HOMESTRETCH_SHOTS") {
            let file = Path::new(&folder).join(format!("embed-{wide}-{theme}.png"));
            visitor.shoot(&file).await?;
        }
        assert_eq!(visitor.complaints().await?, Vec::<String>::new(), "{wide}");
        let cookies = visitor.driver().get_all_cookies().await?;
        assert!(cookies.is_empty(), "{cookies:?}");
        let own = [server.url(""), paper.url().trim_end_matches('/').to_owned()];
        for request in visitor.requests().await? {
            assert!(own.contains(&request.origin), "{request:?}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_page_lets_itself_be_framed() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let frames = ["/", "/press", "/r/101"]
        .map(|path| {
            format!(
                "<iframe src=\"{}\" title=\"{path}\"></iframe>",
                server.url(path)
            )
        })
        .concat();
    let paper = Paper::print(format!(
        "<!doctype html><html lang=en><title>Paper</title><link rel=icon href=data:,>{frames}</html>"
    ))?;
    let visitor = Visitor::new("en").await?;
    visitor.open(&paper.url()).await?;
    let mut refused = 0;
    wait_for("three refusals", 20.0, async || {
        let complaints = visitor.complaints().await?;
        refused += complaints
            .iter()
            .filter(|c| c.contains("frame-ancestors"))
            .count();
        Ok((refused >= 3).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_is_named_with_the_remedy() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = Visitor::new("en").await?;
    for (query, says) in [
        ("show=films", "board, list, map or moment"),
        ("contest=mile", "contest=mile: this race has full"),
        ("show=list", "bibs=101,102"),
        (
            "show=list&bibs=131,nobody",
            "Not on the start list: nobody.",
        ),
        (
            "show=moment&moment=full.F.nothing",
            "no moment “full.F.nothing”",
        ),
    ] {
        visitor
            .open(&server.url(&format!("/embed?{query}")))
            .await?;
        visitor
            .read_until(".empty", 20.0, |said| said.contains(says))
            .await
            .map_err(|error| format!("{query}: {error}"))?;
    }
    // In another language it is another sentence.
    visitor
        .open(&server.url("/embed?show=list&lang=ko"))
        .await?;
    visitor
        .read_until(".empty", 20.0, |said| said.contains("배번"))
        .await?;
    assert_eq!(visitor.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_finds_nothing_in_any_kind() -> Done {
    let server = Server::start(&["demo", "--speed", "1", "--at", "11:55:00"])?;
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(320, 700, 1.0).await?;
    let mut all = Vec::new();
    for dark in [false, true] {
        let taste = Taste {
            dark,
            still: true,
            ..Taste::default()
        };
        visitor.with_taste(taste).await?;
        for (kind, query) in KINDS {
            visitor
                .open(&server.url(&format!("/embed?{query}")))
                .await?;
            visitor
                .read_until(".embed-foot", 20.0, |said| said.contains("As of"))
                .await?;
            let found = visitor.audit().await?;
            all.extend(
                found
                    .iter()
                    .map(|line| format!("{kind}, dark {dark}: {line}")),
            );
        }
    }
    assert_eq!(all, Vec::<String>::new());
    Ok(())
}
