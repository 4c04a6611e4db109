//! The keys that a copy brings along, with which the words in its log can be read.

use std::collections::{HashMap, HashSet};

use crate::{
    Result, StoreError,
    dump::line::Line,
    row::{Row as _, people::SubjectKeyRow},
    seal::SubjectKey,
    table::table,
};

/// The keys of subjects, those who were erased left out.
#[derive(Default)]
pub struct Keys {
    known: HashMap<String, SubjectKey>,
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
        if !self.erased.contains(&line.key) {
            self.known.insert(line.key, key);
        }
        Ok(())
    }

    /// Leaves somebody out: what they wrote comes back without their words.
    pub fn erase(&mut self, subject: &str) {
        self.known.remove(subject);
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
        self.known.get(subject)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &SubjectKey)> {
        self.known.iter()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({}, {} erased)", self.known.len(), self.erased.len())
    }
}
