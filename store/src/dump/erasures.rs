//! Erases again whoever was erased after the moment that a store is restored to.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use domain::InvitationState;
use serde_json::{Map, Value as Json};
use surrealdb::types::{RecordId, Value};

use crate::{
    MailState, Result, Store, StoreError,
    change::Image,
    dump::{line::Line, overlay},
    erasing::nameless,
    image,
    row::{
        Row, backup::ErasureRow, contact::ContactRow, member::InvitationRow, people::SignUpRow,
        product::ProductRow, record, reservation::GiverRow, thanks::ThanksRow,
    },
    table::table,
    tx::transact,
    work::{Housekeeping, Kind, Work},
};

const ROWS: &str = include_str!("../../query/rows.surql");

/// Whose words a subject's may be, lists first: what they hold goes with them.
const SUBJECTS: &[&str] =
    &["list", "person", "product", "giver", "thanks", "invitation", "contact", "sign_up"];

/// Somebody whose words were erased, or something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Whose id it was.
    pub subject: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Erasures: those that a copy knows of, and all that are known.
#[derive(Debug, Default)]
pub struct Erasures {
    copied: HashSet<String>,
    known: BTreeMap<String, Erasure>,
}

impl Erasures {
    /// Takes a row of the table of erasures that the copy has.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for what is none.
    pub fn copied(&mut self, line: &str) -> Result<()> {
        let (id, erasure) = read(line)?;
        self.copied.insert(id.clone());
        self.known.insert(id, erasure);
        Ok(())
    }

    /// Takes a row of that table from elsewhere.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for what is none.
    pub fn known(&mut self, line: &str) -> Result<()> {
        let (id, erasure) = read(line)?;
        self.known.insert(id, erasure);
        Ok(())
    }

    /// Takes a row of the log, which may be of a moment that the copy knows of or not.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for what is none.
    pub fn logged(&mut self, line: &str, copied: bool) -> Result<()> {
        for image in overlay::change(line)?.images {
            let row = image.row.as_deref().filter(|_| image.table == ErasureRow::TABLE);
            let Some(row) = row else { continue };
            let erasure = fields(row).ok_or_else(|| StoreError::spoilt("row", "erasure"))?;
            if copied {
                self.copied.insert(image.id.clone());
            }
            self.known.insert(image.id, erasure);
        }
        Ok(())
    }

    /// Those that the copy does not know of.
    pub fn later(&self) -> impl Iterator<Item = &Erasure> {
        self.missing().map(|(_, erasure)| erasure)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Erasure> {
        self.known.values()
    }

    fn missing(&self) -> impl Iterator<Item = (&String, &Erasure)> {
        self.known.iter().filter(|(id, _)| !self.copied.contains(*id))
    }
}

impl Store {
    /// Erases again, in a store that was restored, what was erased after the moment it was restored
    /// to. Nobody is told once more. Answers how many subjects that were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn erase_again(&self, erasures: &Erasures, now: DateTime<Utc>) -> Result<usize> {
        let mut found = Vec::new();
        for (_, erasure) in erasures.missing() {
            let ids = SUBJECTS.iter().map(|table| record(table, &erasure.subject)).collect();
            for row in self.rows_of(ids).await? {
                let Value::Object(row) = row else { continue };
                let Some(Value::RecordId(id)) = row.get("id") else { continue };
                let place = SUBJECTS.iter().position(|table| *table == id.table.as_str());
                found.push((place, id.clone()));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        let pen = &Housekeeping(now);
        for (_, id) in &found {
            transact!(self, pen, |work| {
                self.erase_subject(work, id).await?;
                silence(work);
                Ok(())
            })?;
        }
        let missing: Vec<_> = erasures.missing().collect();
        for some in missing.chunks(100) {
            transact!(self, pen, |work| {
                some.iter().try_for_each(|(id, erasure)| {
                    work.create(ErasureRow {
                        id: record(ErasureRow::TABLE, id),
                        version: 0,
                        subject: erasure.subject.clone(),
                        at: erasure.at,
                    })
                })
            })?;
        }
        Ok(missing.len())
    }

    /// What erasing somebody does to what is there of them.
    async fn erase_subject(&self, work: &mut Work<'_>, id: &RecordId) -> Result<()> {
        match id.table.as_str() {
            "list" => self.erase_list_again(work, id.clone()).await,
            "person" => self.leave_again(work, id.clone()).await,
            "product" => match self.row_of::<ProductRow>(id).await? {
                Some(row) if row.draft_of.is_some() => work.replace(row.taken_away()),
                _ => Ok(()),
            },
            "giver" => {
                let Some(row) = self.row_of::<GiverRow>(id).await? else { return Ok(()) };
                self.erase(work, vec![id.clone()]).await?;
                work.replace(GiverRow { person: None, ..nameless(row) })
            }
            "thanks" => match self.row_of::<ThanksRow>(id).await? {
                Some(row) if row.note.is_some() => work.replace(ThanksRow { note: None, ..row }),
                _ => Ok(()),
            },
            "invitation" => match self.row_of::<InvitationRow>(id).await? {
                Some(row) if row.state == InvitationState::Waiting.code() => {
                    let state = InvitationState::TakenBack.code().to_owned();
                    work.replace(InvitationRow { email: None, state, ..row })
                }
                _ => Ok(()),
            },
            "contact" => match self.row_of::<ContactRow>(id).await? {
                Some(row) => work.delete(row),
                None => Ok(()),
            },
            "sign_up" => match self.row_of::<SignUpRow>(id).await? {
                Some(row) => work.delete(row),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    async fn row_of<R: Row>(&self, id: &RecordId) -> Result<Option<R>> {
        let row = self.rows_of(vec![id.clone()]).await?.into_iter().next();
        let row = row.map(R::from_value).transpose();
        row.map_err(|_| StoreError::spoilt("row", R::TABLE))
    }

    /// The records with these ids that are there.
    pub(super) async fn rows_of(&self, ids: Vec<RecordId>) -> Result<Vec<Value>> {
        self.ask(ROWS).with("ids", ids).one().await
    }
}

/// Whom a row of the log's image of an erasure names.
pub(super) fn subject_of(row: &str) -> Option<String> {
    fields(row).map(|erasure| erasure.subject)
}

/// The log's image of an erasure as a row of its table; none for what is none.
pub(super) fn line_of(image: &Image) -> Option<String> {
    let mut row: Map<String, Json> = serde_json::from_str(image.row.as_deref()?).ok()?;
    row.insert("id".to_owned(), Json::from(image.id.as_str()));
    row.insert("version".to_owned(), Json::from(image.version));
    Some(Json::Object(row).to_string())
}

/// Marks the mails that this would cause as done: they were sent when it happened first.
fn silence(work: &mut Work<'_>) {
    let now = work.now();
    let mails = work.acts.iter_mut();
    for mail in mails.filter(|act| act.kind == Kind::Create && act.table.name == "outbox") {
        mail.row.insert("state", MailState::Sent.code().to_owned());
        mail.row.insert("done_at", now);
        mail.row.insert("reason", "restored".to_owned());
    }
}

fn read(line: &str) -> Result<(String, Erasure)> {
    let spoilt = || StoreError::spoilt("row", ErasureRow::TABLE);
    let line = Line::parse(table(ErasureRow::TABLE).ok_or_else(spoilt)?, line)?;
    let erasure = of(&line.row).ok_or_else(spoilt)?;
    Ok((line.key, erasure))
}

fn fields(row: &str) -> Option<Erasure> {
    of(&serde_json::from_str(row).ok()?)
}

fn of(row: &Map<String, Json>) -> Option<Erasure> {
    let at = match image::from_json(row.get("at")?)? {
        Value::Datetime(at) => at.into_inner(),
        _ => return None,
    };
    Some(Erasure { subject: row.get("subject")?.as_str()?.to_owned(), at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, subject: &str) -> String {
        format!(
            r#"{{"id":"{id}","version":1,"subject":"{subject}","at":{{"$at":"2026-11-01T12:00:00+00:00"}}}}"#
        )
    }

    #[test]
    fn what_the_copy_knows_of_is_not_done_again() {
        let mut erasures = Erasures::default();
        erasures.known(&line("b", "ben")).unwrap();
        erasures.known(&line("a", "ada")).unwrap();
        erasures.copied(&line("a", "ada")).unwrap();
        let later: Vec<_> = erasures.later().map(|erasure| erasure.subject.as_str()).collect();
        assert_eq!(later, ["ben"]);
        assert!(erasures.known("{}").is_err());
    }
}
