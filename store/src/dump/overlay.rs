//! What the log says last about each record that it mentions.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    os::unix::fs::FileExt as _,
};

use serde_json::{Map, Value as Json};
use surrealdb::types::SurrealValue as _;

use crate::{
    Result, StoreError,
    change::{ChangeRow, Image},
    dump::keys::Keys,
    image,
    row::record,
    table::TABLES,
};

/// How many versions of a record that are skipped at once are told apart.
const MOST_SKIPPED: usize = 100;

/// The last image of each record. Only where it stands is held in memory; it itself is in a file.
pub struct Overlay {
    file: File,
    end: u64,
    /// By table, in the order of [`TABLES`].
    left: Vec<HashMap<Box<str>, Left>>,
    /// Versions that the log skips, by table and key.
    skipped: HashSet<(usize, Box<str>, i64)>,
}

/// A record as the log left it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    /// The version of the first image that the log has of it.
    pub(super) first: i64,
    pub(super) version: i64,
    /// Where its fields stand; none once it is deleted.
    place: Option<(u64, usize)>,
    /// Whether it was ever deleted.
    pub(super) went: bool,
    /// Whether it has words that can not be read, since their key is not there.
    pub(super) wordless: bool,
}

impl Left {
    pub(super) fn is_there(&self) -> bool {
        self.place.is_some()
    }
}

impl Overlay {
    /// Begins with nothing. The file is written to and read from, and nobody else's.
    pub fn new(file: File) -> Self {
        let left = TABLES.iter().map(|_| HashMap::new()).collect();
        Self { file, end: 0, left, skipped: HashSet::new() }
    }

    /// Takes a row of the log, as [`crate::Store::log_page`] gives it. They come in the order of their
    /// keys, or nearly so; one that was taken before changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn add(&mut self, line: &str, keys: &Keys) -> Result<()> {
        for image in change(line)?.images {
            self.take(&image, keys)?;
        }
        Ok(())
    }

    /// How often the log skips a version of a record: then it is not whole.
    pub fn gaps(&self) -> u64 {
        self.skipped.len() as u64
    }

    fn take(&mut self, image: &Image, keys: &Keys) -> Result<()> {
        let index = TABLES.iter().position(|table| table.name == image.table);
        let unknown = || StoreError::Unavailable(format!("there is no table {}", image.table));
        let index = index.ok_or_else(unknown)?;
        let known = &TABLES[index];
        let key = image.subject.as_ref().and_then(|subject| keys.get(subject));
        // Nothing is left of it by which it could be told.
        let Some((id, row)) = image.open(known.personal, key) else { return Ok(()) };
        let before = self.left[index].get(id.as_str()).copied();
        if let Some(before) = before {
            let again = !before.is_there() && image.version == 1;
            if !again && image.version <= before.version {
                self.skipped.remove(&(index, Box::<str>::from(id.as_str()), image.version));
                return Ok(());
            }
            if !again {
                let skipped = (before.version + 1..image.version).take(MOST_SKIPPED);
                let id = Box::<str>::from(id.as_str());
                self.skipped.extend(skipped.map(|version| (index, id.clone(), version)));
            }
        }
        let there = row.is_some();
        let sealed = image.row.as_ref().is_some_and(|row| row.contains("\"$sealed\""));
        let left = Left {
            first: before.map_or(image.version, |before| before.first),
            version: image.version,
            place: row.map(|row| self.write(&row)).transpose()?,
            went: !there || before.is_some_and(|before| before.went),
            wordless: sealed && key.is_none(),
        };
        self.left[index].insert(id.into(), left);
        Ok(())
    }

    fn write(&mut self, row: &Map<String, Json>) -> Result<(u64, usize)> {
        // Texts and numbers: this can not fail.
        let text = serde_json::to_vec(row).unwrap_or_default();
        let place = (self.end, text.len());
        self.file.write_all_at(&text, self.end).map_err(unwritten)?;
        self.end += text.len() as u64;
        Ok(place)
    }

    pub(super) fn get(&self, table: usize, key: &str) -> Option<Left> {
        self.left.get(table)?.get(key).copied()
    }

    /// The records of a table that it speaks of.
    pub(super) fn of(&self, table: usize) -> impl Iterator<Item = (&str, Left)> {
        let left = self.left.get(table).into_iter().flatten();
        left.map(|(key, left)| (&**key, *left))
    }

    /// The fields of a record that is there.
    pub(super) fn read(&self, left: &Left) -> Result<Option<Map<String, Json>>> {
        let Some((from, length)) = left.place else { return Ok(None) };
        let mut text = vec![0; length];
        self.file.read_exact_at(&mut text, from).map_err(unwritten)?;
        let row = serde_json::from_slice(&text);
        row.map(Some).map_err(|_| StoreError::spoilt("image", from))
    }
}

/// The row of the log that a line is.
pub(super) fn change(line: &str) -> Result<ChangeRow> {
    let spoilt = || StoreError::spoilt("row", "change");
    let mut map: Map<String, Json> = serde_json::from_str(line).map_err(|_| spoilt())?;
    let key = map.remove("id").and_then(|key| key.as_str().map(str::to_owned));
    let mut row = image::from_map(&map).ok_or_else(spoilt)?;
    row.insert("id", record("change", key.ok_or_else(spoilt)?));
    ChangeRow::from_value(surrealdb::types::Value::Object(row)).map_err(|_| spoilt())
}

fn unwritten(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("a file for what the log says could not be used: {error}"))
}

impl std::fmt::Debug for Overlay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let records: usize = self.left.iter().map(HashMap::len).sum();
        write!(f, "Overlay({records} records, {} gaps)", self.gaps())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn overlay() -> Overlay {
        Overlay::new(tempfile::tempfile().unwrap())
    }

    fn line(key: u32, version: i64, row: Option<&str>) -> String {
        let mut image = json!({ "table": "click", "id": "c", "version": version });
        if let Some(shop) = row {
            image["row"] = json!(json!({ "shop": shop, "version": version }).to_string());
        }
        let at = json!({ "$at": "2026-11-01T12:00:00Z" });
        json!({
            "id": format!("{key:032x}"), "version": 1, "at": at, "actor": "system",
            "images": [image],
        })
        .to_string()
    }

    fn shop(overlay: &Overlay) -> Option<String> {
        let index = TABLES.iter().position(|table| table.name == "click").unwrap();
        let left = overlay.get(index, "c").unwrap();
        let row = overlay.read(&left).unwrap()?;
        Some(row["shop"].as_str().unwrap().to_owned())
    }

    #[test]
    fn the_last_image_holds_and_a_row_that_comes_twice_changes_nothing() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        let lines = [line(1, 1, Some("a")), line(2, 2, Some("b")), line(3, 3, Some("c"))];
        for line in lines.iter().chain(&lines[..2]) {
            overlay.add(line, &keys).unwrap();
        }
        assert_eq!(shop(&overlay).as_deref(), Some("c"));
        assert_eq!(overlay.gaps(), 0);
    }

    #[test]
    fn what_is_deleted_is_gone_and_may_be_made_again() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        overlay.add(&line(1, 7, Some("a")), &keys).unwrap();
        overlay.add(&line(2, 8, None), &keys).unwrap();
        assert_eq!(shop(&overlay), None);
        overlay.add(&line(3, 1, Some("b")), &keys).unwrap();
        overlay.add(&line(4, 2, Some("c")), &keys).unwrap();
        assert_eq!(shop(&overlay).as_deref(), Some("c"));
        assert_eq!(overlay.gaps(), 0);
    }

    #[test]
    fn a_version_that_is_skipped_is_a_gap() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        overlay.add(&line(1, 3, Some("a")), &keys).unwrap();
        overlay.add(&line(2, 5, Some("b")), &keys).unwrap();
        assert_eq!(overlay.gaps(), 1);
        assert_eq!(shop(&overlay).as_deref(), Some("b"));
        // It came late.
        overlay.add(&line(3, 4, Some("late")), &keys).unwrap();
        assert_eq!(overlay.gaps(), 0);
        assert_eq!(shop(&overlay).as_deref(), Some("b"));
        assert!(overlay.add("{}", &keys).is_err());
    }
}
