//! Lists that are gone, and lists that are there again (R3.10).

use domain::{Letter, ReservationId};

use super::{Desk, Result};
use crate::mail::{givers, worker::Composed};

impl Desk<'_> {
    /// Whoever is quick to bring a list back has nothing to explain to anybody.
    pub(super) async fn list_deleted(&self, id: ReservationId) -> Result<Composed> {
        self.giver(id, |promise| {
            let gone = promise.reservation.state.is_live() && promise.list.is_deleted();
            gone.then(|| givers::list_deleted(promise))
        })
        .await
    }

    /// Only to those who heard that the list was gone.
    pub(super) async fn list_restored(&self, id: ReservationId) -> Result<Composed> {
        let mails = self.site.store.mails_about(id).await?;
        let told = |letter: &Letter| matches!(letter, Letter::ListDeleted { .. });
        if !mails.iter().any(|mail| mail.sent && told(&mail.letter)) {
            return Ok(Composed::Moot("nobody was told that the list was gone"));
        }
        self.giver(id, |promise| {
            let back = promise.reservation.state.is_live() && !promise.list.is_deleted();
            back.then(|| givers::list_restored(promise))
        })
        .await
    }
}
