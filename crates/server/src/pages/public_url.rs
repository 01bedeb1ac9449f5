//! The address that the world knows the server by. Only with it can a page say where its preview picture lies.

/// Scheme, host and where needed a path, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why an address is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no public address: give scheme and host, such as `https://race.example.org`")]
pub struct NotPublic(String);

impl PublicUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is not an absolute http or https address of plain characters.
    pub fn new(text: &str) -> Result<Self, NotPublic> {
        let refused = || NotPublic(text.to_owned());
        let address = text.trim().trim_end_matches('/');
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))
            .ok_or_else(refused)?;
        let plain = |b: u8| {
            b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'/' | b'_' | b'~')
        };
        let host = rest.split('/').next().unwrap_or_default();
        if host.is_empty() || host.starts_with(':') || !rest.bytes().all(plain) {
            return Err(refused());
        }
        Ok(Self(address.to_owned()))
    }

    /// The whole address of a path that begins with a slash.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_addresses_are_taken() {
        let of = |text: &str| PublicUrl::new(text).map(|url| url.of("/r/101"));
        assert_eq!(
            of("https://race.example.org/").as_deref(),
            Ok("https://race.example.org/r/101")
        );
        assert_eq!(
            of("http://10.0.0.4:8080").as_deref(),
            Ok("http://10.0.0.4:8080/r/101")
        );
        assert_eq!(
            of("https://example.org/race").as_deref(),
            Ok("https://example.org/race/r/101")
        );
        for wrong in [
            "",
            "race.example.org",
            "ftp://x",
            "https://",
            "https://:80",
            "https://a b",
            "https://a/?x=\"",
        ] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
