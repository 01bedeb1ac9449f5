//! How a source's line stands, and how that is said.

/// How a source's line stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nobody holds a line: its reads are posted.
    #[default]
    Posted,
    /// We wait for the device to connect, or connect to it.
    Waiting(String),
    /// So many connections are open.
    Connected(usize),
    /// The file is read.
    Following,
    /// The service answers.
    Asking,
}

impl State {
    /// In one word, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Waiting(_) => "waiting",
            Self::Connected(_) => "connected",
            Self::Following => "following",
            Self::Asking => "asking",
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Posted => "reads are posted".to_owned(),
            Self::Waiting(for_what) => format!("waiting: {for_what}"),
            Self::Connected(1) => "connected".to_owned(),
            Self::Connected(n) => format!("connected, {n} times"),
            Self::Following => "the file is followed".to_owned(),
            Self::Asking => "the service answers".to_owned(),
        }
    }
}
