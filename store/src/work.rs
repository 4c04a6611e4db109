//! A unit of work: everything that one errand writes, gathered before anything is written.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Letter, NO_TERMS, Terms};
use surrealdb::types::{Object, RecordId, Value};

use crate::{
    Errand, Ids, StoreError, chance,
    row::{Row, mail},
    table::{Table, table},
};

/// What an errand writes, in one transaction, together with its row in the change log.
pub(crate) struct Work<'a> {
    pub(crate) pen: Pen<'a>,
    pub(crate) acts: Vec<Act>,
}

/// Who writes, on which terms, when, and where new ids come from.
#[derive(Clone, Copy)]
pub(crate) struct Pen<'a> {
    /// The kind of actor, for the change log.
    pub(crate) actor: &'static str,
    pub(crate) terms: &'a Terms,
    pub(crate) now: DateTime<Utc>,
    pub(crate) ids: &'a dyn Ids,
}

impl<'a> From<Errand<'a>> for Pen<'a> {
    fn from(errand: Errand<'a>) -> Self {
        let Errand { actor, terms, now, ids } = errand;
        Self { actor: actor.kind(), terms, now, ids }
    }
}

/// Housekeeping, which no request caused.
pub(crate) struct Housekeeping(pub(crate) DateTime<Utc>);

impl Ids for Housekeeping {
    fn next(&self) -> uuid::Uuid {
        chance::id_at(self.0)
    }
}

impl<'a> From<&'a Housekeeping> for Pen<'a> {
    fn from(housekeeping: &'a Housekeeping) -> Self {
        Self { actor: "system", terms: &NO_TERMS, now: housekeeping.0, ids: housekeeping }
    }
}

/// One record's part of it.
pub(crate) struct Act {
    pub(crate) kind: Kind,
    pub(crate) table: &'static Table,
    pub(crate) id: RecordId,
    /// The version that the record has afterwards.
    pub(crate) version: i64,
    pub(crate) row: Object,
    /// The edges upon an edge that moves.
    pub(crate) upon: Vec<Value>,
}

/// What happens to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It must not exist yet.
    Create,
    /// It must be as it was read.
    Replace,
    /// It must be as it was read.
    Delete,
    /// An edge gets another end. It must be as it was read; so are the edges upon it, since whoever
    /// writes those writes it too.
    Move,
}

impl<'a> Work<'a> {
    pub(crate) fn new(pen: Pen<'a>) -> Self {
        Self { pen, acts: Vec::new() }
    }

    /// The moment of the errand.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.pen.now
    }

    /// A new time-ordered id.
    pub(crate) fn id(&self) -> uuid::Uuid {
        self.pen.ids.next()
    }

    /// Writes a record that must not exist yet.
    pub(crate) fn create(&mut self, mut row: impl Row) -> Result<(), StoreError> {
        row.set_version(1);
        self.add(Kind::Create, row)
    }

    /// Writes a record over the one that was read.
    pub(crate) fn replace(&mut self, mut row: impl Row) -> Result<(), StoreError> {
        row.set_version(row.version() + 1);
        self.add(Kind::Replace, row)
    }

    /// Writes a record over the one that was read, or a new one where none was.
    pub(crate) fn put(&mut self, row: impl Row) -> Result<(), StoreError> {
        if row.version() == 0 { self.create(row) } else { self.replace(row) }
    }

    /// Deletes the record that was read.
    pub(crate) fn delete(&mut self, mut row: impl Row) -> Result<(), StoreError> {
        row.set_version(row.version() + 1);
        self.add(Kind::Delete, row)
    }

    /// Gives an edge another end. In the graph it can only be made anew for that, together with the
    /// edges `upon` it, which stay as they are.
    pub(crate) fn move_edge<R: Row>(
        &mut self,
        mut row: R,
        upon: Vec<impl Row>,
    ) -> Result<(), StoreError> {
        row.set_version(row.version() + 1);
        self.add(Kind::Move, row)?;
        if let Some(act) = self.acts.last_mut() {
            act.upon = upon.into_iter().map(surrealdb::types::SurrealValue::into_value).collect();
        }
        Ok(())
    }

    /// Puts letters into the outbox.
    pub(crate) fn post(
        &mut self,
        letters: impl IntoIterator<Item = Letter>,
    ) -> Result<(), StoreError> {
        for letter in letters {
            let row = mail::OutboxRow::new(self.id(), letter, self.now())?;
            self.create(row)?;
        }
        Ok(())
    }

    /// Puts letters into the outbox that go before those that can wait, of whatever kind they are.
    pub(crate) fn post_first(
        &mut self,
        letters: impl IntoIterator<Item = Letter>,
    ) -> Result<(), StoreError> {
        for letter in letters {
            let row = mail::OutboxRow::new(self.id(), letter, self.now())?;
            self.create(row.first())?;
        }
        Ok(())
    }

    /// Puts letters into the outbox that wait for a while before they are sent.
    pub(crate) fn post_after(
        &mut self,
        letters: impl IntoIterator<Item = Letter>,
        pause: TimeDelta,
    ) -> Result<(), StoreError> {
        for letter in letters {
            let row = mail::OutboxRow::new(self.id(), letter, self.now())?;
            self.create(mail::OutboxRow { due_at: row.due_at + pause, ..row })?;
        }
        Ok(())
    }

    /// Notes on new mails in which trace they were caused. The log does without.
    pub(crate) fn note_trace(&mut self, trace: &str) {
        let is_mail =
            |act: &&mut Act| act.kind == Kind::Create && act.table.name == mail::OutboxRow::TABLE;
        for act in self.acts.iter_mut().filter(is_mail) {
            act.row.insert("trace", trace.to_owned());
        }
    }

    fn add<R: Row>(&mut self, kind: Kind, row: R) -> Result<(), StoreError> {
        let table = table(R::TABLE).ok_or_else(|| StoreError::spoilt("table", R::TABLE))?;
        let (id, version) = (row.id().clone(), row.version());
        let Value::Object(row) = row.into_value() else {
            return Err(StoreError::spoilt("row", R::TABLE));
        };
        self.acts.push(Act { kind, table, id, version, row, upon: vec![] });
        Ok(())
    }
}
