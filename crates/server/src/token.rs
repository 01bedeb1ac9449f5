//! Tokens of those who may bring reads. Only their SHA-256 is kept, and hashes are compared in constant time.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

/// The SHA-256 of a token.
pub type Digest = [u8; 32];

/// The hash of a token. Tokens are long and random, so a fast hash is enough.
pub fn digest(token: &str) -> Digest {
    Sha256::digest(token.as_bytes()).into()
}

/// Whether a token is the one with this hash.
pub fn is(token: &str, expected: &Digest) -> bool {
    digest(token).ct_eq(expected).into()
}

/// A hash from its 64 hexadecimal digits.
pub fn digest_from_hex(hex: &str) -> Option<Digest> {
    let hex = hex.trim().as_bytes();
    let mut digest = [0; 32];
    if hex.len() != 64 || !hex.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(hex.chunks(2)) {
        *byte = u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(digest)
}

/// The 64 hexadecimal digits of a hash.
pub fn hex_from_digest(digest: &Digest) -> String {
    use core::fmt::Write as _;
    digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to memory does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
