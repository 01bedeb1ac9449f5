//! `homestretch token`: a token for those who bring reads, and its hash for `sources.json`.

use homestretch_server::token::{digest, hex_from_digest};

use super::Failure;

/// Make a token, and the hash of it that `sources.json` takes as `token_sha256`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints both.
pub fn run(_args: &Args) -> Result<(), Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure(format!("the system gives no random bytes: {error}")))?;
    let token = hex_from_digest(&bytes);
    println!("token:        {token}");
    println!("token_sha256: {}", hex_from_digest(&digest(&token)));
    println!("Give the token to whoever brings the reads; keep only the hash here.");
    Ok(())
}
