//! Promises whose giver's address must be confirmed first, and has not been in time (R5.4).

use chrono::{DateTime, Utc};
use domain::{Concerned, Gift, List, ListId, Reservation, ReservationId, lapse};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Result, Store,
    lists::post,
    row::{
        gift::GiftRead,
        id_of,
        list::{ListRead, ListRow},
        record,
        reservation::{GiverRow, ReservedRow},
    },
    tx::transact,
    work::Housekeeping,
};

const HOLDS: &str = include_str!("../query/holds.surql");
const HELD: &str = include_str!("../query/held.surql");

/// A promise that waits, and all that depends on it.
#[derive(SurrealValue)]
struct Hold {
    reserved: ReservedRow,
    giver: GiverRow,
    list: ListRow,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    gift: GiftRead,
}

impl Store {
    /// Lets go of every promise whose giver did not confirm their address in time, corrects what is
    /// left of its gift, and writes to the giver. Answers the lists on which that happened.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn end_holds(&self, now: DateTime<Utc>) -> Result<Vec<ListId>> {
        let over: Vec<RecordId> = self.ask(HOLDS).with("now", now).one().await?;
        let mut lists = Vec::new();
        for reservation in &over {
            lists.extend(self.end_hold(id_of(reservation)?, now).await?);
        }
        lists.sort_unstable();
        lists.dedup();
        Ok(lists)
    }

    /// The list of a promise that was let go. One that was confirmed meanwhile is kept; so is one
    /// whose list does not ask for that any more. Neither is looked at again.
    async fn end_hold(&self, id: ReservationId, now: DateTime<Utc>) -> Result<Option<ListId>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(HELD).with("reservation", record("reserved", id));
            let Some(hold) = ask.maybe::<Hold>().await? else { return Ok(None) };
            let Hold { reserved, giver, list, owners, editors, gift } = hold;
            let wants = gift.wants.clone();
            let reservation = Reservation::try_from(reserved.clone())?;
            if !reservation.is_hold_over(now) || list.erase_at.is_some() {
                return Ok(None);
            }
            let read = ListRead { list, owners, editors, gifts: vec![] };
            let (owners, person) =
                (read.everybody()?, giver.person.as_ref().map(id_of).transpose()?);
            let list = List::try_from(read.list)?;
            if giver.verified_at.is_some() || !list.giving.confirm_first {
                // Who writes a promise writes its gift too.
                work.replace(wants)?;
                work.replace(reserved.holding(&reservation.kept())?)?;
                return Ok(None);
            }
            let (gift, reservation, events) = lapse(Gift::try_from(gift)?, reservation, now)?;
            work.replace(wants.holding(&gift))?;
            work.replace(reserved.holding(&reservation)?)?;
            // Whoever confirms the address writes the giver: one of the two is first.
            work.replace(giver)?;
            // Who was told that the list is gone need not be told of this.
            let events = if list.is_deleted() { vec![] } else { events };
            let surprise = list.keeps_surprise(now);
            post(work, &events, &owners, &[], surprise)?;
            let concerned = Concerned { owners: &owners, giver: person, surprise };
            self.tell_programs(work, &events, Some(list.id), concerned).await?;
            Ok(Some(list.id))
        })
    }
}
