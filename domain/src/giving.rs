//! What a list asks of its givers, when they are reminded, and how long we remember who they are
//! (R5.4, R5.6, R5.8).

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    DomainError, Event, EventDate, Gift, Giver, List, PersonName, Reservation, ReservationState,
    WrongState, Zone,
};

/// Within how many hours an address must be confirmed, where a list asks for that.
pub const CONFIRM_HOURS: i64 = 48;

/// How many days before the day givers are reminded.
const REMIND_DAYS: u64 = 7;

/// At which hour, where the list is.
const REMIND_HOUR: u32 = 9;

/// With fewer days to go nobody is reminded any more: it would come too late to buy anything.
const LEAST_DAYS: i64 = 2;

/// For how many months it is kept who gave.
const KEPT_MONTHS: u32 = 12;

/// What the owners of a list chose about its givers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivingRules {
    /// Whether a promise is held for two days only, until its giver's address is confirmed (R5.4).
    pub confirm_first: bool,
    /// Whether givers are reminded (R5.8).
    pub remind: bool,
}

/// The form by which owners choose that. A box that is not ticked is not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named after the fields of `GivingRules`")]
pub struct GivingRulesForm {
    pub confirm_first: String,
    pub remind: String,
}

impl GivingRulesForm {
    /// The form that shows these rules.
    pub fn of(rules: GivingRules) -> Self {
        let ticked = |yes: bool| if yes { "on" } else { "" }.to_owned();
        Self { confirm_first: ticked(rules.confirm_first), remind: ticked(rules.remind) }
    }

    /// Reads the form.
    pub fn parse(&self) -> GivingRules {
        GivingRules {
            confirm_first: !self.confirm_first.is_empty(),
            remind: !self.remind.is_empty(),
        }
    }
}

impl Default for GivingRules {
    fn default() -> Self {
        Self { confirm_first: false, remind: true }
    }
}

impl GivingRules {
    /// Until when the address of a giver who reserves now must be confirmed; nothing where that is
    /// not asked for, or was done. What was told to a giver once holds, whatever the owners choose
    /// afterwards.
    pub(crate) fn confirm_by(self, giver: &Giver, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let waits = self.confirm_first && giver.verified_at.is_none();
        waits.then(|| now + TimeDelta::hours(CONFIRM_HOURS))
    }
}

/// A moment by which something must be done, and where clocks show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The list's zone, which is that of its date; else UTC.
    pub zone: Zone,
}

impl Deadline {
    /// Until when a giver of this list must have confirmed their address, as long as that is open.
    pub fn of(list: &List, reservation: &Reservation, giver: &Giver) -> Option<Self> {
        let at = reservation.confirm_by.filter(|_| {
            reservation.state == ReservationState::Reserved
                && giver.verified_at.is_none()
                && list.giving.confirm_first
        })?;
        Some(Self { at, zone: list.details.date.map_or_else(Zone::default, |date| date.zone) })
    }
}

/// Whether it can be said of a promise that it is bought, otherwise than by the mailed link, which
/// confirms the address: not while the list waits for that, or nobody would have to confirm anything
/// (R5.4).
///
/// # Errors
/// [`DomainError::WrongState`] as [`WrongState::Unconfirmed`].
pub fn require_confirmed(
    list: &List,
    reservation: &Reservation,
    giver: &Giver,
) -> Result<(), DomainError> {
    match Deadline::of(list, reservation, giver) {
        Some(_) => Err(DomainError::wrong_state(WrongState::Unconfirmed)),
        None => Ok(()),
    }
}

impl Reservation {
    /// Whether the time to confirm its giver's address is up. What was confirmed meanwhile is kept.
    pub fn is_hold_over(&self, now: DateTime<Utc>) -> bool {
        self.state == ReservationState::Reserved && self.confirm_by.is_some_and(|by| by <= now)
    }

    /// Whether it was let go because nobody confirmed its giver's address in time. Only such a one
    /// still says until when that was to be done: a giver's own act ends the waiting.
    pub fn is_lapsed(&self) -> bool {
        matches!(self.state, ReservationState::Cancelled { .. }) && self.confirm_by.is_some()
    }

    /// The same, after its list was in the bin for so long: there nobody could confirm anything, so
    /// that this time does not count.
    #[must_use]
    pub fn after_bin(self, time: TimeDelta) -> Self {
        Self { confirm_by: self.confirm_by.map(|by| by + time), ..self }
    }

    /// The same, whose giver need not confirm anything any more.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { confirm_by: None, ..self }
    }
}

/// Lets a gift go whose giver did not confirm their address in time.
///
/// # Errors
/// [`DomainError::WrongState`] where it does not wait, or still has time.
pub fn lapse(
    gift: Gift,
    reservation: Reservation,
    now: DateTime<Utc>,
) -> Result<(Gift, Reservation, Vec<Event>), DomainError> {
    if !reservation.is_hold_over(now) {
        return Err(DomainError::wrong_state(reservation.state));
    }
    let quantity = reservation.quantity;
    let gift = Gift { counts: gift.counts.release(quantity), ..gift };
    let event = Event::Lapsed { reservation: reservation.id, quantity };
    let state = ReservationState::Cancelled { at: now };
    Ok((gift, Reservation { state, ..reservation }, vec![event]))
}

/// When the giver of a reservation that was made then is reminded of the day: a week before it, at
/// nine in the morning there. Who reserves later than that is reminded the next morning, if there
/// are still two days left by then; else not at all.
pub fn reminder_at(date: EventDate, reserved_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let usual = date.day.checked_sub_days(Days::new(REMIND_DAYS))?;
    let next = date.zone.day_of(reserved_at).checked_add_days(Days::new(1))?;
    let day = usual.max(next);
    ((date.day - day).num_days() >= LEAST_DAYS).then(|| morning(date.zone, day))
}

/// Whether the giver of a reservation that was made then is to be reminded now, if nobody has done
/// it yet. What was missed is made good as long as it helps.
pub fn is_reminder_due(date: EventDate, reserved_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let due = reminder_at(date, reserved_at).is_some_and(|at| at <= now);
    due && date.days_to_go(now) >= LEAST_DAYS
}

/// The first and the last day for which somebody may have to be reminded now, wherever it is.
pub fn days_to_remind(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    let today = now.date_naive();
    // A day more on either side: it is another day elsewhere.
    let first = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(REMIND_DAYS + 1)).unwrap_or(today);
    (first, last)
}

fn morning(zone: Zone, day: NaiveDate) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(REMIND_HOUR, 0, 0).unwrap_or(NaiveTime::MIN);
    zone.moment_of(day.and_time(time))
}

/// From when on it is no longer kept who made a promise: a year after the list's day or its closing,
/// whichever came last. Where there is neither, and for what was done later still, a year after the
/// giver's own last act.
pub fn forget_at(list: &List, reservation: &Reservation) -> DateTime<Utc> {
    let done = match reservation.state {
        ReservationState::Reserved => reservation.made_at,
        ReservationState::Purchased { at } | ReservationState::Cancelled { at } => at,
    };
    let day = list.details.date.map(EventDate::ends_at);
    let last = day.into_iter().chain(list.closed_at).fold(done, Ord::max);
    last.checked_add_months(Months::new(KEPT_MONTHS)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A giver's name, for owners who may see it: beside what is a year past they no longer do, even
/// where its giver gave again since and is known.
pub fn shown_name(
    list: &List,
    reservation: &Reservation,
    name: Option<PersonName>,
    now: DateTime<Utc>,
) -> Option<PersonName> {
    name.filter(|_| now < forget_at(list, reservation))
}

/// Made before this moment, a promise may be old enough for that.
pub fn forgettable_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(KEPT_MONTHS)).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

#[cfg(test)]
mod tests;
