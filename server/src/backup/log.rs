//! The change log in parts, as it is shipped: how they are called, and what they hold.

mod plan;
mod shelf;
mod ship;
mod telling;

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    error::BackupError,
    manifest::FORMAT,
    seal::{Identities, PackedLines, Recipients, unpack},
};

pub(super) use plan::{Plan, Unread, erasures, plan, unread};
pub(super) use ship::Shipper;
pub(super) use ship::read_head;

/// Where the log stands, below it each life of a store.
pub(super) const LOG: &str = "log";

/// Where keys stand by which words in the log are read.
pub(super) const KEYS: &str = "keys";

/// Where it stands whose words were erased.
pub(super) const ERASED: &str = "erased";

/// How many rows of the log are read at once: what a single errand writes may be large.
pub(super) const LOG_PAGE: u32 = 25;

/// The name of a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Segment {
    /// Which one it is, from 1 on.
    pub(super) number: u64,
    /// The moment of its last row, in milliseconds.
    pub(super) until: i64,
}

/// The first line of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// How it is laid out.
    pub(super) format: u32,
    /// The version of the program that made it.
    pub(super) program: String,
    /// How many schema files the store had.
    pub(super) schema: usize,
    /// The life that the store leads.
    pub(super) timeline: String,
    /// Which part it is.
    pub(super) number: u64,
    /// A digest of the part before it; empty for the first one.
    pub(super) previous: String,
    /// How many rows follow.
    pub(super) rows: usize,
}

/// How far the log is shipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The last part.
    pub(super) number: u64,
    /// A digest of it.
    pub(super) sha256: String,
    /// The key below which all is shipped.
    pub(super) end: String,
    /// Whatever was written before this moment is shipped.
    pub(super) until: DateTime<Utc>,
    /// Whether the site closed then, so that nothing was written since.
    pub(super) closed: bool,
    /// A digest of those to whom all of this life is encrypted: [`Recipients::digest`].
    #[serde(default)]
    pub(super) recipients: String,
}

/// Where a life of a store has its log.
pub(super) fn folder(timeline: &str) -> String {
    format!("{LOG}/{timeline}")
}

/// Where it stands how far the log is shipped.
pub(super) fn head(timeline: &str) -> String {
    format!("{LOG}/{timeline}/head.json")
}

/// Where it stands whose words were erased in a life of a store, as far as was known when it began.
pub(super) fn erased(timeline: &str) -> String {
    format!("{ERASED}/{timeline}")
}

impl Segment {
    /// Where it stands.
    pub(super) fn name(&self, timeline: &str) -> String {
        format!("{LOG}/{timeline}/{:010}-{}.log", self.number, self.until)
    }

    /// What the name of something in the log says.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (_, name) = name.rsplit_once('/')?;
        let (number, until) = name.strip_suffix(".log")?.split_once('-')?;
        Some(Self { number: number.parse().ok()?, until: until.parse().ok()? })
    }
}

/// A part as it is shipped.
pub(super) fn pack_segment(
    header: &Header,
    lines: &[String],
    to: &Recipients,
) -> std::io::Result<Vec<u8>> {
    let mut packed = PackedLines::new(to)?;
    packed.add(&serde_json::to_string(header)?)?;
    lines.iter().try_for_each(|line| packed.add(line))?;
    // The header is a line.
    Ok(packed.finish()?.unwrap_or_default())
}

/// Reads a part that was fetched: what it is, and its rows, one on a line.
pub(super) async fn read_segment(
    place: &Path,
    with: &Identities,
) -> Result<(Header, String), BackupError> {
    let packed = tokio::fs::read(place).await.map_err(BackupError::file(place))?;
    let (what, with) = (place.display().to_string(), with.clone());
    let read = tokio::task::spawn_blocking(move || unpack_segment(packed, &with, &what)).await;
    read.unwrap_or_else(|error| Err(BackupError::damaged("a part of the log", error)))
}

fn unpack_segment(
    packed: Vec<u8>,
    with: &Identities,
    what: &str,
) -> Result<(Header, String), BackupError> {
    let damaged = |why: &dyn std::fmt::Display| BackupError::damaged(what, why);
    let text = String::from_utf8(unpack(packed, with, what)?).map_err(|error| damaged(&error))?;
    let (header, rows) = text.split_once('\n').unwrap_or((&text, ""));
    let header: Header = serde_json::from_str(header).map_err(|error| damaged(&error))?;
    if header.format > FORMAT {
        return Err(BackupError::Newer { program: header.program, what: "layout of the log" });
    }
    if rows.lines().count() != header.rows {
        return Err(damaged(&"it has another number of rows than it says"));
    }
    Ok((header, rows.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(rows: usize) -> Header {
        Header {
            format: FORMAT,
            program: "1.2.3".to_owned(),
            schema: 16,
            timeline: "life".to_owned(),
            number: 3,
            previous: String::new(),
            rows,
        }
    }

    #[test]
    fn a_part_reads_back_and_says_what_is_wrong_with_it() {
        let (none, with) = (Recipients::default(), Identities::default());
        let lines = ["{\"id\":\"a\"}".to_owned(), "{\"id\":\"b\"}".to_owned()];
        let packed = pack_segment(&header(2), &lines, &none).unwrap();
        let (read, rows) = unpack_segment(packed, &with, "it").unwrap();
        assert_eq!((read, rows.lines().count()), (header(2), 2));
        let short = pack_segment(&header(3), &lines, &none).unwrap();
        assert_eq!(unpack_segment(short, &with, "it").unwrap_err().code(), "damaged");
        let newer = Header { format: FORMAT + 1, ..header(0) };
        let newer = pack_segment(&newer, &[], &none).unwrap();
        assert_eq!(unpack_segment(newer, &with, "it").unwrap_err().code(), "newer");
        let mut empty = PackedLines::new(&none).unwrap();
        empty.add("").unwrap();
        let empty = empty.finish().unwrap().unwrap();
        assert_eq!(unpack_segment(empty, &with, "it").unwrap_err().code(), "damaged");
    }

    #[test]
    fn parts_are_in_the_order_of_their_numbers() {
        let part = Segment { number: 12, until: 1_700_000_000_000 };
        let name = part.name("life");
        assert_eq!(name, "log/life/0000000012-1700000000000.log");
        assert_eq!(Segment::parse(&name), Some(part));
        for other in ["log/life/head.json", "log/life/x-1.log", "log/life/1.log", "x"] {
            assert_eq!(Segment::parse(other), None, "{other}");
        }
    }
}
