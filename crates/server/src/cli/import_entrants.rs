//! `homestretch import-entrants`: the start list of an entry system becomes that of a race folder.

use std::path::PathBuf;

use homestretch_server::folder;
use homestretch_server::prepare::entrants::{Wanted, sort};

use super::Failure;

/// So many entrants and so many faults are shown.
const SHOWN: usize = 20;

/// Take a start list (CSV) into a race folder. Shows what it makes of it; with --write, it is written.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The race folder.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// The start list: CSV with a header line; commas, semicolons or tabs.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which column is what, such as bib=Startnummer; may be repeated. Usual names are known.
    #[arg(long = "map", value_name = "WHAT=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Everybody is in this contest.
    #[arg(long, value_name = "KEY")]
    contest: Option<String>,
    /// Write entrants.csv; nothing is written while anything is wrong.
    #[arg(long)]
    write: bool,
    /// Write over a start list that is there.
    #[arg(long)]
    replace: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (what, column) = text
        .split_once('=')
        .ok_or("write WHAT=COLUMN, such as bib=Startnummer")?;
    Ok((what.trim().to_owned(), column.trim().to_owned()))
}

/// Says what there is to say of lines, the first of them.
fn told(what: &str, lines: &[(usize, String)]) {
    for (line, why) in lines.iter().take(SHOWN) {
        println!("{what} {line}: {why}");
    }
    if lines.len() > SHOWN {
        println!("… and {} more.", lines.len() - SHOWN);
    }
}

/// Takes it in.
pub fn run(args: &Args) -> Result<(), Failure> {
    let event = folder::event(&args.folder.join("event.json"))?;
    let named = |e: &dyn std::fmt::Display| Failure(format!("`{}`: {e}", args.file.display()));
    let bytes = std::fs::read(&args.file).map_err(|e| named(&e))?;
    let text = String::from_utf8(bytes)
        .map_err(|e| named(&format!("{}; save it as UTF-8", e.utf8_error())))?;
    let wanted = Wanted {
        columns: args.map.clone(),
        contest: args.contest.clone(),
    };
    let sorted = sort(&text, &event, &wanted).map_err(|e| named(&e))?;
    let taken: Vec<String> = sorted
        .taken
        .iter()
        .map(|(column, what)| format!("{column} → {what}"))
        .collect();
    println!("Columns: {}.", taken.join(", "));
    if !sorted.left.is_empty() {
        println!("Passed over: {}.", sorted.left.join(", "));
    }
    for entrant in sorted.entrants.iter().take(3) {
        let contest = event
            .contests
            .get(entrant.contest)
            .map_or("", |c| c.key.as_str());
        println!(
            "  {} {} · {contest}{}",
            entrant.bib,
            entrant.names.get("en"),
            if entrant.live { "" } else { " · result only" }
        );
    }
    let only = sorted.entrants.iter().filter(|e| !e.live).count();
    println!(
        "{} entrants, {only} of them show their result only.",
        sorted.entrants.len()
    );
    told("line", &sorted.minded);
    told("wrong, line", &sorted.wrong);
    if !sorted.wrong.is_empty() {
        let n = sorted.wrong.len();
        return Err(Failure(format!(
            "{n} lines cannot be taken; put them right, or say with --map what a column is. Nothing was written"
        )));
    }
    if !args.write {
        println!("Nothing was written; add --write.");
        return Ok(());
    }
    let path = args.folder.join("entrants.csv");
    if path.exists() && !args.replace {
        return Err(Failure(format!(
            "`{}` is there already; --replace writes over it",
            path.display()
        )));
    }
    std::fs::write(&path, &sorted.csv)?;
    println!("Next: homestretch check {}", args.folder.display());
    Ok(())
}
