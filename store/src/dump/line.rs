//! A row as it stands in a copy: JSON, as in the change log, with its key as a text.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};
use surrealdb::types::Value;

use crate::{
    Result, StoreError, image,
    row::record,
    table::Table,
    work::{Act, Kind},
};

/// Fields that the schema computes, or that the log leaves out: what is compared leaves them out too.
const UNCOMPARED: &[(&str, &str)] = &[
    ("product", "catalogue_key"),
    ("product", "waiting_key"),
    ("reserved", "live_key"),
    ("reserved", "held_until"),
    ("outbox", "trace"),
];

/// A row that was read from a copy.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) version: i64,
    /// Its fields, `id` left out.
    pub(super) row: Map<String, Json>,
}

/// A row's key, and the row.
pub(super) fn of(row: &Value) -> Option<(String, String)> {
    let Value::Object(object) = row else { return None };
    let Some(Value::RecordId(id)) = object.get("id") else { return None };
    let key = image::key(id)?.to_owned();
    let mut map = image::to_map(object)?;
    map.insert("id".to_owned(), Json::String(key.clone()));
    Some((key, Json::Object(map).to_string()))
}

impl Line {
    /// Reads a row of a table.
    pub(super) fn parse(table: &Table, text: &str) -> Result<Self> {
        Self::read(text).ok_or_else(|| StoreError::spoilt("row", table.name))
    }

    fn read(text: &str) -> Option<Self> {
        let mut row: Map<String, Json> = serde_json::from_str(text).ok()?;
        let key = row.remove("id")?.as_str()?.to_owned();
        let version = row.get("version")?.as_i64()?;
        Some(Self { key, version, row })
    }

    /// Writing it into an empty store.
    pub(super) fn act(&self, table: &'static Table) -> Result<Act> {
        let spoilt = || StoreError::spoilt("row", table.name);
        let mut row = image::from_map(&self.row).ok_or_else(spoilt)?;
        let id = record(table.name, &self.key);
        row.insert("id", id.clone());
        Ok(Act { kind: Kind::Create, table, id, version: self.version, row, upon: vec![] })
    }

    /// A digest of which row it is and how often it was written.
    pub(super) fn mark(&self) -> u128 {
        digest(&format!("{} {}", self.key, self.version))
    }

    /// A digest of all that it says.
    pub(super) fn contents(&self, table: &Table) -> u128 {
        let told = |field: &str| !UNCOMPARED.contains(&(table.name, field));
        let fields: BTreeMap<&String, &Json> =
            self.row.iter().filter(|(field, _)| told(field)).collect();
        // Texts and numbers: this can not fail.
        let text = serde_json::to_string(&fields).unwrap_or_default();
        digest(&format!("{} {text}", self.key))
    }
}

/// By which texts are told apart.
pub(super) fn digest(text: &str) -> u128 {
    let digest: [u8; 32] = Sha256::digest(text).into();
    digest[..16].iter().fold(0, |sum, byte| (sum << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::table;

    #[test]
    fn the_fields_that_the_schema_computes_are_all_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schema");
        let mut computed = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let mut field = None;
            for line in text.lines() {
                if let Some(defined) = line.strip_prefix("DEFINE FIELD ") {
                    let words: Vec<_> = defined.split(' ').filter(|w| *w != "OVERWRITE").collect();
                    field = Some((words[2].to_owned(), words[0].to_owned()));
                }
                if line.trim_start().starts_with("VALUE ") || line.contains(" VALUE IF ") {
                    computed.extend(field.clone());
                }
            }
        }
        computed.sort();
        computed.dedup();
        assert!(computed.len() >= 4, "{computed:?}");
        for (table, field) in &computed {
            assert!(
                UNCOMPARED.contains(&(table.as_str(), field.as_str())),
                "{table}.{field} is computed: say so in UNCOMPARED"
            );
        }
    }

    #[test]
    fn a_row_is_compared_whatever_the_order_of_its_fields() {
        let reserved = table("reserved").unwrap();
        let one = Line::parse(reserved, r#"{"id":"a","version":2,"state":"reserved"}"#).unwrap();
        let same =
            Line::parse(reserved, r#"{"state":"reserved","live_key":"x","version":2,"id":"a"}"#);
        assert_eq!(one.contents(reserved), same.unwrap().contents(reserved));
        let other = Line::parse(reserved, r#"{"id":"a","version":2,"state":"cancelled"}"#).unwrap();
        assert_ne!(one.contents(reserved), other.contents(reserved));
        assert_eq!(one.mark(), other.mark());
        assert!(Line::parse(reserved, r#"{"id":"a"}"#).is_err());
    }
}
