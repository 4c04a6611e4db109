//! Rows of what admins were told about the site.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Alarm, AlarmState, HowBad, QueueState};
use surrealdb::types::SurrealValue;

use crate::{
    StoreError, image,
    row::{count, record, rows},
};

/// Stands for the figure where no good backup is known. No figure is as large.
const NO_BACKUP: i64 = i64::MAX;

rows! {
    "alarm" AlarmRow {
        raised: bool,
        turns: i64,
        bad_from: Option<DateTime<Utc>>,
        bad_at: Option<DateTime<Utc>>,
        figure: i64,
    }
    "queue_notice" QueueNoticeRow {
        told_on: Option<String>,
    }
}

impl AlarmRow {
    /// An alarm that has never been bad.
    pub(crate) fn quiet(alarm: Alarm) -> Self {
        Self {
            id: record("alarm", alarm.code()),
            version: 0,
            raised: false,
            turns: 0,
            bad_from: None,
            bad_at: None,
            figure: 0,
        }
    }

    /// Whose row it is; none where another version of the program knows it.
    pub(crate) fn alarm(&self) -> Option<Alarm> {
        image::key(&self.id).and_then(Alarm::parse)
    }

    /// What it says.
    pub(crate) fn state(&self) -> Result<AlarmState, StoreError> {
        Ok(AlarmState {
            raised: self.raised,
            turns: count(self.turns)?,
            bad_from: self.bad_from,
            bad_at: self.bad_at,
            how_bad: match self.figure {
                NO_BACKUP => HowBad::NoBackup,
                figure => HowBad::Figure(
                    u64::try_from(figure).map_err(|_| StoreError::spoilt("figure", figure))?,
                ),
            },
        })
    }

    /// The same row, saying something else.
    pub(crate) fn saying(self, state: AlarmState) -> Self {
        Self {
            raised: state.raised,
            turns: i64::from(state.turns),
            bad_from: state.bad_from,
            bad_at: state.bad_at,
            figure: match state.how_bad {
                HowBad::NoBackup => NO_BACKUP,
                HowBad::Figure(figure) => {
                    i64::try_from(figure).unwrap_or(i64::MAX).min(NO_BACKUP - 1)
                }
            },
            ..self
        }
    }
}

impl QueueNoticeRow {
    /// Nobody was told of anything yet.
    pub(crate) fn quiet() -> Self {
        Self { id: record("queue_notice", "main"), version: 0, told_on: None }
    }

    /// What it says.
    pub(crate) fn state(&self) -> Result<QueueState, StoreError> {
        let parse = |day: &String| {
            day.parse::<NaiveDate>().map_err(|_| StoreError::spoilt("day", &self.told_on))
        };
        Ok(QueueState { told_on: self.told_on.as_ref().map(parse).transpose()? })
    }

    /// The same row, saying something else.
    pub(crate) fn saying(self, state: QueueState) -> Self {
        Self { told_on: state.told_on.map(|day| day.to_string()), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_no_backup_is_known_is_no_figure() {
        let said = |how_bad| {
            let row = AlarmRow::quiet(Alarm::BackupLate);
            row.saying(AlarmState { how_bad, ..AlarmState::default() })
        };
        assert_eq!(said(HowBad::NoBackup).figure, i64::MAX);
        for how_bad in [HowBad::NoBackup, HowBad::Figure(0), HowBad::Figure(26)] {
            assert_eq!(said(how_bad).state().unwrap().how_bad, how_bad);
        }
        let most = said(HowBad::Figure(u64::MAX)).state().unwrap().how_bad;
        assert!(most.figure().is_some(), "{most:?}");
        let spoilt = AlarmRow { figure: -1, ..said(HowBad::NoBackup) };
        assert!(spoilt.state().is_err());
    }
}
