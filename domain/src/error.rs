//! Why something was refused.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{GiftId, ProductId, WrongState};

/// A refusal by a rule. Each variant has a stable [`code`](DomainError::code) that pages turn into
/// words and clients of the API may rely on.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainError {
    /// It does not exist, or not for the one who asks: the two look the same.
    #[error("not found")]
    NotFound,
    /// Some fields need another value.
    #[error("some fields need another value")]
    Invalid {
        /// What is wrong, field by field.
        fields: FieldErrors,
    },
    /// It is more than there are left: others were quicker (R5.2), or it was too many from the start.
    #[error("already taken, {left} left")]
    AlreadyTaken {
        /// How many can still be reserved.
        left: u32,
    },
    /// The list takes no reservations now (R3.5).
    #[error("the list is closed")]
    ListClosed,
    /// The list was never shared, so there is nothing to reserve on (R3.1).
    #[error("the list is a draft")]
    ListDraft,
    /// The list has as many gifts as a list can, or would have more, with or without those that were
    /// taken off it (R4.3).
    #[error("the list is full")]
    ListFull,
    /// The person owns as many lists as somebody can, with or without those in the bin (R3.11).
    #[error("the account has as many lists as it can")]
    TooManyLists,
    /// The account has as many webhooks as it can (R10.10).
    #[error("the account has as many webhooks as it can")]
    TooManyWebhooks,
    /// The list asks for a passcode that was not typed in this browser (R3.7).
    #[error("a passcode is needed")]
    PasscodeNeeded,
    /// Owners do not reserve on their own list (R1).
    #[error("owners can not reserve on their own list")]
    OwnList,
    /// The gift was removed or hidden by its owner.
    #[error("the gift was withdrawn")]
    GiftWithdrawn,
    /// This giver already has a live reservation of the gift; its quantity can be changed (R5.3).
    #[error("already reserved by this giver")]
    AlreadyReserved,
    /// An unverified giver holds as many reservations on the list as is allowed (R5.3).
    #[error("too many reservations before the address is confirmed")]
    TooManyUnverified,
    /// What this is about, such as a reservation, a list or an invitation, is in a state in which it
    /// cannot be done.
    #[error("not possible in this state: {}", .state.code())]
    WrongState {
        /// That state.
        state: WrongState,
    },
    /// A purchase can be undone for a day only (R5.3).
    #[error("too late to undo")]
    TooLate,
    /// The number wanted can not be set below what is taken, on a list that shows it (R4.1).
    #[error("{taken} are taken already")]
    BelowTaken {
        /// Reserved and purchased together.
        taken: u32,
    },
    /// It would show the owners what givers do, and nobody confirmed that (R3.6).
    #[error("this would end the surprise")]
    WouldReveal,
    /// The same product is on the list already; its number can be raised (R4.3).
    #[error("on the list already")]
    OnListAlready {
        /// The gift that it is.
        gift: GiftId,
    },
    /// Another product of the catalogue has this link (R6.1).
    #[error("the catalogue has this link already")]
    InCatalogueAlready {
        /// That product.
        product: ProductId,
    },
    /// The same form was sent before with other contents.
    #[error("this form was already used")]
    FormReused,
    /// It is not any more what the one who asks has read: somebody changed it since.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// The account is suspended (R2.13). Said only to somebody who has shown whose it is.
    #[error("the account is suspended")]
    Suspended,
    /// The account is an admin's, which the console leaves alone (R2.13).
    #[error("the account is an admin's")]
    OfAdmin,
}

impl DomainError {
    /// Refused because of this state.
    pub fn wrong_state(state: impl Into<WrongState>) -> Self {
        Self::WrongState { state: state.into() }
    }

    /// Refused because what would be taken back was changed once more (R3.4).
    pub fn replaced() -> Self {
        Self::wrong_state(WrongState::Replaced)
    }

    /// A word that never changes, for clients and for looking up the text to show.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Invalid { .. } => "invalid",
            Self::AlreadyTaken { .. } => "already_taken",
            Self::ListClosed => "list_closed",
            Self::ListDraft => "list_draft",
            Self::ListFull => "list_full",
            Self::TooManyLists => "too_many_lists",
            Self::TooManyWebhooks => "too_many_webhooks",
            Self::PasscodeNeeded => "passcode_needed",
            Self::OwnList => "own_list",
            Self::GiftWithdrawn => "gift_withdrawn",
            Self::AlreadyReserved => "already_reserved",
            Self::TooManyUnverified => "too_many_unverified",
            Self::WrongState { .. } => "wrong_state",
            Self::TooLate => "too_late",
            Self::BelowTaken { .. } => "below_taken",
            Self::WouldReveal => "would_reveal",
            Self::OnListAlready { .. } => "on_list_already",
            Self::InCatalogueAlready { .. } => "in_catalogue_already",
            Self::FormReused => "form_reused",
            Self::ChangedMeanwhile => "changed_meanwhile",
            Self::Suspended => "suspended",
            Self::OfAdmin => "of_admin",
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// The ways in which a field can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    /// Nothing was entered.
    Required,
    /// Longer than allowed.
    TooLong {
        /// The most characters, as people count them.
        max: u32,
    },
    /// Shorter than allowed.
    TooShort {
        /// The fewest characters.
        min: u32,
    },
    /// More of them than there may be.
    TooMany {
        /// The most.
        max: u32,
    },
    /// Not an e-mail address that can be written to.
    NotAnEmail,
    /// Not the address of a web page.
    NotALink,
    /// Not an address on the public internet that is reached by https (R10.10).
    NotPublic,
    /// Not a whole number within the bounds.
    NotANumber {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// Not a day of the calendar.
    NotADate,
    /// Not an amount of money.
    NotAPrice,
    /// None of the choices offered.
    NotAChoice,
    /// Too easy to guess (R2.2).
    WeakPassword,
    /// Not the password of this account.
    WrongPassword,
    /// What it is already.
    Unchanged,
    /// Not what was asked to be typed once more.
    NotTheSame,
    /// Not the code that was mailed, or no longer good (R2.1); not the passcode of the list (R3.7).
    WrongCode,
}

impl FieldProblem {
    /// A word that never changes, as it stands in JSON too.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::TooMany { .. } => "too_many",
            Self::NotAnEmail => "not_an_email",
            Self::NotALink => "not_a_link",
            Self::NotPublic => "not_public",
            Self::NotANumber { .. } => "not_a_number",
            Self::NotADate => "not_a_date",
            Self::NotAPrice => "not_a_price",
            Self::NotAChoice => "not_a_choice",
            Self::WeakPassword => "weak_password",
            Self::WrongPassword => "wrong_password",
            Self::Unchanged => "unchanged",
            Self::NotTheSame => "not_the_same",
            Self::WrongCode => "wrong_code",
        }
    }
}

/// Every field that needs another value, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// One wrong field.
    pub fn one(field: &str, problem: FieldProblem) -> Self {
        let mut errors = Self::default();
        errors.push(field, problem);
        errors
    }

    /// Notes that `field` is wrong.
    pub fn push(&mut self, field: &str, problem: FieldProblem) {
        self.0.push(FieldError { field: field.to_owned(), problem });
    }

    /// Keeps a parsed value, or notes what is wrong with it.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, FieldProblem>) -> Option<T> {
        parsed.map_err(|problem| self.push(field, problem)).ok()
    }

    /// The first problem of `field`.
    pub fn of(&self, field: &str) -> Option<&FieldProblem> {
        self.0.iter().find(|e| e.field == field).map(|e| &e.problem)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<FieldErrors> for DomainError {
    fn from(fields: FieldErrors) -> Self {
        Self::Invalid { fields }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R10.1: programs read it of lists, invitations and products as well as of reservations.
    #[test]
    fn a_state_is_named_without_saying_what_is_in_it() {
        let refused = DomainError::wrong_state(WrongState::Closed);
        assert_eq!(refused.to_string(), "not possible in this state: closed");
        assert_eq!(refused.code(), "wrong_state");
    }
}
