//! The terms on which a program asks for something: that a list is still as it was read (R10.5), and
//! that it is done only once (R10.4).

use chrono::{DateTime, Utc};

use crate::{DomainError, List, ListId};

/// On which terms something is asked for. It is done on these, or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The list as it must still be, where that is said (R10.5).
    pub upon: Option<Upon>,
    /// By what it is known again, where it shall be done once (R10.4).
    pub once: Option<Once>,
}

/// The terms of whoever names none.
pub static NO_TERMS: Terms = Terms { upon: None, once: None };

/// A list as somebody has read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upon {
    /// Which one.
    pub list: ListId,
    /// How it was.
    pub revision: ListRevision,
}

/// A request that is done once, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who asks for what under which key, as a digest.
    pub place: String,
    /// When it was begun. What is lost on the way is begun anew, at another moment.
    pub begun_at: DateTime<Utc>,
}

/// The revision of a list as those read it who look after it. While a surprise holds it is counted in
/// another way than afterwards, so that one number is not the same revision in both (R3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRevision {
    /// Rises with everything that they may see.
    pub number: u64,
    /// Whether a surprise keeps from them what givers do.
    pub kept: bool,
}

impl ListRevision {
    /// That of a list of which givers read the revision `givers`.
    pub fn of(list: &List, givers: u64, now: DateTime<Utc>) -> Self {
        let kept = list.keeps_surprise(now);
        Self { number: if kept { list.owner_revision } else { givers }, kept }
    }

    /// What it is once owners have changed one gift, which counts beside the list where givers' acts
    /// count, too.
    #[must_use]
    pub fn with_gift_changed(self) -> Self {
        let more = if self.kept { 1 } else { 2 };
        Self { number: self.number + more, ..self }
    }
}

impl Terms {
    /// The revision of a list that is named as read, if one is.
    pub fn read_of(&self, list: ListId) -> Option<ListRevision> {
        self.upon.filter(|upon| upon.list == list).map(|upon| upon.revision)
    }

    /// Whether a list that has this revision now is still as it must be, so that of two who change
    /// what they read at the same time one is told. Another list may be as it likes.
    ///
    /// # Errors
    /// [`DomainError::ChangedMeanwhile`].
    pub fn require_unchanged(&self, list: ListId, now: ListRevision) -> Result<(), DomainError> {
        match self.read_of(list) {
            Some(read) if read != now => Err(DomainError::ChangedMeanwhile),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        ListState, Surprise,
        in_tests::{list, now},
    };

    // R10.5
    #[test]
    fn what_was_changed_since_it_was_read_is_not_changed_by_who_read_it_before() {
        let list = list(ListState::Open, Surprise::Keep);
        let revision = ListRevision::of(&list, 7, now());
        let upon = Some(Upon { list: list.id, revision });
        let terms = Terms { upon, ..Terms::default() };
        assert_eq!(terms.require_unchanged(list.id, revision), Ok(()));
        let other = ListId::new(Uuid::from_u128(2));
        let changed = ListRevision::of(&list.clone().seen_by_owners(), 8, now());
        let refused = Err(DomainError::ChangedMeanwhile);
        assert_eq!(terms.require_unchanged(list.id, changed), refused);
        assert_eq!(terms.require_unchanged(other, changed), Ok(()));
        assert_eq!(NO_TERMS.require_unchanged(list.id, changed), Ok(()));
    }

    // R3.6, R10.5: what givers do is another revision only for those who see it.
    #[test]
    fn a_surprise_counts_what_owners_do_and_nothing_else() {
        let kept = |givers| ListRevision::of(&list(ListState::Open, Surprise::Keep), givers, now());
        let shown =
            |givers| ListRevision::of(&list(ListState::Open, Surprise::Show), givers, now());
        assert_eq!(kept(7), kept(8));
        assert_ne!(shown(7), shown(8));
        assert_ne!(kept(0), shown(0), "the same number is not the same revision");
    }
}
