//! The protocol CTP01 of `ChronoTrack` over TCP: the client (`SimpleClient`, or a box) connects to us and introduces itself; we say how
//! we want it, and then it pushes `CT01_33~line~point~tag~time~occurrence~reader~antenna`.

use super::moment::Reckoner;
use super::session::{DeviceGun, DeviceRead, Out, Session};

/// The greeting says how many wishes follow.
const WISHES: [&str; 5] = [
    "guntimes=true",
    "newlocations=true",
    "connection-id=false",
    "stream-mode=push",
    "time-format=iso",
];
/// How often the client is asked whether it is still there.
const PING_EVERY_S: u64 = 10;

/// A conversation with a client.
#[derive(Debug)]
pub struct ChronoTrack {
    reckoner: Reckoner,
    greeted: bool,
}

impl ChronoTrack {
    /// A new conversation.
    pub fn new(reckoner: Reckoner) -> Self {
        Self {
            reckoner,
            greeted: false,
        }
    }

    fn event(&self, line: &str, out: &mut Out) {
        let fields: Vec<&str> = line.split('~').map(str::trim).collect();
        let [_, _, point, tag, time, ..] = fields[..] else {
            return out.reject("line with too few fields", line);
        };
        if tag == "newlocation" {
            return;
        }
        let Some(at) = self.reckoner.read(time) else {
            return out.reject("time that cannot be read", line);
        };
        if tag == "guntime" {
            let name = point.to_owned();
            return out.guns.push(DeviceGun { name, at });
        }
        if tag.is_empty() {
            return out.reject("line without a tag", line);
        }
        out.reads.push(DeviceRead {
            chip: tag.to_owned(),
            place: point.to_owned(),
            at,
            raw: Some(line.to_owned()),
        });
    }
}

impl Session for ChronoTrack {
    fn line(&mut self, line: &str, out: &mut Out) {
        if line.starts_with("CT01") {
            self.event(line, out);
        } else if line.ends_with("~CTP01") {
            self.greeted = true;
            let mut hello = format!("Homestretch~1.0~{}\r\n", WISHES.len());
            for wish in WISHES {
                hello.push_str(wish);
                hello.push_str("\r\n");
            }
            out.say(&hello);
            out.say("getlocations\r\nstart\r\n");
        } else if let Some(locations) = line.strip_prefix("ack~getlocations") {
            let names = locations.trim_matches('~').replace('~', ", ");
            out.notice = Some(format!("its points: {names}"));
        } else if line == "ping" {
            out.say("ack~ping\r\n");
        } else if !line.starts_with("ack~") {
            out.reject("line of no known form", line);
        }
    }

    fn second(&mut self, nth: u64, out: &mut Out) {
        if self.greeted && nth.is_multiple_of(PING_EVERY_S) {
            out.say("ping\r\n");
        }
    }
}
