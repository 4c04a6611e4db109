//! The console of admins (R1). Who is none is told that there is nothing (404).

mod backups;
mod outbox;
mod system;

pub use backups::{BackupCard, BackupFailure, Backups, BackupsView, Unread};
pub use outbox::{MailPage, MailRow, MailroomView, MailsFrom, MailsToday, Outbox, WhyNot};
pub use system::{
    BackupState, ConsoleState, DiskRoom, QueueState, SettingsSection, System, SystemView, Wrong,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{AuditAct, AuditId, PersonId, ProductId};

use crate::{error::AppError, session::Visit};

/// Somebody with an account, in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserCard {
    /// Their id.
    pub id: PersonId,
    /// What they call themselves.
    pub name: String,
    /// Where they are written to.
    pub email: String,
    /// Since when they have an account.
    pub made_at: DateTime<Utc>,
    /// Whether they are an admin.
    pub admin: bool,
    /// Since when nobody gets into their account, where it is suspended (R2.13).
    pub suspended_at: Option<DateTime<Utc>>,
}

/// Somebody with an account, and what an admin may know of them: never who gives what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserView {
    /// The person.
    pub card: UserCard,
    /// The language they are written to in, such as `de`.
    pub language: String,
    /// How many lists they own or edit.
    pub lists: u32,
    /// Where they are signed in, the last used first.
    pub sessions: Vec<UserSession>,
    /// How many tokens of theirs are good.
    pub tokens: usize,
    /// What they sign in with: `password`, and the ids of providers.
    pub ways: Vec<String>,
    /// Whether they have a second step.
    pub second_step: bool,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSession {
    /// What the browser calls itself; nothing if it did not say.
    pub device: String,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// When it was last used, give or take an hour.
    pub seen_at: DateTime<Utc>,
}

/// What an admin, or somebody at the command line, did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: an admin's name and address, or nothing for the command line.
    pub who: Option<String>,
    /// What, as the word of a [`domain::AuditAct`].
    pub act: String,
    /// On whom or what; nothing where it has no name.
    pub about: Option<String>,
    /// The product that it was done on, where that is left with its owner and can still be taken in.
    pub declined: Option<ProductId>,
    /// Why, as it was typed.
    pub why: Option<String>,
}

/// Entries of the log, and by what they can be looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditView {
    /// The entries, the newest first.
    pub entries: Vec<AuditEntry>,
    /// From before which entry on there are more.
    pub more: Option<AuditId>,
    /// Everybody who ever did something: the id, and name and address.
    pub admins: Vec<(PersonId, String)>,
}

/// Which entries of the log are asked for, as the page's address says it. What makes no sense asks for
/// nothing in particular.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuestion {
    /// What was done.
    pub act: Option<AuditAct>,
    /// The id of an admin, or `command`.
    pub who: String,
    /// From before which entry on.
    pub before: String,
}

/// What admins do and see of people, and the log of it. Whatever is done has a reason, which is written
/// into the log.
#[async_trait]
pub trait Admin: Send + Sync {
    /// People whose name or address holds these words, the newest first, at most fifty.
    async fn users(&self, visit: &Visit, search: &str) -> Result<Vec<UserCard>, AppError>;
    /// One person. Looking is written into the audit log.
    async fn user(&self, visit: &Visit, id: PersonId) -> Result<UserView, AppError>;
    /// Signs a person out everywhere.
    async fn sign_user_out(&self, visit: &Visit, id: PersonId, why: &str) -> Result<(), AppError>;
    /// Suspends an account (R2.13).
    async fn suspend(&self, visit: &Visit, id: PersonId, why: &str) -> Result<(), AppError>;
    /// Lets a person back into it.
    async fn let_back(&self, visit: &Visit, id: PersonId, why: &str) -> Result<(), AppError>;
    /// Gets all that is kept of a person ready, but who gives what, if their address was typed. Answers
    /// where it can be fetched, for a minute.
    async fn export(
        &self,
        visit: &Visit,
        id: PersonId,
        typed: &str,
        why: &str,
    ) -> Result<String, AppError>;
    /// What was got ready, as JSON.
    async fn exported(&self, visit: &Visit, id: PersonId, ticket: &str)
    -> Result<String, AppError>;
    /// Deletes an account for good, if its address was typed.
    async fn erase(
        &self,
        visit: &Visit,
        id: PersonId,
        typed: &str,
        why: &str,
    ) -> Result<(), AppError>;
    /// The audit log, the newest first, at most a hundred entries.
    async fn audit(&self, visit: &Visit, of: &AuditQuestion) -> Result<AuditView, AppError>;
}
