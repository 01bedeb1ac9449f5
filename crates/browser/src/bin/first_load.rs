//! Measures a first visit in a real browser: the bytes on the wire by part, headers included, and the seconds until the
//! race is there on slow 3G. What `cargo xtask bench bundle` prints.

use std::collections::BTreeMap;
use std::time::Duration;

use homestretch_browser::{Done, Request, Server, Visitor, crowd, wait_for};

/// What a first load of the demo may weigh.
const BUDGET_BYTES: u64 = 200_000;
/// And of a field so large that a few of it are followed.
const BIG: u32 = 50_000;
const BIG_BUDGET_BYTES: u64 = 300_000;
/// What a slow link may take: 400 kbit/s and 400 ms there and back.
const SLOW_3G: (f64, f64) = (400.0, 400.0);
const SLOW_3G_S: f64 = 8.0;

/// By then the browser has told of every byte of the first page, and has not begun with what is fetched ahead.
const SETTLED: Duration = Duration::from_secs(3);

/// The race is there: in touch, and somebody's name to press.
const USABLE: &str = "return ['live', 'ended', 'before'].includes(document.querySelector('.health-mark')?.dataset.kind)
     && !!document.querySelector('.runner-rows a')";

#[tokio::main]
async fn main() -> Done {
    let json = std::env::args().any(|word| word == "--json");
    // In the middle of the race, which is when most people come.
    let server = Server::start(&["demo", "--speed", "1", "--at", "10:30:00"])?;
    let mut table = Table { json };

    let (parts, visitor) = parts(&server).await?;
    for (part, bytes) in &parts {
        table.say(part, "wire_bytes", "byte", *bytes as f64, None);
    }
    let say = |table: &mut Table, case: &str, bytes: u64, budget: u64| {
        table.say(
            case,
            "wire_bytes",
            "byte",
            bytes as f64,
            Some(budget as f64),
        );
    };
    say(&mut table, "first-load", parts.values().sum(), BUDGET_BYTES);

    // Fetched when it is first asked for, or quietly once the first page is there.
    visitor.open(&server.url("/leaders")).await?;
    visitor.find(".runner-rows a").await?;
    let requests = visitor.requests().await?;
    let later = requests
        .iter()
        .filter(|request| request.path.starts_with("/later/"));
    let later: u64 = later.map(|request| request.bytes).sum();
    table.say("later", "wire_bytes", "byte", later as f64, None);
    drop(visitor);

    let (_, seconds) = visit(&server, Some(SLOW_3G)).await?;
    table.say("slow-3g", "until_usable", "s", seconds, Some(SLOW_3G_S));
    drop(server);

    let crowd = crowd::serve(BIG, "11:40:00", 1)?;
    let (parts, _) = self::parts(&crowd.server).await?;
    for (part, bytes) in parts.iter().filter(|(part, _)| part.starts_with("feed")) {
        table.say(
            &format!("big {part}"),
            "wire_bytes",
            "byte",
            *bytes as f64,
            None,
        );
    }
    say(
        &mut table,
        "first-load-50000",
        parts.values().sum(),
        BIG_BUDGET_BYTES,
    );
    Ok(())
}

/// What a first visit fetches, by part, and who visits.
async fn parts(server: &Server) -> Done<(BTreeMap<String, u64>, Visitor)> {
    let (visitor, _) = visit(server, None).await?;
    // The race is on the screen before the browser has told of the last bytes; what is not of the first page comes later.
    tokio::time::sleep(SETTLED).await;
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    for request in visitor.requests().await? {
        if let Some(part) = part_of(&request) {
            *parts.entry(part).or_default() += request.bytes;
        }
    }
    Ok((parts, visitor))
}

/// A first visit at phone size, and the seconds until the race is there.
async fn visit(server: &Server, link: Option<(f64, f64)>) -> Done<(Visitor, f64)> {
    let visitor = Visitor::new("en").await?;
    visitor.on_screen(390, 844, 2.0).await?;
    if let Some((kbit_s, latency_ms)) = link {
        visitor.on_link(kbit_s, latency_ms).await?;
    }
    // On this machine's own link it would be there in the middle of the first page, and what it fetches in the page's
    // place is not told of. On a phone it comes after.
    visitor
        .before_each_page("delete Navigator.prototype.serviceWorker")
        .await?;
    let begun = std::time::Instant::now();
    visitor.open(&server.url("/")).await?;
    wait_for("the race on the screen", 120.0, async || {
        Ok((visitor.look(USABLE).await? == true).then_some(()))
    })
    .await?;
    Ok((visitor, begun.elapsed().as_secs_f64()))
}

/// What a request is called in the table; nothing for what is no part of a first load: pictures for the home screen,
/// the service worker's second look, and what the first poll after it brings.
fn part_of(request: &Request) -> Option<String> {
    let path = request.path.split('?').next()?;
    if request.from_cache {
        return None;
    }
    let name = path
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
        .unwrap_or("index.html");
    let (stem, ending) = name.rsplit_once('.')?;
    if ending == "png" {
        return None;
    }
    let is_hash = |word: &&str| word.len() >= 12 && word.chars().all(|c| c.is_ascii_hexdigit());
    let words = stem.split(['-', '_']).filter(|word| !is_hash(word));
    let name = format!("{}.{ending}", words.collect::<Vec<_>>().join("-"));
    Some(match path.strip_prefix("/feed/v1/") {
        Some(rest) if rest.contains('/') => format!("feed/{}", rest.split('/').next()?),
        Some(_) => format!("feed/{name}"),
        None => name,
    })
}

struct Table {
    json: bool,
}

impl Table {
    fn say(&mut self, case: &str, metric: &str, unit: &str, ours: f64, budget: Option<f64>) {
        let ours = if unit == "s" {
            format!("{ours:.1}")
        } else {
            format!("{ours:.0}")
        };
        if self.json {
            let budget = budget.map_or_else(String::new, |most| format!(",\"budget\":{most}"));
            println!(
                "{{\"bench\":\"bundle\",\"case\":\"{case}\",\"metric\":\"{metric}\",\"unit\":\"{unit}\",\"ours\":{ours}{budget}}}"
            );
            return;
        }
        let budget = budget.map_or_else(String::new, |most| format!("  (at most {most})"));
        println!("{ours:>9} {unit:<4}  {case}{budget}");
    }
}
