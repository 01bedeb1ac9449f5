//! What is told of a whole field where only a few of its runners are held: what cannot be counted from these few.

use crate::mats::Mats;
use crate::roster::EntrantNo;
use crate::standings::Place;
use crate::tally::Tally;

/// What is told of a field beside the runners who are held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Each contest in numbers.
    pub tallies: Vec<Tally>,
    /// Which mats read, as seen from the whole field.
    pub mats: Mats,
    /// The pace of the middle runner of each contest between the points that are shown, in seconds per kilometre.
    pub middle: Vec<Vec<Option<f64>>>,
    /// Places as they were told; where an entrant comes twice, the first holds.
    pub places: Vec<(EntrantNo, Vec<Place>)>,
    /// So many of everybody, of the women and of the men lead the standings without a gap.
    pub leaders: usize,
    /// What all of the field would cost to fetch, in bytes; 0 where that is not told.
    pub whole_bytes: u32,
}

impl Part {
    /// The places of an entrant.
    pub fn places_of(&self, no: EntrantNo) -> Option<&[Place]> {
        let found = self.places.iter().find(|(of, _)| *of == no);
        found.map(|(_, places)| places.as_slice())
    }
}
