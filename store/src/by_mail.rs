//! Mails an address the links of everything it has promised (R5.7).

use domain::{EmailKey, GiverId, Letter, ReservationId};

use crate::{
    Errand, Held, Result, Store,
    row::{
        Row,
        access::TallyRow,
        id_of, record,
        reservation::{GiverRow, ReservedRow},
    },
    tx::transact,
};

const GIVER: &str = include_str!("../query/giver.surql");
const PROMISED_BY_ADDRESS: &str = include_str!("../query/promised_by_address.surql");

impl Store {
    /// Mails the links of all live promises under an address to it; where there are none it only
    /// looks like that.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn mail_reservations(&self, errand: Errand<'_>, key: &EmailKey) -> Result<()> {
        transact!(self, errand, |work| {
            let promises = self.promised(key).await?;
            let Some(promise) = promises.first() else {
                // Takes as long as for somebody (R5.5). The row is swept away with the tallies.
                let id = record(TallyRow::TABLE, work.id());
                return work.create(TallyRow { id, version: 0, free_at: work.now() });
            };
            work.post([Letter::AllReservations { giver: id_of(&promise.giver)? }])
        })
    }

    /// All live promises under the address of a giver, the newest first; none once it is erased.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn promised_with(&self, giver: GiverId) -> Result<Vec<Held>> {
        let row = self.ask(GIVER).with("giver", record("giver", giver)).maybe::<GiverRow>();
        let Some(key) = row.await?.and_then(|row| row.email_key) else { return Ok(vec![]) };
        let mut ids = Vec::new();
        for promise in self.promised(&EmailKey::from_stored(key)).await? {
            ids.push(id_of::<ReservationId>(&promise.id)?);
        }
        // Ids are time-ordered.
        ids.sort_unstable_by(|one, other| other.cmp(one));
        self.held_all(&ids).await
    }

    async fn promised(&self, key: &EmailKey) -> Result<Vec<ReservedRow>> {
        self.ask(PROMISED_BY_ADDRESS).with("key", key.as_str()).one().await
    }
}
