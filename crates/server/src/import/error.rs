//! What can be wrong with a course file. Each message names the place in the file and the remedy.

use homestretch_course::CourseError;

/// Why a course file cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// The ending of the name is none of those known.
    #[error(
        "cannot tell what `{name}` is; give a file whose name ends in .gpx, .kml, .json or .csv"
    )]
    UnknownKind {
        /// The file's name.
        name: String,
    },
    /// The bytes are no UTF-8.
    #[error("the file is not text from byte {byte} on; save it as UTF-8")]
    NotText {
        /// How many bytes are text.
        byte: usize,
    },
    /// The file's syntax is broken.
    #[error("{0}; mend that place, or export the file again")]
    Broken(String),
    /// There is no line in the file.
    #[error("there is no line in the file; it needs {needs}")]
    NoLine {
        /// What would be one.
        needs: &'static str,
    },
    /// A value is missing or no number.
    #[error("line {line}: {what} has {value}; give degrees as in 39.0437")]
    BadValue {
        /// Line of the file, from 1.
        line: usize,
        /// What it is about, such as `point 7`.
        what: String,
        /// What is there instead, such as ``no `lat` `` or ``the latitude `north` ``.
        value: String,
    },
    /// A point of a line is no pair of numbers.
    #[error(
        "point {point} has {found} numbers; give [latitude, longitude] or [latitude, longitude, height]"
    )]
    NoPair {
        /// Which point, from 1.
        point: usize,
        /// How many numbers it has.
        found: usize,
    },
    /// Neither the file nor the caller knows the certified length.
    #[error("the certified length is not known; give it in metres, such as 42195")]
    NoLength,
    /// Line, marks and length do not fit together.
    #[error(transparent)]
    Course(#[from] CourseError),
}
