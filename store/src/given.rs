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
        let ask = self.ask(GIVEN).with("person", record("person", person));
        let mut ids: Vec<RecordId> = ask.one().await?;
        // Ids are time-ordered.
        ids.sort_by(|one, other| other.cmp(one));
        let mut given = Vec::new();
        for id in &ids {
            given.extend(self.held(id_of::<ReservationId>(id)?).await?);
        }
        Ok(given)
    }
}
