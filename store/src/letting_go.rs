//! Those who look after a list let a promise go that was made on it (R5.3).

use domain::{Concerned, Gift, List, ListId, PersonId, Reservation, ReservationId, let_go};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    lists::post,
    row::{
        gift::GiftRead,
        id_of,
        list::{ListRead, ListRow},
        record,
        reservation::{GiverRow, ReservedRow},
    },
    tx::transact,
};

const HELD: &str = include_str!("../query/held.surql");

/// A promise and the list that it was made on.
#[derive(SurrealValue)]
struct Promised {
    reserved: ReservedRow,
    giver: GiverRow,
    list: ListRow,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    gift: GiftRead,
}

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
            let ask = self.ask(HELD).with("reservation", record("reserved", id));
            let Promised { reserved, giver, list, owners, editors, gift } = ask.one().await?;
            let read = ListRead { list, owners, editors, gifts: vec![] };
            if !read.role(Some(person)).may_edit() {
                return Err(StoreError::not_found());
            }
            let everybody = read.everybody()?;
            let (list, wants) = (List::try_from(read.list)?, gift.wants.clone());
            let promised = Reservation::try_from(reserved.clone())?;
            let (gift, reservation, events) =
                let_go(&list, Gift::try_from(gift)?, promised, work.now())?;
            // A surprise that begins meanwhile writes the gift, too.
            work.replace(wants.holding(&gift))?;
            work.replace(reserved.holding(&reservation)?)?;
            let surprise = list.keeps_surprise(work.now());
            post(work, &events, &everybody, &[], surprise)?;
            let giver = giver.person.as_ref().map(id_of).transpose()?;
            let concerned = Concerned { owners: &everybody, giver, surprise };
            self.tell_programs(work, &events, Some(list.id), concerned).await?;
            Ok(list.id)
        })
    }
}
