//! Promises whose giver had to confirm their address first, and did not in time (R5.4).

use chrono::{DateTime, Utc};
use domain::{ListId, ReservationId, lapse};
use surrealdb::types::RecordId;

use crate::{Held, Result, Store, lists::post, row::id_of, tx::transact, work::Housekeeping};

const HOLDS: &str = include_str!("../query/holds.surql");

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
            let Some(read) = self.held_read(id).await? else { return Ok(None) };
            let (wants, reserved, giver) =
                (read.gift.wants.clone(), read.reserved.clone(), read.giver.clone());
            let held = Held::try_from(read)?;
            let reservation = held.reservation.clone();
            if !reservation.is_hold_over(now) || held.list.is_deleted() {
                return Ok(None);
            }
            if held.giver.verified_at.is_some() || !held.list.giving.confirm_first {
                // Who writes a promise writes its gift too.
                work.replace(wants)?;
                work.replace(reserved.holding(&reservation.kept())?)?;
                return Ok(None);
            }
            let (gift, reservation, events) = lapse(held.gift.clone(), reservation, now)?;
            work.replace(wants.holding(&gift))?;
            work.replace(reserved.holding(&reservation)?)?;
            // Whoever confirms the address writes the giver: one of the two is first.
            work.replace(giver)?;
            post(work, &events, &held.owners, &[], held.list.keeps_surprise(now))?;
            self.tell_of_promise(work, &events, &held).await?;
            Ok(Some(held.list.id))
        })
    }
}
