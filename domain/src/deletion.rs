//! The bin: where a deleted list lies until its words are erased (R3.10).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{DomainError, Event, FieldErrors, FieldProblem, List, Title, WrongState};

/// For how many days a deleted list can be brought back.
pub const BIN_DAYS: i64 = 30;

/// What stands in the place of a name or title that was erased.
pub const ERASED: &str = "–";

impl List {
    /// Whether it lies in the bin, or did and is erased.
    pub fn is_deleted(&self) -> bool {
        self.erase_at.is_some()
    }

    /// Whether anything can still be done with what was promised on it (R5.7).
    ///
    /// # Errors
    /// [`DomainError::WrongState`] as `deleted`.
    pub fn require_there(&self) -> Result<(), DomainError> {
        match self.is_deleted() {
            true => Err(DomainError::wrong_state(WrongState::Deleted)),
            false => Ok(()),
        }
    }

    /// Whether it lies in the bin, or did.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] as `kept`.
    pub fn require_deleted(&self) -> Result<(), DomainError> {
        match self.is_deleted() {
            true => Ok(()),
            false => Err(DomainError::wrong_state(WrongState::Kept)),
        }
    }

    /// Puts the list into the bin. What was `typed` must be its title, so that it is meant.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] on the title; [`DomainError::NotFound`] where it lies there already.
    pub fn delete(
        self,
        typed: &str,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        if !self.is_deleted() && !is_title(&self.details.title, typed) {
            return Err(FieldErrors::one("title", FieldProblem::NotTheSame).into());
        }
        self.discard(now)
    }

    /// Puts the list into the bin for a program, which is asked for no title.
    ///
    /// # Errors
    /// [`DomainError::NotFound`] where it lies there already.
    pub fn discard(mut self, now: DateTime<Utc>) -> Result<(Self, Vec<Event>), DomainError> {
        if self.is_deleted() {
            return Err(DomainError::NotFound);
        }
        self.erase_at = Some(now + TimeDelta::days(BIN_DAYS));
        let event = Event::ListDeleted { list: self.id };
        Ok((self.seen_by_owners(), vec![event]))
    }

    /// Brings the list back as it was.
    ///
    /// # Errors
    /// [`DomainError::NotFound`] unless it lies in the bin and its days are not over.
    pub fn bring_back(mut self, now: DateTime<Utc>) -> Result<(Self, Vec<Event>), DomainError> {
        self.days_left(now).ok_or(DomainError::NotFound)?;
        self.erase_at = None;
        let event = Event::ListBroughtBack { list: self.id };
        Ok((self.seen_by_owners(), vec![event]))
    }

    /// For how long it has been in the bin; no time at all for a list that does not lie there.
    pub fn time_in_bin(&self, now: DateTime<Utc>) -> TimeDelta {
        let put = self.erase_at.map(|at| at - TimeDelta::days(BIN_DAYS));
        put.map_or_else(TimeDelta::zero, |put| now - put)
    }

    /// Gives up the days that are left of those in the bin.
    #[must_use]
    pub fn give_up(mut self, now: DateTime<Utc>) -> Self {
        if self.days_left(now).is_some() {
            self.erase_at = Some(now);
        }
        self
    }

    /// For how many days it can still be brought back, begun ones counted; nothing for a list that
    /// does not lie in the bin, or whose days are over.
    pub fn days_left(&self, now: DateTime<Utc>) -> Option<u32> {
        let left = self.erase_at.filter(|at| now < *at)? - now;
        u32::try_from((left.num_seconds() + 86_399) / 86_400).ok()
    }
}

/// Compares as people do: spaces at the ends and how many there are between words do not count,
/// nor how a letter is put together. Capitals do.
fn is_title(title: &Title, typed: &str) -> bool {
    let spaced = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    Title::parse(typed).is_ok_and(|typed| spaced(typed.as_str()) == spaced(title.as_str()))
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;
    use crate::{
        ListState, Surprise,
        in_tests::{list, now},
    };

    fn deleted() -> List {
        list(ListState::Open, Surprise::Keep).delete("Ada's birthday", now()).unwrap().0
    }

    // R3.10: what is typed is compared trimmed, in one normal form, with its capitals.
    #[test_case("Ada's birthday", true)]
    #[test_case("  Ada's  birthday \n", true)]
    #[test_case("ada's birthday", false; "capitals count")]
    #[test_case("Ada's birthda", false; "a letter is missing")]
    #[test_case("", false; "nothing")]
    fn a_list_is_deleted_by_its_title(typed: &str, done: bool) {
        let list = list(ListState::Open, Surprise::Keep);
        let id = list.id;
        match list.delete(typed, now()) {
            Ok((list, events)) => {
                assert!(done);
                assert!(list.is_deleted() && list.require_there().is_err());
                assert_eq!(events, [Event::ListDeleted { list: id }]);
            }
            Err(refused) => {
                assert!(!done);
                let problem = FieldErrors::one("title", FieldProblem::NotTheSame);
                assert_eq!(refused, problem.into());
            }
        }
    }

    #[test]
    fn a_letter_is_the_same_however_it_is_put_together() {
        let title = Title::parse("Zoë 🎂").unwrap();
        assert!(is_title(&title, "Zoe\u{308} 🎂"));
        assert!(!is_title(&title, "Zoe 🎂"));
    }

    #[test]
    fn it_comes_back_as_it_was_until_its_days_are_over() {
        let before = list(ListState::Open, Surprise::Keep);
        assert_eq!(before.clone().bring_back(now()).unwrap_err(), DomainError::NotFound);
        let last = now() + TimeDelta::days(BIN_DAYS) - TimeDelta::seconds(1);
        assert_eq!(deleted().days_left(now()), Some(30));
        assert_eq!(deleted().days_left(last), Some(1));
        let (back, events) = deleted().bring_back(last).unwrap();
        assert_eq!(events, [Event::ListBroughtBack { list: before.id }]);
        assert_eq!(List { owner_revision: before.owner_revision, ..back }, before);
        assert_eq!(deleted().time_in_bin(last), last - now());
        assert_eq!(before.time_in_bin(last), TimeDelta::zero());
        let over = now() + TimeDelta::days(BIN_DAYS);
        assert_eq!(deleted().days_left(over), None);
        assert_eq!(deleted().bring_back(over).unwrap_err(), DomainError::NotFound);
    }

    #[test]
    fn what_is_given_up_does_not_come_back_and_nothing_is_deleted_twice() {
        let given_up = deleted().give_up(now());
        assert!(given_up.require_deleted().is_ok());
        let later = now() + TimeDelta::days(1);
        assert_eq!(given_up.clone().give_up(later), given_up);
        assert_eq!(given_up.days_left(now()), None);
        assert_eq!(given_up.bring_back(now()).unwrap_err(), DomainError::NotFound);
        assert_eq!(deleted().delete("Ada's birthday", now()).unwrap_err(), DomainError::NotFound);
    }
}
