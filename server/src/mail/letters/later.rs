//! Reminders, and the links of all that an address promised (R5.7, R5.8).

use domain::{GiverId, ReservationId, ReservationState};
use store::Held;

use super::{Desk, Result};
use crate::mail::{
    givers::{self, Promise},
    worker::Composed,
};

/// So many links go into one mail.
const MOST_LINKS: usize = 50;

impl Desk<'_> {
    /// Whether it is still to be said is looked at again: between the reminder's hour and its
    /// sending somebody may have bought, cancelled, taken off, moved or turned off something.
    pub(super) async fn reminder(&self, id: ReservationId) -> Result<Composed> {
        let now = self.site.clock.now();
        let Some(held) = self.site.store.held(id).await? else {
            return Ok(Composed::Moot("the reservation is gone"));
        };
        let gone = held.owners.is_empty() || held.list.erase_at.is_some();
        let wanted = held.list.giving.remind
            && held.giver.reminders
            && held.reservation.state == ReservationState::Reserved
            && held.gift.is_offered();
        let date = held.list.details.date.filter(|date| date.days_to_go(now) > 0);
        match date.filter(|_| wanted && !gone) {
            Some(date) => self.giver(id, |promise| Some(givers::reminder(promise, date))).await,
            None => Ok(Composed::Moot("there is nothing to be reminded of any more")),
        }
    }

    pub(super) async fn all_reservations(&self, giver: GiverId) -> Result<Composed> {
        let mut held = Vec::new();
        for one in self.site.store.promised_with(giver).await?.into_iter().take(MOST_LINKS) {
            held.push(self.as_its_giver_reads(one).await);
        }
        let to = held.first().and_then(|held| held.giver.email.clone());
        let promises = held.iter().map(|Held { list, gift, reservation, giver, .. }| Promise {
            list,
            gift,
            reservation,
            giver,
            addresses: self.addresses,
        });
        let promises: Vec<_> = promises.collect();
        Ok(match to.zip(givers::all_reservations(&promises)) {
            Some((to, sheet)) => Composed::Mail { to, sheet: Box::new(sheet) },
            None => Composed::Moot("nothing is promised with the address any more"),
        })
    }
}
