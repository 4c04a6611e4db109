//! Shared lists and promises, as programs ask for them (R10.1), and promises that are let go (R5.3).

use async_trait::async_trait;
use domain::{
    CountedList, EmailAddress, GiftCounts, GiftId, GiverId, ListId, ManageView, PersonId,
    ProductId, Quantity, ReservationId, ReservationState,
};

use super::MailProgress;
use crate::{error::AppError, session::Visit};

/// A promise in the hands of its giver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPromise {
    /// As its manage page shows it.
    pub view: ManageView,
    /// A token by which it is managed.
    pub token: String,
    /// How far it has come.
    pub state: ReservationState,
    /// Whose it is: an id that says nothing else.
    pub giver: GiverId,
    /// The giver's address; gone once erased.
    pub email: Option<EmailAddress>,
    /// Whether that is told to who asks. Of an account's promise it is told to the account alone: it may
    /// have another address than the one that somebody typed.
    pub tells_email: bool,
    /// The list that the gift is on.
    pub list: ListId,
    /// Who made that; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// What the gift is of.
    pub product: ProductId,
    /// Whether its list names the gift by that, and not by the gift's own id.
    pub by_product: bool,
    /// Who makes that.
    pub brand: String,
    /// Who made it when it was promised.
    pub brand_before: String,
    /// Whether that is the catalogue's.
    pub catalogue: bool,
    /// How many of the gift are wanted and taken; nothing for givers who have come to look after the
    /// list themselves.
    pub counts: Option<GiftCounts>,
    /// How far the mail with the manage link has come; only for givers whose address is not confirmed.
    pub mail: Option<MailProgress>,
    /// The words of thanks that were mailed; only for givers whose address is confirmed.
    pub thanks: Option<String>,
}

/// A gift that somebody named who may give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedOffer {
    /// Its id.
    pub id: GiftId,
    /// How many are wanted and taken.
    pub counts: GiftCounts,
}

/// Shared lists and promises by the ids and tokens that programs have of them. By its id pages let a
/// promise go, too.
#[async_trait]
pub trait Giving: Send + Sync {
    /// The token of the share link of the list that `id` names: that token itself, or for those who
    /// look after the list its plain id.
    async fn share(&self, visit: &Visit, id: &str) -> Result<String, AppError>;
    /// Tries the passcode of a list; answers what shows from then on that it was typed, or nothing
    /// where that is not asked.
    async fn pass(
        &self,
        visit: &Visit,
        share: &str,
        passcode: &str,
    ) -> Result<Option<String>, AppError>;
    /// A shared list with its numbers, and what the one who asks has promised on it.
    async fn counted(
        &self,
        visit: &Visit,
        share: &str,
    ) -> Result<(CountedList, Vec<OwnPromise>), AppError>;
    /// The gift of a shared list that an id names: its own, or that of what is wished for; nothing where
    /// none is. Refused where the visitor may know nothing of the list, or can reserve nothing there.
    async fn offer(
        &self,
        visit: &Visit,
        share: &str,
        id: &str,
    ) -> Result<Option<NamedOffer>, AppError>;
    /// A promise: by a token of its manage link, or by its plain id for the account whose it is.
    async fn own(&self, visit: &Visit, id: &str) -> Result<OwnPromise, AppError>;
    /// The ids of all that the visitor's account has promised, the newest first.
    async fn given_ids(&self, visit: &Visit) -> Result<Vec<ReservationId>, AppError>;
    /// Some of those promises.
    async fn given(
        &self,
        visit: &Visit,
        some: &[ReservationId],
    ) -> Result<Vec<OwnPromise>, AppError>;
    /// Marks some as bought, by a manage link's token; nothing is all of them. Answers those that
    /// were bought, which are a promise of their own if they were a part.
    async fn purchase(
        &self,
        visit: &Visit,
        token: &str,
        quantity: Option<Quantity>,
    ) -> Result<OwnPromise, AppError>;
    /// Lets go what somebody promised, by its plain id, on a list that the visitor looks after and
    /// that shows it. Answers the list.
    async fn let_go(&self, visit: &Visit, reservation: ReservationId) -> Result<ListId, AppError>;
}
