//! The outbox of a running site.

use chrono::{DateTime, Utc};
use domain::Letter;
use store::{StoreError, Waiting};

use super::{
    addresses::Addresses,
    letters,
    worker::{Composed, LEASE_SECONDS, Outbox, Outcome, Unanswered},
};
use crate::site::Site;

/// Where a site's mails wait.
pub(super) struct SiteOutbox {
    site: Site,
    addresses: Addresses,
}

impl SiteOutbox {
    /// The outbox of this site.
    pub fn new(site: Site) -> Self {
        let addresses = Addresses::new(&site.settings.site.origin(), site.secrets.clone());
        Self { site, addresses }
    }

    /// Tells of it once; where the store can not write, that ends the process.
    fn unanswered(&self, error: StoreError) -> Unanswered {
        self.site.refuse(error);
        Unanswered
    }
}

impl Outbox for SiteOutbox {
    fn now(&self) -> DateTime<Utc> {
        self.site.clock.now()
    }

    async fn claim(&self, most: u32) -> Result<Vec<Waiting>, Unanswered> {
        let claimed = self.site.store.claim_mail(self.now(), LEASE_SECONDS, most).await;
        claimed.map_err(|error| self.unanswered(error))
    }

    async fn compose(&self, waiting: &Waiting) -> Result<Composed, Unanswered> {
        let composed = letters::compose(&self.site, &self.addresses, waiting).await;
        composed.map_err(|error| self.unanswered(error))
    }

    async fn settle(&self, waiting: &Waiting, outcome: Outcome) -> Result<(), Unanswered> {
        let (id, store, now) = (waiting.id, &self.site.store, self.now());
        let settled = match outcome {
            Outcome::Done => store.mail_sent(id, now).await,
            Outcome::Moot(why) => store.mail_moot(id, now, why).await,
            Outcome::Again(at, reason) => store.mail_failed(id, now, Some(at), reason).await,
            Outcome::Dead(reason) => store.mail_failed(id, now, None, reason).await,
        };
        settled.map_err(|error| self.unanswered(error))?;
        // The page of whoever reserved says what became of it (R5.4).
        if let Letter::ReservationMade { reservation } = waiting.letter {
            self.site.wake(reservation).await;
        }
        Ok(())
    }

    async fn release(&self) {
        if let Err(error) = self.site.store.release_leases().await {
            // They run out by themselves.
            self.unanswered(error);
        }
    }
}
