//! Images of records in a file, table by table: in memory is only what was not written yet.

use std::{fs::File, os::unix::fs::FileExt as _};

use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::{Map, Value as Json};

use crate::{Result, StoreError, table::TABLES};

/// How many bytes of a table are written at once, and read again.
const ENOUGH: usize = 32 << 10;

/// What the log says of records, in its order, each table by itself.
pub(super) struct Spool {
    file: File,
    end: u64,
    /// By table, in the order of [`TABLES`].
    tables: Vec<Pieces>,
}

/// The images of one table, a line of JSON each.
#[derive(Default)]
struct Pieces {
    /// Where each piece begins in the file, and how many bytes it has.
    written: Vec<(u64, usize)>,
    /// What is behind those.
    last: String,
}

/// A record as a transaction left it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Spooled {
    pub(super) key: String,
    pub(super) version: i64,
    /// Whether it has words that can not be read, since their key is not there.
    pub(super) wordless: bool,
    /// Its fields, `id` left out; none once it is deleted.
    pub(super) row: Option<Map<String, Json>>,
}

/// As much of that as is needed to know which image is the last one.
#[derive(Debug, Deserialize)]
pub(super) struct Mark {
    pub(super) key: String,
    pub(super) version: i64,
    row: Option<IgnoredAny>,
}

impl Spool {
    /// Begins with nothing. The file is written to and read from, and nobody else's.
    pub(super) fn new(file: File) -> Self {
        let tables = TABLES.iter().map(|_| Pieces::default()).collect();
        Self { file, end: 0, tables }
    }

    /// Adds an image of a record of this table.
    pub(super) fn add(&mut self, table: usize, image: &Spooled) -> Result<()> {
        let pieces = &mut self.tables[table];
        // Texts and numbers: this can not fail.
        pieces.last.push_str(&serde_json::to_string(image).unwrap_or_default());
        pieces.last.push('\n');
        if pieces.last.len() < ENOUGH {
            return Ok(());
        }
        let piece = std::mem::take(&mut pieces.last);
        self.file.write_all_at(piece.as_bytes(), self.end).map_err(unusable)?;
        pieces.written.push((self.end, piece.len()));
        self.end += piece.len() as u64;
        Ok(())
    }

    /// Some images of a table, a line each, by their number from 0 on; none behind the last ones.
    pub(super) fn piece(&self, table: usize, number: usize) -> Result<Option<String>> {
        let pieces = &self.tables[table];
        let Some((from, length)) = pieces.written.get(number).copied() else {
            return Ok((number == pieces.written.len()).then(|| pieces.last.clone()));
        };
        let mut text = vec![0; length];
        self.file.read_exact_at(&mut text, from).map_err(unusable)?;
        String::from_utf8(text).map(Some).map_err(|_| StoreError::spoilt("image", from))
    }
}

impl Spooled {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Result<Self> {
        serde_json::from_str(line).map_err(|_| StoreError::spoilt("image", "of a record"))
    }
}

impl Mark {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Result<Self> {
        serde_json::from_str(line).map_err(|_| StoreError::spoilt("image", "of a record"))
    }

    /// Whether the record was left there.
    pub(super) fn is_there(&self) -> bool {
        self.row.is_some()
    }
}

fn unusable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("a file for what the log says could not be used: {error}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn image(number: i64) -> Spooled {
        let row = json!({ "text": "a \"word\"\r\n".repeat(300), "number": number });
        let row = (number % 3 > 0).then(|| row.as_object().unwrap().clone());
        Spooled { key: format!("k\n{number}"), version: number, wordless: number % 2 > 0, row }
    }

    #[test]
    fn images_come_back_by_table_in_their_order_and_little_is_in_memory() {
        let mut spool = Spool::new(tempfile::tempfile().unwrap());
        for number in 0..100 {
            spool.add(usize::from(number % 5 == 0), &image(number)).unwrap();
            assert!(spool.tables.iter().all(|pieces| pieces.last.len() < ENOUGH));
        }
        assert!(spool.tables[0].written.len() > 2);
        for (table, expected) in [(0, 80), (1, 20), (2, 0)] {
            let (mut numbers, mut piece) = (Vec::new(), 0);
            while let Some(text) = spool.piece(table, piece).unwrap() {
                piece += 1;
                for line in text.lines() {
                    let (read, mark) = (Spooled::read(line).unwrap(), Mark::read(line).unwrap());
                    assert_eq!(read, image(read.version));
                    assert_eq!((&read.key, read.version), (&mark.key, mark.version));
                    assert_eq!(read.row.is_some(), mark.is_there());
                    numbers.push(read.version);
                }
            }
            assert_eq!(numbers.len(), expected);
            assert!(numbers.is_sorted());
        }
        assert!(Mark::read("{}").is_err() && Spooled::read("").is_err());
    }
}
