//! Filling an empty store from a copy.

use std::{collections::HashSet, time::Duration};

use serde_json::{Map, Value as Json};
use tokio::time::Instant;
use uuid::Uuid;

use crate::{
    Result, Store, StoreError,
    change::ChangeRow,
    dump::{
        check::{Check, Sums},
        keys::Keys,
        line::Line,
        overlay::{Laid, Overlay, mark},
        spool::Spooled,
        wordless::{fill, strip, subject},
    },
    row::{
        Row as _,
        people::{SignUpRow, SubjectKeyRow},
        uuid_key,
    },
    seal::SubjectKey,
    table::{TABLES, Table, table},
    work::Act,
};

/// How many records are put back in one transaction.
const CHUNK: usize = 500;

/// How many bytes of the log are, and one row more. As it is written, a transaction takes several
/// times as much, and what a single errand left in the log may be large.
const MOST_LOG: usize = 512 << 10;

/// Fills an empty store: rows of tables first, in the order of [`crate::dump_tables`], then rows of
/// the log.
pub struct Refill<'a> {
    store: &'a Store,
    overlay: &'a Overlay,
    keys: &'a Keys,
    /// How long it rests for each second that it works.
    rest: f64,
    table: usize,
    /// What the log left of this table, once that was looked for.
    laid: Option<Laid>,
    /// Sign-ups that ended since the copy, by [`mark`].
    ended: HashSet<[u8; 16]>,
    acts: Vec<Act>,
    /// How many bytes of the log are among them.
    logged: usize,
    sums: Sums,
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
    /// How many gifts count something else than their reservations come to.
    pub(super) miscounted: usize,
}

impl Store {
    /// Begins to fill this store, which must be empty but for its schema. For each second that it
    /// works it rests for `rest` others, to leave room for whoever else is at work.
    pub fn refill<'a>(&'a self, overlay: &'a Overlay, keys: &'a Keys, rest: f64) -> Refill<'a> {
        let checks = TABLES.iter().map(|_| Check::default()).collect();
        let filled = Filled { checks, ..Filled::default() };
        Refill {
            store: self,
            overlay,
            keys,
            rest,
            table: 0,
            laid: None,
            ended: HashSet::new(),
            acts: Vec::new(),
            logged: 0,
            sums: Sums::default(),
            filled,
        }
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
        if self.laid.is_none() {
            self.laid = Some(self.overlay.of(index)?);
        }
        let met = self.laid.as_mut().and_then(|laid| laid.meet(&line.key, line.version));
        let Some(fits) = met else {
            return self.put(index, line, false).await;
        };
        self.filled.gaps += u64::from(!fits);
        Ok(())
    }

    /// Ends with the tables, and puts the keys, without those of sign-ups that ended since the copy.
    ///
    /// # Errors
    /// As [`Refill::row`].
    pub async fn end_tables(&mut self) -> Result<()> {
        self.turn_to(TABLES.len()).await?;
        let keys = self.keys;
        for (id, key) in keys.usual() {
            self.key(uuid_key(Uuid::from_bytes(*id)), key).await?;
        }
        for (subject, key) in keys.others() {
            self.key(subject.clone(), key).await?;
        }
        Ok(())
    }

    async fn key(&mut self, subject: String, key: &SubjectKey) -> Result<()> {
        // This was a sign-up.
        if self.ended.contains(&mark(&subject)) {
            return Ok(());
        }
        let keys = table(SubjectKeyRow::TABLE);
        let keys = keys.ok_or_else(|| StoreError::spoilt("table", SubjectKeyRow::TABLE))?;
        let mut row = Map::new();
        row.insert("version".to_owned(), Json::from(1));
        row.insert("key".to_owned(), Json::from(key.to_stored()));
        self.push(Line { key: subject, version: 1, row }.act(keys)?).await
    }

    /// Takes a row of the log, once the tables are ended. It is kept as it is.
    ///
    /// # Errors
    /// As [`Refill::row`].
    pub async fn change(&mut self, line: &str) -> Result<()> {
        let log = table(ChangeRow::TABLE);
        let log = log.ok_or_else(|| StoreError::spoilt("table", ChangeRow::TABLE))?;
        self.logged += line.len();
        self.push(Line::parse(log, line)?.act(log)?).await
    }

    /// Ends.
    ///
    /// # Errors
    /// As [`Refill::row`].
    pub async fn finish(mut self) -> Result<Filled> {
        self.flush().await?;
        self.filled.miscounted = self.sums.wrong();
        Ok(self.filled)
    }

    /// Goes on to a table, with what the log says of all before it.
    async fn turn_to(&mut self, index: usize) -> Result<()> {
        while self.table < index {
            self.lay_over().await?;
            self.table += 1;
        }
        Ok(())
    }

    /// Puts the rows of this table as the log left them.
    async fn lay_over(&mut self) -> Result<()> {
        let (overlay, table) = (self.overlay, self.table);
        let laid = match self.laid.take() {
            Some(laid) => laid,
            None => overlay.of(table)?,
        };
        let (mut number, mut piece) = (0, 0);
        while let Some(images) = overlay.piece(table, piece)? {
            piece += 1;
            for line in images.lines() {
                let last = laid.last(number, line)?;
                number += 1;
                let Some((image, missing)) = last else { continue };
                self.filled.gaps += u64::from(missing);
                let Spooled { key, version, wordless, row } = image;
                let line = Line { key, version, row: row.unwrap_or_default() };
                self.put(table, line, wordless).await?;
            }
        }
        self.filled.gaps += laid.gaps();
        if TABLES[table].name == SignUpRow::TABLE {
            self.ended = laid.gone().collect();
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
        self.sums.count(table, &line);
        self.push(line.act(table)?).await
    }

    async fn push(&mut self, act: Act) -> Result<()> {
        self.acts.push(act);
        if self.acts.len() < CHUNK && self.logged < MOST_LOG {
            return Ok(());
        }
        self.flush().await
    }

    async fn flush(&mut self) -> Result<()> {
        self.logged = 0;
        if self.acts.is_empty() {
            return Ok(());
        }
        let begun = Instant::now();
        self.store.put_back(std::mem::take(&mut self.acts)).await?;
        pause(begun, self.rest).await;
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::in_tests::run;

    /// A row of the log with an image of so many bytes.
    fn change(number: u32, bytes: usize) -> String {
        let image = json!({ "table": "click", "id": "c", "version": 1, "row": "x".repeat(bytes) });
        let at = json!({ "$at": "2026-11-01T12:00:00Z" });
        let id = format!("{number:032x}");
        json!({ "id": id, "version": 1, "at": at, "actor": "system", "images": [image] })
            .to_string()
    }

    #[test]
    fn little_of_the_log_waits_to_be_put_back_however_large_its_rows_are() {
        run(async {
            let store = Store::open("mem://").await.unwrap();
            store.migrate("2026-11-01T12:00:00Z".parse().unwrap()).await.unwrap();
            let (overlay, keys) = (Overlay::new(tempfile::tempfile().unwrap()), Keys::default());
            let mut refill = store.refill(&overlay, &keys, 0.0);
            refill.end_tables().await.unwrap();
            for number in 1..=20 {
                refill.change(&change(number, MOST_LOG / 4)).await.unwrap();
                assert!(refill.acts.len() < 4 && refill.logged < MOST_LOG, "{number}");
            }
            refill.finish().await.unwrap();
            let log = store.log_page("", &format!("{:032x}", 21), 100).await.unwrap();
            assert_eq!(log.len(), 20);
        });
    }
}
