//! What the race office's remote tells the screens: `/api/v1/screen`. One small document, always said whole, so that
//! a screen that missed some of it knows as much as one that did not.

use homestretch_race::event::Text;

use crate::fields::{Fields, parse};
use crate::json::Json;
use crate::problem::{FeedError, Parsed, Problems};
use crate::wire::{COUNTS, VERSION, field, put_texts};

/// More bibs than these are not hidden one by one; the roster is the place for that.
const MOST_HIDDEN: usize = 500;
/// An announcement longer than this cannot be read from a seat, in characters.
const MOST_CHARS: usize = 240;
/// As many as stand on a podium.
const PODIUM: i64 = 3;

/// How the screens are to behave. The usual: by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// How often "next" was pressed so far; a screen that sees it grow goes on to the next scene.
    pub skips: u32,
    /// The scene stays until told otherwise; what is in it goes on.
    pub hold: bool,
    /// The picture stands still.
    pub freeze: bool,
    /// Bibs of those whom the screens must not name, beside what the roster hides.
    pub hidden: Vec<String>,
    /// What the screens say over everything else; empty for nothing.
    pub announcement: Text,
    /// What the race office announces to everybody; the screens say it where the remote has nothing to announce. It is
    /// the office's to take back, not the remote's, and is never taken from what the remote says.
    pub notice: Text,
    /// A podium at the announcer's pace.
    pub ceremony: Option<Ceremony>,
}

/// A ceremony: whose, and how much of it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ceremony {
    /// Key of the contest.
    pub contest: String,
    /// `F`, `M` or `X`; empty for the whole contest.
    pub sex: String,
    /// How many have been called, the third first: from 0 to 3.
    pub called: u8,
}

/// Reads the document.
///
/// # Errors
/// When it cannot be read at all.
pub fn read(bytes: &[u8]) -> Result<Parsed<Orders>, FeedError> {
    let json = parse("screen", bytes)?;
    let problems = Problems::default();
    let fields = Fields::of_file("screen", &json, &problems)?;
    let value = orders(&fields);
    Ok(problems.with(value))
}

fn orders(fields: &Fields<'_, '_, '_>) -> Orders {
    let hidden = fields.objects("hidden").into_iter().take(MOST_HIDDEN);
    Orders {
        skips: fields.int("skips", COUNTS).unwrap_or(0) as u32,
        hold: fields.flag("hold").unwrap_or(false),
        freeze: fields.flag("freeze").unwrap_or(false),
        hidden: hidden
            .filter_map(|(_, one)| Some(one.text("bib")?.to_owned()))
            .collect(),
        announcement: words(fields, "announcement"),
        notice: words(fields, "notice"),
        ceremony: fields.object("ceremony").and_then(|c| {
            Some(Ceremony {
                contest: c.text("contest")?.to_owned(),
                sex: c.text("sex").unwrap_or_default().to_owned(),
                called: c.int("called", 0..=PODIUM).unwrap_or(0) as u8,
            })
        }),
    }
}

/// What is to be read from a seat: no empty language, and nothing longer than that.
fn words(fields: &Fields<'_, '_, '_>, name: &'static str) -> Text {
    let mut words = fields.texts(name);
    words.0.retain(|(_, text)| !text.trim().is_empty());
    for (_, text) in &mut words.0 {
        *text = text.chars().take(MOST_CHARS).collect();
    }
    words
}

/// Writes the document.
pub fn write(orders: &Orders) -> Vec<u8> {
    let mut out = vec![
        VERSION,
        field("skips", Json::Int(i64::from(orders.skips))),
        field("hold", Json::Bool(orders.hold)),
        field("freeze", Json::Bool(orders.freeze)),
    ];
    let bib = |bib: &'_ str| Json::Object(vec![field("bib", Json::Text(bib.to_owned().into()))]);
    let hidden = orders.hidden.iter().map(|one| bib(one)).collect();
    out.push(field("hidden", Json::List(hidden)));
    put_texts(&mut out, "announcement", &orders.announcement);
    put_texts(&mut out, "notice", &orders.notice);
    if let Some(ceremony) = &orders.ceremony {
        out.push(field(
            "ceremony",
            Json::Object(vec![
                field("contest", Json::text(&ceremony.contest)),
                field("sex", Json::text(&ceremony.sex)),
                field("called", Json::Int(i64::from(ceremony.called))),
            ]),
        ));
    }
    Json::Object(out).to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_remote_says_comes_back() {
        let orders = Orders {
            skips: 7,
            hold: true,
            freeze: false,
            hidden: vec!["101".to_owned(), "B-7".to_owned()],
            announcement: Text(vec![("ko".to_owned(), "안내".to_owned())]),
            notice: Text::of("en", "Water at 8 km"),
            ceremony: Some(Ceremony {
                contest: "full".to_owned(),
                sex: "F".to_owned(),
                called: 2,
            }),
        };
        let parsed = read(&write(&orders)).expect("what was written is read");
        assert_eq!(parsed.problems, []);
        assert_eq!(parsed.value, orders);
        let usual = read(b"{}").expect("an empty document is the usual");
        assert_eq!(usual.value, Orders::default());
    }

    #[test]
    fn nonsense_costs_only_itself() {
        let text = r#"{"skips":-3,"hold":"yes","hidden":[{"bib":"7"},{"bib":8}],"ceremony":{"called":2},
            "announcement":{"en":"  ","ko":"x"}}"#;
        let parsed = read(text.as_bytes()).expect("it is an object");
        let (orders, problems) = (parsed.value, parsed.problems.len());
        assert_eq!((orders.skips, orders.hold, problems), (0, false, 3));
        assert_eq!(orders.hidden, ["7"]);
        assert_eq!(orders.ceremony, None);
        assert_eq!(orders.announcement, Text::of("ko", "x"));
        let long = format!(r#"{{"announcement":{{"en":"{}"}}}}"#, "a".repeat(999));
        let cut = read(long.as_bytes()).expect("it is an object").value;
        assert_eq!(cut.announcement.get("en").len(), MOST_CHARS);
    }
}
