//! `homestretch certificate`: papers for a server on a network without internet.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use homestretch_server::{certificate, http, wall};

use super::Failure;

/// Make a certificate for this machine, and an authority that vouches for it alone; the browser of the screen is told to
/// trust the authority.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Names and addresses that the machine is reached by, such as `192.168.1.10 laptop.local`; without any, the address
    /// that it has on the network.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Folder for `authority.pem`, `certificate.pem` and `key.pem`.
    #[arg(long, value_name = "FOLDER", default_value = "certificate")]
    into: PathBuf,
}

/// Makes them.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut names = args.names.clone();
    if names.is_empty() {
        let own = http::venue::own_ip().ok_or_else(|| {
            Failure("this machine is on no network; name the address that it will have".to_owned())
        })?;
        names.push(own.to_string());
    }
    for here in ["localhost", "127.0.0.1"] {
        if names.iter().all(|name| name != here) {
            names.push(here.to_owned());
        }
    }
    let papers = certificate::make(&names, wall::now())?;
    std::fs::create_dir_all(&args.into)
        .map_err(|e| Failure(format!("`{}`: {e}", args.into.display())))?;
    let files = [
        ("authority.pem", &papers.authority, false),
        ("certificate.pem", &papers.certificate, false),
        ("key.pem", &papers.key, true),
    ]
    .map(|(name, text, secret)| (args.into.join(name), text, secret));
    // All or none: an old key beside a new certificate would be of no use.
    if let Some((there, ..)) = files.iter().find(|(path, ..)| path.exists()) {
        return Err(Failure(format!(
            "`{}` is there already, and nothing is written over; remove what is there, or choose another folder with `--into`",
            there.display()
        )));
    }
    for (path, text, secret) in &files {
        write(path, text, *secret)?;
    }
    let folder = args.into.display();
    println!(
        "A certificate for {}, good for 13 months, is in `{folder}`.\n\
         Serve with:  --secure 0.0.0.0:8443 --certificate {folder}/certificate.pem --key {folder}/key.pem\n\
         Tell the screen's browser to trust {folder}/authority.pem; docs/SCREEN.md says how.",
        names.join(", ")
    );
    Ok(())
}

/// What is secret can be read by its owner alone.
fn write(path: &Path, text: &str, secret: bool) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    #[cfg(not(unix))]
    let _ = secret;
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|e| Failure(format!("`{}`: {e}", path.display())))
}
