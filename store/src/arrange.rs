//! Putting gifts into the order their owners want (R4.4).

use domain::{
    DomainError, Gift, GiftId, List, ListId, Move, PersonId, Section, move_in_sections, place,
    rearrange, settle,
};

use crate::{
    Errand, Result, Store, StoreError, gifts::seen_by_owners, lists::gifts, row::list::ListRead,
    tx::transact, work::Work,
};

impl Store {
    /// Moves a gift within its section, or its section among the others. At the end already, it
    /// stays.
    ///
    /// # Errors
    /// As [`Store::change_gift`].
    pub async fn move_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        way: Move,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.editable(person, list).await?;
            let order = order(&read)?;
            let index = order.iter().position(|other| other.id == gift);
            let index = index.ok_or_else(StoreError::not_found)?;
            match move_in_sections(&order, index, way) {
                Some(order) => arrange(work, &read, settle(order, gift)),
                None => Ok(()),
            }
        })
    }

    /// Puts a gift directly below another, or on top, into the section that it was put in.
    ///
    /// # Errors
    /// As [`Store::change_gift`]; refused as not found where the other one is not on the list.
    pub async fn place_gift(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        gift: GiftId,
        after: Option<GiftId>,
        section: Section,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.editable(person, list).await?;
            match place(&order(&read)?, gift, after, &section)? {
                Some(order) => arrange(work, &read, settle(order, gift)),
                None => Ok(()),
            }
        })
    }

    /// Puts all gifts of a list into the order in which they are named.
    ///
    /// # Errors
    /// As [`rearrange`]; refused as not found for a list that is not theirs, and as closed.
    pub async fn order_gifts(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        named: &[GiftId],
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.editable(person, list).await?;
            let moved = rearrange(&order(&read)?, named).map_err(DomainError::from)?;
            if moved.is_empty() {
                return Ok(());
            }
            arrange(work, &read, moved)
        })
    }
}

/// The gifts of a list that is not closed, in order, without those that were removed.
fn order(read: &ListRead) -> Result<Vec<Gift>> {
    List::try_from(read.list.clone())?.require_editable()?;
    let mut order = gifts(read.gifts.clone())?;
    order.retain(|gift| !gift.removed);
    Ok(order)
}

/// Writes gifts that stand elsewhere now, and the list, on which two at once collide.
fn arrange(work: &mut Work<'_>, read: &ListRead, moved: Vec<Gift>) -> Result<()> {
    for gift in moved {
        let Some(found) = read.gift(gift.id).cloned() else { continue };
        work.replace(found.wants.holding(&gift))?;
    }
    seen_by_owners(work, read, List::try_from(read.list.clone())?)
}
