//! The commands of the binary, one file each.

mod backup;
mod certificate;
mod check;
mod demo;
mod drop_outs;
mod estimate;
mod evaluate;
mod export;
mod fit;
mod import_course;
mod import_entrants;
mod layout;
mod listen;
mod new;
mod office;
mod past_results;
mod rehearse;
mod replay;
mod serve;
mod simulate;
mod token;

use clap::{Parser, Subcommand};

/// Live tracking of road races: reads in, results out.
#[derive(Debug, Parser)]
#[command(name = "homestretch", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    ImportCourse(import_course::Args),
    ImportEntrants(import_entrants::Args),
    Check(check::Args),
    Rehearse(rehearse::Args),
    Serve(serve::Args),
    Demo(demo::Args),
    Replay(replay::Args),
    Simulate(simulate::Args),
    Fit(fit::Args),
    Evaluate(evaluate::Args),
    Estimate(estimate::Args),
    Office(office::Args),
    Token(token::Args),
    Certificate(certificate::Args),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Export(export::Export),
    Import(export::Import),
}

/// Why a command failed, in words for whoever typed it.
#[derive(Debug)]
pub struct Failure(pub String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl Cli {
    /// Does what was asked for.
    ///
    /// # Errors
    /// When it cannot be done; the message says what to do about it.
    pub fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::New(args) => new::run(&args),
            Command::ImportCourse(args) => import_course::run(&args),
            Command::ImportEntrants(args) => import_entrants::run(&args),
            Command::Check(args) => check::run(&args),
            Command::Rehearse(args) => rehearse::run(&args),
            Command::Serve(args) => serve::run(&args),
            Command::Demo(args) => demo::run(&args),
            Command::Replay(args) => replay::run(&args),
            Command::Simulate(args) => simulate::run(&args),
            Command::Fit(args) => fit::run(&args),
            Command::Evaluate(args) => evaluate::run(&args),
            Command::Estimate(args) => estimate::run(&args),
            Command::Office(args) => office::run(&args),
            Command::Token(args) => token::run(&args),
            Command::Certificate(args) => certificate::run(&args),
            Command::Backup(args) => backup::backup(&args),
            Command::Restore(args) => backup::restore(&args),
            Command::Export(args) => export::export(&args),
            Command::Import(args) => export::import(&args),
        }
    }
}
