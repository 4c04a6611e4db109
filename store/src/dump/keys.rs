//! The keys that a copy brings along, with which the words in its log can be read.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    Result, StoreError,
    dump::line::Line,
    row::{Row as _, people::SubjectKeyRow, uuid_key},
    seal::SubjectKey,
    table::table,
};

/// The keys of subjects, those who were erased left out.
#[derive(Default)]
pub struct Keys {
    /// By ids as we make them, of which nearly all are: without their texts, they take half the room.
    usual: HashMap<[u8; 16], SubjectKey>,
    others: HashMap<String, SubjectKey>,
    erased: HashSet<String>,
    lost: HashSet<String>,
}

impl Keys {
    /// Takes a key as [`crate::Store::key_page`] gives it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for what is none.
    pub fn add(&mut self, line: &str) -> Result<()> {
        let spoilt = || StoreError::spoilt("row", SubjectKeyRow::TABLE);
        let line = Line::parse(table(SubjectKeyRow::TABLE).ok_or_else(spoilt)?, line)?;
        let key = line.row.get("key").and_then(serde_json::Value::as_str);
        let key = key.and_then(SubjectKey::from_stored).ok_or_else(spoilt)?;
        if self.erased.contains(&line.key) {
            return Ok(());
        }
        match usual(&line.key) {
            Some(id) => self.usual.insert(id, key),
            None => self.others.insert(line.key, key),
        };
        Ok(())
    }

    /// Leaves somebody out: what they wrote comes back without their words.
    pub fn erase(&mut self, subject: &str) {
        match usual(subject) {
            Some(id) => self.usual.remove(&id),
            None => self.others.remove(subject),
        };
        self.erased.insert(subject.to_owned());
    }

    /// Notes that somebody was erased at some time, so that nobody wonders where their key is.
    pub fn lose(&mut self, subject: &str) {
        self.lost.insert(subject.to_owned());
    }

    /// Whether it is known why somebody has no key.
    pub(super) fn is_lost(&self, subject: &str) -> bool {
        self.lost.contains(subject) || self.erased.contains(subject)
    }

    /// Whether somebody was erased.
    pub(super) fn is_erased(&self, subject: &str) -> bool {
        self.erased.contains(subject)
    }

    pub(super) fn get(&self, subject: &str) -> Option<&SubjectKey> {
        match usual(subject) {
            Some(id) => self.usual.get(&id),
            None => self.others.get(subject),
        }
    }

    /// Those of subjects whose ids are as we make them.
    pub(super) fn usual(&self) -> impl Iterator<Item = (&[u8; 16], &SubjectKey)> {
        self.usual.iter()
    }

    /// Those of all other subjects.
    pub(super) fn others(&self) -> impl Iterator<Item = (&String, &SubjectKey)> {
        self.others.iter()
    }
}

/// An id as we make it.
fn usual(subject: &str) -> Option<[u8; 16]> {
    let id = Uuid::try_parse(subject).ok()?;
    (uuid_key(id) == subject).then(|| id.into_bytes())
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.usual.len() + self.others.len();
        write!(f, "Keys({known}, {} erased)", self.erased.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(keys: &mut Keys, subject: &str) -> String {
        let key = SubjectKey::random().to_stored();
        keys.add(&format!(r#"{{"id":"{subject}","version":1,"key":"{key}"}}"#)).unwrap();
        key
    }

    #[test]
    fn a_key_is_found_by_its_subject_to_the_letter_and_those_of_the_erased_are_not() {
        let ids = [
            "0193b0f07c007abc8def0123456789ab",
            "0193B0F07C007ABC8DEF0123456789AB",
            "0193b0f0-7c00-7abc-8def-0123456789ab",
            "x",
        ];
        let mut keys = Keys::default();
        let stored = ids.map(|id| add(&mut keys, id));
        for (id, stored) in ids.iter().zip(&stored) {
            assert_eq!(keys.get(id).unwrap().to_stored(), *stored);
        }
        assert_eq!((keys.usual().count(), keys.others().count()), (1, 3));
        for erased in [ids[0], "x"] {
            keys.erase(erased);
            assert!(keys.get(erased).is_none());
            add(&mut keys, erased);
            assert!(keys.get(erased).is_none() && keys.is_erased(erased));
        }
        assert!(keys.get(ids[1]).is_some());
        assert!(keys.add("{}").is_err());
    }
}
