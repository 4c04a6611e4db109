//! What owners note about promises: that they came, and thanks (R5.9).

use std::collections::HashMap;

use domain::{
    DomainError, Giver, Letter, List, ListId, PersonId, Reservation, ReservationId, Thanks,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Quota, Result, Store, StoreError,
    gifts::seen_by_owners,
    row::{
        id_of,
        list::ListRead,
        record,
        reservation::{GiverRow, ReservedRow},
        thanks::ThanksRow,
    },
    tx::transact,
};

const THANKS: &str = include_str!("../query/thanks.surql");
const THANKS_OF: &str = include_str!("../query/thanks_of.surql");
const THANKS_BOARD: &str = include_str!("../query/thanks_board.surql");
const THANKS_ONE: &str = include_str!("../query/thanks_one.surql");

/// What shall be noted about a promise.
pub type ThanksRule<'a> = &'a (
        dyn Fn(&List, &Reservation, &Giver, Thanks) -> std::result::Result<Thanks, DomainError>
            + Sync
    );

/// A promise with whose it is and what is noted about it.
#[derive(SurrealValue)]
struct GivenRead {
    reserved: ReservedRow,
    giver: GiverRow,
    thanks: Option<ThanksRow>,
}

#[derive(SurrealValue)]
struct OneRead {
    list: ListRead,
    given: Vec<GivenRead>,
}

impl Store {
    /// The live promises on a list, with whose they are and what is noted about each. Only for lists
    /// that show it to their owners (R3.6).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn thanks_board(&self, list: ListId) -> Result<Vec<(Reservation, Giver, Thanks)>> {
        let ask = self.ask(THANKS_BOARD).with("list", record("list", list));
        let given = ask.one::<Vec<GivenRead>>().await?;
        let parsed = given.into_iter().map(|GivenRead { reserved, giver, thanks }| {
            Ok((reserved.try_into()?, giver.try_into()?, noted(thanks)?))
        });
        parsed.collect()
    }

    /// What is noted about a promise.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn thanks(&self, reservation: ReservationId) -> Result<Thanks> {
        let ask = self.ask(THANKS).with("thanks", record("thanks", reservation));
        noted(ask.maybe().await?)
    }

    /// What is noted about these promises, by one question. Of those about which nothing is there is
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn thanks_of(
        &self,
        reservations: &[ReservationId],
    ) -> Result<HashMap<ReservationId, Thanks>> {
        let records: Vec<RecordId> = reservations.iter().map(|id| record("thanks", id)).collect();
        let rows: Vec<ThanksRow> = self.ask(THANKS_OF).with("thanks", records).one().await?;
        let mut noted = HashMap::new();
        for row in rows {
            noted.insert(id_of(&row.reservation)?, Thanks::try_from(row)?);
        }
        Ok(noted)
    }

    /// Notes something about a promise by a rule. New words are mailed, as often by one owner as
    /// `quota` says.
    ///
    /// # Errors
    /// As the rule; refused as not found for a list that is not theirs or keeps its surprise, and
    /// for a promise of another list; [`StoreError::TooOften`].
    pub async fn change_thanks(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        reservation: ReservationId,
        quota: Quota,
        rule: ThanksRule<'_>,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let ask = self.ask(THANKS_ONE).with("list", record("list", list));
            let ask = ask.with("reservation", record("reserved", reservation));
            let OneRead { list: read, given } = ask.one().await?;
            if !read.role(Some(person)).may_edit() {
                return Err(StoreError::not_found());
            }
            let on = List::try_from(read.list.clone())?;
            // Before anything about givers decides what is answered.
            on.require_shown(work.now())?;
            let given = given.into_iter().next().ok_or_else(StoreError::not_found)?;
            let GivenRead { reserved, giver, thanks: row } = given;
            let (promise, giver) = (Reservation::try_from(reserved)?, Giver::try_from(giver)?);
            let before = noted(row.clone())?;
            let after = rule(&on, &promise, &giver, before.clone())?;
            if after == before {
                return Ok(());
            }
            if after.note.is_some() && before.note.is_none() {
                self.tally_in(work, quota, &person.to_string()).await?;
                work.post([Letter::ThankYou { reservation }])?;
            }
            let row = row.unwrap_or_else(|| ThanksRow::new(&promise));
            work.put(row.holding(&after))?;
            seen_by_owners(work, &read, on)
        })
    }
}

fn noted(row: Option<ThanksRow>) -> Result<Thanks> {
    row.map_or_else(|| Ok(Thanks::default()), Thanks::try_from)
}
