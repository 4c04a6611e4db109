//! What givers changed, on its way to them and to owners (R7.1).

use domain::{Letter, ReservationId};
use store::Waiting;

use super::{Desk, Result};

impl Desk<'_> {
    /// Whether a later mail tells the same reader what became of what a giver changed. Each says how it
    /// is when it is sent, so that the last one says it all, and those before it would only repeat it.
    pub(super) async fn is_told_later(&self, waiting: &Waiting) -> Result<bool> {
        let Some(reservation) = changed(waiting.letter) else { return Ok(false) };
        let mails = self.site.store.mails_about(&[reservation]).await?;
        let mut later = mails.iter().filter(|mail| mail.id > waiting.id);
        Ok(later.any(|mail| says_it_all(mail.letter, waiting.letter)))
    }
}

/// The reservation that a giver changed and can change back.
fn changed(letter: Letter) -> Option<ReservationId> {
    match letter {
        Letter::ReservationChanged { reservation }
        | Letter::ReservationPurchased { reservation }
        | Letter::GiftPurchased { reservation, .. } => Some(reservation),
        _ => None,
    }
}

/// Whether a later mail about a reservation says what an earlier one would.
fn says_it_all(later: Letter, earlier: Letter) -> bool {
    // Givers are told of either by how it is now; owners are told of purchases alone.
    let to_giver = |letter| {
        matches!(letter, Letter::ReservationChanged { .. } | Letter::ReservationPurchased { .. })
    };
    later == earlier || (to_giver(later) && to_giver(earlier))
}
