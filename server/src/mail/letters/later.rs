//! Reminders, and the links of all that an address promised (R5.7, R5.8).

use domain::{GiverId, ReservationId, ReservationState};
use store::Held;

use super::{Desk, MOST_PROMISES, Result};
use crate::mail::{
    givers::{self, Promise},
    worker::Composed,
};

impl Desk<'_> {
    /// Whether it is still to be said is looked at again: between the reminder's hour and its
    /// sending somebody may have bought, cancelled, taken off, moved or turned off something.
    pub(super) async fn reminder(&self, id: ReservationId) -> Result<Composed> {
        let now = self.site.clock.now();
        let Some(held) = self.site.store.held(id).await? else {
            return Ok(Composed::Moot("the reservation is gone"));
        };
        let gone = held.owners.is_empty() || held.list.erase_at.is_some();
        let date = held.list.details.date.filter(|date| date.days_to_go(now) > 0);
        let Some(date) = date.filter(|_| held.list.giving.remind && !gone) else {
            return Ok(Composed::Moot("there is nothing to be reminded of any more"));
        };
        let waits = |held: &Held| {
            held.giver.reminders
                && held.reservation.state == ReservationState::Reserved
                && held.gift.is_offered()
        };
        self.of_list(id, waits, |promises| givers::reminder(promises, date)).await
    }

    pub(super) async fn all_reservations(&self, giver: GiverId) -> Result<Composed> {
        let mut promised = self.site.store.promised_with(giver).await?;
        let left_out = promised.len().saturating_sub(MOST_PROMISES);
        promised.truncate(MOST_PROMISES);
        let mut held = Vec::new();
        for one in promised {
            held.push(self.as_its_giver_reads(one).await);
        }
        let to = held.first().and_then(|held| held.giver.email.clone());
        let promises: Vec<_> = held.iter().map(|held| Promise::of(held, self.addresses)).collect();
        Ok(match to.zip(givers::all_reservations(&promises, left_out)) {
            Some((to, sheet)) => Composed::Mail { to, sheet: Box::new(sheet) },
            None => Composed::Moot("nothing is promised with the address any more"),
        })
    }
}
