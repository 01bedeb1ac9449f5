//! `homestretch export` and `homestretch import`: feed and app on a stick, and from it.

use std::path::PathBuf;

use homestretch_server::folder::export;

use super::Failure;

/// Write feed and app of a race folder, whose server may be running, as a folder or one archive that any web server and
/// `homestretch serve --feed` can hand out.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The race folder.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// Where it goes: a folder that is not there yet or is empty, or a file whose name ends in `.tar`.
    #[arg(value_name = "TO")]
    to: PathBuf,
    /// Directory of the built app.
    #[arg(long, default_value = "dist", value_name = "DIR")]
    app: PathBuf,
}

/// Bring an exported feed to this machine.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// What `homestretch export` wrote.
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The folder it goes to: one that is not there yet, or is empty.
    #[arg(value_name = "FOLDER")]
    to: PathBuf,
}

/// Writes it.
pub fn export(args: &Export) -> Result<(), Failure> {
    let n_files = export::export(&args.folder, &args.app, &args.to)?;
    println!("{n_files} files are in `{}`.", args.to.display());
    Ok(())
}

/// Brings it.
pub fn import(args: &Import) -> Result<(), Failure> {
    export::import(&args.from, &args.to)?;
    let to = args.to.display();
    println!("The feed is in `{to}`; hand it out with `homestretch serve --feed {to}`.");
    Ok(())
}
