//! The security headers of pages. Strict from the first day: no inline script or style, nothing from third parties.

use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};

/// The one page that may stand in a frame of somebody else's page: it has nothing to press that does anything.
const EMBED: &str = "/embed/index.html";
const NOBODY: &str = "frame-ancestors 'none'";
const ANYBODY: &str = "frame-ancestors *";
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// What pages may load, and from where.
#[derive(Clone, Debug)]
pub struct Policy {
    content: HeaderValue,
    embedded: HeaderValue,
}

/// Why a tile host is refused.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no tile host: give scheme and host alone, such as `https://tile.example.org`")]
pub struct NotAnOrigin(String);

impl Policy {
    /// Nothing but the server's own files, and pictures of a tile host where the organiser has configured one.
    ///
    /// # Errors
    /// When the tile host is not an origin: it must not be able to carry another directive.
    pub fn new(tile_host: Option<&str>) -> Result<Self, NotAnOrigin> {
        let tiles = match tile_host {
            None => String::new(),
            Some(origin) if is_origin(origin) => format!(" {origin}"),
            Some(other) => return Err(NotAnOrigin(other.to_owned())),
        };
        let content = format!(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data: blob:{tiles}; connect-src 'self'; object-src 'none'; base-uri 'self'; \
             form-action 'self'; {NOBODY}"
        );
        let embedded = content.replace(NOBODY, ANYBODY);
        let header = |text: &str| {
            HeaderValue::from_str(text).map_err(|_| NotAnOrigin(tiles.trim().to_owned()))
        };
        Ok(Self {
            content: header(&content)?,
            embedded: header(&embedded)?,
        })
    }

    /// The policy as a page can say it itself, where no header does.
    pub fn in_page(&self) -> String {
        let content = self.content.to_str().unwrap_or_default();
        let parts = content.split("; ");
        let parts = parts.filter(|part| !part.starts_with("frame-ancestors"));
        parts.collect::<Vec<_>>().join("; ")
    }

    /// Adds the headers of a page; `file` is the name of the file that it is, if it is one.
    pub fn on_page(&self, headers: &mut HeaderMap, file: &str) {
        if file == EMBED {
            headers.insert(CONTENT_SECURITY_POLICY, self.embedded.clone());
        } else {
            headers.insert(CONTENT_SECURITY_POLICY, self.content.clone());
            // For browsers that do not know the policy's word for it.
            headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        }
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(
            PERMISSIONS_POLICY,
            HeaderValue::from_static(
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            ),
        );
    }
}

/// Adds the header of every file: it is what it says it is, whatever it looks like.
pub fn on_file(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

fn is_origin(text: &str) -> bool {
    let Some(host) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    !host.is_empty()
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'*'))
}
