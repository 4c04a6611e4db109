//! Everything that somebody with an account gives (R5.4).

use domain::{PersonId, ReservationId};
use surrealdb::types::RecordId;

use crate::{
    Held, Result, Store,
    row::{id_of, record},
};

const GIVEN: &str = include_str!("../query/given.surql");

impl Store {
    /// Everything that a person has promised, whatever became of it, the newest first: as
    /// themselves, and under their address before they had an account.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn given(&self, person: PersonId) -> Result<Vec<Held>> {
        let ids = self.given_ids(person).await?;
        self.held_all(&ids).await
    }

    /// The ids of all that, the newest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn given_ids(&self, person: PersonId) -> Result<Vec<ReservationId>> {
        let ask = self.ask(GIVEN).with("person", record("person", person));
        let ids: Vec<RecordId> = ask.one().await?;
        let mut ids = ids.iter().map(id_of).collect::<Result<Vec<ReservationId>>>()?;
        // Ids are time-ordered.
        ids.sort_unstable_by(|one, other| other.cmp(one));
        Ok(ids)
    }

    /// Some of it in this order, as far as it is theirs.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn given_of(&self, person: PersonId, some: &[ReservationId]) -> Result<Vec<Held>> {
        let theirs = self.given_ids(person).await?;
        let known: Vec<_> = some.iter().copied().filter(|id| theirs.contains(id)).collect();
        self.held_all(&known).await
    }
}
