//! The console of admins (R1). Who is none is told that there is nothing (404).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::PersonId;

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
    /// Where they are signed in.
    pub sessions: u32,
    /// What they sign in with: `password`, and the ids of providers.
    pub ways: Vec<String>,
    /// Whether they have a second step.
    pub second_step: bool,
}

/// What an admin, or somebody at the command line, did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: an admin's name and address, or nothing for the command line.
    pub who: Option<String>,
    /// What, as a word that never changes, such as `admin_granted`.
    pub act: String,
    /// On whom or what.
    pub about: String,
}

/// What admins do and see.
#[async_trait]
pub trait Admin: Send + Sync {
    /// People whose name or address holds these words, the newest first, at most fifty.
    async fn users(&self, visit: &Visit, search: &str) -> Result<Vec<UserCard>, AppError>;
    /// One person. Looking is written into the audit log.
    async fn user(&self, visit: &Visit, id: PersonId) -> Result<UserView, AppError>;
    /// Signs a person out everywhere.
    async fn sign_user_out(&self, visit: &Visit, id: PersonId) -> Result<(), AppError>;
    /// The audit log, the newest first, at most a hundred, from before this entry on.
    async fn audit(&self, visit: &Visit) -> Result<Vec<AuditEntry>, AppError>;
}
