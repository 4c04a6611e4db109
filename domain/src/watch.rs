//! What can be wrong with a running site, and when the people who look after it are told: once when
//! it goes wrong and once when it is good again, however many processes look, and however often.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};
use serde::{Deserialize, Serialize};

/// How many minutes something must be well before it is good again. What comes and goes within them
/// is one alarm.
pub const CALM_MINUTES: i64 = 5;

/// Something that can be wrong with a site that runs. Each has one figure that says how bad it is, as
/// far as there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// The database does not answer; the figure is how many seconds it was waited for.
    Database,
    /// How many schema files of this program are not applied, or how many of another one are.
    Schema,
    /// Mails do not leave; the figure is how many minutes the oldest has waited.
    Mail,
    /// How many mails were given up.
    DeadMail,
    /// The last backup failed; the figure is how many hours old the newest good one is, or
    /// [`HowBad::NoBackup`].
    BackupFailed,
    /// A backup was missed; the figure is how many hours old the newest good one is, or
    /// [`HowBad::NoBackup`].
    BackupLate,
    /// By how many minutes the copy of the change log is behind.
    ChangeLog,
    /// How many MiB are free where the database is.
    Disk,
    /// How many MiB are free where backups go.
    BackupDisk,
    /// For how many days the certificate is still good.
    Certificate,
    /// By how many seconds the clock jumped.
    Clock,
    /// How many requests there were within a minute.
    Requests,
    /// How many of a hundred requests within a minute failed by our fault.
    Failures,
    /// How many times a job was ended by a panic within an hour.
    Jobs,
}

impl Alarm {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Database,
        Self::Schema,
        Self::Mail,
        Self::DeadMail,
        Self::BackupFailed,
        Self::BackupLate,
        Self::ChangeLog,
        Self::Disk,
        Self::BackupDisk,
        Self::Certificate,
        Self::Clock,
        Self::Requests,
        Self::Failures,
        Self::Jobs,
    ];

    /// The word that never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Schema => "schema",
            Self::Mail => "mail",
            Self::DeadMail => "dead_mail",
            Self::BackupFailed => "backup_failed",
            Self::BackupLate => "backup_late",
            Self::ChangeLog => "change_log",
            Self::Disk => "disk",
            Self::BackupDisk => "backup_disk",
            Self::Certificate => "certificate",
            Self::Clock => "clock",
            Self::Requests => "requests",
            Self::Failures => "failures",
            Self::Jobs => "jobs",
        }
    }

    /// The alarm that a word stands for.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alarm| alarm.code() == code)
    }

    /// How long it must be bad before anybody is told. A database that was slow once is no news, and
    /// what was missed while the program did not run is made good when it starts.
    fn patience(self) -> TimeDelta {
        match self {
            Self::Database => TimeDelta::seconds(45),
            Self::Mail => TimeDelta::minutes(2),
            Self::BackupLate => TimeDelta::minutes(15),
            _ => TimeDelta::zero(),
        }
    }
}

/// How bad something is that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowBad {
    /// So bad, in the figure of its alarm.
    Figure(u64),
    /// No good backup is known whose age could be told.
    NoBackup,
}

impl HowBad {
    /// The figure of its alarm, where there is one.
    pub fn figure(self) -> Option<u64> {
        match self {
            Self::Figure(figure) => Some(figure),
            Self::NoBackup => None,
        }
    }
}

impl Default for HowBad {
    fn default() -> Self {
        Self::Figure(0)
    }
}

/// What is remembered of an alarm from one look to the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlarmState {
    /// Whether it is bad, as far as anybody was told.
    pub raised: bool,
    /// How often it turned, to bad or to good.
    pub turns: u32,
    /// Since when it was bad, the last time that it was.
    pub bad_from: Option<DateTime<Utc>>,
    /// When it was last seen to be bad.
    pub bad_at: Option<DateTime<Utc>>,
    /// How bad that was.
    pub how_bad: HowBad,
}

impl AlarmState {
    /// What is remembered after another look, which found it as bad as `bad` says, or well. Where it
    /// turned, `turns` is one more. What was seen at a moment that has not come yet was seen by a wrong
    /// clock, and goes on no longer.
    #[must_use]
    pub fn looked(self, alarm: Alarm, bad: Option<HowBad>, now: DateTime<Utc>) -> Self {
        let calm = |at: DateTime<Utc>| (now - at).abs() >= TimeDelta::minutes(CALM_MINUTES);
        let calm = self.bad_at.is_none_or(calm);
        match bad {
            Some(how_bad) => {
                let goes_on = self.raised || !calm;
                let from = self.bad_from.filter(|from| goes_on && *from <= now).unwrap_or(now);
                let raised = self.raised || now - from >= alarm.patience();
                Self { how_bad, bad_from: Some(from), bad_at: Some(now), ..self.turned(raised) }
            }
            None if self.raised && calm => self.turned(false),
            None => self,
        }
    }

    fn turned(self, raised: bool) -> Self {
        Self { raised, turns: self.turns + u32::from(raised != self.raised), ..self }
    }
}

/// What is remembered of telling admins that products wait for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueState {
    /// The day, in UTC, on which they were last told; none while nothing waits.
    pub told_on: Option<NaiveDate>,
}

/// A mail about products that wait for an admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueNews {
    /// There is something, where there was nothing.
    Begins,
    /// There is still something.
    Digest,
}

impl QueueState {
    /// What is remembered after another look, which found this many waiting, and what is told: when the
    /// first comes, and then once a day from the hour `digest_hour` in UTC on. A day that is further off
    /// than tomorrow was a wrong clock's.
    #[must_use]
    pub fn looked(
        self,
        waiting: u64,
        digest_hour: u32,
        now: DateTime<Utc>,
    ) -> (Self, Option<QueueNews>) {
        let today = now.date_naive();
        let told = Self { told_on: Some(today) };
        let is_over = |day: NaiveDate| day < today || day - today > TimeDelta::days(1);
        match self.told_on {
            _ if waiting == 0 => (Self::default(), None),
            None => (told, Some(QueueNews::Begins)),
            Some(day) if is_over(day) && now.hour() >= digest_hour => {
                (told, Some(QueueNews::Digest))
            }
            Some(_) => (self, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    /// What is told of looks a minute apart: the minute, and whether it turned bad.
    fn told(alarm: Alarm, looks: &[Option<u64>]) -> Vec<(usize, bool)> {
        let mut state = AlarmState::default();
        let mut told = vec![];
        for (minute, bad) in looks.iter().enumerate() {
            let now = at(60 * i64::try_from(minute).unwrap());
            let after = state.looked(alarm, bad.map(HowBad::Figure), now);
            if after.turns != state.turns {
                told.push((minute, after.raised));
            }
            state = after;
        }
        told
    }

    #[test]
    fn every_alarm_has_a_word_of_its_own() {
        for alarm in Alarm::ALL {
            assert_eq!(Alarm::parse(alarm.code()), Some(alarm));
            assert_eq!(serde_json::to_string(&alarm).unwrap(), format!("\"{}\"", alarm.code()));
        }
        assert_eq!(Alarm::parse("queue"), None);
    }

    #[test]
    fn it_is_told_once_when_it_turns_bad_and_once_when_it_is_good_again() {
        let looks = [&[None; 3][..], &[Some(7); 20], &[None; 20]].concat();
        assert_eq!(told(Alarm::Disk, &looks), [(3, true), (27, false)]);
    }

    #[test]
    fn how_bad_it_was_last_is_remembered_when_it_is_well() {
        let (old, none) = (HowBad::Figure(30), HowBad::NoBackup);
        for (first, last, figure) in [(none, old, Some(30)), (old, none, None)] {
            let looks = [Some(first), Some(last), None];
            let look = |state: AlarmState, bad| state.looked(Alarm::BackupFailed, bad, at(0));
            let state = looks.into_iter().fold(AlarmState::default(), look);
            assert_eq!(state.how_bad.figure(), figure);
        }
    }

    #[test]
    fn a_database_that_was_slow_once_is_no_news() {
        assert_eq!(told(Alarm::Database, &[None, Some(2), None, None]), []);
        assert_eq!(told(Alarm::Database, &[None, Some(2), Some(2), None]), [(2, true)]);
    }

    #[test]
    fn what_comes_and_goes_is_one_alarm() {
        let looks: Vec<_> = (0..40).map(|minute| (minute % 4 == 0).then_some(1)).collect();
        assert_eq!(told(Alarm::Failures, &looks), [(0, true)]);
    }

    // However many processes look: one that finds its own part well does not end what another one sees.
    #[test]
    fn one_that_sees_it_well_does_not_end_what_another_sees() {
        let mut state = AlarmState::default();
        for minute in 0..30 {
            state = state.looked(Alarm::Requests, Some(HowBad::Figure(900)), at(60 * minute));
            state = state.looked(Alarm::Requests, None, at(60 * minute + 20));
        }
        assert_eq!((state.raised, state.turns), (true, 1));
        assert_eq!((state.bad_from, state.bad_at), (Some(at(0)), Some(at(60 * 29))));
    }

    #[test]
    fn what_a_wrong_clock_has_seen_ends_when_it_is_right_again() {
        let (ahead, bad) = (at(365 * 24 * 3600), Some(HowBad::Figure(3)));
        let seen = |alarm: Alarm| AlarmState::default().looked(alarm, bad, ahead);
        let raised = seen(Alarm::Certificate);
        assert!(raised.raised);
        let after = raised.looked(Alarm::Certificate, None, at(0));
        assert_eq!((after.raised, after.turns), (false, 2));
        let goes_on = raised.looked(Alarm::Certificate, bad, at(0));
        assert_eq!((goes_on.raised, goes_on.turns, goes_on.bad_from), (true, 1, Some(at(0))));
        // Nor does anybody wait a year for what is bad now.
        let first = seen(Alarm::Mail).looked(Alarm::Mail, bad, at(0));
        assert_eq!((first.raised, first.bad_from), (false, Some(at(0))));
        assert!(first.looked(Alarm::Mail, bad, at(120)).raised);
    }

    proptest! {
        #[test]
        fn bad_and_good_take_turns(looks in prop::collection::vec(prop::option::of(0u64..9), 0..200)) {
            for alarm in [Alarm::Database, Alarm::Mail] {
                let told = told(alarm, &looks);
                for (n, (_, bad)) in told.iter().enumerate() {
                    prop_assert_eq!(*bad, n % 2 == 0);
                }
                for pair in told.windows(2) {
                    prop_assert!(pair[0].1 == pair[1].1 || pair[1].0 > pair[0].0);
                    // Good again only after it was well for a while.
                    if !pair[1].1 {
                        let calm = usize::try_from(CALM_MINUTES).unwrap() - 1;
                        prop_assert!(looks[pair[1].0 - calm..=pair[1].0].iter().all(Option::is_none));
                    }
                }
            }
        }
    }

    // R6.2
    #[test]
    fn admins_hear_of_the_first_product_at_once_and_then_once_a_day() {
        let (hour, day) = (7, 24 * 3600);
        // 1 800 000 000 is 8:00 on a day in January.
        let mut state = QueueState::default();
        let mut look = |waiting, seconds| {
            let (after, news) = state.looked(waiting, hour, at(seconds));
            state = after;
            news
        };
        assert_eq!(look(0, 0), None);
        assert_eq!(look(1, 60), Some(QueueNews::Begins));
        assert_eq!(look(5, 120), None);
        assert_eq!(look(5, day - 7200), None);
        assert_eq!(look(5, day), Some(QueueNews::Digest));
        assert_eq!(look(5, day + 60), None);
        assert_eq!(look(5, 3 * day), Some(QueueNews::Digest));
        assert_eq!(look(0, 3 * day + 60), None);
        assert_eq!(look(2, 3 * day + 120), Some(QueueNews::Begins));
        // A clock that was wrong costs nobody these mails for as long as it was ahead.
        assert_eq!(look(2, 365 * day), Some(QueueNews::Digest));
        assert_eq!(look(2, 4 * day), Some(QueueNews::Digest));
        assert_eq!(look(2, 4 * day + 60), None);
    }
}
