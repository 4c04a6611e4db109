//! Who gets a mail about a list: each of its givers once, however much they promised on it (R7.6).
//! The row names one of their promises, and the mail tells about all of them.

use std::collections::BTreeMap;

use domain::ReservationId;
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Held, Result, Store,
    row::{id_of, record},
};

const PROMISED_ON_LIST: &str = include_str!("../query/promised_on_list.surql");

/// A promise whose giver can be written to.
#[derive(SurrealValue)]
pub(crate) struct Addressed {
    reservation: RecordId,
    /// The key of the giver's address: whoever has the same is the same giver.
    pub(crate) address: String,
    /// Whether it was confirmed.
    confirmed: bool,
}

impl Store {
    /// Everything on the list of a promise that was promised with the same address and is live: first
    /// what somebody promised who confirmed it, and of that the oldest first. Nothing once the address
    /// is erased.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn promised_on_list(&self, reservation: ReservationId) -> Result<Vec<Held>> {
        let ask = self.ask(PROMISED_ON_LIST).with("reservation", record("reserved", reservation));
        let ids: Vec<RecordId> = ask.one().await?;
        let ids = ids.iter().map(id_of).collect::<Result<Vec<ReservationId>>>()?;
        let mut promised = self.held_all(&ids).await?;
        // Ids are time-ordered.
        promised.sort_by_key(|held| (held.giver.verified_at.is_none(), held.reservation.id));
        Ok(promised)
    }
}

/// One promise for each address, the first of them as [`Store::promised_on_list`] has them: a stranger
/// who typed somebody's address neither speaks for them nor takes their mail along by erasing it.
pub(crate) fn one_for_each(promises: Vec<Addressed>) -> Result<Vec<ReservationId>> {
    let mut firsts = BTreeMap::new();
    for Addressed { reservation, address, confirmed } in promises {
        let this = (!confirmed, id_of::<ReservationId>(&reservation)?);
        let first = firsts.entry(address).or_insert(this);
        *first = this.min(*first);
    }
    let mut ids: Vec<_> = firsts.into_values().map(|(_, id)| id).collect();
    ids.sort_unstable();
    Ok(ids)
}
