//! Words of thanks, on their way to a giver (R5.9).

use domain::{Reach, ReservationId};

use super::{Desk, Result};
use crate::mail::{givers, worker::Composed};

impl Desk<'_> {
    pub(super) async fn thank_you(&self, reservation: ReservationId) -> Result<Composed> {
        let Some(note) = self.site.store.thanks(reservation).await?.note else {
            return Ok(Composed::Moot("the words are erased"));
        };
        self.giver(reservation, |promise| {
            let reached = Reach::of(promise.giver) == Reach::ByMail;
            (reached && promise.reservation.state.is_live())
                .then(|| givers::thank_you(promise, &note))
        })
        .await
    }
}
