//! What is known of how backups are doing, for health, the watchdog and the console.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

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

    #[test]
    fn the_log_is_behind_from_the_start_on_and_only_where_backups_are_made() {
        let now: DateTime<Utc> = "2026-11-02T08:00:01Z".parse().unwrap();
        assert_eq!(BackupFacts::default().log_lag(now), None);
        let young = BackupFacts { on: true, since: Some(now), ..BackupFacts::default() };
        assert_eq!(young.log_lag(now + TimeDelta::seconds(5)), Some(TimeDelta::seconds(5)));
    }
}
