//! Where the log goes: to standard error, or into a file for each day.

use std::{fs, io, path::Path};

use thiserror::Error;
use tracing_appender::{
    non_blocking::{NonBlockingBuilder, WorkerGuard},
    rolling::{InitError, RollingFileAppender, Rotation},
};
use tracing_subscriber::{EnvFilter, Layer as _, Registry, fmt};

use super::Lines;
use crate::settings::{LogFormat, LogSettings};

/// The log of so many days is kept, besides that of today.
const DAYS_KEPT: usize = 21;

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
/// # Errors
/// [`LogError`].
pub fn start(settings: &LogSettings) -> Result<(Lines, Option<WorkerGuard>), LogError> {
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    if settings.folder.as_os_str().is_empty() {
        let lines = fmt::layer::<Registry>().with_writer(io::stderr);
        let lines = match settings.format {
            LogFormat::Pretty => lines.with_filter(filter).boxed(),
            LogFormat::Json => lines.json().with_filter(filter).boxed(),
        };
        return Ok((lines, None));
    }
    let (writer, guard) = NonBlockingBuilder::default().finish(files(&settings.folder)?);
    let lines = fmt::layer::<Registry>().json().with_writer(writer);
    let lines = lines.with_filter(filter).boxed();
    Ok((lines, Some(guard)))
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
