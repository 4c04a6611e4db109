//! What is known of how backups are doing, for health, the watchdog and the console.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

/// A daily backup is missed once the newest good one is older than this: a day, and two hours in
/// which it is made.
const MISSED_AFTER: TimeDelta = TimeDelta::hours(26);

/// How backups and the shipped change log are doing, as this process knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupFacts {
    /// Whether backups are made at all.
    pub on: bool,
    /// Since when this process has looked after them.
    pub since: Option<DateTime<Utc>>,
    /// The folder that they are put into; none in a bucket.
    pub folder: Option<PathBuf>,
    /// Whether one is being made right now.
    pub making: bool,
    /// When the newest good one was made: one that was read back and imported.
    pub newest_good: Option<DateTime<Utc>>,
    /// Why the last one was not made, until one is.
    pub failed: Option<Failed>,
    /// Why it could not be read which backups there are, until it can.
    pub unread: Option<Failed>,
    /// Until when every change is in the shipped log.
    pub log_until: Option<DateTime<Utc>>,
    /// Why the log could not be shipped, until it is.
    pub log_failed: Option<Failed>,
}

/// Something that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// When.
    pub at: DateTime<Utc>,
    /// Why, as a word that never changes: [`super::BackupError::code`].
    pub code: &'static str,
    /// Why, for the log and for admins: no personal words.
    pub reason: String,
}

impl BackupFacts {
    /// How old the newest good backup is.
    pub fn age(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.newest_good.map(|made_at| (now - made_at).max(TimeDelta::zero()))
    }

    /// Whether a daily backup should be there and is not. A process that has just started is given
    /// as long as any other.
    pub fn missed(&self, now: DateTime<Utc>) -> bool {
        let last = self.newest_good.max(self.since);
        self.on && last.is_some_and(|last| now - last > MISSED_AFTER)
    }

    /// Whether the last one was not made, or it is not known which there are.
    pub fn fails(&self) -> bool {
        self.failed.is_some() || self.unread.is_some()
    }

    /// How far the shipped log is behind.
    pub fn log_lag(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let until = self.log_until.or(self.since).filter(|_| self.on)?;
        Some((now - until).max(TimeDelta::zero()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_without_a_backup_is_missed_two_hours_later() {
        let facts = BackupFacts {
            on: true,
            since: Some(at("2026-11-01T05:00:00Z")),
            newest_good: Some(at("2026-11-01T06:00:00Z")),
            ..BackupFacts::default()
        };
        assert!(!facts.missed(at("2026-11-02T08:00:00Z")));
        assert!(facts.missed(at("2026-11-02T08:00:01Z")));
        assert_eq!(facts.age(at("2026-11-02T06:00:00Z")), Some(TimeDelta::days(1)));
        // A clock that jumped back makes nothing older than it is.
        assert_eq!(facts.age(at("2026-10-01T06:00:00Z")), Some(TimeDelta::zero()));
    }

    #[test]
    fn nothing_is_missed_where_none_are_made_and_by_a_process_that_just_started() {
        let now = at("2026-11-02T08:00:01Z");
        assert!(!BackupFacts::default().missed(now));
        assert_eq!(BackupFacts::default().log_lag(now), None);
        let young = BackupFacts { on: true, since: Some(now), ..BackupFacts::default() };
        assert!(!young.missed(now + TimeDelta::hours(26)));
        assert!(young.missed(now + TimeDelta::hours(27)));
        assert_eq!(young.log_lag(now + TimeDelta::seconds(5)), Some(TimeDelta::seconds(5)));
    }
}
