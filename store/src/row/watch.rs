//! Rows of what admins were told about the site.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Alarm, AlarmState, QueueState};
use surrealdb::types::SurrealValue;

use crate::{
    StoreError, image,
    row::{count, record, rows},
};

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
            figure: u64::try_from(self.figure)
                .map_err(|_| StoreError::spoilt("figure", self.figure))?,
        })
    }

    /// The same row, saying something else.
    pub(crate) fn saying(self, state: AlarmState) -> Self {
        Self {
            raised: state.raised,
            turns: i64::from(state.turns),
            bad_from: state.bad_from,
            bad_at: state.bad_at,
            figure: i64::try_from(state.figure).unwrap_or(i64::MAX),
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
