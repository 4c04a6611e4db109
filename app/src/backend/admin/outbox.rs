//! Mails that wait or were given up, for admins: their kind, their age and an address that nobody who
//! does not know it can read. Never what they say, and of lists that keep a surprise from the one who
//! asks nothing at all (R3.6).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::OutboxId;

use crate::{error::AppError, session::Visit};

/// How many mails there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailsToday {
    /// How many wait.
    pub waiting: u32,
    /// Since when the oldest of them does.
    pub oldest: Option<DateTime<Utc>>,
    /// How many were sent since midnight in UTC.
    pub sent: u32,
    /// How many were given up.
    pub dead: u32,
}

/// Why a mail was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// Its reader's mail server refused it for good.
    Refused,
    /// It was declined for now.
    Declined,
    /// The mail server did not answer.
    Away,
    /// The mail server was too slow.
    Late,
    /// It may have been sent or not: the site was restored from a backup since.
    Restored,
    /// It could not be made, by our fault.
    Broken,
}

/// A mail in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// Its id.
    pub id: OutboxId,
    /// Its kind, as a word that never changes, such as `welcome`.
    pub kind: &'static str,
    /// To whom, masked: `k…@e….org`; nothing where nobody is known any more.
    pub to: Option<String>,
    /// When it was caused.
    pub made_at: DateTime<Utc>,
    /// When it is tried next, or was given up.
    pub at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it was not taken; nothing where it was not tried yet.
    pub why: Option<WhyNot>,
}

/// What the page about mails shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailroomView {
    /// How many there are.
    pub today: MailsToday,
    /// Those that were given up.
    pub dead: MailPage,
    /// Those that wait.
    pub waiting: MailPage,
}

/// At most fifty mails of one kind, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPage {
    /// They.
    pub rows: Vec<MailRow>,
    /// Whether there are older ones, on pages before this one.
    pub later: bool,
    /// Behind which one the next page begins, where there is one.
    pub next: Option<OutboxId>,
}

impl MailPage {
    /// Whether there is anything to show: mails, or a way back to them.
    pub fn is_any(&self) -> bool {
        self.later || !self.rows.is_empty()
    }
}

/// Behind which mails the page begins; without them, with the oldest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailsFrom {
    /// Of those that were given up.
    pub dead: Option<OutboxId>,
    /// Of those that wait.
    pub waiting: Option<OutboxId>,
}

/// What admins do about mails.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Mails that wait, and those that were given up.
    async fn mails(&self, visit: &Visit, from: MailsFrom) -> Result<MailroomView, AppError>;
    /// Sends a mail once more that was given up.
    async fn retry(&self, visit: &Visit, mail: OutboxId) -> Result<(), AppError>;
    /// Sends all of them once more.
    async fn retry_all(&self, visit: &Visit) -> Result<(), AppError>;
    /// Lets a mail be that was given up.
    async fn drop_mail(&self, visit: &Visit, mail: OutboxId, why: &str) -> Result<(), AppError>;
}
