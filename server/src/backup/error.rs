//! Why a backup was not made, or could not be used.

use std::{io, path::Path};

use chrono::{DateTime, Utc};
use store::{MigrateError, OpenError, StoreError};
use thiserror::Error;

use super::target::TargetError;
use crate::pictures::ShelfError;

/// Why a backup was not made, or could not be used. What it says is for admins and whoever runs the
/// site, and holds no personal word.
#[derive(Debug, Error)]
pub enum BackupError {
    /// There is no place for backups.
    #[error("no backups are made: set backup.directory or backup.bucket")]
    Off,
    /// One is being made.
    #[error("a backup is being made already")]
    Busy,
    /// The site closes.
    #[error("the site closes; the backup was not made")]
    Closing,
    /// It was ended by a panic.
    #[error("it was ended by a panic: the log says where, by panic.location")]
    Panicked,
    /// The place for backups can not be used.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The database can not be read or written.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// A database can not be opened.
    #[error("the database could not be opened: {0}")]
    Open(#[from] OpenError),
    /// A database can not be brought to its schema.
    #[error("the database could not be set up: {0}")]
    Migrate(#[from] MigrateError),
    /// The database can not be used in which a backup is tried out: the site's own is another one.
    #[error("the database in {place}, in which the backup is tried out, can not be used: {why}")]
    Scratch {
        /// Its folder.
        place: String,
        /// Why not.
        why: String,
    },
    /// There is too little room to make a backup, or to try it out.
    #[error(
        "only {free} MiB are free at {place}, and making a backup and trying it out takes {needed}: \
         make room there, or name a folder on another disk in backup.scratch"
    )]
    NoRoom {
        /// The folder for what is needed only meanwhile.
        place: String,
        /// How many mebibytes are free.
        free: u64,
        /// How many must be.
        needed: u64,
    },
    /// A file here can not be read or written.
    #[error("{place} can not be used: {cause}")]
    File {
        /// The file or folder.
        place: String,
        /// What the system says.
        cause: io::Error,
    },
    /// A picture can not be read or kept.
    #[error("pictures: {0}")]
    Pictures(#[from] ShelfError),
    /// There is no such backup.
    #[error("there is no {0}")]
    Missing(String),
    /// A file is no backup at all.
    #[error("{0} is no backup of ewelists")]
    NoBackup(String),
    /// A backup is encrypted, and no key was given.
    #[error("the backup is encrypted: name the file with its private key by --identity-file")]
    NeedsKey,
    /// None of the keys opens it.
    #[error("the backup is encrypted to another key: none of those in the identity file opens it")]
    WrongKey,
    /// The identity file holds no keys.
    #[error("the identity file can not be used: {0}")]
    Identities(String),
    /// A backup, or a part of the log, is not as it was made.
    #[error("{what} is damaged: {why}")]
    Damaged {
        /// What is.
        what: String,
        /// In what way.
        why: String,
    },
    /// It can not be read who was erased since a backup was made.
    #[error(
        "who was erased since can not be read ({}), and would come back: name all identities that it \
         may be encrypted to, one file may hold several, or put back what is damaged from a copy; or \
         go on with --without-erasures, and erase them once more by hand",
        .0.join("; ")
    )]
    ErasuresUnread(Vec<String>),
    /// It was made by a program that came later.
    #[error(
        "the backup was made by ewelists {program}, whose {what} this program does not know; \
         install that version or a newer one"
    )]
    Newer {
        /// The version that made it.
        program: String,
        /// What is not known of it.
        what: &'static str,
    },
    /// It was made by a program that is none of ours.
    #[error("the backup was made with another schema file {0} than this program has")]
    OtherSchema(String),
    /// The place that is restored into is not empty.
    #[error(
        "{0} is not empty, and nothing is ever restored over anything: move it away first, or name \
         an empty place in store.url"
    )]
    NotEmpty(String),
    /// The place is not on a disk of this machine.
    #[error("store.url is {0}: only a database in a folder of this machine can be restored into")]
    Elsewhere(String),
    /// The key of links that lies there is another one than that of the backup.
    #[error(
        "{0} holds another key than the backup: every link that was mailed would be dead. Move it \
         away, and the backup's own key is put there, or put the right one there"
    )]
    OtherSecret(String),
    /// A backup that is not encrypted does not leave the server.
    #[error("the backup is not encrypted, so that it can not be downloaded: set backup.recipients")]
    Clear,
    /// No backup reaches back so far.
    #[error("there is no good backup from before {0}, and the log needs one to begin with")]
    NoBase(DateTime<Utc>),
    /// The log does not reach so far.
    #[error("the log is whole only until {until}: choose that moment or an earlier one")]
    LogEnds {
        /// The last moment of which all is known.
        until: DateTime<Utc>,
    },
    /// The moment has not come yet.
    #[error("{0} has not come yet")]
    Future(DateTime<Utc>),
    /// What was read back is not what was written.
    #[error("the backup was read back and is not well: {}", .0.join("; "))]
    Unwell(Vec<String>),
}

impl BackupError {
    /// It as a word that never changes, by which pages and alarms choose their own words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Busy => "busy",
            Self::Closing => "closing",
            Self::Panicked => "panicked",
            Self::Target(_) => "target",
            Self::Store(_) | Self::Open(_) | Self::Migrate(_) => "database",
            Self::Scratch { .. } => "scratch",
            Self::NoRoom { .. } => "no_room",
            Self::File { .. } => "file",
            Self::Pictures(_) => "pictures",
            Self::Missing(_) => "missing",
            Self::NoBackup(_) => "no_backup",
            Self::NeedsKey => "needs_key",
            Self::WrongKey => "wrong_key",
            Self::Identities(_) => "identities",
            Self::Damaged { .. } => "damaged",
            Self::ErasuresUnread(_) => "erasures_unread",
            Self::Newer { .. } => "newer",
            Self::OtherSchema(_) => "other_schema",
            Self::NotEmpty(_) => "not_empty",
            Self::Elsewhere(_) => "elsewhere",
            Self::OtherSecret(_) => "other_secret",
            Self::Clear => "clear",
            Self::NoBase(_) => "no_base",
            Self::LogEnds { .. } => "log_ends",
            Self::Future(_) => "future",
            Self::Unwell(_) => "unwell",
        }
    }

    /// Why something of this name that stands among backups can not be opened, in words; none where the
    /// error is another one.
    pub(super) fn unreadable(&self, name: &str) -> Option<String> {
        match self {
            Self::Damaged { why, .. } => Some(format!("{name} is damaged: {why}")),
            Self::WrongKey => Some(format!("{name} is encrypted to another key")),
            Self::NeedsKey => Some(format!("{name} is encrypted, and no key was given")),
            _ => None,
        }
    }

    /// Something is not as it was made.
    pub(super) fn damaged(what: impl Into<String>, why: impl ToString) -> Self {
        Self::Damaged { what: what.into(), why: why.to_string() }
    }

    /// The same, where the database is not the site's own but the one here, in which a backup is tried
    /// out: nothing that happens to it is a reason to stop the site.
    pub(super) fn in_scratch(self, place: &Path) -> Self {
        let why = match self {
            Self::Store(error) => error.to_string(),
            Self::Open(error) => error.to_string(),
            Self::Migrate(error) => error.to_string(),
            other => return other,
        };
        Self::Scratch { place: place.display().to_string(), why }
    }

    /// A file here can not be used.
    pub(super) fn file(place: &Path) -> impl FnOnce(io::Error) -> Self {
        let place = place.display().to_string();
        |cause| Self::File { place, cause }
    }
}
