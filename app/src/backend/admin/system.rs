//! How the site is, for admins.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::MailsToday;
use crate::{error::AppError, session::Visit};

/// Something that is not as it should be, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What.
    pub heading: String,
    /// How bad it is.
    pub figure: String,
    /// What to do about it.
    pub advice: String,
}

/// What the first page of the console says of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleState {
    /// Mails.
    pub mails: MailsToday,
    /// Backups, where they are made.
    pub backups: Option<BackupState>,
    /// What is not as it should be.
    pub wrong: Vec<Wrong>,
    /// When the last entry of the audit log was written.
    pub last_act: Option<DateTime<Utc>>,
}

/// What is known of backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupState {
    /// When the newest one was made that was read back.
    pub newest_good: Option<DateTime<Utc>>,
    /// Whether the last one that was tried failed.
    pub failed: bool,
    /// By how many seconds the copy of the change log is behind, where one is made.
    pub log_behind: Option<u64>,
}

/// Room on a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiskRoom {
    /// Whether backups lie there; else the database does.
    pub backups: bool,
    /// How many bytes can still be written.
    pub free: u64,
    /// How many there are.
    pub size: u64,
}

/// Products that wait for an admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueState {
    /// How many.
    pub waiting: u64,
    /// When the oldest of them was made.
    pub oldest: Option<DateTime<Utc>>,
}

/// How the site is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemView {
    /// The version of the program.
    pub version: &'static str,
    /// Where it runs: `production`, `staging`.
    pub environment: String,
    /// Since when this process runs.
    pub started_at: DateTime<Utc>,
    /// The moment.
    pub at: DateTime<Utc>,
    /// How many schema files are applied, and how many this program knows.
    pub schema: Option<(usize, usize)>,
    /// In how many milliseconds the database answers; nothing where it does not.
    pub database: Option<u64>,
    /// How many bytes the database takes on the disk, where it lies on one of ours.
    pub database_size: Option<u64>,
    /// Mails.
    pub mails: MailsToday,
    /// Products that wait.
    pub queue: Option<QueueState>,
    /// Backups, where they are made.
    pub backups: Option<BackupState>,
    /// Room on disks.
    pub disks: Vec<DiskRoom>,
    /// When our certificate ends, where we have one.
    pub certificate_ends: Option<DateTime<Utc>>,
    /// Other instances whose catalogue is kept the same, by their names.
    pub peers: Vec<String>,
    /// What is not as it should be.
    pub wrong: Vec<Wrong>,
}

/// A section of the settings, as they are in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsSection {
    /// Its name.
    pub name: String,
    /// Its keys with their values in TOML; secrets are hidden.
    pub rows: Vec<(String, String)>,
}

/// How the site is.
#[async_trait]
pub trait System: Send + Sync {
    /// What the first page of the console says.
    async fn console(&self, visit: &Visit) -> Result<ConsoleState, AppError>;
    /// All that is known of how the site is.
    async fn state(&self, visit: &Visit) -> Result<SystemView, AppError>;
    /// The settings that are in force, with secrets hidden.
    async fn settings(&self, visit: &Visit) -> Result<Vec<SettingsSection>, AppError>;
}
