//! A program puts a list into the bin, and is not asked for its title (R3.10, R10.9).

use domain::{List, ListId, PersonId};

use crate::{
    Errand, Result, Store,
    row::{count, record},
    tx::transact,
};

const RESERVATION_COUNT: &str = include_str!("../query/reservation_count.surql");

/// What went into the bin with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Discarded {
    /// The gifts that were on it.
    pub gifts: usize,
    /// Everything that was ever promised on it; nothing where a surprise kept that from its owners.
    pub reservations: Option<u32>,
}

impl Store {
    /// Puts a list into the bin. Its givers are told.
    ///
    /// # Errors
    /// As [`List::discard`]; refused as not found for an unknown list and for whoever is not its
    /// owner.
    pub async fn discard_list(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
    ) -> Result<Discarded> {
        transact!(self, errand, |work| {
            let read = self.list_of_owner(person, list).await?;
            let before = List::try_from(read.list.clone())?;
            let (after, events) = before.clone().discard(work.now())?;
            let reservations = match before.keeps_surprise(work.now()) {
                true => None,
                false => Some(self.reservation_count(list).await?),
            };
            let gifts = read.gifts.iter().filter(|gift| !gift.wants.removed).count();
            self.write_deletion(work, read, &after, None, &events).await?;
            Ok(Discarded { gifts, reservations })
        })
    }

    async fn reservation_count(&self, list: ListId) -> Result<u32> {
        count(self.ask(RESERVATION_COUNT).with("list", record("list", list)).one().await?)
    }
}
