//! Replaces what the store keeps of things that are derived from the server's key, when another key
//! takes its place and the one before is no longer good for anything.

use domain::{ListId, ShareKey};
use surrealdb::types::RecordId;

use crate::{
    Errand, Result, Store,
    row::{count, id_of, list::ListRow},
    tx::transact,
};

const SHARED_LISTS: &str = include_str!("../query/shared_lists.surql");
const SECOND_STEPS: &str = include_str!("../query/second_steps.surql");
const ROWS: &str = include_str!("../query/rows.surql");

/// How many lists are written in one transaction.
const CHUNK: usize = 100;

/// How much of it there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rekeyed {
    /// Lists that have another link.
    pub lists: usize,
    /// Accounts that ask for no second step any more.
    pub second_steps: usize,
}

impl Store {
    /// Gives every shared list the link that follows from the other key, and turns off every second
    /// step, since no authenticator and no recovery code fits any more; each account is mailed that it
    /// is so. Begun again, it finishes what was left.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn rekey(
        &self,
        errand: Errand<'_>,
        share_key: &(dyn Fn(ListId, u32) -> ShareKey + Sync),
    ) -> Result<Rekeyed> {
        let lists: Vec<RecordId> = self.ask(SHARED_LISTS).one().await?;
        for chunk in lists.chunks(CHUNK) {
            self.rekey_lists(errand, chunk, share_key).await?;
        }
        let people: Vec<RecordId> = self.ask(SECOND_STEPS).one().await?;
        for person in &people {
            self.turn_off_second_step(errand, id_of(person)?).await?;
        }
        Ok(Rekeyed { lists: lists.len(), second_steps: people.len() })
    }

    async fn rekey_lists(
        &self,
        errand: Errand<'_>,
        lists: &[RecordId],
        share_key: &(dyn Fn(ListId, u32) -> ShareKey + Sync),
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let rows: Vec<ListRow> = self.ask(ROWS).with("ids", lists.to_vec()).one().await?;
            for row in rows.into_iter().filter(|row| row.share_key.is_some()) {
                let key = share_key(id_of(&row.id)?, count(row.share_generation)?);
                let share_key = Some(key.as_str().to_owned());
                let owner_revision = row.owner_revision + 1;
                work.replace(ListRow { share_key, owner_revision, ..row })?;
            }
            Ok(())
        })
    }
}
