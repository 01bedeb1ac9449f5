//! Races with Kim in their office: how she comes in, what timing systems bring her, and pictures of her desk.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::server::root;
use crate::{Done, Server, Visitor};

/// Kim's token, ...
pub const TOKEN: &str = "kim-sits-in-the-race-office-0001";
/// ... and its SHA-256.
const HASH: &str = "7765b23e0014773c95102c51955ee8de81defb9e19427377316d65cebd5852d7";

/// A race whose office is open: its folder goes with it.
pub struct Office {
    /// The server.
    pub server: Server,
    _folder: tempfile::TempDir,
}

impl Office {
    /// The small race of the examples, some minutes after the gun.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn small() -> Done<Self> {
        let folder = tempfile::tempdir()?;
        for entry in std::fs::read_dir(root().join("examples/small-race"))? {
            let path = entry?.path();
            if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                std::fs::copy(&path, folder.path().join(name))?;
            }
        }
        Self::watch(folder, "09:20:00", "2")
    }

    /// The demo race as a race folder, while many run. `more` start beside its own field.
    ///
    /// # Errors
    /// When it cannot be made or started.
    pub fn big(more: usize) -> Done<Self> {
        let folder = tempfile::tempdir()?;
        let made = Server::run(&["simulate", "--folder", &folder.path().to_string_lossy()])?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).into());
        }
        let entrants = folder.path().join("entrants.csv");
        let mut list = std::fs::read_to_string(&entrants)?;
        add_runners(&mut list, more);
        std::fs::write(entrants, list)?;
        let sources = json!({"sources": [
            {"name": "stadium", "system": "mylaps", "listen": "127.0.0.1:0"},
            {"name": "elite box", "system": "race-result", "connect": "127.0.0.1:9"},
            {"name": "bridge", "system": "json"},
            {"name": "tower", "system": "json"},
        ]});
        std::fs::write(folder.path().join("sources.json"), sources.to_string())?;
        Self::watch(folder, "10:40:00", "1")
    }

    /// A race folder of the caller's own, served with its clock at that time and so much faster than life.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn of(folder: tempfile::TempDir, at: &str, speed: &str) -> Done<Self> {
        let of = folder.path().to_string_lossy().into_owned();
        Self::start(folder, &["serve", &of, "--speed", speed, "--at", at])
    }

    fn watch(folder: tempfile::TempDir, at: &str, speed: &str) -> Done<Self> {
        let of = folder.path().to_string_lossy().into_owned();
        let rehearse = ["rehearse", &of, "--watch", "--speed", speed, "--at", at];
        Self::start(folder, &rehearse)
    }

    fn start(folder: tempfile::TempDir, args: &[&str]) -> Done<Self> {
        let people = format!(r#"{{"people": {{"Kim": "{HASH}"}}}}"#);
        std::fs::write(folder.path().join("office.json"), people)?;
        Ok(Self {
            server: Server::start(args)?,
            _folder: folder,
        })
    }

    /// A source brings a read, so many seconds old by its own clock.
    ///
    /// # Errors
    /// When it is not taken.
    pub fn bring(&self, source: &str, chip: &str, place: &str, at: &str) -> Done {
        let read = json!({"chip": chip, "mat": place, "at": at});
        let body = json!({"source": source, "reads": [read]});
        self.server.post("/api/v1/reads", &body.to_string())
    }

    /// Kim does something, as a program of hers does.
    ///
    /// # Errors
    /// When it is refused.
    pub fn act(&self, act: &Value) -> Done {
        self.post("/api/v1/office/act", act)
    }

    /// She puts a time by hand.
    ///
    /// # Errors
    /// When it is refused.
    pub fn by_hand(&self, bib: &str, point: &str, at: &str) -> Done {
        self.act(&json!({"act": "by_hand", "bib": bib, "point": point, "at": at}))
    }

    /// She tells the screens something, as a program of hers does.
    ///
    /// # Errors
    /// When it is refused.
    pub fn tell_screens(&self, orders: &Value) -> Done {
        self.post("/api/v1/screen", orders)
    }

    fn post(&self, path: &str, body: &Value) -> Done {
        let header = format!("authorization: Bearer {TOKEN}\r\n");
        self.server.post_with(path, &header, &body.to_string())
    }
}

/// Runners after those of a start list, like its last one but for bib, name and chip.
fn add_runners(list: &mut String, more: usize) {
    let first = ["Amber", "Silver", "Quiet", "Misty", "Early", "Bright"];
    let last = ["Heron", "Birch", "Fern", "Otter", "Maple", "Lark", "Reed"];
    let header: Vec<String> = list
        .lines()
        .next()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .unwrap_or_default();
    let model: Vec<String> = list
        .lines()
        .last()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .unwrap_or_default();
    for i in 0..more {
        let cells = header.iter().zip(&model).map(|(column, cell)| {
            let name = || format!("{} {} {i}", first[i % first.len()], last[i % last.len()]);
            match column.trim_start_matches('\u{feff}') {
                "bib" => (20_000 + i).to_string(),
                "chip" => format!("M{i:06}"),
                column if column.starts_with("name") => name(),
                "said" => String::new(),
                _ => cell.clone(),
            }
        });
        list.push_str(&cells.collect::<Vec<_>>().join(","));
        list.push('\n');
    }
}

impl Visitor {
    /// Kim comes in.
    ///
    /// # Errors
    /// When she is not let in.
    pub async fn come_into_office(&self, server: &Server, query: &str) -> Done {
        self.open(&server.url(&format!("/office{query}"))).await?;
        self.find(".gate input").await?.send_keys(TOKEN).await?;
        self.click(".gate .go").await?;
        self.find(".top h1").await.map(drop)
    }
}

/// Phone and laptop.
const SIZES: &[(u32, u32, f64)] = &[(360, 780, 2.0), (1440, 900, 1.0)];

/// Pictures of the desk: their names and tabs, and what is pressed before.
const DESKS: &[(&str, &str, Option<&str>)] = &[
    ("now", "", None),
    ("reads", "?tab=reads", None),
    ("aside", "?tab=aside", Some(".rows .read")),
    ("runners", "?tab=runners", Some(".rows .person")),
    ("chips", "?tab=chips", None),
    ("race", "?tab=race", None),
    ("log", "?tab=log", None),
];

/// Takes the pictures whose names are wanted, and says how many there were.
///
/// # Errors
/// When server or browser cannot be started, or a page does not come.
pub async fn shoot(folder: &Path, wanted: impl Fn(&str) -> bool) -> Done<usize> {
    let name = |desk: &str, width: u32, theme: &str, tag: &str| {
        format!("office-{desk}-{width}-{theme}-{tag}.png")
    };
    let all = DESKS.iter().flat_map(|(desk, ..)| {
        let sizes = SIZES.iter().flat_map(move |(width, ..)| {
            ["light", "dark"].map(|theme| ["en", "ko"].map(|tag| name(desk, *width, theme, tag)))
        });
        sizes.flatten().collect::<Vec<_>>()
    });
    if !all.into_iter().any(|name| wanted(&name)) {
        return Ok(0);
    }
    let office = Office::big(50_000)?;
    busy(&office)?;
    let mut taken = 0;
    for tag in ["en", "ko"] {
        let visitor = Visitor::new(&format!("{tag},en")).await?;
        for (width, height, ratio) in SIZES {
            visitor.on_screen(*width, *height, *ratio).await?;
            for theme in ["light", "dark"] {
                for (desk, query, press) in DESKS {
                    let name = name(desk, *width, theme, tag);
                    if !wanted(&name) {
                        continue;
                    }
                    visitor.in_the_dark(theme == "dark").await?;
                    visitor.open(&office.server.url("/about")).await?;
                    let again = "sessionStorage.clear(); return 0";
                    visitor.look(again).await?;
                    visitor.come_into_office(&office.server, query).await?;
                    if *desk == "runners" {
                        visitor.find(".search").await?.send_keys("10").await?;
                    }
                    sleep(Duration::from_millis(1_500)).await;
                    if let Some(press) = press {
                        visitor.click(press).await?;
                        sleep(Duration::from_millis(500)).await;
                    }
                    visitor.shoot(&folder.join(&name)).await?;
                    taken += 1;
                }
            }
        }
        let complaints = visitor.complaints().await?;
        if !complaints.is_empty() {
            return Err(format!("the console is not clean:\n{}", complaints.join("\n")).into());
        }
    }
    Ok(taken)
}

/// A day as it is: a clock in another zone, a slow link, chips and places that nobody knows, and decisions.
fn busy(office: &Office) -> Done {
    let clock = |s: u32| {
        format!(
            "2027-04-04T{:02}:{:02}:{:02}+09:00",
            s / 3600,
            s / 60 % 60,
            s % 60
        )
    };
    let now = 10 * 3600 + 40 * 60;
    for i in 0..6 {
        office.bring(
            "bridge",
            &format!("bib:{}", 1200 + i),
            "25k",
            &clock(now - 3600 + i),
        )?;
        office.bring(
            "tower",
            &format!("bib:{}", 1300 + i),
            "30k",
            &clock(now - 95 + i),
        )?;
    }
    for (chip, place) in [
        ("SP-0412", "stadium"),
        ("SP-0418", "stadium"),
        ("C00871", "10k"),
    ] {
        office.bring("tower", chip, place, &clock(now - 90))?;
    }
    office.bring("tower", "bib:131", "box 9", &clock(now - 60))?;
    let acts = [
        json!({"act": "gun", "contest": "full", "wave": "A", "at": "09:00:12.4"}),
        json!({"act": "rule", "bib": "104", "ruling": "dnf", "note": "Stopped at the aid station, 25 km."}),
        json!({"act": "swap_chips", "bib": "108", "with": "109"}),
        json!({"act": "chip", "chip": "SP-0400", "bib": "112"}),
        json!({"act": "show", "bib": "117", "shown": "nameless"}),
        json!({"act": "announce", "text": "Water at 38 km is on the left.", "more": {"ko": "38km 급수대는 왼쪽에 있습니다."}, "until": "13:00"}),
        json!({"act": "rule", "bib": "119", "ruling": "dsq"}),
        json!({"act": "by_hand", "bib": "101", "point": "10k", "at": "09:31:05"}),
    ];
    acts.iter().try_for_each(|act| office.act(act))
}
