//! The command line.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

pub mod backup;
pub mod catalogue;
pub mod doctor;
pub mod healthcheck;
pub mod key;
pub mod lists;
pub mod openapi;
pub mod people;
pub mod seed;
pub mod test_alerts;
pub mod token;
mod visitor;

use crate::{
    backup::trial,
    prepare, serve,
    settings::{Settings, texts},
    site::Site,
    telemetry,
    watch::{data_folder, scarce},
};

/// Gift lists: wish for it once, get it once.
#[derive(Debug, Parser)]
#[command(name = "ewelists", version)]
pub struct Cli {
    /// The settings file, instead of Leptos.toml in this folder.
    #[arg(long, env = "EWELISTS_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Tries a backup out for a site that serves, which says on the standard input what and where.
    #[arg(long, hide = true, exclusive = true)]
    try_out: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the site (this is what happens without a command).
    Serve {
        /// Makes sample data first, outside production.
        #[arg(long)]
        sample: bool,
    },
    /// Brings the database up to date and ends.
    Migrate,
    /// Makes a backup, reads it back and imports it. While the site runs it does so itself, each day.
    Backup(backup::BackupArgs),
    /// Brings the site back from a backup, as it was at any moment, into an empty place.
    Restore(backup::RestoreArgs),
    /// Tries a backup out: imports it into a database that is thrown away again.
    VerifyBackup(backup::VerifyArgs),
    /// Prints a new private key for backups, and says which public one belongs to it.
    BackupKey,
    /// Makes sample data, outside production. None of it counts in the site's figures.
    Seed(seed::Seeds),
    /// Who may use the console at /admin.
    Admin {
        #[command(subcommand)]
        what: people::AdminCommand,
    },
    /// Shows, exports or erases one person.
    User {
        #[command(subcommand)]
        what: people::UserCommand,
    },
    /// Tokens by which programs act for people.
    Token {
        #[command(subcommand)]
        what: token::TokenCommand,
    },
    /// The keys that links and codes follow from.
    Key {
        #[command(subcommand)]
        what: key::KeyCommand,
    },
    /// Lists in files.
    List {
        #[command(subcommand)]
        what: lists::ListCommand,
    },
    /// The catalogue in files, and compared with another instance's.
    Catalogue {
        #[command(subcommand)]
        what: catalogue::CatalogueCommand,
    },
    /// Shows or checks the settings.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Prints the document that describes the REST API.
    Openapi,
    /// Asks a running site whether it is well; the exit code says so.
    Healthcheck,
    /// Says in words what is wrong and what to do about it.
    Doctor {
        /// Sends a test of each alarm, and of the news that products wait, to the team instead, and says
        /// where it went.
        #[arg(long)]
        test_alerts: bool,
    },
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum ConfigCommand {
    /// Prints every setting that is in force, secrets masked.
    Print,
    /// Says whether the settings can be used.
    Check,
}

impl Cli {
    /// Lets everything else on the machine go first, where that is what the command is for. To be called
    /// before any thread begins.
    pub fn give_way(&self) {
        if self.try_out {
            trial::give_way();
        }
    }
}

/// Does what the command line asks for.
pub async fn run(cli: Cli) -> ExitCode {
    // All that this needs it is told.
    if cli.try_out {
        return trial::answer().await;
    }
    let loaded = texts(std::env::vars_os())
        .and_then(|variables| Settings::load(cli.config.as_deref(), variables));
    let settings = match loaded {
        Ok(settings) => settings,
        Err(error) => return not_begun(cli.command.as_ref(), &error),
    };
    // Files and traces are what serves alone writes; whoever runs a command reads what it says.
    let begun = match cli.command {
        None | Some(Command::Serve { .. }) => telemetry::start(&settings),
        Some(_) => telemetry::start_beside(&settings),
    };
    let _telemetry = match begun {
        Ok(telemetry) => telemetry,
        Err(error) => return not_begun(cli.command.as_ref(), &error),
    };
    match cli.command.unwrap_or(Command::Serve { sample: false }) {
        Command::Serve { sample } => serve_until_told(settings, sample).await,
        Command::Migrate => match prepare(settings).await {
            Ok(site) => close(site).await,
            Err(error) => complain(&error),
        },
        Command::Backup(args) => backup::backup(settings, args).await,
        Command::Restore(args) => backup::bring_back(settings, args).await,
        Command::VerifyBackup(args) => backup::verify(settings, args).await,
        Command::BackupKey => backup::key(),
        Command::Seed(seeds) => seed::seed(settings, seeds).await,
        Command::Admin { what } => people::admin(settings, what).await,
        Command::User { what } => people::user(settings, what).await,
        Command::Token { what } => token::token(settings, what).await,
        Command::Key { what } => key::key(settings, what).await,
        Command::List { what } => lists::lists(settings, what).await,
        Command::Catalogue { what } => catalogue::catalogue(settings, what).await,
        Command::Config { what: ConfigCommand::Check } => {
            println!("The settings can be used.");
            ExitCode::SUCCESS
        }
        Command::Config { what: ConfigCommand::Print } => {
            print!("{}", settings.shown());
            ExitCode::SUCCESS
        }
        Command::Openapi => openapi::run(),
        Command::Healthcheck => healthcheck::run(&settings).await,
        Command::Doctor { test_alerts: true } => test_alerts::run(&settings).await,
        Command::Doctor { test_alerts: false } => doctor::run(settings).await,
    }
}

fn complain(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("ewelists: {error}");
    ExitCode::FAILURE
}

/// Says why a command could not even begin.
fn not_begun(command: Option<&Command>, error: &dyn std::fmt::Display) -> ExitCode {
    let failed = complain(error);
    match command {
        Some(Command::Catalogue { what }) => what.failed(),
        _ => failed,
    }
}

async fn close(site: Site) -> ExitCode {
    let store = site.store.clone();
    drop(site);
    store.close().await;
    ExitCode::SUCCESS
}

async fn serve_until_told(settings: Settings, sample: bool) -> ExitCode {
    let folder = data_folder(&settings.store.url);
    let site = match prepare(settings).await {
        Ok(site) => site,
        Err(error) => return complain(&error),
    };
    if let Some(program) = this_program() {
        site.backups.try_out_by(program);
    }
    if sample {
        match seed::told_sample(&site).await {
            Ok(words) => println!("{words}"),
            Err(words) => {
                close(site).await;
                return complain(&words);
            }
        }
    }
    // Before anybody is answered: whoever is told to stop from then on ends what is under way.
    let signals = signal(SignalKind::terminate()).and_then(|terminate| {
        signal(SignalKind::interrupt()).map(|interrupt| (terminate, interrupt))
    });
    let (mut terminate, mut interrupt) = match signals {
        Ok(signals) => signals,
        Err(error) => {
            close(site).await;
            return complain(&error);
        }
    };
    let running = match serve(site).await {
        Ok(running) => running,
        Err(error) => return complain(&error),
    };
    println!("listening on {}", running.address);
    let closing = running.site.closing.clone();
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        closing.cancel();
    });
    if running.wait().await { ExitCode::SUCCESS } else { complain(&why(folder.as_deref())) }
}

/// The program that runs, even where a newer one stands in its place by now.
fn this_program() -> Option<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if running.exists() { Some(running.to_owned()) } else { std::env::current_exe().ok() }
}

/// Why it stopped by itself, as far as can be told from here.
fn why(folder: Option<&Path>) -> String {
    match folder.and_then(|folder| Some((folder, scarce(folder)?))) {
        Some((folder, free)) => format!(
            "stopped: only {free} bytes are free where {} lies. Make room and start it again; nothing \
             that was answered is lost",
            folder.display()
        ),
        None => {
            "stopped by itself: the log says why, and `ewelists doctor` what to do; nothing that \
                 was answered is lost"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests;
