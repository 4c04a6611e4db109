//! Owners let go of a promise that was made on their list (R5.3).

use domain::{ListId, PersonId, ReservationId, let_go};

use crate::{Errand, Held, Result, Store, StoreError, lists::post, tx::transact};

impl Store {
    /// Gives a gift free again that somebody promised on a list that this person looks after, corrects
    /// what is left of it, and writes to the giver. Answers the list.
    ///
    /// # Errors
    /// As [`domain::let_go`]; refused as not found for an unknown promise and for one on a list that
    /// is not theirs or lies in the bin.
    pub async fn let_go(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: ReservationId,
    ) -> Result<ListId> {
        transact!(self, errand, |work| {
            let read = self.held_read(id).await?.ok_or_else(StoreError::not_found)?;
            if !read.role(person).may_edit() {
                return Err(StoreError::not_found());
            }
            let (wants, reserved) = (read.gift.wants.clone(), read.reserved.clone());
            let held = Held::try_from(read)?;
            let (gift, promised) = (held.gift.clone(), held.reservation.clone());
            let (gift, reservation, events) = let_go(&held.list, gift, promised, work.now())?;
            // A surprise that begins meanwhile writes the gift, too.
            work.replace(wants.holding(&gift))?;
            work.replace(reserved.holding(&reservation)?)?;
            post(work, &events, &held.owners, &[], held.list.keeps_surprise(work.now()))?;
            self.tell_of_promise(work, &events, &held).await?;
            Ok(held.list.id)
        })
    }
}
