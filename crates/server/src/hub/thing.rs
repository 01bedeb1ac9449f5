//! What a change is about: within one tick a thing changes at most once, and of two changes the newer stands.

use homestretch_race::What;
use homestretch_race::roster::EntrantNo;

/// What a change is about. The order is that of a tick's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// How the race stands.
    Phase,
    /// The gun of a wave: indexes of contest and wave.
    Gun(usize, usize),
    /// A ruling on an entrant.
    Status(EntrantNo),
    /// A passing: index of the point, and who.
    Passing(usize, EntrantNo),
}

impl Thing {
    /// What a change is about.
    pub fn of(what: &What) -> Self {
        match what {
            What::Passing { entrant, point, .. } => Self::Passing(*point, *entrant),
            What::Status { entrant, .. } => Self::Status(*entrant),
            What::Gun { contest, wave, .. } => Self::Gun(*contest, *wave),
            What::Phase { .. } => Self::Phase,
        }
    }
}
