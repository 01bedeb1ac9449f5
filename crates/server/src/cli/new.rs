//! `homestretch new`: a race folder, from a few questions or flags.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use homestretch_server::prepare::event::{Brief, ContestBrief};

use super::Failure;

/// Begin a race folder with an event.json; asks for what is not given.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder: one that is not there yet, or has no event.json.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// The race's name.
    #[arg(long)]
    name: Option<String>,
    /// Where it is, such as the city.
    #[arg(long)]
    place: Option<String>,
    /// Its date, as 2027-05-09.
    #[arg(long)]
    date: Option<String>,
    /// Its time zone, as Europe/Berlin.
    #[arg(long)]
    zone: Option<String>,
    /// A contest as KEY=KILOMETRES@GUN or KEY=KILOMETRES@GUN/LIMIT, such as full=42.195@09:00/6:00; may be repeated.
    #[arg(long, value_name = "CONTEST", value_parser = ContestBrief::parse)]
    contest: Vec<ContestBrief>,
    /// Kilometres with a mat between start and finish, such as 5,10,21.0975.
    #[arg(long, value_name = "KM,KM,…", value_delimiter = ',')]
    splits: Option<Vec<f64>>,
}

/// Makes the folder.
pub fn run(args: &Args) -> Result<(), Failure> {
    let path = args.folder.join("event.json");
    if path.exists() {
        return Err(Failure(format!(
            "`{}` is there already; edit it, or choose another folder",
            path.display()
        )));
    }
    let given = |value: &Option<String>, question: &str, flag: &str| match value {
        Some(value) => Ok(value.clone()),
        None => ask(question, flag),
    };
    let name = given(&args.name, "What is the race called?", "--name")?;
    let date = given(&args.date, "On which date, as 2027-05-09?", "--date")?;
    let zone = given(
        &args.zone,
        "In which time zone, as Europe/Berlin?",
        "--zone",
    )?;
    let mut contests = args.contest.clone();
    if contests.is_empty() {
        let text = ask(
            "Which contest, as full=42.195@09:00/6:00 (key, kilometres, gun, limit)?",
            "--contest",
        )?;
        contests.push(ContestBrief::parse(&text).map_err(Failure)?);
    }
    let splits_km = match &args.splits {
        Some(splits) => splits.clone(),
        None if std::io::stdin().is_terminal() => kilometres(&ask(
            "At which kilometres are mats between start and finish, as 5,10,21.0975 (none: just Enter)?",
            "--splits",
        )?)?,
        None => Vec::new(),
    };
    let brief = Brief {
        name,
        place: args.place.clone(),
        date,
        zone,
        contests,
        splits_km,
    };
    let json = brief.event_json()?;
    std::fs::create_dir_all(&args.folder)?;
    std::fs::write(&path, json)?;
    let folder = args.folder.display();
    println!(
        "`{}` is there; names in more languages, waves and categories go in by hand (docs/SETUP.md).",
        path.display()
    );
    println!("Next: homestretch import-course {folder} COURSE.gpx");
    Ok(())
}

fn kilometres(text: &str) -> Result<Vec<f64>, Failure> {
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let numbers = parts.map(|part| {
        part.parse::<f64>()
            .map_err(|_| Failure(format!("`{part}` is no number of kilometres")))
    });
    numbers.collect()
}

/// Asks whoever sits there; a program that runs this is told which flag is missing.
fn ask(question: &str, flag: &str) -> Result<String, Failure> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Failure(format!("{flag} is missing: {question}")));
    }
    print!("{question} ");
    std::io::stdout().flush()?;
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
