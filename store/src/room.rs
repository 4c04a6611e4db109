//! How much room there is: for gifts on a list (R4.3), and for lists of somebody's own (R3.11).
//!
//! A count is only true as long as nobody else writes. Whoever adds to a list writes the list, and
//! whoever gets one more list writes their own row, so of two at once one starts again, and counts
//! again.

use domain::{DomainError, GiftsHeld, ListsHeld, PersonId};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Result, Store,
    row::{people::PersonRow, record},
    work::Work,
};

const GIFT_NUMBERS: &str = include_str!("../query/gift_numbers.surql");
const LIST_NUMBERS: &str = include_str!("../query/list_numbers.surql");

/// How many gifts a list has, as queries answer it.
#[derive(SurrealValue)]
pub(crate) struct GiftNumbers {
    on_list: i64,
    kept: i64,
}

/// Somebody, and how many lists they own.
#[derive(SurrealValue)]
struct ListNumbers {
    person: PersonRow,
    lists: i64,
    kept: i64,
}

/// What is asked of how many lists somebody owns.
type RoomRule = fn(ListsHeld) -> std::result::Result<(), DomainError>;

impl GiftNumbers {
    /// Whether there is room for this many new ones.
    ///
    /// # Errors
    /// Refused as full.
    pub(crate) fn require_room(&self, new: usize) -> Result<()> {
        Ok(self.held().require_room(new)?)
    }

    fn held(&self) -> GiftsHeld {
        GiftsHeld { on_list: many(self.on_list), kept: many(self.kept) }
    }
}

impl Store {
    /// Whether there is room for a gift that was taken off this list, whose row must be written
    /// together with it.
    ///
    /// # Errors
    /// Refused as full.
    pub(crate) async fn require_room_to_put_back(&self, list: &RecordId) -> Result<()> {
        let numbers: GiftNumbers = self.ask(GIFT_NUMBERS).with("list", list.clone()).one().await?;
        Ok(numbers.held().require_room_to_put_back()?)
    }

    /// Gives somebody one more list, if a rule says that there is room for it.
    ///
    /// # Errors
    /// As the rule; refused as not found for an unknown person.
    pub(crate) async fn one_more_list(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        rule: RoomRule,
    ) -> Result<()> {
        let ask = self.ask(LIST_NUMBERS).with("person", record("person", person));
        let read: ListNumbers = ask.one().await?;
        rule(ListsHeld { lists: many(read.lists), kept: many(read.kept) })?;
        work.replace(read.person)
    }
}

fn many(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
