//! What was saved can be undone (R3.4).

use async_trait::async_trait;
use domain::{Cover, GiftForm, GiftId, GivingRulesForm, ListForm, ListId, PictureId, Price};

use crate::{error::AppError, session::Visit, shown::Edit};

/// What was saved, and how it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant says it")]
pub enum Saved {
    /// What a list says.
    List(Box<Edit<ListForm>>),
    /// What a gift says, and its price before with the day on which that was read (R4.7).
    Gift { gift: GiftId, edit: Box<Edit<GiftForm>>, price: Option<Price> },
    /// The list's own picture, which was taken away, and what was chosen among ours then.
    Cover { picture: PictureId, chosen: Option<Cover> },
    /// What the list asks of its givers.
    Rules(Edit<GivingRulesForm>),
}

/// Keeps what was saved, for those who saved it.
#[async_trait]
pub trait Undo: Send + Sync {
    /// Keeps for an hour how a list was before the visitor saved something; answers the ticket by
    /// which they undo it.
    fn keep(&self, visit: &Visit, list: ListId, saved: Saved) -> Result<String, AppError>;
    /// Undoes what was saved, by its ticket; refused where that is not known any more. Otherwise as
    /// [`Undo::take_back`].
    async fn undo(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
        confirmed: bool,
    ) -> Result<(), AppError>;
    /// Takes back what was saved: what it changed is as before, and what others changed besides
    /// stays. Taken back once more it stays as it is. Refused, and nothing of it is taken back, where
    /// any of it was changed once more since; where a surprise ends earlier by it, that needs
    /// `confirmed`.
    async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        saved: Saved,
        confirmed: bool,
    ) -> Result<(), AppError>;
}
