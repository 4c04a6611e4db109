//! One mail a day for owners who want it so (R7.7): written in the evening, where they are.

use domain::digest_due;
use store::StoreError;

use super::note;
use crate::site::Site;

/// Writes every digest that is due. Asked for from time to time, by however many processes.
pub(crate) async fn write_due(site: &Site) {
    note(site, write(site).await, |digests| {
        site.mail.notify_one();
        tracing::debug!(digest.written = digests, "owners are told of their day");
    });
}

async fn write(site: &Site) -> Result<usize, StoreError> {
    let now = site.clock.now();
    let mut written = 0;
    for person in site.store.daily_readers().await? {
        let zone = site.store.digest_zone(person).await?;
        let Some((day, until)) = digest_due(zone, now) else { continue };
        written += usize::from(site.store.write_digest(person, day, until, now).await?);
    }
    Ok(written)
}
