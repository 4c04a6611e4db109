//! A giver's promise, as a state machine (R5.2, R5.3).
//!
//! ```text
//! reserved -> purchased     and back within 24 hours
//! reserved -> cancelled     also where nobody confirms an address in time, if the list asks for it
//! ```

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    BrowserKey, DomainError, EmailAddress, Event, Gift, GiftDetails, GiftId, GiverId, List, ListId,
    PersonId, PersonName, Quantity, ReservationId, Role,
};

/// How many live reservations on one list a giver may hold whose address is not confirmed.
pub const MAX_UNVERIFIED_PER_LIST: usize = 5;

/// For how many hours a purchase can be undone.
pub const UNDO_WINDOW_HOURS: i64 = 24;

/// Somebody who gives. Until the address is confirmed this is a pair of browser and address, so
/// that typing somebody's address neither blocks nor reveals what they reserved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giver {
    /// Its id.
    pub id: GiverId,
    /// The browser in which the address was typed.
    pub browser: Option<BrowserKey>,
    /// The account, where the giver was signed in.
    pub person: Option<PersonId>,
    /// The giver's address; gone once erased.
    pub email: Option<EmailAddress>,
    /// The giver's name; gone once erased.
    pub name: Option<PersonName>,
    /// When the address was confirmed.
    pub verified_at: Option<DateTime<Utc>>,
    /// The language in which they are written to, such as `de`.
    pub language: String,
    /// Whether they want to be reminded of what they have not bought yet (R5.8).
    pub reminders: bool,
    /// Whether their account had another address when some of it was promised. A mailed link may have
    /// gone there, and speaks for no more than they promised themselves (R5.6).
    pub readdressed: bool,
}

/// A promise of one giver over one gift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// What was promised.
    pub gift: GiftId,
    /// The list that the gift is on.
    pub list: ListId,
    /// Who promised.
    pub giver: GiverId,
    /// How many.
    pub quantity: Quantity,
    /// How far it has come.
    pub state: ReservationState,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// What the gift was when it was promised, should its owner change it (R4.6).
    pub snapshot: GiftDetails,
    /// Until when the giver's address must be confirmed, or it is let go; nothing where the list
    /// does not ask for that (R5.4).
    pub confirm_by: Option<DateTime<Utc>>,
    /// Whether those who look after the list gave it free again, and not its giver (R5.3).
    pub let_go: bool,
}

/// How far a promise has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ReservationState {
    /// Promised, not bought yet.
    Reserved,
    /// Bought.
    Purchased {
        /// When the giver said so.
        at: DateTime<Utc>,
    },
    /// Given free again.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
    },
}

impl ReservationState {
    /// The word that stands in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Purchased { .. } => "purchased",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether it counts against what is wanted.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Cancelled { .. })
    }

    fn refuse(self) -> DomainError {
        DomainError::wrong_state(self)
    }
}

/// What reserving depends on besides the list and the gift.
#[derive(Debug, Clone, Copy)]
pub struct ReservingFacts<'a> {
    /// What the giver is to the list.
    pub role: Role,
    /// Who promises.
    pub giver: &'a Giver,
    /// The giver's live reservation of this gift in state reserved, if there is one.
    pub own: Option<&'a Reservation>,
    /// How many live reservations this unverified giver's browser holds on the list.
    pub unverified_on_list: usize,
    /// How many are asked for.
    pub quantity: Quantity,
}

/// Promises a gift.
///
/// # Errors
/// As [`List::require_reservable`]; [`DomainError::GiftWithdrawn`],
/// [`DomainError::AlreadyReserved`], [`DomainError::TooManyUnverified`],
/// [`DomainError::AlreadyTaken`].
pub fn reserve(
    list: &List,
    gift: Gift,
    asked: ReservingFacts<'_>,
    id: ReservationId,
    now: DateTime<Utc>,
) -> Result<(Gift, Reservation, Vec<Event>), DomainError> {
    list.require_reservable(asked.role)?;
    if !gift.is_offered() {
        return Err(DomainError::GiftWithdrawn);
    }
    if asked.own.is_some() {
        return Err(DomainError::AlreadyReserved);
    }
    if asked.giver.verified_at.is_none() && asked.unverified_on_list >= MAX_UNVERIFIED_PER_LIST {
        return Err(DomainError::TooManyUnverified);
    }
    let counts = gift.counts.reserve(asked.quantity)?;
    let reservation = Reservation {
        id,
        gift: gift.id,
        list: list.id,
        giver: asked.giver.id,
        quantity: asked.quantity,
        state: ReservationState::Reserved,
        made_at: now,
        snapshot: gift.details.clone(),
        confirm_by: list.giving.confirm_by(asked.giver, now),
        let_go: false,
    };
    let event = Event::Reserved { reservation: id, quantity: asked.quantity };
    Ok((Gift { counts, ..gift }, reservation, vec![event]))
}

/// Changes how many. More than before needs an open list and enough left.
///
/// # Errors
/// [`DomainError::WrongState`]; where it is more: [`DomainError::ListClosed`],
/// [`DomainError::GiftWithdrawn`], [`DomainError::AlreadyTaken`].
pub fn change_quantity(
    list: &List,
    gift: Gift,
    reservation: Reservation,
    to: Quantity,
) -> Result<(Gift, Reservation, Vec<Event>), DomainError> {
    if reservation.state != ReservationState::Reserved {
        return Err(reservation.state.refuse());
    }
    let from = reservation.quantity;
    if from == to {
        return Ok((gift, reservation, vec![]));
    }
    list.require_editable()?;
    let counts = match to.get().checked_sub(from.get()).and_then(Quantity::new) {
        Some(more) if gift.is_offered() => gift.counts.reserve(more)?,
        Some(_) => return Err(DomainError::GiftWithdrawn),
        None => {
            let fewer = Quantity::new(from.get() - to.get()).unwrap_or(Quantity::ONE);
            gift.counts.release(fewer)
        }
    };
    let event = Event::QuantityChanged { reservation: reservation.id, from, to };
    Ok((Gift { counts, ..gift }, Reservation { quantity: to, ..reservation }, vec![event]))
}

/// Marks `bought` of a reservation as purchased. A part splits it: the bought part becomes a
/// reservation of its own, with the id `split`.
///
/// # Errors
/// [`DomainError::WrongState`], or [`DomainError::AlreadyTaken`] for more than were reserved.
pub fn purchase(
    gift: Gift,
    reservation: Reservation,
    bought: Quantity,
    split: ReservationId,
    now: DateTime<Utc>,
) -> Result<(Gift, Vec<Reservation>, Vec<Event>), DomainError> {
    if reservation.state != ReservationState::Reserved {
        return Err(reservation.state.refuse());
    }
    let rest = reservation.quantity.get().checked_sub(bought.get());
    let rest = rest.ok_or(DomainError::AlreadyTaken { left: reservation.quantity.get() })?;
    let gift = Gift { counts: gift.counts.purchase(bought), ..gift };
    let state = ReservationState::Purchased { at: now };
    let reservations = match Quantity::new(rest) {
        None => vec![Reservation { state, ..reservation.kept() }],
        Some(rest) => vec![
            Reservation { id: split, quantity: bought, state, ..reservation.clone().kept() },
            Reservation { quantity: rest, ..reservation },
        ],
    };
    let event = Event::Purchased { reservation: reservations[0].id, quantity: bought };
    Ok((gift, reservations, vec![event]))
}

/// Takes a purchase back within a day. Where the giver has reserved the gift again meanwhile
/// (`other`), the two become one.
///
/// # Errors
/// [`DomainError::WrongState`] or [`DomainError::TooLate`]; [`DomainError::AlreadyReserved`] where the
/// two are more than one can be.
pub fn undo_purchase(
    gift: Gift,
    reservation: Reservation,
    other: Option<Reservation>,
    now: DateTime<Utc>,
) -> Result<(Gift, Vec<Reservation>, Vec<Event>), DomainError> {
    let ReservationState::Purchased { at } = reservation.state else {
        return Err(reservation.state.refuse());
    };
    if now - at > TimeDelta::hours(UNDO_WINDOW_HOURS) {
        return Err(DomainError::TooLate);
    }
    let quantity = reservation.quantity;
    let gift = Gift { counts: gift.counts.undo_purchase(quantity), ..gift };
    let undone = Event::PurchaseUndone { reservation: reservation.id, quantity };
    let Some(other) = other else {
        let reserved = Reservation { state: ReservationState::Reserved, ..reservation };
        return Ok((gift, vec![reserved], vec![undone]));
    };
    let (from, to) = (other.quantity, Quantity::new(other.quantity.get() + quantity.get()));
    let to = to.ok_or(DomainError::AlreadyReserved)?;
    let changed = Event::QuantityChanged { reservation: other.id, from, to };
    let reservations = vec![
        Reservation { quantity: to, ..other },
        Reservation { state: ReservationState::Cancelled { at: now }, ..reservation },
    ];
    Ok((gift, reservations, vec![undone, changed]))
}

/// Gives a gift free again. Allowed on closed lists and for withdrawn gifts too (R3.5).
///
/// # Errors
/// [`DomainError::WrongState`].
pub fn cancel(
    gift: Gift,
    reservation: Reservation,
    now: DateTime<Utc>,
) -> Result<(Gift, Reservation, Vec<Event>), DomainError> {
    if reservation.state != ReservationState::Reserved {
        return Err(reservation.state.refuse());
    }
    let quantity = reservation.quantity;
    let gift = Gift { counts: gift.counts.release(quantity), ..gift };
    let event = Event::Cancelled { reservation: reservation.id, quantity };
    let state = ReservationState::Cancelled { at: now };
    Ok((gift, Reservation { state, ..reservation.kept() }, vec![event]))
}

#[cfg(test)]
mod tests;
