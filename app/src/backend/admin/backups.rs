//! Backups, for admins. What is in one is not shown here, and none leaves the server that anybody but
//! the holder of a key elsewhere could read.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{error::AppError, session::Visit};

/// A backup in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupCard {
    /// Its name, which stands in addresses.
    pub name: String,
    /// The moment of which it is.
    pub made_at: DateTime<Utc>,
    /// Whether it was made by hand, and stays for good.
    pub by_hand: bool,
    /// How many bytes it takes.
    pub size: u64,
    /// Whether it is encrypted to a key that is not here, so that it may leave.
    pub encrypted: bool,
    /// When it was last read back,
    pub checked_at: DateTime<Utc>,
    /// and whether it was well.
    pub well: bool,
}

/// Why the last backup was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFailure {
    /// When.
    pub at: DateTime<Utc>,
    /// Why, as the program says it; in English, and without personal words.
    pub reason: String,
}

/// Why it can not be told which backups there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Where they stand does not answer in time.
    Slow,
    /// It can not be read, for this reason: in English, and without personal words.
    Refused(String),
}

/// What the page about backups shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupsView {
    /// Whether any are made.
    pub on: bool,
    /// Whether one is being made right now.
    pub making: bool,
    /// Why the last one was not made, until one is.
    pub failure: Option<BackupFailure>,
    /// All of them, the newest first.
    pub cards: Vec<BackupCard>,
    /// Why it can not be told which there are, where that is so.
    pub unread: Option<Unread>,
}

/// What admins do with backups.
#[async_trait]
pub trait Backups: Send + Sync {
    /// All that there are.
    async fn all(&self, visit: &Visit) -> Result<BackupsView, AppError>;
    /// Begins to make one, which stays for good.
    async fn make(&self, visit: &Visit, why: &str) -> Result<(), AppError>;
    /// Reads one back, and notes whether it is good. Answers whether that is over already.
    async fn verify(&self, visit: &Visit, name: &str) -> Result<bool, AppError>;
    /// Answers where one can be fetched, for a minute. One that is not encrypted can not.
    async fn download(&self, visit: &Visit, name: &str, why: &str) -> Result<String, AppError>;
    /// Whether this ticket opens this backup.
    async fn may_fetch(&self, visit: &Visit, name: &str, ticket: &str) -> Result<(), AppError>;
}
