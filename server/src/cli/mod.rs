//! The command line.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

pub mod doctor;
pub mod healthcheck;
pub mod people;
pub mod seed;

use crate::{
    prepare, serve,
    settings::{Environment, LogFormat, LogSettings, Settings},
    site::Site,
};

/// Gift lists: wish for it once, get it once.
#[derive(Debug, Parser)]
#[command(name = "ewelists", version)]
pub struct Cli {
    /// The settings file, instead of Leptos.toml in this folder.
    #[arg(long, env = "EWELISTS_CONFIG", global = true)]
    config: Option<PathBuf>,
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
    /// Makes sample data, outside production.
    Seed {
        /// An account with two lists, one of them shared and partly taken.
        #[arg(long, required = true)]
        sample: bool,
    },
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
    /// Shows or checks the settings.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Asks a running site whether it is well; the exit code says so.
    Healthcheck,
    /// Says in words what is wrong and what to do about it.
    Doctor,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum ConfigCommand {
    /// Prints every setting that is in force, secrets masked.
    Print,
    /// Says whether the settings can be used.
    Check,
}

/// Does what the command line asks for.
pub async fn run(cli: Cli) -> ExitCode {
    let settings = match Settings::load(cli.config.as_deref(), std::env::vars()) {
        Ok(settings) => settings,
        Err(error) => return complain(&error),
    };
    log(&settings.log);
    match cli.command.unwrap_or(Command::Serve { sample: false }) {
        Command::Serve { sample } => serve_until_told(settings, sample).await,
        Command::Migrate => match prepare(settings).await {
            Ok(site) => close(site).await,
            Err(error) => complain(&error),
        },
        Command::Seed { .. } => match prepare(settings).await {
            Ok(site) => {
                let seeded = make_sample(&site).await;
                let closed = close(site).await;
                if seeded { closed } else { ExitCode::FAILURE }
            }
            Err(error) => complain(&error),
        },
        Command::Admin { what } => people::admin(settings, what).await,
        Command::User { what } => people::user(settings, what).await,
        Command::Config { what: ConfigCommand::Check } => {
            println!("The settings can be used.");
            ExitCode::SUCCESS
        }
        Command::Config { what: ConfigCommand::Print } => {
            print!("{}", settings.shown());
            ExitCode::SUCCESS
        }
        Command::Healthcheck => healthcheck::run(&settings).await,
        Command::Doctor => doctor::run(settings).await,
    }
}

fn complain(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("ewelists: {error}");
    ExitCode::FAILURE
}

async fn close(site: Site) -> ExitCode {
    let store = site.store.clone();
    drop(site);
    store.close().await;
    ExitCode::SUCCESS
}

async fn make_sample(site: &Site) -> bool {
    if site.settings.site.environment == Environment::Production {
        eprintln!("ewelists: sample data is not for production");
        return false;
    }
    match seed::sample(site).await {
        Ok(sample) => {
            println!("A sample list: {}{}", site.settings.site.origin(), sample.share);
            println!("Its owner signs in as {} with: {}", seed::EMAIL, seed::PASSWORD);
            true
        }
        Err(error) => {
            eprintln!("ewelists: the sample could not be made: {error}");
            false
        }
    }
}

async fn serve_until_told(settings: Settings, sample: bool) -> ExitCode {
    let site = match prepare(settings).await {
        Ok(site) => site,
        Err(error) => return complain(&error),
    };
    if sample && !make_sample(&site).await {
        return ExitCode::FAILURE;
    }
    let running = match serve(site).await {
        Ok(running) => running,
        Err(error) => return complain(&error),
    };
    println!("listening on {}", running.address);
    let closing = running.site.closing.clone();
    tokio::spawn(async move {
        let (Ok(mut terminate), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        closing.cancel();
    });
    if running.wait().await { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn log(settings: &LogSettings) {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.filter)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match settings.format {
        LogFormat::Pretty => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    // What a panic says may hold what people typed: only where it happened is written.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.location = %place, "a panic was caught");
    }));
}
