//! What was saved can be undone (R3.4).

use async_trait::async_trait;
use domain::{Cover, GiftId, ListId, PictureId};

use crate::{error::AppError, session::Visit};

/// What was saved, and how it was before. Forms are as [`crate::shown`] writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant says it")]
pub enum Saved {
    /// What a list says.
    List { before: String, after: String },
    /// What a gift says.
    Gift { gift: GiftId, before: String, after: String },
    /// The list's own picture, which was taken away, and what was chosen among ours then.
    Cover { picture: PictureId, chosen: Option<Cover> },
    /// What the list asks of its givers.
    Rules { before: String, after: String },
}

/// Keeps what was saved, for those who saved it.
#[async_trait]
pub trait Undo: Send + Sync {
    /// Keeps for an hour how a list was before the visitor saved something; answers the ticket by
    /// which they undo it.
    fn keep(&self, visit: &Visit, list: ListId, saved: Saved) -> Result<String, AppError>;
    /// Undoes what was saved: what it changed is as before, and what others changed besides stays.
    /// Undone once more it stays as it is. Refused where the ticket is not known any more, and of a
    /// cover where another was chosen since; where a surprise ends earlier by it, that needs
    /// `confirmed`.
    async fn undo(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
        confirmed: bool,
    ) -> Result<(), AppError>;
}
