//! Changes that build upon a list as somebody has read it (R10.5).
//!
//! Whether the list is still like that is checked after the rule was asked, so that whatever the rule
//! said is about that revision, and once more in the transaction that writes.

use domain::{ListRevision, Upon};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{Result, Store, StoreError, row::record, work::Pen};

/// A list that must still have this revision when something is written.
#[derive(SurrealValue)]
pub(crate) struct Unchanged {
    list: RecordId,
    number: i64,
    kept: bool,
}

impl From<Upon> for Unchanged {
    fn from(Upon { list, revision }: Upon) -> Self {
        let number = i64::try_from(revision.number).unwrap_or(i64::MAX);
        Self { list: record("list", list), number, kept: revision.kept }
    }
}

impl Store {
    /// Whether an errand still finds the list that it is built upon as it was read.
    ///
    /// # Errors
    /// As [`domain::Terms::require_unchanged`]; refused as not found where there is no such list.
    pub(crate) async fn require_unchanged(&self, pen: Pen<'_>) -> Result<()> {
        let Some(upon) = pen.terms.upon else { return Ok(()) };
        let read = self.list_revisions(upon.list).await?;
        let (list, givers) = read.ok_or_else(StoreError::not_found)?;
        let now = ListRevision::of(&list, givers, pen.now);
        Ok(pen.terms.require_unchanged(list.id, now)?)
    }
}
