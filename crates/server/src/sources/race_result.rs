//! The TCP interface of a RACE RESULT decoder: we connect to it and ask for its passings by number. A spectator's
//! server only listens: it never starts or stops operation, and never sets the clock.

use super::moment::{Reckoner, date, time};
use super::session::{DeviceRead, Out, Session};

/// So many passings are asked for at once.
const AT_ONCE: u64 = 500;
/// An answer that has not come in this time is asked for again.
const PATIENCE_S: u64 = 10;
/// How often the decoder is asked about its clock.
const STATUS_EVERY_S: u64 = 60;

/// A conversation with a decoder, from its first passing on: what is known already changes nothing.
#[derive(Debug)]
pub struct RaceResult {
    reckoner: Reckoner,
    by_bib: bool,
    /// The decoder's file: another one counts from 1 again.
    file: String,
    taken: u64,
    /// How many records the running answer still owes.
    owed: u64,
    asked_at_s: u64,
    now_s: u64,
    waiting: bool,
}

impl RaceResult {
    /// A new conversation. With `by_bib` the code of a record is a bib.
    pub fn new(reckoner: Reckoner, by_bib: bool) -> Self {
        Self {
            reckoner,
            by_bib,
            file: String::new(),
            taken: 0,
            owed: 0,
            asked_at_s: 0,
            now_s: 0,
            waiting: false,
        }
    }

    fn count(&mut self, line: &str, out: &mut Out) {
        let mut fields = line.split(';').skip(1).map(str::trim);
        let Some(count) = fields.next().and_then(|n| n.parse::<u64>().ok()) else {
            return out.reject("answer of no known form", line);
        };
        let file = fields.next().unwrap_or_default();
        // A new file, or fewer than there were: the decoder counts anew. Nothing is lost, for it is read from 1 again.
        if file != self.file || count < self.taken {
            file.clone_into(&mut self.file);
            self.taken = 0;
        }
        self.waiting = false;
        self.ask(count, out);
    }

    fn ask(&mut self, count: u64, out: &mut Out) {
        let n = count.saturating_sub(self.taken).min(AT_ONCE);
        if n > 0 {
            out.say(&format!("{}:{n}\r\n", self.taken + 1));
            self.owed = n;
            self.waiting = true;
            self.asked_at_s = self.now_s;
        }
    }

    fn record(&mut self, line: &str, out: &mut Out) {
        match record(line, &self.reckoner, self.by_bib) {
            Ok(read) => out.reads.push(read),
            Err(why) => out.reject(why, line),
        }
        if self.owed > 0 {
            self.taken += 1;
            self.owed -= 1;
            if self.owed == 0 {
                self.poll(out);
            }
        }
    }

    fn poll(&mut self, out: &mut Out) {
        out.say("PASSINGS\r\n");
        self.waiting = true;
        self.asked_at_s = self.now_s;
    }
}

impl Session for RaceResult {
    fn open(&mut self, out: &mut Out) {
        out.say("SETPROTOCOL;2.0\r\nGETSTATUS\r\n");
        self.poll(out);
    }

    fn line(&mut self, line: &str, out: &mut Out) {
        let line = line.strip_prefix("#P;").unwrap_or(line);
        if line.starts_with("PASSINGS;") {
            self.count(line, out);
        } else if let Some(status) = line.strip_prefix("GETSTATUS;") {
            let day = status.split(';').next().unwrap_or_default();
            out.notice = Some(if date(day).is_some() {
                format!("its clock shows {day}")
            } else {
                "its clock has no date: times are taken as of race day".to_owned()
            });
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            self.record(line, out);
        } else if !line.starts_with("SETPROTOCOL;2") {
            out.reject("answer of no known form", line);
        }
    }

    fn second(&mut self, nth: u64, out: &mut Out) {
        self.now_s = nth;
        if nth.is_multiple_of(STATUS_EVERY_S) {
            out.say("GETSTATUS\r\n");
        }
        if !self.waiting || nth >= self.asked_at_s + PATIENCE_S {
            self.owed = 0;
            self.poll(out);
        }
    }
}

/// `no;code;date;time;event;hits;rssi;data;active;channel;loop;…;box name;file;antenna;box` of protocol 2.0.
fn record(line: &str, reckoner: &Reckoner, by_bib: bool) -> Result<DeviceRead, &'static str> {
    let fields: Vec<&str> = line.split(';').map(str::trim).collect();
    let [_, code, day, of_day, ..] = fields[..] else {
        return Err("record with too few fields");
    };
    if code.is_empty() {
        return Err("record without a code");
    }
    let of_day = time(of_day).ok_or("time that cannot be read")?;
    let at = reckoner.instant(date(day), of_day);
    let field = |i: usize| fields.get(i).copied().filter(|f| !f.is_empty());
    let box_name = field(16).or_else(|| field(19)).unwrap_or("decoder");
    Ok(DeviceRead {
        chip: if by_bib {
            format!("bib:{code}")
        } else {
            code.to_owned()
        },
        place: field(10).map_or_else(
            || box_name.to_owned(),
            |loop_id| format!("{box_name}/{loop_id}"),
        ),
        at: at.ok_or("time that cannot be read")?,
        raw: Some(line.to_owned()),
    })
}
