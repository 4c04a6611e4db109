//! How much there may be: gifts on a list (R4.3), and lists of somebody's own (R3.11).
//!
//! Each has two limits: one for what is there, and a higher one that includes what was taken off its
//! list (R4.6) or put into the bin (R3.10), and stays for good or for a while.

use crate::{DomainError, Gift};

/// The most gifts on a list.
pub const MAX_GIFTS: usize = 500;

/// The most gifts with those that were taken off the list. None of these is thrown away to make
/// room: what stayed, since somebody has promised it, would tell of that under surprise (R3.6).
pub const MAX_KEPT_GIFTS: usize = 2_000;

/// The most lists of somebody's own.
pub const MAX_LISTS: usize = 200;

/// The most lists of somebody's own with those in the bin.
pub const MAX_KEPT_LISTS: usize = 1_000;

/// How many gifts a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiftsHeld {
    /// On it, hidden ones too.
    pub on_list: usize,
    /// The same with those that were taken off it.
    pub kept: usize,
}

impl GiftsHeld {
    /// How many a list has of which these are all.
    pub fn of(gifts: &[Gift]) -> Self {
        let on_list = gifts.iter().filter(|gift| !gift.removed).count();
        Self { on_list, kept: gifts.len() }
    }

    /// How many new ones there is room for.
    pub fn room(self) -> usize {
        let kept = MAX_KEPT_GIFTS.saturating_sub(self.kept);
        MAX_GIFTS.saturating_sub(self.on_list).min(kept)
    }

    /// Whether there is room for this many new ones.
    ///
    /// # Errors
    /// [`DomainError::ListFull`].
    pub fn require_room(self, new: usize) -> Result<(), DomainError> {
        if new > self.room() { Err(DomainError::ListFull) } else { Ok(()) }
    }

    /// Whether there is room for one that was taken off the list, and is kept anyway.
    ///
    /// # Errors
    /// [`DomainError::ListFull`].
    pub fn require_room_to_put_back(self) -> Result<(), DomainError> {
        if self.on_list < MAX_GIFTS { Ok(()) } else { Err(DomainError::ListFull) }
    }
}

/// How many lists somebody owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListsHeld {
    /// Without those in the bin.
    pub lists: usize,
    /// With those in the bin.
    pub kept: usize,
}

impl ListsHeld {
    /// Whether there is room for a new one.
    ///
    /// # Errors
    /// [`DomainError::TooManyLists`].
    pub fn require_room(self) -> Result<(), DomainError> {
        let room = self.lists < MAX_LISTS && self.kept < MAX_KEPT_LISTS;
        if room { Ok(()) } else { Err(DomainError::TooManyLists) }
    }

    /// Whether there is room for one that comes back out of the bin.
    ///
    /// # Errors
    /// [`DomainError::TooManyLists`].
    pub fn require_room_to_bring_back(self) -> Result<(), DomainError> {
        if self.lists < MAX_LISTS { Ok(()) } else { Err(DomainError::TooManyLists) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GiftCounts, Wanted, in_tests::gift};

    // R4.3, R3.9
    #[test]
    fn a_list_holds_so_many_gifts_and_some_more_that_were_taken_off_it() {
        let full = Err(DomainError::ListFull);
        let held = |on_list, kept| GiftsHeld { on_list, kept };
        assert_eq!(held(0, 0).room(), MAX_GIFTS);
        assert_eq!(held(MAX_GIFTS - 1, MAX_GIFTS - 1).require_room(1), Ok(()));
        assert_eq!(held(MAX_GIFTS - 1, MAX_GIFTS - 1).require_room(2), full);
        assert_eq!(held(MAX_GIFTS, MAX_GIFTS).require_room(1), full);
        assert_eq!(held(0, 0).require_room(usize::MAX), full);
        assert_eq!(held(0, MAX_KEPT_GIFTS - 1).require_room(1), Ok(()));
        assert_eq!(held(0, MAX_KEPT_GIFTS - 1).require_room(2), full);
        assert_eq!(held(0, MAX_KEPT_GIFTS).require_room(1), full);
        // Lists from before there was a limit may hold more.
        assert_eq!(held(MAX_GIFTS + 1, MAX_KEPT_GIFTS + 1).room(), 0);
    }

    // R4.3
    #[test]
    fn what_was_taken_off_is_put_back_where_there_is_room_on_the_list() {
        let full = Err(DomainError::ListFull);
        let put_back = |on_list, kept| GiftsHeld { on_list, kept }.require_room_to_put_back();
        assert_eq!(put_back(MAX_GIFTS - 1, MAX_KEPT_GIFTS), Ok(()), "its row is there already");
        assert_eq!(put_back(MAX_GIFTS, MAX_GIFTS + 1), full);
    }

    #[test]
    fn gifts_are_counted_with_and_without_those_that_were_taken_off() {
        let there = gift(2, GiftCounts::new(Wanted::Any));
        let off = Gift { removed: true, ..gift(3, GiftCounts::new(Wanted::Any)) };
        let hidden = Gift { hidden: true, ..gift(4, GiftCounts::new(Wanted::Any)) };
        let held = GiftsHeld::of(&[there, off, hidden]);
        assert_eq!(held, GiftsHeld { on_list: 2, kept: 3 });
    }

    // R3.11
    #[test]
    fn somebody_has_so_many_lists_and_some_more_in_the_bin() {
        let full = Err(DomainError::TooManyLists);
        let held = |lists, kept| ListsHeld { lists, kept };
        assert_eq!(held(MAX_LISTS - 1, MAX_LISTS - 1).require_room(), Ok(()));
        assert_eq!(held(MAX_LISTS, MAX_LISTS).require_room(), full);
        assert_eq!(held(0, MAX_KEPT_LISTS - 1).require_room(), Ok(()));
        assert_eq!(held(0, MAX_KEPT_LISTS).require_room(), full);
        assert_eq!(held(0, MAX_KEPT_LISTS).require_room_to_bring_back(), Ok(()));
        assert_eq!(held(MAX_LISTS, MAX_LISTS + 1).require_room_to_bring_back(), full);
    }
}
