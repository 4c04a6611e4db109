//! What owners did to a gift, on its way to those who promised it (R4.6). These mails wait for a
//! while: of several in the same matter the last says it all, and what was taken back meanwhile is
//! told to nobody who had not heard of it.

use domain::{Letter, ReservationId};
use store::{MailAbout, Waiting};

use super::{Desk, Result};
use crate::mail::{
    givers::{self, Promise},
    sheet::Sheet,
    worker::Composed,
};

const FOLLOWED: Composed = Composed::Moot("a later one says it all");
const UNHEARD: Composed = Composed::Moot("the giver never heard that it was off the list");
const KNOWN: Composed = Composed::Moot("the giver knows that it is off the list");
const TOO_OFTEN: Composed =
    Composed::Moot("nobody confirmed the address, and it was written to often");

impl Desk<'_> {
    pub(super) async fn gift_withdrawn(
        &self,
        waiting: &Waiting,
        reservation: ReservationId,
    ) -> Result<Composed> {
        let Some(mails) = self.other_mails(waiting, reservation).await? else {
            return Ok(FOLLOWED);
        };
        if is_believed_off(&mails) {
            return Ok(KNOWN);
        }
        self.of_gift(waiting, reservation, |promise| {
            (!promise.gift.is_offered()).then(|| givers::gift_withdrawn(promise))
        })
        .await
    }

    pub(super) async fn gift_restored(
        &self,
        waiting: &Waiting,
        reservation: ReservationId,
    ) -> Result<Composed> {
        let Some(mails) = self.other_mails(waiting, reservation).await? else {
            return Ok(FOLLOWED);
        };
        if !is_believed_off(&mails) {
            return Ok(UNHEARD);
        }
        self.of_gift(waiting, reservation, |promise| {
            promise.gift.is_offered().then(|| givers::gift_restored(promise))
        })
        .await
    }

    pub(super) async fn gift_changed(
        &self,
        waiting: &Waiting,
        reservation: ReservationId,
    ) -> Result<Composed> {
        let Some(mails) = self.other_mails(waiting, reservation).await? else {
            return Ok(FOLLOWED);
        };
        // That it is back says what is different, too, to whoever hears of that.
        let back = |mail: &&MailAbout| matches!(mail.letter, Letter::GiftRestored { .. });
        let back = mails.iter().filter(back).rfind(|mail| mail.id > waiting.id);
        if back.is_some_and(|mail| mail.sent || is_believed_off(&mails)) {
            return Ok(FOLLOWED);
        }
        let tells =
            |letter| matches!(letter, Letter::GiftChanged { .. } | Letter::GiftRestored { .. });
        let heard = mails.iter().any(|mail| mail.sent && tells(mail.letter));
        self.of_gift(waiting, reservation, |promise| {
            let changes = promise.gift.details.changes_since(&promise.reservation.snapshot);
            match changes.is_empty() {
                _ if !promise.gift.is_offered() => None,
                false => Some(givers::gift_changed(promise)),
                true if heard => Some(givers::gift_as_before(promise)),
                true => None,
            }
        })
        .await
    }

    /// The other mails about a reservation, the oldest first; nothing where one of the same kind was
    /// caused later.
    async fn other_mails(
        &self,
        waiting: &Waiting,
        reservation: ReservationId,
    ) -> Result<Option<Vec<MailAbout>>> {
        let mut mails = self.site.store.mails_about(&[reservation]).await?;
        if mails.iter().any(|mail| mail.id > waiting.id && mail.letter == waiting.letter) {
            return Ok(None);
        }
        mails.retain(|mail| mail.id != waiting.id);
        Ok(Some(mails))
    }

    /// To the giver of a reservation that still counts, on a list that is not in the bin, unless an
    /// address that nobody confirmed was written to often enough.
    async fn of_gift(
        &self,
        waiting: &Waiting,
        reservation: ReservationId,
        write: impl FnOnce(Promise<'_>) -> Option<Sheet>,
    ) -> Result<Composed> {
        let composed = self.giver(reservation, |promise| {
            let counts = promise.reservation.state.is_live() && promise.list.erase_at.is_none();
            if counts { write(promise) } else { None }
        });
        match composed.await? {
            Composed::Mail { .. }
                if waiting.attempts == 0 && self.is_written_to_often(reservation).await? =>
            {
                Ok(TOO_OFTEN)
            }
            composed => Ok(composed),
        }
    }
}

/// Whether the giver believes that the gift is off the list, by the last that they heard of it.
fn is_believed_off(mails: &[MailAbout]) -> bool {
    let heard = mails.iter().rev().filter(|mail| mail.sent).find_map(|mail| match mail.letter {
        Letter::GiftWithdrawn { .. } => Some(true),
        Letter::GiftRestored { .. } => Some(false),
        _ => None,
    });
    heard == Some(true)
}
