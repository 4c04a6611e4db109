//! How owners hear by mail about what givers do: at once, once a day, or not at all (R7.7).

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{FieldProblem, Reservation, ReservationState, Zone};

/// A digest is written at this hour, where its reader is.
pub const DIGEST_HOUR: u32 = 18;

/// How many hours later it can still be written. After that, what happened goes into the next one.
pub const DIGEST_GRACE_HOURS: i64 = 3;

/// How often an owner wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerMails {
    /// A mail for each act.
    #[default]
    AtOnce,
    /// One a day, if there is anything to tell.
    Daily,
    /// None.
    Off,
}

/// What a giver did, as owners read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiversAct {
    /// Promised it.
    Reserved,
    /// Bought it.
    Purchased,
    /// Gave it free again.
    Freed,
}

impl GiversAct {
    /// Whether this is how it stands with a promise in that state: that it counts, that it is bought, or
    /// that it is free again.
    pub fn holds(self, state: ReservationState) -> bool {
        match self {
            Self::Reserved => state.is_live(),
            Self::Purchased => matches!(state, ReservationState::Purchased { .. }),
            Self::Freed => !state.is_live(),
        }
    }
}

impl OwnerMails {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Off];

    /// The word that stands in forms and the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Off => "off",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let known = Self::ALL.into_iter().find(|choice| choice.code() == raw.trim());
        known.ok_or(FieldProblem::NotAChoice)
    }
}

/// The evening on which a digest is due now in this zone: its day there, and the moment up to which
/// it tells.
pub fn digest_due(zone: Zone, now: DateTime<Utc>) -> Option<(NaiveDate, DateTime<Utc>)> {
    let day = zone.day_of(now);
    let evening = zone.moment_of(day.and_time(NaiveTime::from_hms_opt(DIGEST_HOUR, 0, 0)?));
    let late = evening + TimeDelta::hours(DIGEST_GRACE_HOURS);
    (evening..late).contains(&now).then_some((day, evening))
}

/// What a digest tells of a promise: what it came to after `since` and up to `until`. What came and
/// went in between is not worth a word.
pub fn act_between(
    reservation: &Reservation,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Option<GiversAct> {
    let within = |at: DateTime<Utc>| since < at && at <= until;
    let made = reservation.made_at;
    match reservation.state {
        ReservationState::Purchased { at } if within(at) => Some(GiversAct::Purchased),
        ReservationState::Cancelled { at } if within(at) && made <= since => Some(GiversAct::Freed),
        ReservationState::Cancelled { .. } => None,
        ReservationState::Purchased { .. } | ReservationState::Reserved => {
            within(made).then_some(GiversAct::Reserved)
        }
    }
}

/// Whether a promise that is free again was a purchase that its giver took back, and that became one
/// with another promise of theirs (R5.3). That one was reserved then; else nobody has two of a gift
/// reserved.
pub fn became_one(freed: &Reservation, other: &Reservation) -> bool {
    let ReservationState::Cancelled { at } = freed.state else { return false };
    let was_reserved = match other.state {
        ReservationState::Reserved => true,
        ReservationState::Purchased { at: until } | ReservationState::Cancelled { at: until } => {
            at < until
        }
    };
    let is_another = freed.id != other.id && other.made_at <= at;
    is_another && was_reserved && (freed.giver, freed.gift) == (other.giver, other.gift)
}

#[cfg(test)]
mod tests;
