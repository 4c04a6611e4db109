//! Rebuilds a store from another one's change log.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value as Json};
use surrealdb::types::Value;

use crate::{
    Result, Store, StoreError,
    change::ChangeRow,
    image,
    row::{Row, people::SubjectKeyRow, record},
    seal::SubjectKey,
    table::{TABLES, Table, table},
    work::{Act, Kind},
};

const ALL_OF: &str = include_str!("../query/all_of.surql");

/// How many records are put back in one transaction.
const CHUNK: usize = 500;

/// A record as the log left it.
struct Left {
    version: i64,
    row: Option<Map<String, Json>>,
}

impl Store {
    /// Replays the change log of `from` into this store, which must be empty but for its schema,
    /// and takes over the log and the keys of its subjects. Subjects whose key is gone come back
    /// without their personal words, or not at all where nothing of them is left.
    ///
    /// # Errors
    /// [`StoreError::Fatal`] where this store is not empty or the log does not fit the schema.
    pub async fn rebuild_from(&self, from: &Store) -> Result<()> {
        let mut keys = HashMap::new();
        for row in from.all_of::<SubjectKeyRow>().await? {
            let id = image::key(&row.id).map(str::to_owned);
            let key = id.zip(SubjectKey::from_stored(&row.key));
            let (id, key) = key.ok_or_else(|| StoreError::spoilt("key", &row.id))?;
            keys.insert(id, key);
        }
        let changes: Vec<ChangeRow> = from.all_of().await?;
        let left = replay(&changes, &keys)?;
        for table in TABLES {
            let mut acts = Vec::new();
            for ((_, id), left) in left.iter().filter(|((name, _), _)| *name == table.name) {
                acts.extend(act(table, id, left)?);
            }
            self.put_all(acts).await?;
        }
        for table in ["subject_key", "change"].into_iter().filter_map(table) {
            let rows: Vec<Value> = from.ask(ALL_OF).with("table", table.name).one().await?;
            let acts = rows.into_iter().map(|row| copied(table, row)).collect::<Result<_>>()?;
            self.put_all(acts).await?;
        }
        Ok(())
    }

    /// Every record that the change log speaks of, and the log itself, as one text for each; for
    /// comparing two stores.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn contents(&self) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        let change = table(ChangeRow::TABLE);
        for table in TABLES.iter().filter(|table| table.logged).chain(change) {
            for row in self.ask(ALL_OF).with("table", table.name).one::<Vec<Value>>().await? {
                let json = image::to_json(&row);
                let json = json.ok_or_else(|| StoreError::spoilt("row", table.name))?;
                texts.push(format!("{} {json}", table.name));
            }
        }
        Ok(texts)
    }

    async fn all_of<R: Row>(&self) -> Result<Vec<R>> {
        self.ask(ALL_OF).with("table", R::TABLE).one().await
    }

    async fn put_all(&self, mut acts: Vec<Act>) -> Result<()> {
        while !acts.is_empty() {
            let rest = acts.split_off(acts.len().min(CHUNK));
            self.put_back(acts).await?;
            acts = rest;
        }
        Ok(())
    }
}

/// What the log leaves behind: of each record the image with the highest version. Ids are in the
/// order of the commits only where transactions met, and where they met versions tell.
fn replay<'a>(
    changes: &'a [ChangeRow],
    keys: &HashMap<String, SubjectKey>,
) -> Result<BTreeMap<(&'a str, String), Left>> {
    let mut left: BTreeMap<(&str, String), Left> = BTreeMap::new();
    for image in changes.iter().flat_map(|change| &change.images) {
        let known = table(&image.table);
        let known = known.ok_or_else(|| StoreError::Fatal(format!("no table {}", image.table)))?;
        let key = image.subject.as_ref().and_then(|subject| keys.get(subject));
        let Some((id, row)) = image.open(known.personal, key) else { continue };
        let now = Left { version: image.version, row };
        let before = left.get(&(image.table.as_str(), id.clone()));
        let made_again = before.is_some_and(|before| before.row.is_none() && now.version == 1);
        if before.is_none_or(|before| before.version < now.version) || made_again {
            left.insert((image.table.as_str(), id), now);
        }
    }
    Ok(left)
}

fn act(table: &'static Table, id: &str, left: &Left) -> Result<Option<Act>> {
    let Some(row) = &left.row else { return Ok(None) };
    let mut row = image::from_map(row).ok_or_else(|| StoreError::spoilt("image", id))?;
    let id = record(table.name, id);
    row.insert("id", id.clone());
    let version = left.version;
    Ok(Some(Act { kind: Kind::Create, table, id, version, row, upon: vec![] }))
}

fn copied(table: &'static Table, row: Value) -> Result<Act> {
    let Value::Object(row) = row else { return Err(StoreError::spoilt("row", table.name)) };
    let Some(Value::RecordId(id)) = row.get("id").cloned() else {
        return Err(StoreError::spoilt("row", table.name));
    };
    Ok(Act { kind: Kind::Create, table, id, version: 1, row, upon: vec![] })
}
