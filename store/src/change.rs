//! The change log: one row for each transaction, with every record as it was left behind.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json, json};
use surrealdb::types::{RecordId, SurrealValue, Value};

use crate::{
    StoreError, image,
    row::{Row, record, rows},
    seal::SubjectKey,
    table::Subject,
    work::{Act, Kind, Work},
};

rows! {
    "change" ChangeRow {
        at: DateTime<Utc>,
        actor: String,
        images: Vec<Image>,
    }
}

/// A record as a transaction left it.
#[derive(Debug, Clone, SurrealValue)]
pub(crate) struct Image {
    pub(crate) table: String,
    /// Its key, or that sealed.
    pub(crate) id: String,
    pub(crate) version: i64,
    /// Whose key its personal fields are sealed with.
    pub(crate) subject: Option<String>,
    /// JSON; none once it is deleted.
    pub(crate) row: Option<String>,
}

impl Image {
    /// Whose words a record holds.
    pub(crate) fn subject(act: &Act) -> Option<String> {
        let record = match act.table.subject {
            Subject::None => return None,
            Subject::Itself => &act.id,
            Subject::Of(field) => named(act, field)?,
            Subject::OfOrItself(field, owned) => match named(act, field) {
                Some(subject) => subject,
                None => named(act, owned).map(|_| &act.id)?,
            },
        };
        image::key(record).map(str::to_owned)
    }

    fn of(act: &Act, keys: &HashMap<String, SubjectKey>) -> Option<Self> {
        let subject = Self::subject(act);
        let key = subject.as_ref().and_then(|subject| keys.get(subject));
        let id = image::key(&act.id)?;
        let mut row = image::to_map(&act.row)?;
        row.remove("id");
        // Words that are nobody's, such as those of the catalogue, stay as they are.
        let sealed: &[&str] = if subject.is_some() { act.table.personal } else { &[] };
        for field in sealed {
            seal_field(&mut row, act.table.name, id, field, key)?;
        }
        let sealed_id = act.table.personal.contains(&"id");
        let id = match key {
            Some(key) if sealed_id => key.seal(&place(act.table.name, "", "id"), id)?,
            None if sealed_id => String::new(),
            _ => id.to_owned(),
        };
        let row = (act.kind != Kind::Delete).then(|| Json::Object(row).to_string());
        Some(Self { table: act.table.name.to_owned(), id, version: act.version, subject, row })
    }

    /// The record's key and fields; `None` where the subject was erased and nothing is left to
    /// tell it by.
    pub(crate) fn open(
        &self,
        personal: &[&str],
        key: Option<&SubjectKey>,
    ) -> Option<(String, Option<Map<String, Json>>)> {
        let id = if personal.contains(&"id") {
            key?.open(&place(&self.table, "", "id"), &self.id)?
        } else {
            self.id.clone()
        };
        let Some(row) = &self.row else { return Some((id, None)) };
        let mut row: Map<String, Json> = serde_json::from_str(row).ok()?;
        for field in personal {
            let sealed = row.get(*field).and_then(|json| json.get("$sealed"));
            let Some(sealed) = sealed.and_then(Json::as_str) else { continue };
            let place = place(&self.table, &id, field);
            let plain = key.and_then(|key| key.open(&place, sealed));
            // What was erased is left out: the schema says what stands in its place.
            match plain.and_then(|plain| serde_json::from_str(&plain).ok()) {
                Some(json) => row.insert((*field).to_owned(), json),
                None => row.remove(*field),
            };
        }
        Some((id, Some(row)))
    }
}

/// The change log's row about this work, under this key.
pub(crate) fn change_row(
    work: &Work<'_>,
    keys: &HashMap<String, SubjectKey>,
    key: &str,
) -> Result<ChangeRow, StoreError> {
    let logged = work.acts.iter().filter(|act| act.table.logged);
    let images: Option<Vec<_>> = logged.map(|act| Image::of(act, keys)).collect();
    Ok(ChangeRow {
        id: record(ChangeRow::TABLE, key),
        version: 0,
        at: work.now(),
        actor: work.pen.actor.to_owned(),
        images: images.ok_or_else(|| StoreError::spoilt("image", "of a record"))?,
    })
}

/// The record that a field names.
pub(crate) fn named<'a>(act: &'a Act, field: &str) -> Option<&'a RecordId> {
    match act.row.get(field) {
        Some(Value::RecordId(record)) => Some(record),
        _ => None,
    }
}

fn seal_field(
    row: &mut Map<String, Json>,
    table: &str,
    id: &str,
    field: &str,
    key: Option<&SubjectKey>,
) -> Option<()> {
    let Some(plain) = row.remove(field) else { return Some(()) };
    if let Some(key) = key {
        let sealed = key.seal(&place(table, id, field), &plain.to_string())?;
        row.insert(field.to_owned(), json!({ "$sealed": sealed }));
    }
    Some(())
}

fn place(table: &str, id: &str, field: &str) -> String {
    format!("{table}:{id}:{field}")
}
