//! `homestretch token`: a token for those who bring reads, and its hash for `sources.json`.

use homestretch_server::token::{digest, hex_from_digest};

use super::Failure;

/// Make a token, and the hash of it that `sources.json` takes as `token_sha256`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The token is for somebody of the race office: prints the line for `office.json` of the race folder.
    #[arg(long, value_name = "NAME")]
    office: Option<String>,
}

/// Prints both.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure(format!("the system gives no random bytes: {error}")))?;
    let token = hex_from_digest(&bytes);
    println!("token:        {token}");
    let hash = hex_from_digest(&digest(&token));
    if let Some(name) = &args.office {
        println!(
            "office.json:  {}",
            serde_json::json!({ "people": { name.as_str(): hash } })
        );
        println!(
            "Give the token to {name}; keep only the hash, in office.json of the race folder."
        );
        return Ok(());
    }
    println!("token_sha256: {hash}");
    println!("Give the token to whoever brings the reads; keep only the hash here.");
    Ok(())
}
