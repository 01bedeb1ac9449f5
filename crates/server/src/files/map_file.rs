//! The organiser's own detailed map: one `PMTiles` file on the venue's disk. Browsers ask for parts of it, so it is the one
//! file that is served from the disk; it may be larger than the memory.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{MethodRouter, get_service};
use tower_http::services::ServeFile;

use super::Files;
use super::body::{Cache, content_tag};
use super::tiles::offer;
use crate::http::headers::on_file;

/// Map files are served below this.
pub(crate) const FOLDER: &str = "/map/";
/// A `PMTiles` file of version 3 begins so.
const BEGINS: &[u8] = b"PMTiles\x03";
/// Its header is so long; ...
const HEADER: usize = 127;
/// ... what its tiles are stands here, ...
const TILE_TYPE: usize = 99;
/// ... and this says that they are vector tiles.
const VECTOR: u8 = 1;

/// A map file and whom it is to be credited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapFile {
    path: PathBuf,
    address: String,
    credit: String,
}

/// Why a map file cannot be offered.
#[derive(Debug, thiserror::Error)]
pub enum MapFileError {
    /// It cannot be read.
    #[error("--map-file `{path}` cannot be read: {cause}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// It is another kind of file.
    #[error(
        "--map-file `{0}` is no PMTiles file of version 3; `pmtiles convert` makes one of MBTiles, `pmtiles extract` cuts one out of a larger"
    )]
    NoPmtiles(PathBuf),
    /// It holds pictures.
    #[error(
        "--map-file `{0}` holds no vector tiles; one of the OpenStreetMap basemap by Protomaps is wanted (docs/MAP.md)"
    )]
    NoVectorTiles(PathBuf),
    /// Nobody is credited.
    #[error(
        "a map file needs `--tile-credit`: say whose map it is, such as `© OpenStreetMap contributors`"
    )]
    NoCredit,
}

impl MapFile {
    /// A map file, looked into to see that it is one.
    ///
    /// # Errors
    /// When it cannot be read, holds something else, or nobody is credited.
    pub fn new(path: &Path, credit: &str) -> Result<Self, MapFileError> {
        let unreadable = |cause| MapFileError::Unreadable {
            path: path.to_owned(),
            cause,
        };
        let file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        let mut begins = Vec::new();
        file.take(HEADER as u64)
            .read_to_end(&mut begins)
            .map_err(unreadable)?;
        if !begins.starts_with(BEGINS) || begins.len() < HEADER {
            return Err(MapFileError::NoPmtiles(path.to_owned()));
        }
        if begins[TILE_TYPE] != VECTOR {
            return Err(MapFileError::NoVectorTiles(path.to_owned()));
        }
        if credit.trim().is_empty() {
            return Err(MapFileError::NoCredit);
        }
        // Another file is another address, so that no cache mixes parts of two.
        begins.extend(about.len().to_le_bytes());
        let changed = about.modified().ok();
        let changed = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        begins.extend(changed.map_or(0, |since| since.as_nanos()).to_le_bytes());
        Ok(Self {
            path: path.to_owned(),
            address: format!("{FOLDER}{}.pmtiles", content_tag(&begins)),
            credit: credit.trim().to_owned(),
        })
    }

    /// The path under which it is served.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Writes it into the app's pages.
    pub fn offer(&self, files: &Files) {
        offer(files, &self.address, &self.credit);
    }

    /// Answers with the parts that are asked for.
    pub fn serve<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        get_service(ServeFile::new(&self.path)).layer(map_response(kept))
    }
}

async fn kept(mut answer: Response) -> Response {
    let cache = if answer.status().is_success() {
        Cache::Immutable.header()
    } else {
        HeaderValue::from_static("no-store")
    };
    answer.headers_mut().insert(CACHE_CONTROL, cache);
    on_file(answer.headers_mut());
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_map_of_vector_tiles_is_refused_with_the_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("venue.pmtiles");
        let refused = |bytes: &[u8], credit: &str| {
            std::fs::write(&path, bytes).expect("written");
            MapFile::new(&path, credit).map_err(|error| error.to_string())
        };
        let mut map = BEGINS.to_vec();
        map.resize(HEADER, 0);
        let said = refused(b"PK\x03\x04", "© them").unwrap_err();
        assert!(said.contains("pmtiles convert"), "{said}");
        let said = refused(&map, "© them").unwrap_err();
        assert!(said.contains("no vector tiles"), "{said}");
        map[TILE_TYPE] = VECTOR;
        let said = refused(&map, " ").unwrap_err();
        assert!(said.contains("--tile-credit"), "{said}");
        let one = refused(&map, "© them").expect("a map");
        map.push(0);
        let other = refused(&map, "© them").expect("a map");
        assert_ne!(one.address(), other.address());
        let gone = MapFile::new(&folder.path().join("none"), "© them").unwrap_err();
        assert!(gone.to_string().contains("cannot be read"), "{gone}");
    }
}
