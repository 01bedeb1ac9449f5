//! MYLAPS Timing & Scoring over TCP: the software connects to us. Messages are `Name@Function@data@…@$`; passings come
//! as `Passing` (version 2) or `Store` (version 1), are numbered in batches, and are sent again until acknowledged.

use homestretch_race::time::Instant;

use super::moment::{Reckoner, date, plausible, time};
use super::session::{DeviceGun, DeviceRead, Out, Session};

/// What we call ourselves.
const US: &str = "Homestretch";
/// A batch of some thousand passings is one message.
const MAX_BYTES: usize = 1024 * 1024;

/// A conversation with the exporter.
#[derive(Debug)]
pub struct Mylaps {
    reckoner: Reckoner,
    version: Version,
    by_bib: bool,
}

/// Which version is offered. What comes in is understood either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `Store` messages.
    One,
    /// `Passing` messages.
    #[default]
    TwoOne,
}

impl Mylaps {
    /// A new conversation. With `by_bib` runners are told by the bib that the software says, where it says one.
    pub fn new(reckoner: Reckoner, version: Version, by_bib: bool) -> Self {
        Self {
            reckoner,
            version,
            by_bib,
        }
    }

    fn passing(&self, place: &str, text: &str) -> Result<DeviceRead, &'static str> {
        let fields = Fields(text);
        let at = self.at(&fields)?;
        let bib = fields
            .get("b")
            .filter(|b| self.by_bib && !matches!(*b, "" | "0"));
        let chip = match (bib, fields.get("c").filter(|c| !c.is_empty())) {
            (Some(bib), _) => format!("bib:{bib}"),
            (None, Some(chip)) => chip.to_owned(),
            (None, None) => return Err("passing without a chip"),
        };
        Ok(DeviceRead {
            chip,
            place: place.to_owned(),
            at,
            raw: Some(text.to_owned()),
        })
    }

    fn at(&self, fields: &Fields) -> Result<Instant, &'static str> {
        // Milliseconds of UTC leave nothing to guess.
        if let Some(utc) = fields.get("utc").and_then(|ms| ms.parse().ok()) {
            return plausible(Instant(utc)).ok_or("time that cannot be read");
        }
        let of_day = fields.get("t").and_then(time);
        let day = fields.get("d").filter(|d| !d.is_empty());
        let day = match day {
            None => None,
            Some(text) => Some(date(text).ok_or("date that cannot be read")?),
        };
        let at = of_day.and_then(|t| self.reckoner.instant(day, t));
        at.ok_or("time that cannot be read")
    }

    /// `0RK9T6N 13:50:23.30 9323 1000009080387`: the chip has seven characters, and may be followed by more;
    /// the date stands before the two characters of the checksum.
    fn store(&self, place: &str, text: &str) -> Result<DeviceRead, &'static str> {
        let chip = text.get(..7).ok_or("passing that is too short")?;
        let of_day = text.split_whitespace().nth(1).and_then(time);
        let of_day = of_day.ok_or("time that cannot be read")?;
        let len = text.len();
        let day = len.checked_sub(8).and_then(|from| text.get(from..len - 2));
        let day = day.and_then(date).ok_or("date that cannot be read")?;
        let at = self.reckoner.instant(Some(day), of_day);
        Ok(DeviceRead {
            chip: chip.trim().to_owned(),
            place: place.to_owned(),
            at: at.ok_or("time that cannot be read")?,
            raw: Some(text.to_owned()),
        })
    }

    fn marker(&self, place: &str, text: &str, out: &mut Out) {
        let fields = Fields(text);
        if fields.get("mt") != Some("Gunshot") {
            return;
        }
        let name = fields.get("n").filter(|n| !n.is_empty()).unwrap_or(place);
        match self.at(&fields) {
            Ok(at) => out.guns.push(DeviceGun {
                name: name.to_owned(),
                at,
            }),
            Err(why) => out.reject(why, text),
        }
    }
}

impl Session for Mylaps {
    fn line(&mut self, line: &str, out: &mut Out) {
        let mut parts: Vec<&str> = line.split('@').map(str::trim).collect();
        // Before the `$` stands one more `@`.
        if parts.last() == Some(&"") {
            parts.pop();
        }
        let [place, function, data @ ..] = &parts[..] else {
            return out.reject("message of no known form", line);
        };
        match *function {
            "Pong" => {
                let version = match self.version {
                    Version::One => "",
                    Version::TwoOne => "Version2.1@",
                };
                out.say(&format!("{US}@AckPong@{version}$"));
            }
            "Ping" => out.say(&format!("{US}@AckPing@$")),
            "Passing" | "Store" | "Marker" => {
                let [data @ .., no] = data else {
                    return out.reject("batch without a number", line);
                };
                for text in data.iter().filter(|text| !text.is_empty()) {
                    let read = match *function {
                        "Passing" => self.passing(place, text),
                        "Store" => self.store(place, text),
                        _ => {
                            self.marker(place, text, out);
                            continue;
                        }
                    };
                    match read {
                        Ok(read) => out.reads.push(read),
                        Err(why) => out.reject(why, text),
                    }
                }
                // What cannot be read would not be better the next time: it is acknowledged too, and complained about.
                out.say(&format!("{US}@Ack{function}@{no}@$"));
            }
            // Answers to questions that others ask.
            other if other.starts_with("Ack") => {}
            _ => out.reject("function that is not known here", line),
        }
    }

    fn ends(&self) -> &'static [u8] {
        b"$"
    }

    fn max_line_bytes(&self) -> usize {
        MAX_BYTES
    }
}

/// `t=13:11:30.904|c=0000041|…`
struct Fields<'a>(&'a str);

impl<'a> Fields<'a> {
    fn get(&self, key: &str) -> Option<&'a str> {
        self.0.split('|').find_map(|field| {
            let (k, value) = field.split_once('=')?;
            (k.trim() == key).then_some(value.trim())
        })
    }
}
