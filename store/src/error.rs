//! What can go wrong, one type per door.

use domain::{DomainError, FieldErrors, FieldProblem};
use thiserror::Error;

/// Why an errand was not done. Inner texts are for the log, never for people.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A rule refused it; nothing was written.
    #[error(transparent)]
    Refused(#[from] DomainError),
    /// It was done too often. Nothing was written; it can be asked for again after this time.
    #[error("too often")]
    TooOften(chrono::TimeDelta),
    /// Rivals kept winning until patience ran out; nothing was written, and asking again may work.
    #[error("too many at once")]
    Busy,
    /// Reading failed; nothing was written.
    #[error("reading failed: {0}")]
    Unavailable(String),
    /// Writing failed in a way that is not understood. What the engine holds is uncertain: the
    /// process should stop and start into recovery.
    #[error("writing failed: {0}")]
    Fatal(String),
}

impl StoreError {
    /// The refusal of a mailed code, whatever is wrong with it (R2.1).
    pub(crate) fn wrong_code() -> Self {
        Self::Refused(FieldErrors::one("code", FieldProblem::WrongCode).into())
    }

    /// The refusal of a password that was right when it was verified.
    pub(crate) fn wrong_password() -> Self {
        Self::Refused(FieldErrors::one("current", FieldProblem::WrongPassword).into())
    }

    pub(crate) fn not_found() -> Self {
        Self::Refused(DomainError::NotFound)
    }

    /// A stored row that does not read back as what it was.
    pub(crate) fn spoilt(what: &str, why: impl std::fmt::Debug) -> Self {
        Self::Unavailable(format!("a stored {what} does not read back: {why:?}"))
    }
}

/// Why a store could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address names no engine of this build. It may hold a password, so it is not repeated.
    #[error(
        "the store's address is not one of rocksdb://PATH, mem://{remote}",
        remote = if cfg!(feature = "remote") { ", ws://HOST, wss://HOST" } else { "" }
    )]
    Address,
    /// A durability other than syncing every commit would lose what was acknowledged.
    #[error("the store's address asks for `sync={0}`; only `sync=every` loses nothing")]
    Sync(String),
    /// Another process has it open.
    #[error(
        "the store is open in another process, most likely the running site, which has to be stopped \
         first ({0})"
    )]
    Locked(String),
    /// There is no room for it.
    #[error("the disk is full: make room, and nothing that was answered is lost ({0})")]
    Full(String),
    /// Its folder is not ours to write.
    #[error(
        "its folder can not be written: let it belong to the user that runs the site, on a disk that \
         can be written ({0})"
    )]
    Unwritable(String),
    /// The engine refused.
    #[error("the engine did not open: {0}")]
    Engine(String),
}

impl OpenError {
    /// What the engine means by what it says.
    pub(crate) fn of(text: String) -> Self {
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if says(&["No space left on device", "Disk quota exceeded"]) {
            Self::Full(text)
        } else if says(&["Read-only file system", "Permission denied"]) {
            Self::Unwritable(text)
        } else if text.to_ascii_lowercase().contains("lock") {
            Self::Locked(text)
        } else {
            Self::Engine(text)
        }
    }
}

/// Why the schema could not be brought up to date.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// A schema file that was applied reads differently now. They are append-only.
    #[error(
        "schema file {name} was changed after it was applied; restore it and add a new one instead"
    )]
    Changed {
        /// The file's name.
        name: String,
    },
    /// A newer program has already moved the store on.
    #[error(
        "the store has schema {found}, this program knows up to {known}; install the newer one"
    )]
    Newer {
        /// The newest schema in the store.
        found: i64,
        /// The newest schema of this program.
        known: i64,
    },
    /// The engine refused; the schema file as a whole was not applied.
    #[error("schema file {name} failed: {reason}")]
    Failed {
        /// The file's name.
        name: String,
        /// What the engine said.
        reason: String,
    },
}
