//! Where the log goes: to standard error, or into a file for each day.

use std::{
    fs,
    io::{self, BufWriter, IsTerminal as _},
    path::Path,
};

use thiserror::Error;
use tracing::{Level, Metadata};
use tracing_appender::{
    non_blocking::{NonBlockingBuilder, WorkerGuard},
    rolling::{InitError, RollingFileAppender, Rotation},
};
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    filter::{FilterExt, LevelFilter, filter_fn},
    fmt,
};

use super::Lines;
use crate::settings::{LogFormat, LogSettings};

/// The log of how many days is kept, besides today's.
const DAYS_KEPT: usize = 21;

/// Our own parts, which know what must never stand in a log. Others write down what they carry once
/// they are asked for details: whole mails with their codes and links, the password of a mail server,
/// whom they ask for what.
const OURS: [&str; 6] = ["app", "domain", "ewelists", "server", "shop", "store"];

/// The folder can not be used.
#[derive(Debug, Error)]
pub enum LogError {
    /// It is not there and can not be made.
    #[error("log.folder can not be used: {0}")]
    Folder(#[from] io::Error),
    /// No file can be made in it.
    #[error("log.folder can not be used: {0}")]
    File(#[from] InitError),
}

/// Writes lines as the settings say. What is answered besides keeps them going: whoever drops it
/// writes what is left.
///
/// A thread of its own writes them, as many at once as have come: nobody waits for whoever reads them,
/// and under load a line costs no call of the system.
///
/// # Errors
/// [`LogError`].
pub fn start(settings: &LogSettings) -> Result<(Lines, WorkerGuard), LogError> {
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let discreet = filter_fn(is_discreet).with_max_level_hint(LevelFilter::TRACE);
    let filter = FilterExt::<Registry>::and(filter, discreet);
    let threads = NonBlockingBuilder::default();
    let (is_json, (writer, guard)) = if settings.folder.as_os_str().is_empty() {
        let written = threads.finish(BufWriter::new(io::stderr()));
        (settings.format == LogFormat::Json, written)
    } else {
        (true, threads.finish(BufWriter::new(files(&settings.folder)?)))
    };
    let lines = fmt::layer::<Registry>().with_writer(writer);
    let lines = if is_json {
        // Each span stands in the list of them, and the innermost need not stand there twice.
        lines.json().with_current_span(false).with_filter(filter).boxed()
    } else {
        lines.with_ansi(io::stderr().is_terminal()).with_filter(filter).boxed()
    };
    Ok((lines, guard))
}

/// Whether a line can hold nothing but what docs/LOGGING.md says, whatever the filter lets through.
fn is_discreet(line: &Metadata<'_>) -> bool {
    let part = line.target().split("::").next().unwrap_or_default();
    *line.level() <= Level::INFO || OURS.contains(&part)
}

/// A file for each day, such as `ewelists.2026-11-28.log`, of which the oldest are thrown away.
fn files(folder: &Path) -> Result<RollingFileAppender, LogError> {
    fs::create_dir_all(folder)?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("ewelists")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT + 1);
    Ok(files.build(folder)?)
}
