//! Which life a store leads, and whose turn it is to do what only one process must do.

use chrono::{DateTime, TimeDelta, Utc};
use surrealdb::types::{RecordId, Value};

use crate::{
    Result, Store, StoreError, chance,
    row::{Row, backup::TimelineRow, mail::LeaseRow, record, uuid_key},
    tx::transact,
    work::Housekeeping,
};

const ROWS: &str = include_str!("../query/rows.surql");

impl Store {
    /// The word of the life that this store leads. It gets one when it is asked first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn timeline(&self, now: DateTime<Utc>) -> Result<String> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            if let Some(row) = self.timeline_row().await? {
                return Ok(row.word);
            }
            let row = TimelineRow { id: current(), version: 0, word: new_word(), since: now };
            work.create(row.clone())?;
            Ok(row.word)
        })
    }

    /// Since when this store leads its life; none before it was asked for the word of it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn timeline_since(&self) -> Result<Option<DateTime<Utc>>> {
        Ok(self.timeline_row().await?.map(|row| row.since))
    }

    /// Begins another life, to which no log of the one before belongs. Answers its word.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_timeline(&self, now: DateTime<Utc>) -> Result<String> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let version = self.timeline_row().await?.map_or(0, |row| row.version);
            let row = TimelineRow { id: current(), version, word: new_word(), since: now };
            work.put(row.clone())?;
            Ok(row.word)
        })
    }

    /// Takes the turn of something for so many seconds, or takes it on. Answers whether it is ours:
    /// nobody else has it then. Where one program has the store for itself, whoever else took it has
    /// ended.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_turn(&self, what: &str, now: DateTime<Utc>, seconds: i64) -> Result<bool> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let lease = self.turn(what).await?.unwrap_or_else(|| LeaseRow::new(turn(what)));
            let taken = lease.until.is_some_and(|until| now < until);
            if taken && self.is_shared() && lease.holder != self.holder() {
                return Ok(false);
            }
            let until = Some(now + TimeDelta::seconds(seconds));
            work.put(LeaseRow { holder: self.holder().to_owned(), until, ..lease })?;
            Ok(true)
        })
    }

    /// Gives a turn back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_turn(&self, what: &str, now: DateTime<Utc>) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| match self.turn(what).await? {
            Some(lease) if lease.holder == self.holder() => {
                work.replace(LeaseRow { until: None, ..lease })
            }
            _ => Ok(()),
        })
    }

    async fn turn(&self, what: &str) -> Result<Option<LeaseRow>> {
        self.only(turn(what)).await
    }

    async fn timeline_row(&self) -> Result<Option<TimelineRow>> {
        self.only(current()).await
    }

    async fn only<R: Row>(&self, id: RecordId) -> Result<Option<R>> {
        let rows: Vec<Value> = self.ask(ROWS).with("ids", vec![id]).one().await?;
        let row = rows.into_iter().next().map(R::from_value).transpose();
        row.map_err(|_| StoreError::spoilt("row", R::TABLE))
    }
}

fn current() -> RecordId {
    record(TimelineRow::TABLE, "current")
}

fn turn(what: &str) -> RecordId {
    record(LeaseRow::TABLE, format_args!("turn_{what}"))
}

fn new_word() -> String {
    uuid_key(uuid::Builder::from_random_bytes(chance::bytes()).into_uuid())
}
