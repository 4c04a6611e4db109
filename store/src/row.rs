//! Rows as they stand in the tables. They never leave the store: what goes out is parsed into the
//! types of `domain`.

pub(crate) mod access;
pub(crate) mod backup;
pub(crate) mod contact;
pub(crate) mod gift;
pub(crate) mod kpis;
pub(crate) mod list;
pub(crate) mod mail;
pub(crate) mod member;
pub(crate) mod people;
pub(crate) mod product;
pub(crate) mod reservation;
pub(crate) mod thanks;
pub(crate) mod token;
pub(crate) mod watch;
pub(crate) mod webhook;

use std::{fmt::Display, str::FromStr};

use surrealdb::types::{RecordId, SurrealValue};
use uuid::Uuid;

use crate::{StoreError, image};

/// A record of a known table, under a version.
pub(crate) trait Row: SurrealValue + Clone {
    /// The table's name.
    const TABLE: &'static str;
    fn id(&self) -> &RecordId;
    fn version(&self) -> i64;
    fn set_version(&mut self, version: i64);
}

macro_rules! rows {
    ($($(#[$doc:meta])* $table:literal $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, SurrealValue)]
        pub(crate) struct $name {
            pub(crate) id: surrealdb::types::RecordId,
            pub(crate) version: i64,
            $($(#[$meta])* pub(crate) $field: $type,)*
        }

        impl $crate::row::Row for $name {
            const TABLE: &'static str = $table;

            fn id(&self) -> &surrealdb::types::RecordId {
                &self.id
            }

            fn version(&self) -> i64 {
                self.version
            }

            fn set_version(&mut self, version: i64) {
                self.version = version;
            }
        }
    )+};
}
pub(crate) use rows;

/// The record of this table with this key.
pub(crate) fn record(table: &str, key: impl Display) -> RecordId {
    RecordId::new(table, key.to_string())
}

/// The id that a record's key spells.
pub(crate) fn id_of<T: FromStr>(record: &RecordId) -> Result<T, StoreError> {
    let parsed = image::key(record).and_then(|key| key.parse().ok());
    parsed.ok_or_else(|| StoreError::spoilt("id", record))
}

/// The key of a record whose id is a UUID, as it stands in addresses.
pub(crate) fn uuid_key(id: Uuid) -> String {
    id.simple().to_string()
}

/// A count as it stands in a table.
pub(crate) fn count(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::spoilt("count", number))
}
