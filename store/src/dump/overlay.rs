//! What the log says last about each record that it mentions.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
};

use serde_json::{Map, Value as Json};
use surrealdb::types::SurrealValue as _;

use crate::{
    Result, StoreError,
    change::{ChangeRow, Image},
    dump::{
        keys::Keys,
        line::digest,
        spool::{Mark, Spool, Spooled},
    },
    image,
    row::{count, record},
    table::TABLES,
};

/// How many versions of a record that are skipped at once are told apart.
const MOST_SKIPPED: usize = 100;

/// The images of all records that the log mentions. They are in a file. In memory is, of one table at a
/// time, which image of each record is the last one.
pub struct Overlay(Spool);

/// What the log left of one table.
#[derive(Debug, Default)]
pub(super) struct Laid {
    /// Records by digests of their keys.
    left: HashMap<[u8; 16], Left>,
    /// Versions that the log skips.
    skipped: HashSet<([u8; 16], u32)>,
    /// How many images there are.
    images: u32,
}

/// A record as the log left it. As many of these are in memory as records of a table changed.
#[derive(Debug, Clone, Copy)]
struct Left {
    /// The version of the first image that the log has of it.
    first: u32,
    version: u32,
    /// Which image of its table is the last one of it, counted from 0.
    last: u32,
    /// Whether it is not deleted.
    there: bool,
    /// Whether it was ever deleted.
    went: bool,
    /// Whether the copy has it, too.
    met: bool,
}

impl Overlay {
    /// Begins with nothing. The file is written to and read from, and nobody else's.
    pub fn new(file: File) -> Self {
        Self(Spool::new(file))
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

    fn take(&mut self, image: &Image, keys: &Keys) -> Result<()> {
        let index = TABLES.iter().position(|table| table.name == image.table);
        let unknown = || StoreError::Unavailable(format!("there is no table {}", image.table));
        let index = index.ok_or_else(unknown)?;
        let subject = image.subject.as_ref().and_then(|subject| keys.get(subject));
        // Nothing is left of it by which it could be told.
        let Some((key, row)) = image.open(TABLES[index].personal, subject) else { return Ok(()) };
        let sealed = image.row.as_ref().is_some_and(|row| row.contains("\"$sealed\""));
        let wordless = sealed && subject.is_none();
        self.0.add(index, &Spooled { key, version: image.version, wordless, row })
    }

    /// What the log left of a table.
    pub(super) fn of(&self, table: usize) -> Result<Laid> {
        let (mut laid, mut piece) = (Laid::default(), 0);
        while let Some(images) = self.piece(table, piece)? {
            piece += 1;
            for line in images.lines() {
                laid.take(&Mark::read(line)?)?;
            }
        }
        Ok(laid)
    }

    /// Some images of a table, a line each, by their number from 0 on; none behind the last ones.
    pub(super) fn piece(&self, table: usize, number: usize) -> Result<Option<String>> {
        self.0.piece(table, number)
    }
}

impl Laid {
    fn take(&mut self, image: &Mark) -> Result<()> {
        let (key, version) = (mark(&image.key), count(image.version)?);
        let (number, there) = (self.images, image.is_there());
        self.images += 1;
        let before = self.left.get(&key).copied();
        if let Some(before) = before {
            let again = !before.there && version == 1;
            if !again && version <= before.version {
                self.skipped.remove(&(key, version));
                return Ok(());
            }
            if !again {
                let skipped = (before.version.saturating_add(1)..version).take(MOST_SKIPPED);
                self.skipped.extend(skipped.map(|version| (key, version)));
            }
        }
        let left = Left {
            first: before.map_or(version, |before| before.first),
            version,
            last: number,
            there,
            went: !there || before.is_some_and(|before| before.went),
            met: false,
        };
        self.left.insert(key, left);
        Ok(())
    }

    /// Notes that the copy has a record, too. Answers whether what was read of it is of some moment
    /// within what the log tells; none for a record that the log does not mention.
    pub(super) fn meet(&mut self, key: &str, version: i64) -> Option<bool> {
        let left = self.left.get_mut(&mark(key))?;
        left.met = true;
        let older = i64::from(left.first) > version + 1 && !left.went;
        let newer = left.there && !left.went && version > i64::from(left.version);
        Some(!older && !newer)
    }

    /// The image that a line is, if it is the last one of a record that is there, and whether the copy
    /// lacks that record. Which line it is counts from 0.
    pub(super) fn last(&self, number: u32, line: &str) -> Result<Option<(Spooled, bool)>> {
        let left = self.left.get(&mark(&Mark::read(line)?.key));
        let Some(left) = left.filter(|left| left.there && left.last == number) else {
            return Ok(None);
        };
        let missing = left.first > 1 && !left.went && !left.met;
        Ok(Some((Spooled::read(line)?, missing)))
    }

    /// How often the log skips a version of a record: then it is not whole.
    pub(super) fn gaps(&self) -> u64 {
        self.skipped.len() as u64
    }

    /// Those that were deleted, by [`mark`] of their keys.
    pub(super) fn gone(&self) -> impl Iterator<Item = [u8; 16]> {
        self.left.iter().filter(|(_, left)| !left.there).map(|(key, _)| *key)
    }
}

/// A digest of a key, by which it is told apart.
pub(super) fn mark(key: &str) -> [u8; 16] {
    digest(key).to_be_bytes()
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

impl std::fmt::Debug for Overlay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Overlay")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn overlay() -> Overlay {
        Overlay::new(tempfile::tempfile().unwrap())
    }

    fn index(name: &str) -> usize {
        TABLES.iter().position(|table| table.name == name).unwrap()
    }

    fn click() -> usize {
        index("click")
    }

    fn line(key: u32, version: i64, row: Option<&str>) -> String {
        let mut image = json!({ "table": "click", "id": "c", "version": version });
        if let Some(shop) = row {
            image["row"] = json!(json!({ "shop": shop, "version": version }).to_string());
        }
        logged(key, &image)
    }

    fn logged(key: u32, image: &Json) -> String {
        let (id, at) = (format!("{key:032x}"), json!({ "$at": "2026-11-01T12:00:00Z" }));
        json!({ "id": id, "version": 1, "at": at, "actor": "system", "images": [image] })
            .to_string()
    }

    /// The records of a table that are there, with their versions and numbers.
    fn there(overlay: &Overlay, table: usize) -> BTreeMap<String, (i64, Option<u64>)> {
        let laid = overlay.of(table).unwrap();
        assert_eq!(laid.gaps(), 0);
        let (mut found, mut number, mut piece) = (BTreeMap::new(), 0, 0);
        while let Some(images) = overlay.piece(table, piece).unwrap() {
            piece += 1;
            for line in images.lines() {
                if let Some((image, _)) = laid.last(number, line).unwrap() {
                    let number = image.row.unwrap()["number"].as_u64();
                    assert_eq!(found.insert(image.key, (image.version, number)), None);
                }
                number += 1;
            }
        }
        found
    }

    proptest! {
        // However many pieces they come in.
        #[test]
        fn each_record_of_each_table_is_left_as_it_was_last(
            acts in prop::collection::vec((0_usize..2, 0_u8..9, any::<bool>()), 0..80),
        ) {
            let (mut overlay, keys) = (overlay(), Keys::default());
            let mut expected: [BTreeMap<String, (i64, Option<u64>)>; 2] = Default::default();
            for (number, (table, key, stays)) in (0_u32..).zip(acts) {
                let key = format!("k{key}");
                let before = expected[table].get(&key).map(|(version, _)| *version);
                let version = before.unwrap_or(0) + 1;
                let name = ["click", "outbox"][table];
                let mut image = json!({ "table": name, "id": key, "version": version });
                if stays {
                    let row = json!({ "number": number, "text": "x".repeat(1_500) });
                    image["row"] = json!(row.to_string());
                    expected[table].insert(key, (version, Some(u64::from(number))));
                } else if expected[table].remove(&key).is_none() {
                    continue;
                }
                overlay.add(&logged(number, &image), &keys).unwrap();
            }
            prop_assert_eq!(there(&overlay, index("click")), expected[0].clone());
            prop_assert_eq!(there(&overlay, index("outbox")), expected[1].clone());
        }
    }

    /// What was left of the table, and what of the record.
    fn left(overlay: &Overlay) -> (Laid, Option<String>) {
        let (laid, mut found) = (overlay.of(click()).unwrap(), None);
        let images = overlay.piece(click(), 0).unwrap().unwrap();
        for (number, line) in (0..).zip(images.lines()) {
            if let Some((image, _)) = laid.last(number, line).unwrap() {
                assert_eq!((found, image.key.as_str()), (None, "c"));
                found = Some(image.row.unwrap()["shop"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(overlay.piece(click(), 1).unwrap(), None);
        (laid, found)
    }

    #[test]
    fn the_last_image_holds_and_a_row_that_comes_twice_changes_nothing() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        let lines = [line(1, 1, Some("a")), line(2, 2, Some("b")), line(3, 3, Some("c"))];
        for line in lines.iter().chain(&lines[..2]) {
            overlay.add(line, &keys).unwrap();
        }
        let (laid, shop) = left(&overlay);
        assert_eq!(shop.as_deref(), Some("c"));
        assert_eq!(laid.gaps(), 0);
    }

    #[test]
    fn what_is_deleted_is_gone_and_may_be_made_again() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        overlay.add(&line(1, 7, Some("a")), &keys).unwrap();
        overlay.add(&line(2, 8, None), &keys).unwrap();
        let (laid, shop) = left(&overlay);
        assert_eq!(shop, None);
        assert_eq!(laid.gone().collect::<Vec<_>>(), [mark("c")]);
        overlay.add(&line(3, 1, Some("b")), &keys).unwrap();
        overlay.add(&line(4, 2, Some("c")), &keys).unwrap();
        let (laid, shop) = left(&overlay);
        assert_eq!(shop.as_deref(), Some("c"));
        assert_eq!((laid.gaps(), laid.gone().count()), (0, 0));
    }

    #[test]
    fn a_version_that_is_skipped_is_a_gap() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        overlay.add(&line(1, 3, Some("a")), &keys).unwrap();
        overlay.add(&line(2, 5, Some("b")), &keys).unwrap();
        let (laid, shop) = left(&overlay);
        assert_eq!((laid.gaps(), shop.as_deref()), (1, Some("b")));
        // It came late.
        overlay.add(&line(3, 4, Some("late")), &keys).unwrap();
        let (laid, shop) = left(&overlay);
        assert_eq!((laid.gaps(), shop.as_deref()), (0, Some("b")));
        assert!(overlay.add("{}", &keys).is_err());
    }

    #[test]
    fn what_the_copy_has_must_be_of_a_moment_that_the_log_tells_of() {
        let (mut overlay, keys) = (overlay(), Keys::default());
        overlay.add(&line(1, 3, Some("a")), &keys).unwrap();
        overlay.add(&line(2, 4, Some("b")), &keys).unwrap();
        let missing = |laid: &Laid| {
            let images = overlay.piece(click(), 0).unwrap().unwrap();
            let last = images.lines().nth(1).unwrap();
            laid.last(1, last).unwrap().unwrap().1
        };
        for (version, fits) in [(1, false), (2, true), (3, true), (4, true), (5, false)] {
            let mut laid = overlay.of(click()).unwrap();
            assert!(missing(&laid));
            assert_eq!(laid.meet("c", version), Some(fits), "{version}");
            assert!(!missing(&laid));
            assert_eq!(laid.meet("other", version), None);
        }
    }

    #[test]
    fn a_record_takes_few_bytes() {
        assert_eq!(size_of::<([u8; 16], Left)>(), 32);
    }
}
