//! Online map tiles, where the organiser wants them: told to the app in its page.

use super::app::{INDEX, escaped, into_head, unescaped};
use super::{Body, Edit, Files, Found};

/// A tile server and whom its pictures are to be credited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    template: String,
    credit: String,
}

/// Why tiles cannot be offered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TilesError {
    /// The address is no template of tiles.
    #[error(
        "`{0}` is no address of tiles: give one with {{z}}, {{x}} and {{y}}, such as `https://tile.example.org/{{z}}/{{x}}/{{y}}.png`"
    )]
    NoTemplate(String),
    /// Nobody is credited.
    #[error("tiles need `--tile-credit`: say whose map it is, as the tile server asks")]
    NoCredit,
}

impl Tiles {
    /// Tiles from an address with `{z}`, `{x}` and `{y}`.
    ///
    /// # Errors
    /// When the address is no such template, or nobody is credited.
    pub fn new(template: &str, credit: &str) -> Result<Self, TilesError> {
        let tiles = Self {
            template: template.to_owned(),
            credit: credit.trim().to_owned(),
        };
        let holes = ["{z}", "{x}", "{y}"]
            .iter()
            .all(|hole| template.contains(hole));
        if !holes || tiles.origin().is_none() {
            return Err(TilesError::NoTemplate(template.to_owned()));
        }
        if tiles.credit.is_empty() {
            return Err(TilesError::NoCredit);
        }
        Ok(tiles)
    }
    /// Scheme and host of the tile server, which pages must be allowed to load pictures from.
    pub fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.template.split_once("://")?;
        let host = rest
            .split('/')
            .next()
            .filter(|host| !host.is_empty() && !host.contains('{'))?;
        ["http", "https"]
            .contains(&scheme)
            .then(|| &self.template[..scheme.len() + 3 + host.len()])
    }
    /// Writes them into the app's page and into the pages with a program of their own.
    pub fn offer(&self, files: &Files) {
        offer(files, &self.template, &self.credit);
    }
}

/// How a page says where the map comes from, and whose it is.
const SAYS: &str = "<meta name=\"map-tiles\" content=\"";
const CREDITS: &str = "\" data-credit=\"";

/// Writes into the app's pages where the map comes from and whose it is.
pub(crate) fn offer(files: &Files, address: &str, credit: &str) {
    let (address, credit) = (escaped(address), escaped(credit));
    let said = format!("{SAYS}{address}{CREDITS}{credit}\">");
    let pages = files.paths("/").into_iter();
    for path in pages.filter(|path| path.ends_with(INDEX)) {
        let Found::Here(index) = files.get(&path) else {
            continue;
        };
        let page = into_head(&String::from_utf8_lossy(&index.identity.bytes), &said);
        let mut edit = Edit::default();
        edit.put(
            path,
            Body::plain(page.into_bytes(), index.kind, index.cache),
        );
        files.change(edit);
    }
}

/// Where the map of a page comes from and whose it is, as [`offer`] wrote it there.
pub(crate) fn offered(page: &str) -> Option<(String, String)> {
    let (_, said) = page.split_once(SAYS)?;
    let (address, said) = said.split_once(CREDITS)?;
    let (credit, _) = said.split_once('"')?;
    Some((unescaped(address), unescaped(credit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Cache, Kind};

    #[test]
    fn tiles_name_their_server_and_their_makers() {
        let tiles =
            Tiles::new("https://t.example.org/{z}/{x}/{y}.png", "© somebody").expect("tiles");
        assert_eq!(tiles.origin(), Some("https://t.example.org"));
        let broken = [
            "ftp://t/{z}/{x}/{y}",
            "https://{s}.t/{z}/{x}/{y}",
            "https://t/{z}/{x}",
            "t",
        ];
        for template in broken {
            assert_eq!(
                Tiles::new(template, "©"),
                Err(TilesError::NoTemplate(template.to_owned()))
            );
        }
        assert_eq!(
            Tiles::new("https://t/{z}/{x}/{y}", " "),
            Err(TilesError::NoCredit)
        );
    }

    #[test]
    fn the_page_tells_the_app_where_tiles_are() {
        let files = Files::default();
        let mut edit = Edit::default();
        // As the build writes it.
        let page =
            b"<!doctype html><html lang=en><meta charset=utf-8><title>t</title></html>".to_vec();
        edit.put(INDEX, Body::plain(page, Kind::Html, Cache::Revalidate));
        files.change(edit);
        let tiles = Tiles::new("https://t.example.org/{z}/{x}/{y}.png", "\"<b>").expect("tiles");
        tiles.offer(&files);
        let Found::Here(page) = files.get(INDEX) else {
            panic!("no page")
        };
        let page = String::from_utf8_lossy(&page.identity.bytes).into_owned();
        assert!(
            page.contains("content=\"https://t.example.org/{z}/{x}/{y}.png\""),
            "{page}"
        );
        assert!(page.contains("data-credit=\"&quot;&lt;b&gt;\""), "{page}");
        let read = offered(&page).expect("what was offered");
        assert_eq!(read.1, "\"<b>");
        assert_eq!(read.0, "https://t.example.org/{z}/{x}/{y}.png");
        assert_eq!(offered("<!doctype html><title>none</title>"), None);
    }
}
