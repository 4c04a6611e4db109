//! Links that stop mails which people need not get, with one click and without signing in (R7.8): on
//! the page behind the link, or through their mail program (RFC 8058).
//!
//! What a link stops, and for whom, is in its token; nothing is stored. To make another kind of mail
//! stoppable, add a variant of [`Stop`] with the id of the person; a number of its own in [`KINDS`] and
//! [`Stop::parts`], which must never change, or mailed links stop working; what stopping means in
//! [`Stop::act`]; how things stand in [`Stop::standing`], as a variant of [`Stopping`]; and the words
//! for that in `app/src/pages/stop.rs`. A mail shows the link if its sheet has it as `stop`.

use app::backend::Stopping;
use domain::{OwnerMails, PersonId, ReservationId};
use store::{Errand, StoreError};
use uuid::Uuid;

use crate::{secrets::Secrets, site::Site};

/// What a link stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Mails to an owner about what givers do.
    OwnerMails(PersonId),
    /// Reminders to the giver of this, and of all else that their address promised (R5.8).
    Reminder(ReservationId),
}

/// What makes a stop of an id.
type OfId = fn(Uuid) -> Stop;

/// Every kind, by its number.
const KINDS: [(u32, OfId); 2] = [
    (1, |id| Stop::OwnerMails(PersonId::new(id))),
    (2, |id| Stop::Reminder(ReservationId::new(id))),
];

impl Stop {
    fn parts(self) -> (u32, Uuid) {
        match self {
            Self::OwnerMails(person) => (1, person.uuid()),
            Self::Reminder(reservation) => (2, reservation.uuid()),
        }
    }

    /// The token of the link that stops it.
    pub fn token(self, secrets: &Secrets) -> String {
        let (kind, id) = self.parts();
        secrets.stop_token(kind, id)
    }

    /// What a link's token stops; nothing where it is none of ours.
    pub fn open(secrets: &Secrets, token: &str) -> Option<Self> {
        KINDS.iter().find_map(|(kind, stop)| secrets.open_stop(*kind, token).map(stop))
    }

    /// Stops it. Stopped already, it stays so.
    ///
    /// # Errors
    /// Refused as not found where whoever it was for is gone.
    pub async fn act(self, site: &Site, errand: Errand<'_>) -> Result<(), StoreError> {
        match self {
            Self::OwnerMails(person) => {
                site.store.choose_owner_mails(errand, person, OwnerMails::Off).await
            }
            // The mail went to the address, so that whoever reads it speaks for it.
            Self::Reminder(reservation) => {
                site.store.set_reminders(errand, reservation, false, true).await
            }
        }
    }

    /// How it stands, for the page behind the link; nothing where whoever it was for is gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn standing(self, site: &Site) -> Result<Option<Stopping>, StoreError> {
        match self {
            Self::OwnerMails(person) => {
                if site.store.person(person).await?.is_none() {
                    return Ok(None);
                }
                let choice = site.store.owner_mails(person).await?;
                Ok(Some(Stopping::OwnerMails { stopped: choice == OwnerMails::Off }))
            }
            Self::Reminder(reservation) => {
                let held = site.store.held(reservation).await?;
                let held = held.filter(|held| held.giver.email.is_some());
                Ok(held.map(|held| Stopping::Reminders { stopped: !held.giver.reminders }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R7.8
    #[test]
    fn a_link_stops_what_it_was_made_for_and_nothing_else() {
        let secrets = Secrets::new([7; 32]);
        let stop = Stop::OwnerMails(PersonId::new(Uuid::from_u128(1)));
        let token = stop.token(&secrets);
        assert_eq!(Stop::open(&secrets, &token), Some(stop));
        assert_eq!(Stop::open(&Secrets::new([8; 32]), &token), None);
        assert_eq!(secrets.open_stop(2, &token), None);
        for nonsense in ["", "x", "🎁", &"A".repeat(10_000)] {
            assert_eq!(Stop::open(&secrets, nonsense), None);
        }
    }

    #[test]
    fn every_kind_has_a_number_of_its_own() {
        for (kind, stop) in KINDS {
            assert_eq!(stop(Uuid::from_u128(1)).parts(), (kind, Uuid::from_u128(1)));
        }
    }
}
