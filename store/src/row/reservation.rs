//! Rows of givers and what they promised.

use chrono::{DateTime, Utc};
use domain::{BrowserKey, Giver, ListId, Quantity, Reservation, ReservationState};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{count, id_of, people, record, rows},
};

rows! {
    "giver" GiverRow {
        browser: Option<String>,
        person: Option<RecordId>,
        email: Option<String>,
        email_key: Option<String>,
        name: Option<String>,
        language: String,
        verified_at: Option<DateTime<Utc>>,
        verified_by: Option<String>,
        pair: Option<String>,
        unreminded: Option<bool>,
        made_at: DateTime<Utc>,
        readdressed: Option<bool>,
    }
    "guest" GuestRow {
        list: RecordId,
        browser: String,
    }
    "reserved" ReservedRow {
        #[surreal(rename = "in")]
        giver: RecordId,
        #[surreal(rename = "out")]
        gift: RecordId,
        list: RecordId,
        quantity: i64,
        state: String,
        state_at: Option<DateTime<Utc>>,
        made_at: DateTime<Utc>,
        snapshot: String,
        confirm_by: Option<DateTime<Utc>>,
        let_go: Option<bool>,
    }
    "form" FormRow {
        reservation: RecordId,
        giver: RecordId,
        contents: String,
    }
}

impl TryFrom<GiverRow> for Giver {
    type Error = StoreError;

    fn try_from(row: GiverRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: id_of(&row.id)?,
            browser: row.browser.map(BrowserKey::new),
            person: row.person.as_ref().map(id_of).transpose()?,
            email: row.email.as_deref().map(people::email).transpose()?,
            name: row.name.as_deref().map(people::name).transpose()?,
            verified_at: row.verified_at,
            language: row.language,
            reminders: row.unreminded != Some(true),
            readdressed: row.readdressed == Some(true),
        })
    }
}

impl GiverRow {
    /// The row of a giver who is somebody with an account from now on. Their browser knows no more by
    /// that than what was done there, as nobody may be signed in there the next time (R5.5).
    pub(crate) fn of_account(self, person: &RecordId, now: DateTime<Utc>) -> Self {
        let person = Some(person.clone());
        match self.verified_at {
            Some(_) => Self { person, ..self },
            None => Self { person, verified_at: Some(now), pair: None, ..self },
        }
    }

    /// The row of a giver whose account has this address from now on. No browser has confirmed it as
    /// a giver's: one that did so with the address before knows nothing of this one (R5.5). Nor does
    /// whoever reads what was mailed to that one speak for all that this one promised (R5.6).
    pub(crate) fn readdressed(self, email: &str, key: &str) -> Self {
        let (email, email_key) = (Some(email.to_owned()), Some(key.to_owned()));
        let readdressed = Some(true);
        Self { email, email_key, readdressed, verified_by: None, pair: None, ..self }
    }
}

impl ReservedRow {
    /// The row of a reservation that has none yet.
    pub(crate) fn new(reservation: &Reservation) -> Result<Self, StoreError> {
        let blank = Self {
            id: record("reserved", reservation.id),
            version: 0,
            giver: record("giver", reservation.giver),
            gift: record("wants", reservation.gift),
            list: record("list", reservation.list),
            quantity: 0,
            state: String::new(),
            state_at: None,
            made_at: reservation.made_at,
            snapshot: String::new(),
            confirm_by: None,
            let_go: None,
        };
        blank.holding(reservation)
    }

    /// The row, saying what `reservation` says.
    pub(crate) fn holding(self, reservation: &Reservation) -> Result<Self, StoreError> {
        let snapshot = serde_json::to_string(&reservation.snapshot);
        Ok(Self {
            quantity: i64::from(reservation.quantity.get()),
            state: reservation.state.code().to_owned(),
            state_at: match reservation.state {
                ReservationState::Reserved => None,
                ReservationState::Purchased { at } | ReservationState::Cancelled { at } => Some(at),
            },
            snapshot: snapshot.map_err(|why| StoreError::spoilt("snapshot", why))?,
            confirm_by: reservation.confirm_by,
            let_go: reservation.let_go.then_some(true),
            ..self
        })
    }

    /// How far it has come.
    pub(crate) fn state(&self) -> Result<ReservationState, StoreError> {
        match (self.state.as_str(), self.state_at) {
            ("reserved", _) => Ok(ReservationState::Reserved),
            ("purchased", Some(at)) => Ok(ReservationState::Purchased { at }),
            ("cancelled", Some(at)) => Ok(ReservationState::Cancelled { at }),
            _ => Err(StoreError::spoilt("reservation", &self.state)),
        }
    }
}

impl TryFrom<ReservedRow> for Reservation {
    type Error = StoreError;

    fn try_from(row: ReservedRow) -> Result<Self, StoreError> {
        let quantity = Quantity::new(count(row.quantity)?);
        let list: ListId = id_of(&row.list)?;
        Ok(Self {
            id: id_of(&row.id)?,
            gift: id_of(&row.gift)?,
            list,
            giver: id_of(&row.giver)?,
            quantity: quantity.ok_or_else(|| StoreError::spoilt("quantity", row.quantity))?,
            state: row.state()?,
            made_at: row.made_at,
            snapshot: serde_json::from_str(&row.snapshot)
                .map_err(|why| StoreError::spoilt("snapshot", why))?,
            confirm_by: row.confirm_by,
            let_go: row.let_go == Some(true),
        })
    }
}
