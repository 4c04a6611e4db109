//! What owners note about a promise once they see it: that it came, and that they said thank you
//! (R5.9).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DomainError, FieldProblem, Giver, List, Reservation, ThanksNote, WrongState};

/// What is noted about one promise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thanks {
    /// When it was ticked off as here.
    pub received_at: Option<DateTime<Utc>>,
    /// When somebody said thank you, or ticked that they did.
    pub thanked_at: Option<DateTime<Utc>>,
    /// The words that were mailed. They are mailed once, so they stay as they are.
    pub note: Option<ThanksNote>,
}

/// What owners tick off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// It is here.
    Received,
    /// Thank you was said.
    Thanked,
}

/// Whether words of thanks get to a giver: only an address that was confirmed is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// By mail.
    ByMail,
    /// Nobody confirmed the address.
    Unconfirmed,
    /// The giver has taken name and address away.
    Erased,
}

impl Tick {
    /// The word that stands in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Thanked => "thanked",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        [Self::Received, Self::Thanked]
            .into_iter()
            .find(|tick| tick.code() == raw.trim())
            .ok_or(FieldProblem::NotAChoice)
    }
}

impl Reach {
    /// How this giver is reached.
    pub fn of(giver: &Giver) -> Self {
        match (&giver.email, giver.verified_at) {
            (None, _) => Self::Erased,
            (Some(_), None) => Self::Unconfirmed,
            (Some(_), Some(_)) => Self::ByMail,
        }
    }
}

impl List {
    /// Whether its owners see who gives what, and may note something about it. On closed lists too
    /// (R3.5). Under surprise it is as if there were nothing (R3.6).
    ///
    /// # Errors
    /// [`DomainError::NotFound`].
    pub fn require_shown(&self, now: DateTime<Utc>) -> Result<(), DomainError> {
        if self.keeps_surprise(now) { Err(DomainError::NotFound) } else { Ok(()) }
    }
}

impl Thanks {
    /// Sets a tick, or takes it back. What was mailed stays thanked.
    ///
    /// # Errors
    /// As [`List::require_shown`]; [`DomainError::WrongState`] for what was given free again, and
    /// for taking back what was mailed.
    pub fn tick(
        self,
        list: &List,
        reservation: &Reservation,
        tick: Tick,
        on: bool,
        now: DateTime<Utc>,
    ) -> Result<Self, DomainError> {
        require_live(list, reservation, now)?;
        let stamp = |before: Option<DateTime<Utc>>| on.then(|| before.unwrap_or(now));
        match tick {
            Tick::Received => Ok(Self { received_at: stamp(self.received_at), ..self }),
            Tick::Thanked if !on && self.note.is_some() => {
                Err(DomainError::wrong_state(WrongState::Thanked))
            }
            Tick::Thanked => Ok(Self { thanked_at: stamp(self.thanked_at), ..self }),
        }
    }

    /// Says thank you in words, which are mailed once: the same words again change nothing.
    ///
    /// # Errors
    /// As [`List::require_shown`]; [`DomainError::WrongState`] for what was given free again, for
    /// other words than those that were mailed, and where no mail reaches the giver.
    pub fn write(
        self,
        list: &List,
        reservation: &Reservation,
        giver: &Giver,
        note: &ThanksNote,
        now: DateTime<Utc>,
    ) -> Result<Self, DomainError> {
        require_live(list, reservation, now)?;
        match (&self.note, Reach::of(giver)) {
            (Some(mailed), _) if mailed == note => Ok(self),
            (Some(_), _) => Err(DomainError::wrong_state(WrongState::Thanked)),
            (None, Reach::Unconfirmed | Reach::Erased) => {
                Err(DomainError::wrong_state(WrongState::Unconfirmed))
            }
            (None, Reach::ByMail) => Ok(Self {
                thanked_at: self.thanked_at.or(Some(now)),
                note: Some(note.clone()),
                ..self
            }),
        }
    }
}

fn require_live(
    list: &List,
    reservation: &Reservation,
    now: DateTime<Utc>,
) -> Result<(), DomainError> {
    list.require_shown(now)?;
    if reservation.state.is_live() {
        Ok(())
    } else {
        Err(DomainError::wrong_state(reservation.state))
    }
}

#[cfg(test)]
mod tests;
