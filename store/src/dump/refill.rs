//! Filling an empty store from a copy.

use std::{collections::HashSet, time::Duration};

use serde_json::{Map, Value as Json};
use tokio::time::Instant;

use crate::{
    Result, Store, StoreError,
    change::ChangeRow,
    dump::{
        check::{Check, Sums},
        keys::Keys,
        line::Line,
        overlay::Overlay,
        wordless::{fill, strip, subject},
    },
    row::{
        Row as _,
        people::{SignUpRow, SubjectKeyRow},
    },
    table::{TABLES, Table, table},
    work::Act,
};

/// How many records are put back in one transaction.
const CHUNK: usize = 500;

/// Fills an empty store: rows of tables first, in the order of [`crate::dump_tables`], then rows of
/// the log.
pub struct Refill<'a> {
    store: &'a Store,
    overlay: &'a Overlay,
    keys: &'a Keys,
    /// How long it rests for each second that it works.
    rest: f64,
    table: usize,
    /// Which records of this table the overlay and the copy both have.
    met: HashSet<String>,
    acts: Vec<Act>,
    filled: Filled,
}

/// What a store was filled with.
#[derive(Debug, Default)]
pub struct Filled {
    /// How many rows.
    pub rows: u64,
    /// How often the log does not fit onto what was read: then it is not whole.
    pub gaps: u64,
    /// How many rows came back without words although nobody is known to have erased them.
    pub wordless: u64,
    pub(super) checks: Vec<Check>,
    pub(super) sums: Sums,
}

impl Store {
    /// Begins to fill this store, which must be empty but for its schema. For each second that it
    /// works it rests for `rest` others, to leave room for whoever else is at work.
    pub fn refill<'a>(&'a self, overlay: &'a Overlay, keys: &'a Keys, rest: f64) -> Refill<'a> {
        let checks = TABLES.iter().map(|_| Check::default()).collect();
        let filled = Filled { checks, ..Filled::default() };
        let (acts, met) = (Vec::new(), HashSet::new());
        Refill { store: self, overlay, keys, rest, table: 0, met, acts, filled }
    }
}

impl Refill<'_> {
    /// Takes a row of a table.
    ///
    /// # Errors
    /// [`StoreError::Fatal`] where the store is not empty; [`StoreError::Unavailable`] for a row that
    /// can not be read, or that comes out of order.
    pub async fn row(&mut self, table: &str, line: &str) -> Result<()> {
        let index = TABLES.iter().position(|known| known.carried && known.name == table);
        let unknown = || StoreError::Unavailable(format!("no copy has a table {table}"));
        let index = index.ok_or_else(unknown)?;
        if index < self.table {
            let said = format!("the table {table} stands in the wrong place");
            return Err(StoreError::Unavailable(said));
        }
        self.turn_to(index).await?;
        let line = Line::parse(&TABLES[index], line)?;
        let Some(left) = self.overlay.get(index, &line.key) else {
            return self.put(index, line, false).await;
        };
        // What was read is of some moment within what the log tells.
        let older = left.first > line.version + 1 && !left.went;
        let newer = left.is_there() && !left.went && line.version > left.version;
        self.filled.gaps += u64::from(older || newer);
        self.met.insert(line.key);
        Ok(())
    }

    /// Ends with the tables, and puts the keys, without those of sign-ups that ended since the copy.
    ///
    /// # Errors
    /// As [`Refill::row`].
    pub async fn end_tables(&mut self) -> Result<()> {
        self.turn_to(TABLES.len()).await?;
        let keys = table(SubjectKeyRow::TABLE);
        let keys = keys.ok_or_else(|| StoreError::spoilt("table", SubjectKeyRow::TABLE))?;
        for (subject, key) in self.keys.iter() {
            if self.has_ended(subject) {
                continue;
            }
            let mut row = Map::new();
            row.insert("version".to_owned(), Json::from(1));
            row.insert("key".to_owned(), Json::from(key.to_stored()));
            self.acts.push(Line { key: subject.clone(), version: 1, row }.act(keys)?);
            if self.acts.len() >= CHUNK {
                flush(self.store, &mut self.acts, self.rest).await?;
            }
        }
        Ok(())
    }

    /// Takes a row of the log, once the tables are ended. It is kept as it is.
    ///
    /// # Errors
    /// As [`Refill::row`].
    pub async fn change(&mut self, line: &str) -> Result<()> {
        let log = table(ChangeRow::TABLE);
        let log = log.ok_or_else(|| StoreError::spoilt("table", ChangeRow::TABLE))?;
        self.push(Line::parse(log, line)?.act(log)?).await
    }

    /// Ends.
    ///
    /// # Errors
    /// As [`Refill::row`].
    pub async fn finish(mut self) -> Result<Filled> {
        flush(self.store, &mut self.acts, self.rest).await?;
        self.filled.gaps += self.overlay.gaps();
        Ok(self.filled)
    }

    /// Whether this was a sign-up that ended.
    fn has_ended(&self, subject: &str) -> bool {
        let sign_ups = TABLES.iter().position(|table| table.name == SignUpRow::TABLE);
        let left = sign_ups.and_then(|index| self.overlay.get(index, subject));
        left.is_some_and(|left| !left.is_there())
    }

    /// Goes on to a table, with what the log says of all before it.
    async fn turn_to(&mut self, index: usize) -> Result<()> {
        while self.table < index {
            self.lay_over(self.table).await?;
            self.met.clear();
            self.table += 1;
        }
        Ok(())
    }

    /// Puts the rows of a table as the log left them.
    async fn lay_over(&mut self, index: usize) -> Result<()> {
        let overlay = self.overlay;
        for (key, left) in overlay.of(index) {
            let missing = left.first > 1 && !left.went && !self.met.contains(key);
            self.filled.gaps += u64::from(missing);
            let Some(row) = overlay.read(&left)? else { continue };
            let line = Line { key: key.to_owned(), version: left.version, row };
            self.put(index, line, left.wordless).await?;
        }
        Ok(())
    }

    async fn put(&mut self, index: usize, mut line: Line, wordless: bool) -> Result<()> {
        let table: &'static Table = &TABLES[index];
        // It ended meanwhile, and its key went with it. None is left in a store that is restored.
        if wordless && table.name == SignUpRow::TABLE {
            return Ok(());
        }
        let subject = subject(table, &line.key, &line.row);
        let erased = subject.as_ref().is_some_and(|subject| self.keys.is_erased(subject));
        if erased && !strip(table, &mut line.row) {
            return Ok(());
        }
        fill(table, &line.key, &mut line.row);
        let lost = subject.as_ref().is_some_and(|subject| self.keys.is_lost(subject));
        self.filled.wordless += u64::from(wordless && !lost);
        self.filled.rows += 1;
        self.filled.checks[index].count(table, &line, !erased && !wordless);
        self.filled.sums.count(table, &line);
        self.push(line.act(table)?).await
    }

    async fn push(&mut self, act: Act) -> Result<()> {
        self.acts.push(act);
        if self.acts.len() < CHUNK {
            return Ok(());
        }
        flush(self.store, &mut self.acts, self.rest).await
    }
}

async fn flush(store: &Store, acts: &mut Vec<Act>, rest: f64) -> Result<()> {
    if acts.is_empty() {
        return Ok(());
    }
    let begun = Instant::now();
    store.put_back(std::mem::take(acts)).await?;
    pause(begun, rest).await;
    Ok(())
}

/// Rests after what was begun then.
pub(super) async fn pause(begun: Instant, rest: f64) {
    let rest = begun.elapsed().mul_f64(rest);
    if rest > Duration::ZERO {
        tokio::time::sleep(rest).await;
    }
}

impl std::fmt::Debug for Refill<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Refill({} rows)", self.filled.rows)
    }
}
