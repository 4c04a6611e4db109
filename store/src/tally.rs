//! Counts how often something was done, so that it can be limited (R2.11). The counts survive a
//! restart, and hold for every process on the same database.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Result, Store, StoreError,
    reserve::digest,
    row::{access::TallyRow, record},
    tx::transact,
    work::{Housekeeping, Work},
};

const TALLY: &str = include_str!("../query/tally.surql");

/// What is free again later than anything that is counted now, and by more than this, was counted by a
/// clock that was wrong. So nobody is kept waiting for as long as that was ahead.
const ASTRAY: TimeDelta = TimeDelta::days(1);

/// How often something may be done: a few times at once, and then once more after each pause (the
/// generic cell rate algorithm).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// What is counted, as a word that never changes.
    pub what: &'static str,
    /// How many at once.
    pub burst: u32,
    /// Seconds until there is room for one more.
    pub seconds: u32,
}

impl Quota {
    /// When everything is forgotten again, if it is counted now, or how long to wait until it can
    /// be. `free_at` is when all that was counted before is forgotten.
    fn count(
        self,
        free_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> std::result::Result<DateTime<Utc>, TimeDelta> {
        let one = TimeDelta::seconds(i64::from(self.seconds));
        let most = TimeDelta::seconds(i64::from(self.seconds) * i64::from(self.burst));
        let free_at = free_at.filter(|free_at| *free_at - now <= most + ASTRAY);
        let after = free_at.map_or(now, |free_at| free_at.max(now)) + one;
        if after - now > most { Err(after - now - most) } else { Ok(after) }
    }
}

impl Store {
    /// Counts once more for `whom`. Answers how long to wait where that is too often;
    /// nothing is counted then.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn tally(
        &self,
        quota: Quota,
        whom: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<TimeDelta>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| match self.tally_in(work, quota, whom).await {
            Ok(()) => Ok(None),
            Err(StoreError::TooOften(wait)) => Ok(Some(wait)),
            Err(error) => Err(error),
        })
    }

    /// Takes one count back: what was tried turned out not to be what is limited.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take_back(&self, quota: Quota, whom: &str, now: DateTime<Utc>) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let id = record("tally", digest(&["tally", quota.what, whom]));
            let row: Option<TallyRow> = self.ask(TALLY).with("tally", id).maybe().await?;
            if let Some(row) = row {
                let free_at = row.free_at - TimeDelta::seconds(i64::from(quota.seconds));
                work.replace(TallyRow { free_at, ..row })?;
            }
            Ok(())
        })
    }

    /// The same as a part of an errand: it is counted if the errand is done.
    ///
    /// # Errors
    /// [`StoreError::TooOften`].
    pub(crate) async fn tally_in(
        &self,
        work: &mut Work<'_>,
        quota: Quota,
        whom: &str,
    ) -> Result<()> {
        let id = record("tally", digest(&["tally", quota.what, whom]));
        let row: Option<TallyRow> = self.ask(TALLY).with("tally", id.clone()).maybe().await?;
        let free_at = quota.count(row.as_ref().map(|row| row.free_at), work.now());
        let free_at = free_at.map_err(StoreError::TooOften)?;
        work.put(TallyRow { id, version: row.map_or(0, |row| row.version), free_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R2.11
    #[test]
    fn a_burst_is_let_through_and_then_one_each_so_often() {
        let quota = Quota { what: "code", burst: 3, seconds: 60 };
        let start = DateTime::<Utc>::UNIX_EPOCH;
        let mut free_at = None;
        for _ in 0..3 {
            free_at = Some(quota.count(free_at, start).unwrap());
        }
        assert_eq!(quota.count(free_at, start), Err(TimeDelta::seconds(60)));
        let later = start + TimeDelta::seconds(59);
        assert_eq!(quota.count(free_at, later), Err(TimeDelta::seconds(1)));
        let later = start + TimeDelta::seconds(60);
        free_at = Some(quota.count(free_at, later).unwrap());
        assert!(quota.count(free_at, later).is_err());
        let much_later = start + TimeDelta::hours(1);
        assert_eq!(quota.count(free_at, much_later), Ok(much_later + TimeDelta::seconds(60)));
    }

    // R2.11
    #[test]
    fn a_clock_that_was_far_ahead_keeps_nobody_waiting() {
        let quota = Quota { what: "code", burst: 3, seconds: 60 };
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let counted = now + TimeDelta::days(365);
        assert_eq!(quota.count(Some(counted), now), Ok(now + TimeDelta::seconds(60)));
        // Clocks of several machines differ by little.
        assert!(quota.count(Some(now + TimeDelta::minutes(10)), now).is_err());
    }
}
