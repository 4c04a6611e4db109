//! Copies of a store: all of it is read while people write, and can fill an empty store again.
//!
//! A copy is what stood in the tables, together with the log. The tables are read page by page, each
//! page at its own moment. Whatever changed meanwhile is in the log, which a copy takes along from
//! before it was begun. For each record that the log mentions, the last image counts; for every other
//! one, what was read. That is the store as it was when the log was read and, with a longer log, as it
//! was at any later moment.

mod aftermath;
mod check;
mod erasures;
mod keys;
mod line;
mod overlay;
mod refill;
mod shown;
mod spool;
mod void;
mod wordless;

use std::{ops::Bound, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use surrealdb::types::{RecordId, RecordIdKey, RecordIdKeyRange, SurrealValue, Value};
use tokio::time::Instant;

use crate::{
    Result, Store, StoreError,
    change::{ChangeRow, Image},
    image,
    row::{
        Row,
        backup::{ErasureRow, LogMark},
        people::{SignUpRow, SubjectKeyRow},
    },
    stamp::{log_key, lowest},
    table::TABLES,
    tx::transact,
    work::Housekeeping,
};

pub use aftermath::{Aftermath, Mails, RESTORED};
pub use erasures::{Erasure, Erasures};
pub use keys::Keys;
pub use overlay::Overlay;
pub use refill::{Filled, Refill};

const PAGE: &str = include_str!("../query/page.surql");
const LOG_OVER: &str = include_str!("../query/log_over.surql");

/// From how long before its beginning a copy takes the log along. A transaction is committed within
/// this time after its key was made, and the clocks of several programs differ by less.
pub const LOG_OVERLAP: TimeDelta = TimeDelta::minutes(15);

/// How many rows are changed at once where all of them are.
const AT_ONCE: u32 = 500;

/// A transaction that takes longer is not waited for.
const MOST_UNDER_WAY: Duration = Duration::from_secs(10);

/// What other programs have under way is done after this time.
const OTHERS: Duration = Duration::from_secs(5);

/// Some rows of a table.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// A row each, as JSON.
    pub lines: Vec<String>,
    /// The key of the last one; none where there was none.
    pub last: Option<String>,
}

/// A row of the change log.
#[derive(Debug, Clone)]
pub struct Logged {
    /// Its key.
    pub key: String,
    /// It, as JSON.
    pub line: String,
    /// Those whose keys were made with it.
    pub subjects: Vec<String>,
    /// Those whose words were erased with it.
    pub erased: Vec<String>,
    /// The rows that tell of that, as JSON, as [`Store::dump_page`] gives them.
    pub erasures: Vec<String>,
    /// Sign-ups that ended with it, and their keys with them.
    pub over: Vec<String>,
    /// Whether a picture may have come with it: [`Store::pictures_shown`] tells which.
    pub pictures: bool,
}

/// Which rows are read.
#[derive(SurrealValue)]
pub(crate) struct Scan {
    rows: RecordId,
}

/// The tables that a copy holds, in the order in which a store is filled with them.
pub fn dump_tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().filter(|table| table.carried).map(|table| table.name)
}

impl Store {
    /// Rows of a table that lie behind a key, in the order of their keys.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn dump_page(&self, table: &str, after: Option<&str>, most: u32) -> Result<Page> {
        let start = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_owned()));
        page(self.scan(table, start, Bound::Unbounded, most).await?, table)
    }

    /// The keys by which words in the log can be read, of subjects whose ids lie behind `after` and
    /// below `end`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn key_page(&self, after: Bound<&str>, end: Option<&str>, most: u32) -> Result<Page> {
        let end = end.map_or(Bound::Unbounded, |end| Bound::Excluded(end.to_owned()));
        let table = SubjectKeyRow::TABLE;
        page(self.scan(table, after.map(str::to_owned), end, most).await?, table)
    }

    /// Rows of the change log behind a key and below another.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn log_page(&self, after: &str, below: &str, most: u32) -> Result<Vec<Logged>> {
        let after = Bound::Excluded(after.to_owned());
        let below = Bound::Excluded(below.to_owned());
        let rows = self.scan(ChangeRow::TABLE, after, below, most).await?;
        rows.into_iter().map(logged).collect()
    }

    /// The key below which the log is whole: whatever was written until now is below it, and nothing
    /// below it is under way any more in this process. Waits for what is, up to ten seconds. Of a
    /// database that others write to, too, that is only as true as their clocks, and a little waited
    /// for.
    pub async fn log_end(&self, now: DateTime<Utc>) -> String {
        if self.is_shared() || self.stamps().last().is_none() {
            self.stamps().raise(now);
        }
        let end = self.stamps().next();
        let patience = Instant::now() + MOST_UNDER_WAY;
        while self.stamps().is_under_way(end) && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if self.is_shared() {
            tokio::time::sleep(OTHERS).await;
        }
        lowest(end)
    }

    /// The key from which on a copy that is begun now takes the log along.
    pub fn log_floor(&self, now: DateTime<Utc>) -> String {
        let last = self.stamps().last().map_or(now, |last| last.min(now));
        log_key(last - LOG_OVERLAP)
    }

    /// Makes all that is written from here on later, in the log, than this moment.
    pub fn write_after(&self, moment: DateTime<Utc>) {
        self.stamps().raise(moment);
    }

    /// Forgets rows of the change log from before a moment, but no more than `most`. Answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn prune_log(
        &self,
        before: DateTime<Utc>,
        most: u32,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        let end = Bound::Excluded(log_key(before));
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let scan = between(ChangeRow::TABLE, Bound::Unbounded, end.clone());
            let ask = self.ask(LOG_OVER).with("page", scan).with("most", i64::from(most));
            let over: Vec<LogMark> = ask.one().await?;
            let pruned = over.len();
            over.into_iter().try_for_each(|row| work.delete(row))?;
            Ok(pruned)
        })
    }

    /// Rows of a table that lie behind one of them, in the order of their keys.
    async fn rows_after<R: Row>(&self, after: Option<&R>) -> Result<Vec<R>> {
        let key = after.and_then(|row| image::key(row.id())).map(str::to_owned);
        let start = key.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.scan(R::TABLE, start, Bound::Unbounded, AT_ONCE).await?;
        let parsed = rows.into_iter().map(R::from_value);
        parsed.map(|row| row.map_err(|_| StoreError::spoilt("row", R::TABLE))).collect()
    }

    /// Rows of a table between two keys, in the order of their keys.
    pub(crate) async fn scan(
        &self,
        table: &str,
        start: Bound<String>,
        end: Bound<String>,
        most: u32,
    ) -> Result<Vec<Value>> {
        let ask = self.ask(PAGE).with("page", between(table, start, end));
        ask.with("most", i64::from(most)).one().await
    }
}

/// The rows of a table between two keys.
pub(crate) fn between(table: &str, start: Bound<String>, end: Bound<String>) -> Scan {
    let range = RecordIdKeyRange {
        start: start.map(RecordIdKey::String),
        end: end.map(RecordIdKey::String),
    };
    Scan { rows: RecordId::new(table, range) }
}

fn page(rows: Vec<Value>, table: &str) -> Result<Page> {
    let mut page = Page::default();
    for row in &rows {
        let (key, line) = line::of(row).ok_or_else(|| StoreError::spoilt("row", table))?;
        page.lines.push(line);
        page.last = Some(key);
    }
    Ok(page)
}

fn logged(row: Value) -> Result<Logged> {
    let spoilt = || StoreError::spoilt("row", ChangeRow::TABLE);
    let (key, line) = line::of(&row).ok_or_else(spoilt)?;
    let change = ChangeRow::from_value(row).map_err(|_| spoilt())?;
    let made = change.images.iter().filter(|image| {
        image.version == 1 && image.row.is_some() && image.subject.as_ref() == Some(&image.id)
    });
    let erased = || {
        let there = change.images.iter().filter(|image| image.row.is_some());
        there.filter(|image| image.table == ErasureRow::TABLE)
    };
    let ended = |image: &&Image| image.table == SignUpRow::TABLE && image.row.is_none();
    let over = change.images.iter().filter(ended);
    let erasures: Option<Vec<_>> = erased().map(erasures::line_of).collect();
    Ok(Logged {
        key,
        line,
        subjects: made.map(|image| image.id.clone()).collect(),
        erased: erased().filter_map(|image| erasures::subject_of(image.row.as_deref()?)).collect(),
        erasures: erasures.ok_or_else(spoilt)?,
        over: over.map(|image| image.id.clone()).collect(),
        pictures: change.images.iter().any(shown::shows_picture),
    })
}
