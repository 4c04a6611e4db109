//! Reminding givers of what they have not bought yet (R5.8).

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{Letter, List, ReservationId, days_to_remind, is_reminder_due};
use sha2::{Digest, Sha256};
use surrealdb::types::{RecordId, SurrealValue};
use uuid::Uuid;

use crate::{
    Errand, Result, Store,
    addressed::{Addressed, one_for_each},
    row::{list::ListRow, mail::OutboxRow, record, reservation::GiverRow},
    tx::transact,
    work::Housekeeping,
};

const LISTS_TO_REMIND: &str = include_str!("../query/lists_to_remind.surql");
const TO_REMIND: &str = include_str!("../query/to_remind.surql");
const SAME_GIVER: &str = include_str!("../query/same_giver.surql");

/// A list whose day is near, and what was promised on it.
#[derive(SurrealValue)]
struct ToRemind {
    list: ListRow,
    owners: Vec<RecordId>,
    promises: Vec<Promised>,
}

#[derive(SurrealValue)]
struct Promised {
    addressed: Addressed,
    made_at: DateTime<Utc>,
    /// Whether there is something to be reminded of, for a giver who wants to be.
    waits: bool,
    /// Whether the mail that reminds its giver names it.
    reminded: bool,
}

impl Store {
    /// Writes a reminder for every giver for whom one is due, once for each list: its id follows from
    /// the first promise that it is about, so that two programs that do this at once write one.
    /// Answers how many.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn remind(&self, now: DateTime<Utc>) -> Result<usize> {
        let (first, last) = days_to_remind(now);
        let ask = self.ask(LISTS_TO_REMIND).with("first", first.to_string());
        let lists: Vec<RecordId> = ask.with("last", last.to_string()).one().await?;
        let mut reminded = 0;
        for list in lists {
            reminded += self.remind_on(list, now).await?;
        }
        Ok(reminded)
    }

    async fn remind_on(&self, list: RecordId, now: DateTime<Utc>) -> Result<usize> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(TO_REMIND).with("list", list.clone());
            let Some(ToRemind { list, owners, promises }) = ask.maybe().await? else {
                return Ok(0);
            };
            let list = List::try_from(list)?;
            // There is nothing to bring to a list that is gone.
            let day = list.details.date.filter(|_| !owners.is_empty() && list.erase_at.is_none());
            let Some(day) = day.filter(|_| list.giving.remind) else { return Ok(0) };
            let reminded = promises.iter().filter(|promised| promised.reminded);
            let reminded: HashSet<String> =
                reminded.map(|promised| promised.addressed.address.clone()).collect();
            let due =
                promises.into_iter().filter(|Promised { addressed, made_at, waits, .. }| {
                    *waits
                        && !reminded.contains(&addressed.address)
                        && is_reminder_due(day, *made_at, now)
                });
            let told = one_for_each(due.map(|promised| promised.addressed).collect())?;
            for &reservation in &told {
                let (id, letter) = (reminder_id(reservation), Letter::Reminder { reservation });
                work.create(OutboxRow::new(id, letter, now)?)?;
            }
            Ok(told.len())
        })
    }

    /// Sets whether the giver of a promise wants to be reminded: of all that this giver promised, or
    /// of all that was promised under the same address.
    ///
    /// # Errors
    /// Refused as not found for an unknown promise.
    pub async fn set_reminders(
        &self,
        errand: Errand<'_>,
        reservation: ReservationId,
        wanted: bool,
        everywhere: bool,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            for giver in self.same_giver(reservation, everywhere).await? {
                if (giver.unreminded != Some(true)) != wanted {
                    work.replace(GiverRow { unreminded: Some(!wanted), ..giver })?;
                }
            }
            Ok(())
        })
    }

    /// The giver of a promise; with `everywhere` every giver with the same address.
    pub(crate) async fn same_giver(
        &self,
        reservation: ReservationId,
        everywhere: bool,
    ) -> Result<Vec<GiverRow>> {
        let ask = self.ask(SAME_GIVER).with("reservation", record("reserved", reservation));
        ask.with("everywhere", everywhere).one().await
    }
}

/// The id of the one mail that reminds of a promise.
fn reminder_id(reservation: ReservationId) -> Uuid {
    let digest = Sha256::digest(format!("reminder\n{reservation}"));
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_promise_has_one_reminder() {
        let id = |number| reminder_id(ReservationId::new(Uuid::from_u128(number)));
        assert_eq!(id(1), id(1));
        assert_ne!(id(1), id(2));
    }
}
