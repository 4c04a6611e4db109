//! Trying a backup out in a process of its own, which takes what time the site leaves. In the site's
//! process, a second database would keep those waiting who write, and go on taking its memory.

use std::{
    io::{self, BufRead as _, Write as _},
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    thread,
};

use age::{secrecy::ExposeSecret as _, x25519};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
};

use super::{error::BackupError, scratch::Scratch, seal::Identities, verify::try_out};

/// What the other process is called with.
const ASKED: &str = "--try-out";

/// What keeps it small: one thread, and what is not used any more goes back to the machine at once
/// (mallopt(3), jemalloc(3)).
const SMALL: [(&str, &str); 3] = [
    ("TOKIO_WORKER_THREADS", "1"),
    ("MALLOC_ARENA_MAX", "1"),
    ("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0"),
];

/// The least priority that there is.
const LAST: i32 = 19;

/// What is asked, as one line of JSON. Whoever asks stays on the line, and without anybody there the
/// other process ends.
#[derive(Serialize, Deserialize)]
struct Trial {
    /// The backup.
    file: PathBuf,
    /// The private key that opens it, where it is encrypted. It is told to nobody but by this line.
    key: Option<String>,
    /// Where a database may be made.
    folder: PathBuf,
    now: DateTime<Utc>,
}

/// What is answered, as JSON.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Well,
    Damaged {
        what: String,
        why: String,
    },
    Unwell(Vec<String>),
    /// It could not be tried out.
    Untried(String),
}

/// Has a program try a backup out in this folder, which whoever owns it takes away afterwards.
///
/// # Errors
/// [`BackupError::Damaged`] and [`BackupError::Unwell`] where it is not well; [`BackupError::Scratch`]
/// where it could not be tried out; [`BackupError::File`] where the program can not be run.
pub(super) async fn apart(
    program: &Path,
    file: &Path,
    key: Option<&x25519::Identity>,
    scratch: &Scratch,
    now: DateTime<Utc>,
) -> Result<(), BackupError> {
    let key = key.map(|key| key.to_string().expose_secret().to_owned());
    let folder = scratch.folder().to_owned();
    let trial = Trial { file: file.to_owned(), key, folder, now };
    let mut command = Command::new(program);
    command.arg(ASKED).envs(SMALL).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.spawn().map_err(BackupError::file(program))?;
    let (Some(mut asks), Some(mut answers)) = (process.stdin.take(), process.stdout.take()) else {
        return Err(untried(scratch.folder(), "nobody can talk to the process".to_owned()));
    };
    let mut line = serde_json::to_vec(&trial).unwrap_or_default();
    line.push(b'\n');
    // Where it is gone already, it has said why.
    let _ = asks.write_all(&line).await;
    let mut answer = Vec::new();
    let _ = answers.read_to_end(&mut answer).await;
    let ended = process.wait().await.map_err(BackupError::file(program))?;
    drop(asks);
    match serde_json::from_slice(&answer) {
        Ok(Outcome::Well) => Ok(()),
        Ok(Outcome::Damaged { what, why }) => Err(BackupError::Damaged { what, why }),
        Ok(Outcome::Unwell(wrong)) => Err(BackupError::Unwell(wrong)),
        Ok(Outcome::Untried(why)) => Err(untried(scratch.folder(), why)),
        Err(_) => Err(untried(scratch.folder(), format!("its process ended with {ended}"))),
    }
}

/// Lets everything else on the machine go first. To be called before any thread begins: each has the
/// priority of the one that began it.
pub(crate) fn give_way() {
    // Whoever is not allowed to does it with the priority that there is.
    let _ = rustix::process::nice(LAST);
}

/// Does what is asked on the standard input, and says on the standard output what came of it.
pub(crate) async fn answer() -> ExitCode {
    let mut line = String::new();
    let asked = io::stdin().lock().read_line(&mut line);
    let trial = asked.and_then(|_| serde_json::from_str::<Trial>(&line).map_err(io::Error::from));
    let trial = match trial {
        Ok(trial) => trial,
        Err(error) => {
            eprintln!("ewelists: only a site that makes a backup asks for this: {error}");
            return ExitCode::FAILURE;
        }
    };
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        std::process::exit(1);
    });
    let outcome = match tried(&trial).await {
        Ok(()) => Outcome::Well,
        Err(BackupError::Damaged { what, why }) => Outcome::Damaged { what, why },
        Err(BackupError::Unwell(wrong)) => Outcome::Unwell(wrong),
        Err(BackupError::Scratch { why, .. }) => Outcome::Untried(why),
        Err(error) => Outcome::Untried(error.to_string()),
    };
    let told = serde_json::to_vec(&outcome).map_err(io::Error::from);
    match told.and_then(|told| io::stdout().write_all(&told)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn tried(trial: &Trial) -> Result<(), BackupError> {
    let with = match &trial.key {
        Some(key) => Identities::of(
            key.parse().map_err(|why: &str| BackupError::Identities(why.to_owned()))?,
        ),
        None => Identities::default(),
    };
    let scratch = Scratch::lent(trial.folder.clone());
    try_out(&trial.file, &with, &scratch, 0.0, trial.now).await.map(|_| ())
}

fn untried(folder: &Path, why: String) -> BackupError {
    BackupError::Scratch { place: folder.display().to_string(), why }
}
