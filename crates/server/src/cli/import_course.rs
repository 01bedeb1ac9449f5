//! `homestretch import-course`: a drawn line becomes the course of a race folder.

use std::path::PathBuf;

use homestretch_server::folder;
use homestretch_server::import;
use homestretch_server::prepare::course::fit;

use super::Failure;

/// Take a course from GPX, KML, CSV or JSON into a race folder; says how drawn and certified length go together.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The race folder.
    #[arg(value_name = "RACE_FOLDER")]
    folder: PathBuf,
    /// The course: .gpx, .kml, .csv or .json.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Surveyed marks: CSV with columns `name`, `at_m`, `lat`, `lon`; they take the place of the file's own.
    #[arg(long, value_name = "FILE")]
    marks: Option<PathBuf>,
    /// Key of the contest whose course it is; every contest if not given.
    #[arg(long, value_name = "KEY")]
    contest: Option<String>,
    /// Write over a course that is there.
    #[arg(long)]
    replace: bool,
}

/// Takes it in.
pub fn run(args: &Args) -> Result<(), Failure> {
    let event = folder::event(&args.folder.join("event.json"))?;
    let of_file = |path: &PathBuf| format!("`{}`", path.display());
    let bytes =
        std::fs::read(&args.file).map_err(|e| Failure(format!("{}: {e}", of_file(&args.file))))?;
    let name = args
        .file
        .file_name()
        .map(|n| n.to_string_lossy())
        .unwrap_or_default();
    let input = import::read(&name, &bytes)
        .map_err(|e| Failure(format!("{}: {e}", of_file(&args.file))))?;
    let marks = match &args.marks {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure(format!("{}: {e}", of_file(path))))?;
            Some(import::marks(&text).map_err(|e| Failure(format!("{}: {e}", of_file(path))))?)
        }
        None => None,
    };
    let wanted = |key: &str| {
        args.contest
            .as_deref()
            .is_none_or(|only| only.eq_ignore_ascii_case(key))
    };
    let contests: Vec<_> = event.contests.iter().filter(|c| wanted(&c.key)).collect();
    if contests.is_empty() {
        let keys: Vec<&str> = event.contests.iter().map(|c| c.key.as_str()).collect();
        return Err(Failure(format!(
            "there is no such contest; there is {}",
            keys.join(", ")
        )));
    }
    for contest in contests {
        let path = args.folder.join(format!("course-{}.json", contest.route));
        if path.exists() && !args.replace {
            return Err(Failure(format!(
                "`{}` is there already; --replace writes over it",
                path.display()
            )));
        }
        let fitted = fit(
            input.clone(),
            marks.clone(),
            &contest.route,
            contest.length_m,
        )?;
        println!(
            "{}: {} points, {} marks{}; drawn {:.0} m, certified {:.0} m ({:+.1} m a kilometre).",
            contest.key,
            fitted.n_points,
            fitted.n_marks,
            if fitted.has_heights {
                ", with heights"
            } else {
                ""
            },
            fitted.drawn_m,
            fitted.certified_m,
            fitted.off_m_per_km(),
        );
        if fitted.off_m_per_km().abs() > 30.0 {
            println!(
                "  That is far off: is it the line of this contest, from its start to its finish?"
            );
        }
        if fitted.n_marks == 0 {
            println!(
                "  Without surveyed marks the line is stretched evenly; a few kilometre marks make it exact."
            );
        }
        std::fs::write(&path, &fitted.json)?;
    }
    println!(
        "Next: homestretch import-entrants {} START_LIST.csv",
        args.folder.display()
    );
    Ok(())
}
