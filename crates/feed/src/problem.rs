//! What can be wrong with a file: problems that cost one piece of it, and errors that cost all of it.

use std::cell::RefCell;
use std::fmt;

/// A value, and what was wrong with the pieces that are not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What was dropped, and why.
    pub problems: Vec<Problem>,
}

/// A piece of a file that made no sense and was dropped; the rest of the file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which field of which file, such as `tick.status[3]`.
    pub field: String,
    /// What is wrong with it, with its value.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.field, self.message)
    }
}

/// Why a file could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// A web page came instead: a captive portal, or an error page of a proxy.
    #[error(
        "the {file} file is a web page, not JSON; is there a log-in page between here and the server?"
    )]
    Html {
        /// Kind of file.
        file: &'static str,
    },
    /// The file ends early.
    #[error("the {file} file ends early, after {bytes} bytes; fetch it again")]
    Truncated {
        /// Kind of file.
        file: &'static str,
        /// How many bytes there were.
        bytes: usize,
    },
    /// Not JSON, or nested too deeply.
    #[error("the {file} file is not the JSON it should be: {reason}")]
    NotJson {
        /// Kind of file.
        file: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// Larger than any race needs.
    #[error("the {file} file has {bytes} bytes, more than the {limit} that any race needs")]
    TooBig {
        /// Kind of file.
        file: &'static str,
        /// How many bytes there are.
        bytes: usize,
        /// How many are read at most.
        limit: usize,
    },
    /// Another version of the feed.
    #[error(
        "the {file} file is of feed version {found}, and this program reads version 1; reload or update it"
    )]
    Version {
        /// Kind of file.
        file: &'static str,
        /// The version it says.
        found: i64,
    },
    /// A field without which the file has no meaning.
    #[error("the {file} file has no usable `{field}`")]
    Missing {
        /// Kind of file.
        file: &'static str,
        /// The field.
        field: &'static str,
    },
}

/// How many problems of one file are kept in full; a file of rubbish must not fill the memory with complaints.
const KEPT: usize = 50;

/// Collects problems while a file is read. Shared by reference, so that readers need not pass it on by hand.
#[derive(Debug, Default)]
pub(crate) struct Problems(RefCell<(Vec<Problem>, usize)>);

impl Problems {
    pub(crate) fn add(&self, field: String, message: String) {
        let mut kept = self.0.borrow_mut();
        if kept.0.len() < KEPT {
            kept.0.push(Problem { field, message });
        } else {
            kept.1 += 1;
        }
    }

    pub(crate) fn with<T>(self, value: T) -> Parsed<T> {
        let (mut problems, more) = self.0.into_inner();
        if more > 0 {
            problems.push(Problem {
                field: "…".to_owned(),
                message: format!("and {more} more pieces were dropped"),
            });
        }
        Parsed { value, problems }
    }
}
