//! What happened after the moment that a store is restored to, as far as the log tells, so that mails
//! that were sent are not sent again.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use surrealdb::types::{RecordId, Value};

use crate::{
    MailState, Result, Store, StoreError,
    change::Image,
    dump::overlay,
    image,
    row::{Row, mail::OutboxRow, record, thanks::DigestRow},
    tx::transact,
    work::Housekeeping,
};

/// Why a mail is held that may have been sent or not, since the store was restored.
pub const RESTORED: &str = "restored";

/// What became of mails after a moment.
#[derive(Debug, Default)]
pub struct Aftermath {
    /// Mails by their last version: as they were left, if they were done with.
    mails: HashMap<String, (i64, Option<Map<String, Json>>)>,
    /// Digests that were written.
    digests: HashMap<String, Map<String, Json>>,
}

/// What was done about mails.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mails {
    /// How many had been sent or given up, as the log tells, and are noted as such.
    pub done: usize,
    /// How many that waited may or may not have been sent. They are given up, for an admin to look at.
    pub held: usize,
    /// Of which kinds those are.
    pub held_kinds: Vec<String>,
}

impl Aftermath {
    /// Takes a row of the log from after the moment. They come in the order of their keys, or nearly so.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for what is none.
    pub fn add(&mut self, line: &str) -> Result<()> {
        for image in overlay::change(line)?.images {
            let of = |table: &str| (image.table == table).then(|| row(&image)).flatten();
            if let Some(row) = of(DigestRow::TABLE) {
                self.digests.insert(image.id.clone(), row);
            } else if let Some(row) = of(OutboxRow::TABLE) {
                let known = self.mails.get(&image.id).map_or(0, |(version, _)| *version);
                if known < image.version {
                    // One that an admin had tried again waits once more.
                    let waits =
                        row.get("state").and_then(Json::as_str) == Some(MailState::Waiting.code());
                    let left = (image.version, (!waits).then_some(row));
                    self.mails.insert(image.id.clone(), left);
                }
            }
        }
        Ok(())
    }
}

impl Store {
    /// Notes of mails that wait in a restored store what became of them. Those of which nobody knows
    /// are given up, unless the log is `whole`, so that it would tell, or they were not due yet. What
    /// was sent after the moment about what was there at it counts as sent, so that no job sends it
    /// once more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle_mails(
        &self,
        aftermath: &Aftermath,
        whole: bool,
        now: DateTime<Utc>,
    ) -> Result<Mails> {
        let (mut mails, mut met) = (Mails::default(), HashSet::new());
        let pen = &Housekeeping(now);
        let mut after: Option<OutboxRow> = None;
        loop {
            let rows = self.rows_after(after.as_ref()).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.clone());
            let mut settled = Vec::new();
            for row in rows {
                let key = image::key(&row.id).unwrap_or_default();
                let done = aftermath.mails.get(key).and_then(|(_, row)| row.as_ref());
                if done.is_some() {
                    met.insert(key.to_owned());
                }
                if !row.waits() {
                    continue;
                }
                if let Some(done) = done {
                    mails.done += 1;
                    settled.push(as_left(row, done)?);
                } else if !whole && row.due_at <= now {
                    mails.held += 1;
                    if !mails.held_kinds.contains(&row.kind) {
                        mails.held_kinds.push(row.kind.clone());
                    }
                    settled.push(given_up(row, now));
                }
            }
            transact!(self, pen, |work| {
                settled.iter().cloned().try_for_each(|row| work.replace(row))
            })?;
        }
        let mut sent = Vec::new();
        for (key, (_, row)) in &aftermath.mails {
            sent.extend(row.as_ref().filter(|_| !met.contains(key)).map(|row| (key, row)));
        }
        self.put_history::<OutboxRow>(sent.into_iter(), now, |row| row.about.clone()).await?;
        let digests = aftermath.digests.iter();
        self.put_history::<DigestRow>(digests, now, |row| Some(row.person.clone())).await?;
        mails.held_kinds.sort();
        Ok(mails)
    }

    /// Puts rows from after the moment, where what they are about is there and they are not.
    async fn put_history<R: Row + Send + Sync>(
        &self,
        rows: impl Iterator<Item = (&String, &Map<String, Json>)> + Send,
        now: DateTime<Utc>,
        about: impl Fn(&R) -> Option<RecordId> + Send,
    ) -> Result<()> {
        let mut typed = Vec::new();
        for (key, row) in rows {
            let row: R = parse(key, row)?;
            if let Some(about) = about(&row) {
                typed.push((about, row));
            }
        }
        let pen = &Housekeeping(now);
        for some in typed.chunks(200) {
            let asked = some.iter().flat_map(|(about, row)| [about.clone(), row.id().clone()]);
            #[expect(
                clippy::mutable_key_type,
                reason = "nothing changes within the id of a record"
            )]
            let there: HashSet<RecordId> =
                self.rows_of(asked.collect()).await?.iter().filter_map(id).collect();
            transact!(self, pen, |work| {
                for (about, row) in some {
                    if there.contains(about) && !there.contains(row.id()) {
                        work.create(row.clone())?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

fn row(image: &Image) -> Option<Map<String, Json>> {
    serde_json::from_str(image.row.as_deref()?).ok()
}

fn id(row: &Value) -> Option<RecordId> {
    let Value::Object(row) = row else { return None };
    match row.get("id") {
        Some(Value::RecordId(id)) => Some(id.clone()),
        _ => None,
    }
}

/// The row that an image left.
fn parse<R: Row>(key: &str, row: &Map<String, Json>) -> Result<R> {
    let spoilt = || StoreError::spoilt("row", R::TABLE);
    let mut row = image::from_map(row).ok_or_else(spoilt)?;
    row.insert("id", record(R::TABLE, key));
    R::from_value(Value::Object(row)).map_err(|_| spoilt())
}

/// A mail that waits, done with as it was later.
fn as_left(row: OutboxRow, done: &Map<String, Json>) -> Result<OutboxRow> {
    let key = image::key(&row.id).unwrap_or_default().to_owned();
    let left: OutboxRow = parse(&key, done)?;
    Ok(OutboxRow { state: left.state, done_at: left.done_at, reason: left.reason, ..row })
}

fn given_up(row: OutboxRow, now: DateTime<Utc>) -> OutboxRow {
    let state = MailState::Refused.code().to_owned();
    let reason = Some(RESTORED.to_owned());
    OutboxRow { state, reason, done_at: Some(now), ..row }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(version: i64, state: &str) -> String {
        let row = json!({ "state": state, "version": version }).to_string();
        let image = json!({ "table": "outbox", "id": "m", "version": version, "row": row });
        let at = json!({ "$at": "2026-11-01T12:00:00Z" });
        json!({ "id": "0", "version": 1, "at": at, "actor": "system", "images": [image] })
            .to_string()
    }

    #[test]
    fn the_last_version_of_a_mail_holds_in_whatever_order_they_come() {
        let left = |lines: &[(i64, &str)]| {
            let mut aftermath = Aftermath::default();
            for (version, state) in lines {
                aftermath.add(&line(*version, state)).unwrap();
            }
            aftermath.mails["m"].1.is_some()
        };
        assert!(left(&[(1, "waiting"), (2, "sent")]));
        assert!(left(&[(2, "sent"), (1, "waiting")]));
        assert!(!left(&[(2, "dead"), (3, "waiting")]));
    }
}
