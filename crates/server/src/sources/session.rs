//! What every timing system's conversation has in common: lines come in; reads, guns, replies and complaints go out.
//! Sessions are pure: they read no clock and own no socket, so that a test can hold both ends.

use homestretch_race::time::Instant;

/// A read as a device tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRead {
    /// The chip's code, or `bib:101`.
    pub chip: String,
    /// What the device calls the place; parts, if any, from the general to the particular: `D-50432/8`.
    pub place: String,
    /// When, by the device's own clock.
    pub at: Instant,
    /// The device's own line, where it says more.
    pub raw: Option<String>,
}

/// A gun as a device tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceGun {
    /// What the device calls it.
    pub name: String,
    /// When, by the device's own clock.
    pub at: Instant,
}

/// What could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The reason, one of a few.
    pub why: &'static str,
    /// What it was, cut short.
    pub what: String,
}

/// What a session wants done. Reads and guns are kept first; the reply goes out only when they are on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Out {
    /// Reads to keep.
    pub reads: Vec<DeviceRead>,
    /// Guns to keep.
    pub guns: Vec<DeviceGun>,
    /// What to answer, after that.
    pub reply: Vec<u8>,
    /// What was not understood.
    pub rejects: Vec<Reject>,
    /// What the device says about itself, for the health line.
    pub notice: Option<String>,
}

/// At most so much of a line is quoted.
const QUOTED_CHARS: usize = 120;

impl Out {
    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Complains about a line.
    pub fn reject(&mut self, why: &'static str, what: &str) {
        let what = what.chars().filter(|c| !c.is_control());
        self.rejects.push(Reject {
            why,
            what: what.take(QUOTED_CHARS).collect(),
        });
    }

    /// Answers with a text.
    pub fn say(&mut self, text: &str) {
        self.reply.extend_from_slice(text.as_bytes());
    }
}

/// One conversation with one device, from its beginning.
pub trait Session: Send {
    /// The line is open.
    fn open(&mut self, _out: &mut Out) {}
    /// A line came in, without its end.
    fn line(&mut self, line: &str, out: &mut Out);
    /// A second has passed; `nth` counts from 1.
    fn second(&mut self, _nth: u64, _out: &mut Out) {}
    /// Which bytes end a line.
    fn ends(&self) -> &'static [u8] {
        b"\r\n"
    }
    /// The longest line there may be.
    fn max_line_bytes(&self) -> usize {
        4 * 1024
    }
}
