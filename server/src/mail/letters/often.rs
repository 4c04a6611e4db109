//! How often somebody is written to because of what others do (R2.11).

use domain::{EmailAddress, Letter, PersonId, ReservationId};

use super::{Desk, Result};
use crate::service::limits::Limited;

impl Desk<'_> {
    /// Whether a mail about a change goes to an address that nobody confirmed, and that was written
    /// to often enough: the page said all of it, and whose mailbox it is may be another's.
    pub(super) async fn is_too_often(&self, letter: Letter) -> Result<bool> {
        let (Letter::ReservationChanged { reservation }
        | Letter::ReservationCancelled { reservation }
        | Letter::ReservationPurchased { reservation }) = letter
        else {
            return Ok(false);
        };
        self.is_written_to_often(reservation).await
    }

    /// Whether the giver's address is one that nobody confirmed and that was written to often
    /// enough. Asking counts the mail that is about to leave.
    pub(super) async fn is_written_to_often(&self, reservation: ReservationId) -> Result<bool> {
        let Some(held) = self.site.store.held(reservation).await? else { return Ok(false) };
        match held.giver.email.filter(|_| held.giver.verified_at.is_none()) {
            None => Ok(false),
            Some(email) => {
                let wait = self.site.try_count(Limited::UnconfirmedChange, &email.key()).await?;
                Ok(wait.is_some())
            }
        }
    }

    /// Whether somebody was told often enough of what others do again and again. Asking counts the mail
    /// that is about to leave.
    pub(super) async fn is_told_often(&self, letter: Letter, to: &EmailAddress) -> Result<bool> {
        match letter {
            Letter::GiftReserved { owner, reservation }
            | Letter::GiftPurchased { owner, reservation }
            | Letter::GiftFreed { owner, reservation } => {
                self.owner_is_told_often(owner, reservation).await
            }
            Letter::ListClosed { reservation }
            | Letter::ListClosedLifting { reservation }
            | Letter::ListDeleted { reservation }
            | Letter::ListRestored { reservation }
            | Letter::SurpriseLifted { reservation }
            | Letter::SurpriseShortened { reservation } => {
                self.giver_is_told_often(letter.kind(), reservation, to).await
            }
            _ => Ok(false),
        }
    }

    /// Of one giver's acts, and of those of all together: the page shows them (R7.7).
    async fn owner_is_told_often(
        &self,
        owner: PersonId,
        reservation: ReservationId,
    ) -> Result<bool> {
        let Some(held) = self.site.store.held(reservation).await? else { return Ok(false) };
        let by_giver = (owner, held.giver.id);
        let wait = self.site.try_count(Limited::OwnerNewsOfGiver, &by_giver).await?;
        Ok(wait.is_some() || self.site.try_count(Limited::OwnerNews, &owner).await?.is_some())
    }

    /// Of one kind of news about a list, each for itself: by closing a list over and over nobody uses up
    /// that its givers are told when a surprise ends (R3.6). An address that nobody confirmed may be
    /// that of somebody who knows of no list: it is told so often of all of them together.
    async fn giver_is_told_often(
        &self,
        kind: &'static str,
        reservation: ReservationId,
        to: &EmailAddress,
    ) -> Result<bool> {
        let Some(held) = self.site.store.held(reservation).await? else { return Ok(false) };
        let wait = match held.giver.verified_at {
            Some(_) => {
                self.site.try_count(Limited::ListNews, &(kind, held.list.id, to.key())).await?
            }
            None => self.site.try_count(Limited::UnconfirmedListNews, &(kind, to.key())).await?,
        };
        Ok(wait.is_some())
    }
}
