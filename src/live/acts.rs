//! What happens to the poll client, and what it is to do.

use std::sync::Arc;

use homestretch_feed::{CourseFile, RaceClock, TickContent};
use homestretch_race::event::Event;
use homestretch_race::part::Part;
use homestretch_race::roster::Roster;
use homestretch_race::time::Instant;

use super::keeping::Keep;
use crate::health::Trouble;
use crate::held::Stand;

/// Name of the file that says what is newest.
pub const HEAD: &str = "live.json";

/// Something that happened to the client.
#[derive(Clone, Debug)]
pub enum Happening {
    /// It is time to ask: the first time, the timer, a waking device.
    Due,
    /// The device slept, or the page comes back from the browser's history.
    Woke,
    /// The page was hidden or shown.
    Hidden(bool),
    /// The device says that it has a network, or none.
    Online(bool),
    /// These bibs are wanted; true for those of whom news may come soon.
    Want(Vec<(String, bool)>),
    /// The viewer wants to save data, or the whole field, or leaves it to the size of the field.
    Thrift(Option<bool>),
    /// The answer for a file has come, at that server time.
    Answer(String, Answer, Instant),
}

/// What came back for a file.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The file, and its entity tag where it has one.
    Body(Vec<u8>, Option<String>),
    /// No good answer, for that reason, but the head that this device has kept, of that server time.
    Kept(Vec<u8>, Instant, Trouble),
    /// The same as before.
    NotModified,
    /// An HTTP status that brings nothing.
    Status(u16),
    /// Nothing: no network, or too slow.
    NoAnswer,
}

/// What to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The file's name, below the feed's prefix.
    pub file: String,
    /// The entity tag of the one that is held, so that "not modified" can be the answer.
    pub etag: Option<String>,
    /// True when no cache on the way may answer: the last answer was no good.
    pub anew: bool,
}

/// What the client is to do.
#[derive(Clone, Debug)]
pub enum Action {
    /// Fetch a file.
    Ask(Ask),
    /// Forget the requests on the way.
    DropAll,
    /// Ring in so many milliseconds; replaces the timer before.
    WaitMs(f64),
    /// Show this event anew.
    Begin(Arc<Event>, Arc<Roster>),
    /// Show another event file or start list of the same epoch.
    Renew(Arc<Event>, Arc<Roster>),
    /// Only a part of the field is in the race that is shown, and this is told of the rest.
    Part(Box<Part>),
    /// Whether somebody who is wanted is still on the way.
    Awaited(bool),
    /// Take in what became known.
    Apply(Vec<TickContent>),
    /// Show this course.
    Course(Box<CourseFile>),
    /// Set the race clock.
    Clock(RaceClock),
    /// How the race stands, now that everything up to it is applied.
    Stand(Stand),
    /// Keep these on the device for a start without a network.
    Keep(Keep),
    /// Something in the feed was odd and has been passed over.
    Odd(Vec<String>),
}
