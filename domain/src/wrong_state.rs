//! In which states rules refuse things.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{
    InvitationOver, InvitationState, ListState, Off, ReservationState, Standing, coded::coded,
};

coded! {
    /// The state in which something is that cannot be done something with. Programs go by its word.
    WrongState {
        /// A promise that is neither bought nor given free again.
        Reserved = "reserved";
        /// A promise that is bought.
        Purchased = "purchased";
        /// A promise that was given free again.
        Cancelled = "cancelled";
        /// A promise whose giver's address would have to be confirmed first (R5.3, R5.4).
        Unconfirmed = "unconfirmed";
        /// A promise for which thanks were said in a mail (R5.9).
        Thanked = "thanked";
        /// A list that was never shared.
        Draft = "draft";
        /// A list that takes reservations.
        Open = "open";
        /// A list that takes none.
        Closed = "closed";
        /// A list in the bin (R3.10), or a product that was taken away.
        Deleted = "deleted";
        /// A list that is not in the bin.
        Kept = "kept";
        /// An invitation that nobody has used, or a product that no admin has looked at.
        Waiting = "waiting";
        /// An invitation by which somebody joined.
        Used = "used";
        /// An invitation that was taken back.
        TakenBack = "taken_back";
        /// An invitation that nobody used in time.
        Old = "old";
        /// A list for which as many invitations wait as can.
        Full = "full";
        /// Somebody who cannot be removed from a list, since it is theirs.
        Owner = "owner";
        /// A product that an admin left with its owner.
        Declined = "declined";
        /// A product of the catalogue.
        Catalogue = "catalogue";
        /// A product that gave way to another.
        Merged = "merged";
        /// A product that lists hold (R6.1).
        OnLists = "on_lists";
        /// A product that is named more than once in what was sent.
        Twice = "twice";
        /// A webhook that its person switched off.
        Asked = "asked";
        /// A webhook that was switched off since it only failed (R10.12).
        Failing = "failing";
        /// A webhook whose receiver said that it is gone.
        Gone = "gone";
        /// What was saved, and has been changed once more since (R3.4).
        Replaced = "replaced";
        /// What was saved, and is not remembered any more.
        Forgotten = "forgotten";
    }
}

impl Serialize for WrongState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for WrongState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_code(&word).ok_or_else(|| D::Error::custom("not a state"))
    }
}

impl From<ReservationState> for WrongState {
    fn from(state: ReservationState) -> Self {
        match state {
            ReservationState::Reserved => Self::Reserved,
            ReservationState::Purchased { .. } => Self::Purchased,
            ReservationState::Cancelled { .. } => Self::Cancelled,
        }
    }
}

impl From<ListState> for WrongState {
    fn from(state: ListState) -> Self {
        match state {
            ListState::Draft => Self::Draft,
            ListState::Open => Self::Open,
            ListState::Closed => Self::Closed,
        }
    }
}

impl From<InvitationState> for WrongState {
    fn from(state: InvitationState) -> Self {
        match state {
            InvitationState::Waiting => Self::Waiting,
            InvitationState::Used => Self::Used,
            InvitationState::TakenBack => Self::TakenBack,
        }
    }
}

impl From<InvitationOver> for WrongState {
    fn from(over: InvitationOver) -> Self {
        match over {
            InvitationOver::Used => Self::Used,
            InvitationOver::TakenBack => Self::TakenBack,
            InvitationOver::Old => Self::Old,
        }
    }
}

impl From<&Standing> for WrongState {
    fn from(standing: &Standing) -> Self {
        match standing {
            Standing::Waiting => Self::Waiting,
            Standing::Declined(_) => Self::Declined,
            Standing::Catalogue { .. } => Self::Catalogue,
            Standing::Merged { .. } => Self::Merged,
            Standing::Deleted => Self::Deleted,
        }
    }
}

impl From<Off> for WrongState {
    fn from(off: Off) -> Self {
        match off {
            Off::Asked => Self::Asked,
            Off::Failing => Self::Failing,
            Off::Gone => Self::Gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{DomainError, ProductId, ReviewNote, in_tests::now};

    // R10.1: programs go by these words, which are those of the thing itself.
    #[test]
    fn a_state_is_refused_by_the_word_that_it_has_elsewhere() {
        let into = ProductId::new(Uuid::from_u128(1));
        let note = ReviewNote::parse("Too rare").unwrap();
        let of_products = [
            Standing::Waiting,
            Standing::Declined(note),
            Standing::Catalogue { hidden: false },
            Standing::Merged { into },
            Standing::Deleted,
        ];
        for standing in &of_products {
            assert_eq!(WrongState::from(standing).code(), standing.code());
        }
        for state in [
            ReservationState::Reserved,
            ReservationState::Purchased { at: now() },
            ReservationState::Cancelled { at: now() },
        ] {
            assert_eq!(WrongState::from(state).code(), state.code());
        }
        for state in [ListState::Draft, ListState::Open, ListState::Closed] {
            assert_eq!(WrongState::from(state).code(), state.code());
        }
        for state in [InvitationState::Waiting, InvitationState::Used, InvitationState::TakenBack] {
            assert_eq!(WrongState::from(state).code(), state.code());
        }
        for off in [Off::Asked, Off::Failing, Off::Gone] {
            assert_eq!(WrongState::from(off).code(), off.code());
        }
    }

    // R10.1
    #[test]
    fn in_an_answer_it_is_its_word_and_nothing_else_is_one() {
        for state in WrongState::ALL {
            let refused = DomainError::wrong_state(*state);
            let written = serde_json::to_string(&refused).unwrap();
            let word = state.code();
            assert_eq!(written, format!(r#"{{"wrong_state":{{"state":"{word}"}}}}"#));
            assert_eq!(serde_json::from_str::<DomainError>(&written).unwrap(), refused);
        }
        let unknown = r#"{"wrong_state":{"state":"elsewhere"}}"#;
        assert!(serde_json::from_str::<DomainError>(unknown).is_err());
    }
}
