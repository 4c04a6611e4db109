//! Where the log goes: to standard error, or into a file for each day.

use std::{
    fs,
    io::{self, BufWriter, IsTerminal as _, Write},
    path::Path,
    thread,
    time::Duration,
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

/// So long nothing is written after something was.
const REST: Duration = Duration::from_millis(10);

/// So many bytes are written at once.
const AT_ONCE: usize = 64 << 10;

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
/// A thread of its own writes them, as many at once as have come: nobody waits for whoever reads them.
/// Between two times it rests, so that under load a line neither wakes it nor is a call of the system.
///
/// # Errors
/// [`LogError`].
pub fn start(settings: &LogSettings) -> Result<(Lines, WorkerGuard), LogError> {
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let discreet = filter_fn(is_discreet).with_max_level_hint(LevelFilter::TRACE);
    let filter = FilterExt::<Registry>::and(filter, discreet);
    let threads = NonBlockingBuilder::default();
    let (is_json, (writer, guard)) = if settings.folder.as_os_str().is_empty() {
        let written = threads.finish(Resting::new(io::stderr()));
        (settings.format == LogFormat::Json, written)
    } else {
        (true, threads.finish(Resting::new(files(&settings.folder)?)))
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

/// Writes what was gathered, and rests. What comes meanwhile waits in the queue of whoever writes here.
struct Resting<To: Write>(BufWriter<To>);

impl<To: Write> Resting<To> {
    fn new(to: To) -> Self {
        Self(BufWriter::with_capacity(AT_ONCE, to))
    }
}

impl<To: Write> Write for Resting<To> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        thread::sleep(REST);
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Instant,
    };

    use super::*;

    /// How often something was written, and how many bytes.
    #[derive(Default)]
    struct Written {
        times: AtomicUsize,
        bytes: AtomicUsize,
    }

    struct Counting(Arc<Written>);

    impl Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.times.fetch_add(1, Ordering::Relaxed);
            self.0.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn many_lines_are_written_at_once_and_none_is_lost() {
        let written = Arc::new(Written::default());
        let (mut writer, guard) =
            NonBlockingBuilder::default().finish(Resting::new(Counting(written.clone())));
        let begun = Instant::now();
        for _ in 0..100 {
            writer.write_all(b"a line\n").unwrap();
            thread::sleep(Duration::from_micros(300));
        }
        drop(guard);
        let rests = begun.elapsed().as_millis() / REST.as_millis();
        let times = written.times.load(Ordering::Relaxed);
        assert_eq!(written.bytes.load(Ordering::Relaxed), 700);
        assert!(times as u128 <= rests + 2, "{times} times within {rests} rests");
    }
}
