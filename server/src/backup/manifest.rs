//! What a backup says of itself: within, and beside it for those who have no key.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use store::SchemaFile;

/// How a backup is laid out. A program that knows a higher one reads lower ones.
pub const FORMAT: u32 = 1;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// By itself, once a day: it is taken away when there are younger ones.
    Daily,
    /// Because somebody asked for it: it stays.
    Manual,
}

impl Kind {
    /// It as a word, as it stands in names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Manual => "manual",
        }
    }
}

/// The last entry of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How it is laid out.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The schema files that its store had, in order.
    pub schema: Vec<SchemaFile>,
    /// Why it was made.
    pub kind: Kind,
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    /// The moment of which it is: whatever was written before is in it.
    pub until: DateTime<Utc>,
    /// The key from which on the log belongs to what was read of the tables.
    pub floor: String,
    /// The key below which the log was whole.
    pub end: String,
    /// The life that its store led.
    pub timeline: String,
    /// How many rows there were of each table.
    pub rows: BTreeMap<String, u64>,
    /// How many rows of the log.
    pub changes: u64,
    /// A digest by which the key of all links is known again.
    pub secret: String,
    /// Whether that key is in it.
    pub holds_secret: bool,
    /// The files of pictures that the site showed.
    pub pictures: Vec<String>,
    /// Everything in it but this, in order.
    pub entries: Vec<Entry>,
}

#[cfg(test)]
impl Manifest {
    /// That of a backup in which there is nothing.
    pub(super) fn of_nothing(made_at: DateTime<Utc>) -> Self {
        Self {
            format: FORMAT,
            program: "1.2.3".to_owned(),
            schema: Vec::new(),
            kind: Kind::Daily,
            made_at,
            until: made_at,
            floor: ::store::log_key(made_at),
            end: ::store::log_key(made_at),
            timeline: "life".to_owned(),
            rows: BTreeMap::new(),
            changes: 0,
            secret: String::new(),
            holds_secret: false,
            pictures: Vec::new(),
            entries: Vec::new(),
        }
    }
}

/// A part of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// A digest of them (SHA-256, hexadecimal).
    pub sha256: String,
}

/// What stands beside a backup, not encrypted: nothing of what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// How the backup is laid out.
    pub format: u32,
    /// Its name.
    pub name: String,
    /// Why it was made.
    pub kind: Kind,
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    /// The moment of which it is.
    pub until: DateTime<Utc>,
    /// How many bytes it has.
    pub bytes: u64,
    /// A digest of them (SHA-256, hexadecimal).
    pub sha256: String,
    /// Whether it is encrypted, so that it may be downloaded.
    pub encrypted: bool,
    /// The version of the program that made it.
    pub program: String,
    /// How many schema files its store had.
    pub schema: usize,
    /// The life that its store led.
    pub timeline: String,
    /// What the keys of links were known by then: [`crate::secrets::Secrets::ring`].
    #[serde(default)]
    pub keys: String,
    /// How many rows there are in it.
    pub rows: u64,
    /// How many files of pictures belong to it.
    pub pictures: u64,
    /// How many bytes it took here while it was tried out.
    #[serde(default)]
    pub room: u64,
    /// When it was last read back.
    pub checked_at: DateTime<Utc>,
    /// Whether it was well then.
    pub well: bool,
}

impl Kept {
    /// Where the backup with this name stands.
    pub(super) fn file(name: &str) -> String {
        format!("{FOLDER}/{name}.backup")
    }

    /// Where this stands.
    pub(super) fn beside(name: &str) -> String {
        format!("{FOLDER}/{name}.json")
    }

    /// Where the names of its pictures stand, one on a line.
    pub(super) fn pictures(name: &str) -> String {
        format!("{FOLDER}/{name}.pictures")
    }
}

#[cfg(test)]
impl Kept {
    /// That of a good backup in which there is nothing.
    pub(super) fn of_nothing(made_at: DateTime<Utc>, kind: Kind) -> Self {
        Self {
            format: FORMAT,
            name: name(made_at, kind),
            kind,
            made_at,
            until: made_at,
            bytes: 1,
            sha256: String::new(),
            encrypted: true,
            program: "1.2.3".to_owned(),
            schema: 0,
            timeline: "life".to_owned(),
            keys: String::new(),
            rows: 0,
            pictures: 0,
            room: 0,
            checked_at: made_at,
            well: true,
        }
    }
}

/// Where backups stand.
pub(super) const FOLDER: &str = "backups";

/// What a backup that is begun now is called.
pub(super) fn name(made_at: DateTime<Utc>, kind: Kind) -> String {
    format!("ewelists-{}-{}", made_at.format("%Y%m%dT%H%M%SZ"), kind.code())
}

/// Whether a backup can have this name.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    name.starts_with("ewelists-") && name.len() < 80 && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_and_why_and_leads_nowhere_else() {
        let made_at = "2026-07-31T06:00:00Z".parse().unwrap();
        let daily = name(made_at, Kind::Daily);
        assert_eq!(daily, "ewelists-20260731T060000Z-daily");
        assert!(is_name(&daily) && is_name(&name(made_at, Kind::Manual)));
        for wrong in ["", "ewelists-../x", "x", "ewelists-a/b", "ewelists-.", "../ewelists-x"] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
