//! `homestretch office`: the race office on the command line. It asks a running server, as the page does.

use std::path::PathBuf;

use clap::Subcommand;
use homestretch_server::office::act::Act;
use serde_json::Value;

use super::Failure;

/// What the race office sees and does, at a running server.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server.
    #[arg(
        long,
        default_value = "http://127.0.0.1:8080",
        value_name = "URL",
        global = true
    )]
    server: String,
    /// File with the token of whoever acts; not needed on the server's own machine while nobody has one.
    #[arg(long, value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,
    /// Who acts, where no token says so.
    #[arg(long, value_name = "NAME", global = true)]
    by: Option<String>,
    /// Print the answer as it came.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The race in brief.
    Status,
    /// Reads with what became of them, the newest first.
    Reads {
        /// Of this runner alone.
        #[arg(long)]
        bib: Option<String>,
        /// Those of unknown chips or places alone.
        #[arg(long)]
        unknown: bool,
    },
    /// Reads set aside, and why.
    Aside,
    /// Runners by bib, name or chip.
    Find {
        /// How it begins.
        text: String,
    },
    /// Everything decided, with who and when.
    Log,
    /// Results of a contest as CSV.
    Results {
        /// Key of the contest; the first if not given.
        contest: Option<String>,
    },
    #[command(flatten)]
    Act(Act),
}

/// Asks or acts.
pub fn run(args: &Args) -> Result<(), Failure> {
    let ask = |path: &str, query: &[(&str, &str)]| args.ask(path, query);
    let text = match &args.what {
        What::Status => ask("/", &[])?,
        What::Reads { bib, unknown } => {
            let unknown = unknown.to_string();
            let bib = bib.as_deref().unwrap_or_default();
            ask("/reads", &[("bib", bib), ("unknown", &unknown)])?
        }
        What::Aside => ask("/aside", &[])?,
        What::Find { text } => ask("/entrants", &[("q", text)])?,
        What::Log => ask("/log", &[])?,
        What::Results { contest } => {
            let contest: Vec<_> = contest.iter().map(|c| ("contest", c.as_str())).collect();
            print!("{}", ask("/results.csv", &contest)?);
            return Ok(());
        }
        What::Act(act) => {
            args.act(act)?;
            println!("Done; it is in the log.");
            return Ok(());
        }
    };
    if args.json {
        println!("{text}");
        return Ok(());
    }
    let value: Value = serde_json::from_str(&text)?;
    let lists = value.as_object().into_iter().flatten();
    for (key, value) in lists.filter(|(key, _)| !for_programs(key)) {
        match value {
            Value::Array(rows) => {
                println!("{key}:");
                for row in rows {
                    println!("  {}", line(row));
                }
            }
            other => println!("{key}: {}", line(other)),
        }
    }
    Ok(())
}

/// One line for people: fields without quotes, empty ones left out.
fn line(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let told = fields
                .iter()
                .filter(|(key, value)| !value.is_null() && *value != "" && !for_programs(key));
            let told: Vec<String> = told
                .map(|(key, value)| format!("{key} {}", line(value)))
                .collect();
            told.join(" · ")
        }
        Value::Array(rows) => rows.iter().map(line).collect::<Vec<_>>().join(", "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What is told for programs, and again in words for people.
fn for_programs(key: &str) -> bool {
    key.ends_with("_ms") || matches!(key, "names" | "says" | "clock" | "line")
}

impl Args {
    fn bearer(&self) -> Result<Option<String>, Failure> {
        let Some(path) = &self.token_file else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(path)
            .map_err(|e| Failure(format!("--token-file `{}`: {e}", path.display())))?;
        Ok(Some(format!("Bearer {}", text.trim())))
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1/office{path}", self.server.trim_end_matches('/'))
    }

    fn ask(&self, path: &str, query: &[(&str, &str)]) -> Result<String, Failure> {
        let mut request = agent().get(self.url(path.trim_end_matches('/')));
        for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.query(*name, *value);
        }
        if let Some(bearer) = self.bearer()? {
            request = request.header("authorization", bearer);
        }
        answered(&self.server, request.call())
    }

    fn act(&self, act: &Act) -> Result<String, Failure> {
        let mut body = serde_json::to_value(act)?;
        if let Some(by) = &self.by {
            body["by"] = by.as_str().into();
        }
        let mut request = agent()
            .post(self.url("/act"))
            .header("content-type", "application/json");
        if let Some(bearer) = self.bearer()? {
            request = request.header("authorization", bearer);
        }
        answered(&self.server, request.send(body.to_string()))
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.build().into()
}

fn answered(
    server: &str,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<String, Failure> {
    let mut answer =
        answer.map_err(|e| Failure(format!("{server}: {e}; is the server running?")))?;
    let text = answer.body_mut().read_to_string()?;
    if answer.status().is_success() {
        return Ok(text);
    }
    let problem: Option<Value> = serde_json::from_str(&text).ok();
    let problem = problem.and_then(|p| p["problem"].as_str().map(str::to_owned));
    Err(Failure(problem.unwrap_or_else(|| {
        format!("{server} answers {}", answer.status())
    })))
}
