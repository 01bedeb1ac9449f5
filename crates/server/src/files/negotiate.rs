//! Which form of a file a client gets, and whether it has it already: `Accept-Encoding` and `If-None-Match`.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};

use super::body::{Body, Packed};

/// The form that suits the client, and its `Content-Encoding`.
pub fn form<'a>(body: &'a Body, headers: &HeaderMap) -> (&'a Packed, Option<&'static str>) {
    if let Some(packed) = &body.brotli
        && accepts(headers, "br")
    {
        return (packed, Some("br"));
    }
    if let Some(packed) = &body.gzip
        && accepts(headers, "gzip")
    {
        return (packed, Some("gzip"));
    }
    (&body.identity, None)
}

/// Whether the client has said that it has this form already.
/// The comparison is the weak one, as the standard asks for here: a cache between may have weakened the tag.
pub fn has_already(packed: &Packed, headers: &HeaderMap) -> bool {
    headers.get_all(IF_NONE_MATCH).iter().any(|value| {
        value.to_str().is_ok_and(|list| {
            list.split(',')
                .map(str::trim)
                .any(|tag| tag == "*" || packed.etag == tag.strip_prefix("W/").unwrap_or(tag))
        })
    })
}

/// Whether an encoding is accepted: named, or covered by `*`, and not with weight zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let mut any = false;
    for value in headers.get_all(ACCEPT_ENCODING) {
        let Ok(list) = value.to_str() else { continue };
        for item in list.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let refused = parts.any(|p| {
                p.strip_prefix("q=")
                    .and_then(|q| q.trim().parse::<f64>().ok())
                    .is_some_and(|q| q <= 0.0)
            });
            if name.eq_ignore_ascii_case(encoding) {
                return !refused;
            }
            if name == "*" {
                any = !refused;
            }
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::super::body::{Cache, Effort, Kind};
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert(name, value.parse().expect("a header"));
        map
    }

    #[test]
    fn encodings_as_asked_for() {
        let body = Body::packed(
            b"splits ".repeat(100),
            Kind::Json,
            Cache::Revalidate,
            Effort::Quick,
        );
        let got = |value| form(&body, &headers("accept-encoding", value)).1;
        assert_eq!(got("gzip, deflate, br"), Some("br"));
        assert_eq!(got("gzip"), Some("gzip"));
        assert_eq!(got("br;q=0, gzip;q=0.5"), Some("gzip"));
        assert_eq!(got("*"), Some("br"));
        assert_eq!(got("*, br;q=0.0"), Some("gzip"));
        assert_eq!(got("identity"), None);
        assert_eq!(form(&body, &HeaderMap::new()).1, None);
    }

    #[test]
    fn tags_as_lists_weakened_and_star() {
        let body = Body::plain(b"a".to_vec(), Kind::Text, Cache::Revalidate);
        let etag = body.identity.etag.to_str().expect("ascii");
        let has = |value: String| {
            let mut map = HeaderMap::new();
            map.insert(IF_NONE_MATCH, value.parse().expect("a header"));
            has_already(&body.identity, &map)
        };
        assert!(has(etag.to_owned()));
        assert!(has(format!("\"x\", W/{etag}")));
        assert!(has("*".to_owned()));
        assert!(!has("\"x\"".to_owned()));
        assert!(!has_already(&body.identity, &HeaderMap::new()));
    }

    #[test]
    fn each_form_has_its_own_tag() {
        let body = Body::packed(
            b"splits ".repeat(100),
            Kind::Json,
            Cache::Revalidate,
            Effort::Quick,
        );
        let brotli = body.brotli.expect("packs well").etag;
        let gzip = body.gzip.expect("packs well").etag;
        assert_ne!(brotli, gzip);
        assert_ne!(brotli, body.identity.etag);
    }
}
