//! One file as it goes over the wire: its bytes in every encoding, each with its own strong entity tag,
//! what it is, and how long it may be kept.

use std::io::Write;

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use super::system_copy::SystemCopy;

/// A file, ready to be sent.
#[derive(Clone, Debug)]
pub struct Body {
    /// What it is.
    pub kind: Kind,
    /// How long it may be kept.
    pub cache: Cache,
    /// As it is.
    pub identity: Packed,
    /// Brotli, where that is smaller.
    pub brotli: Option<Packed>,
    /// Gzip, where that is smaller.
    pub gzip: Option<Packed>,
}

/// The bytes in one encoding. Each has its own tag, made from these very bytes: a strong tag promises no less.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The bytes.
    pub bytes: Bytes,
    /// The entity tag, quoted.
    pub etag: HeaderValue,
    /// The system's own copy, where the bytes are many and nearly everybody takes this form.
    pub copy: Option<SystemCopy>,
}

/// How long a file may be kept, and by whom it is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Named by its content or number: never changes.
    Immutable,
    /// Holds names, which may have to be withdrawn: a day at most.
    Day,
    /// Changes with the race: so many seconds.
    Seconds(u8),
    /// May change at any time: asked for again at each use.
    Revalidate,
}

impl Cache {
    /// The `Cache-Control` header.
    pub fn header(self) -> HeaderValue {
        match self {
            Self::Immutable => HeaderValue::from_static("public, max-age=31536000, immutable"),
            Self::Day => HeaderValue::from_static("public, max-age=86400"),
            // Asked for all day long by everybody, so nothing is said that goes without saying.
            Self::Seconds(1) => HeaderValue::from_static("max-age=1"),
            Self::Seconds(s) => HeaderValue::from_str(&format!("max-age={s}"))
                .unwrap_or(HeaderValue::from_static("no-cache")),
            Self::Revalidate => HeaderValue::from_static("no-cache"),
        }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Json,
    Html,
    Css,
    Script,
    Wasm,
    Svg,
    Png,
    Icon,
    Manifest,
    Csv,
    Atom,
    Text,
    Bytes,
}

impl Kind {
    /// What a file of that name is.
    pub fn of(path: &str) -> Self {
        match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "json" => Self::Json,
            "html" => Self::Html,
            "css" => Self::Css,
            "js" | "mjs" => Self::Script,
            "wasm" => Self::Wasm,
            "svg" => Self::Svg,
            "png" => Self::Png,
            "ico" => Self::Icon,
            "webmanifest" => Self::Manifest,
            "txt" => Self::Text,
            _ => Self::Bytes,
        }
    }
    /// The `Content-Type` header.
    pub fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Css => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Wasm => "application/wasm",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Icon => "image/x-icon",
            Self::Manifest => "application/manifest+json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes => "application/octet-stream",
        })
    }
    /// Whether packing it makes it smaller.
    pub fn packs(self) -> bool {
        !matches!(self, Self::Png)
    }
}

/// How hard to try. More is smaller and slower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For what is made while people wait: ticks, heads.
    Quick,
    /// For what is made once and fetched by everybody, off the hot path.
    Thorough,
}

impl Body {
    /// A body that is sent as it is.
    pub fn plain(bytes: Vec<u8>, kind: Kind, cache: Cache) -> Self {
        Self {
            kind,
            cache,
            identity: Packed::new(bytes),
            brotli: None,
            gzip: None,
        }
    }
    /// A body packed here and now.
    pub fn packed(bytes: Vec<u8>, kind: Kind, cache: Cache, effort: Effort) -> Self {
        Self::plain(bytes, kind, cache).pack(effort)
    }
    /// The same file with a brotli form that was made before.
    #[must_use]
    pub fn with_brotli(mut self, packed: Vec<u8>) -> Self {
        self.brotli = Some(Packed::new(packed).for_everybody());
        self
    }
    /// The same file with the packed forms that it lacks. A form that is not smaller is left out.
    #[must_use]
    pub fn pack(mut self, effort: Effort) -> Self {
        let plain = self.identity.bytes.clone();
        // Below this a header for the encoding costs more than is saved.
        if !self.kind.packs() || plain.len() < 128 {
            return self;
        }
        let smaller = |packed: Vec<u8>| {
            (packed.len() < plain.len()).then(|| Packed::new(packed).for_everybody())
        };
        if self.brotli.is_none() {
            self.brotli = smaller(brotli_from_bytes(&plain, effort));
        }
        if self.gzip.is_none() {
            self.gzip = smaller(gzip_from_bytes(&plain, effort));
        }
        self
    }
}

impl Packed {
    fn new(bytes: Vec<u8>) -> Self {
        let etag = HeaderValue::from_str(&format!("\"{}\"", short_tag(&bytes)))
            .unwrap_or(HeaderValue::from_static("\"-\""));
        Self {
            bytes: bytes.into(),
            etag,
            copy: None,
        }
    }
    fn for_everybody(mut self) -> Self {
        self.copy = SystemCopy::of(&self.bytes);
        self
    }
}

/// Eleven letters that say as much as [`content_tag`]: they go to and fro with every poll.
fn short_tag(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digest = Sha256::digest(bytes);
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |n, b| n << 8 | u64::from(*b));
    let letter = |i: u32| char::from(LETTERS[(number >> (6 * i) & 63) as usize]);
    (0..11).map(letter).collect()
}

/// Sixteen hexadecimal digits that change with the content.
pub fn content_tag(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut tag = String::with_capacity(16);
    for byte in Sha256::digest(bytes).iter().take(8) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag
}

fn brotli_from_bytes(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let quality = match effort {
        // Beyond half a megabyte the better searches take seconds.
        Effort::Quick if bytes.len() > 500_000 => 5,
        Effort::Quick => 7,
        Effort::Thorough => 11,
    };
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    match brotli::BrotliCompress(&mut &*bytes, &mut packed, &params) {
        Ok(_) => packed,
        // Writing to memory does not fail; if it ever did, the plain bytes are right as well.
        Err(_) => bytes.to_vec(),
    }
}

fn gzip_from_bytes(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let level = match effort {
        Effort::Quick => 6,
        Effort::Thorough => 9,
    };
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    match packed.write_all(bytes).and_then(|()| packed.finish()) {
        Ok(packed) => packed,
        Err(_) => bytes.to_vec(),
    }
}
