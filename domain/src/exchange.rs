//! Lists that are copied, written into files, and filled from files (R3.9). This is the pure part:
//! which columns a file has, how a cell is written so that no spreadsheet takes it for a formula,
//! what a row means, and which rows are the same gift.

mod cell;
mod choice;
mod column;
mod export;
mod row;
mod same;

use crate::{List, ListDetails, ListId};

pub use cell::{guarded, unguarded};
pub use column::Column;
pub use export::{Exported, cell, exported};
pub use row::{ReadRow, ReadTable};
pub use same::{Same, same_gifts};

impl List {
    /// A draft with the same words, for next year: without the day, and without anything that came
    /// of this one.
    #[must_use]
    pub fn copy(&self, id: ListId) -> Self {
        let details = ListDetails { date: None, ..self.details.clone() };
        Self {
            picture: self.picture.clone(),
            giving: self.giving,
            ..Self::draft(id, details, self.surprise)
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

    // R3.9
    #[test]
    fn a_copy_is_a_draft_without_a_day_that_keeps_its_surprise() {
        let (closed, _) = list(ListState::Open, Surprise::Keep).close(false, now()).unwrap();
        assert!(!closed.keeps_surprise(now()));
        let copy = closed.copy(ListId::new(Uuid::from_u128(2)));
        assert_ne!(copy.id, closed.id);
        assert_eq!(copy.details.title, closed.details.title);
        assert_eq!((copy.state, copy.details.date), (ListState::Draft, None));
        assert!(copy.keeps_surprise(now()));
    }
}
