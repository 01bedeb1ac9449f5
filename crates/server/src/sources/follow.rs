//! A file that another program writes, read as it grows. After a restart it is read from the beginning: what is known
//! already changes nothing. A file that was replaced or cut short is begun anew.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::frame::Frames;
use super::health::State;
use super::line::hear;
use super::session::{Out, Session};
use super::sink::Sink;

/// How often it is looked whether the file has grown.
const LOOK: Duration = Duration::from_millis(500);
const PIECE_BYTES: u64 = 256 * 1024;

/// How far a file was read.
struct Reading {
    session: Box<dyn Session>,
    frames: Frames,
    position: u64,
    file: Option<File>,
    identity: Option<u64>,
}

/// Follows a file until the task is dropped.
pub async fn follow(path: PathBuf, sink: Sink) {
    let name = sink.setup.name.clone();
    let Some(mut reading) = Reading::new(&sink) else {
        return;
    };
    loop {
        match reading.more(&path) {
            Ok(Some(Piece::New)) => {
                let Some(new) = Reading::new(&sink) else {
                    return;
                };
                reading = new;
                tracing::info!(
                    source = name,
                    "the file is another one; it is read from its beginning"
                );
            }
            Ok(Some(Piece::Bytes(bytes))) => {
                sink.healths().state(&name, State::Following);
                reading.deliver(&bytes, &sink).await;
                continue;
            }
            Ok(None) => sink.healths().state(&name, State::Following),
            Err(error) => {
                let why = format!("`{}`: {error}", path.display());
                sink.healths().state(&name, State::Waiting(why));
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

enum Piece {
    Bytes(Vec<u8>),
    /// The file is not the one that was read so far.
    New,
}

impl Reading {
    fn new(sink: &Sink) -> Option<Self> {
        let session = sink.setup.session()?;
        Some(Self {
            frames: Frames::new(session.ends(), session.max_line_bytes()),
            session,
            position: 0,
            file: None,
            identity: None,
        })
    }

    fn more(&mut self, path: &Path) -> io::Result<Option<Piece>> {
        let metadata = std::fs::metadata(path)?;
        let identity = identity(&metadata);
        if metadata.len() < self.position || self.identity.is_some_and(|known| known != identity) {
            return Ok(Some(Piece::New));
        }
        if metadata.len() == self.position {
            return Ok(None);
        }
        self.identity = Some(identity);
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::open(path)?),
        };
        file.seek(SeekFrom::Start(self.position))?;
        let mut bytes = Vec::new();
        file.take(PIECE_BYTES).read_to_end(&mut bytes)?;
        Ok((!bytes.is_empty()).then_some(Piece::Bytes(bytes)))
    }

    async fn deliver(&mut self, bytes: &[u8], sink: &Sink) {
        let mut out = Out::default();
        self.frames
            .take(bytes, |frame| hear(self.session.as_mut(), frame, &mut out));
        // The file keeps its lines: what could not be kept is tried again until it is.
        while let Err(error) = sink.deliver(&out).await {
            tracing::error!(source = sink.setup.name, %error, "reads could not be kept; trying again");
            out.rejects.clear();
            tokio::time::sleep(LOOK * 4).await;
        }
        self.position += bytes.len() as u64;
    }
}

#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.ino()
}

#[cfg(not(unix))]
fn identity(_metadata: &std::fs::Metadata) -> u64 {
    0
}
