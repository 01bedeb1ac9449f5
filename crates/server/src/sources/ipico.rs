//! IPICO and Trident readers: lines of ASCII, `aa` reader mat tag(12) counter(4) YYMMDD HHMMSS hundredths(2)
//! checksum(2), then `FS` for the first read of a visit and `LS` for the last one. Nothing is answered.

use jiff::civil::{Date, Time};

use super::moment::{Reckoner, two_digits};
use super::session::{DeviceRead, Out, Session};

/// A stream of lines from a socket or a file.
#[derive(Debug)]
pub struct Ipico {
    reckoner: Reckoner,
    hundredths: Hundredths,
}

/// How the hundredths of a second are written. The makers' manual says hexadecimal; some readers write decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hundredths {
    /// `3f` is 0.63 s.
    #[default]
    Hex,
    /// `63` is 0.63 s.
    Decimal,
}

impl Ipico {
    /// A new stream.
    pub fn new(reckoner: Reckoner, hundredths: Hundredths) -> Self {
        Self {
            reckoner,
            hundredths,
        }
    }

    fn read(&self, line: &str) -> Result<Option<DeviceRead>, &'static str> {
        if !line.is_ascii() || line.len() < 36 || !line[..2].eq_ignore_ascii_case("aa") {
            return Err("line of no known form");
        }
        // Only the first read of a visit counts; lines without a mark are from readers that send each read once.
        if line.len() >= 38 && !line[36..38].eq_ignore_ascii_case("FS") {
            return Ok(None);
        }
        let pair = |from: usize| two_digits(&line[from..from + 2]);
        let date = pair(20).zip(pair(22)).zip(pair(24));
        let date = date.and_then(|((y, m), d)| Date::new(2000 + i16::from(y), m, d).ok());
        let hundredths = match self.hundredths {
            Hundredths::Hex => i32::from_str_radix(&line[32..34], 16)
                .ok()
                .filter(|h| (0..100).contains(h))
                .ok_or("hundredths that are no hexadecimal number up to 63: does the reader write decimals?")?,
            Hundredths::Decimal => line[32..34]
                .parse()
                .ok()
                .filter(|h| (0..100).contains(h))
                .ok_or("hundredths that are no decimal number: does the reader write hexadecimal ones?")?,
        };
        let time = pair(26).zip(pair(28)).zip(pair(30));
        let time = time.and_then(|((h, m), s)| Time::new(h, m, s, hundredths * 10_000_000).ok());
        let at = date
            .zip(time)
            .and_then(|(date, time)| self.reckoner.instant(Some(date), time));
        Ok(Some(DeviceRead {
            chip: line[4..16].to_owned(),
            place: format!("{}/{}", &line[2..3], &line[3..4]),
            at: at.ok_or("time that cannot be read")?,
            raw: Some(line.to_owned()),
        }))
    }
}

impl Session for Ipico {
    fn line(&mut self, line: &str, out: &mut Out) {
        match self.read(line) {
            Ok(read) => out.reads.extend(read),
            Err(why) => out.reject(why, line),
        }
    }
}
