//! What the program tells of itself to those who run it: the log, traces, figures, and errors. None of it
//! names a person, an address or a token.

mod errors;
mod log;
pub mod metrics;
mod process;
mod scope;
pub mod traceparent;
mod traces;

use std::path::PathBuf;

use thiserror::Error;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::{
    Layer, Registry, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::settings::{LogSettings, Settings};

pub use errors::Errors;
pub use log::LogError;
pub use scope::{Scope, hand_on};
pub use traces::TracesError;

/// Takes what is logged or traced.
pub type Lines = Box<dyn Layer<Registry> + Send + Sync>;

/// Why nothing can be told.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// The log can not be written.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Traces can not be sent.
    #[error(transparent)]
    Traces(#[from] TracesError),
}

/// Keeps log and traces going. Whoever drops it has what is left written and sent.
pub struct Telemetry {
    traces: Option<traces::Traces>,
    // Dropped last: the end of traces may be logged.
    _lines: WorkerGuard,
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(traces) = &self.traces {
            traces.end();
        }
    }
}

/// Begins to log and to trace, once in a process, within a runtime.
///
/// # Errors
/// [`TelemetryError`].
pub fn start(settings: &Settings) -> Result<Telemetry, TelemetryError> {
    let (lines, guard) = log::start(&settings.log)?;
    let (traces, spans) = match traces::start(settings)? {
        Some((traces, spans)) => (Some(traces), Some(spans)),
        None => (None, None),
    };
    Ok(begin([lines].into_iter().chain(spans).collect(), traces, guard))
}

/// Begins to log to standard error alone: for commands that are run beside a site.
///
/// # Errors
/// [`TelemetryError`].
pub fn start_beside(settings: &Settings) -> Result<Telemetry, TelemetryError> {
    let log = LogSettings { folder: PathBuf::new(), ..settings.log.clone() };
    let (lines, guard) = log::start(&log)?;
    Ok(begin(vec![lines], None, guard))
}

fn begin(layers: Vec<Lines>, traces: Option<traces::Traces>, guard: WorkerGuard) -> Telemetry {
    tracing_subscriber::registry().with(layers).init();
    // What a panic says may hold what people typed: only where it happened is written.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.location = %place, "a panic was caught");
    }));
    Telemetry { traces, _lines: guard }
}
