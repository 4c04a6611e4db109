//! Which mails people want (R7).

use async_trait::async_trait;

use crate::{error::AppError, session::Visit};

/// What the link in a mail stops, and how that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopping {
    /// Mails to an owner about what givers do.
    OwnerMails {
        /// Whether there are none already.
        stopped: bool,
    },
    /// Reminders to a giver (R5.8).
    Reminders {
        /// Whether there are none already.
        stopped: bool,
    },
}

/// How often people are written to.
#[async_trait]
pub trait Mails: Send + Sync {
    /// Chooses how often the visitor reads of what givers do.
    async fn choose_owner_mails(&self, visit: &Visit, choice: &str) -> Result<(), AppError>;
    /// What the link of a mail stops; nothing where it is none of ours. Stops nothing.
    async fn asked_to_stop(&self, visit: &Visit, token: &str)
    -> Result<Option<Stopping>, AppError>;
    /// Stops it.
    async fn stop(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
}
