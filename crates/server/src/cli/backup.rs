//! `homestretch backup` and `homestretch restore`: a race folder as one copy, and back.

use std::path::PathBuf;

use homestretch_server::folder::backup;

use super::Failure;

/// Copy a race folder with all its reads, while its server may be running; the copy is a race folder itself.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The race folder.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// Where the copy goes: a folder that is not there yet, or is empty.
    #[arg(value_name = "COPY")]
    to: PathBuf,
}

/// Put a copy back as a race folder, on this machine or another.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The copy.
    #[arg(value_name = "COPY")]
    copy: PathBuf,
    /// The race folder: one that is not there yet, or is empty.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// The server was stopped before the copy was made, so nothing published is missing in it: spectators go on where
    /// they are. Otherwise they begin anew, by themselves.
    #[arg(long)]
    same_history: bool,
}

/// Makes the copy.
pub fn backup(args: &Backup) -> Result<(), Failure> {
    backup::backup(&args.folder, &args.to)?;
    println!("The race is copied to `{}`.", args.to.display());
    Ok(())
}

/// Puts it back.
pub fn restore(args: &Restore) -> Result<(), Failure> {
    backup::restore(&args.copy, &args.folder, args.same_history)?;
    let folder = args.folder.display();
    println!("The race is in `{folder}`; go on with `homestretch serve {folder}`.");
    Ok(())
}
