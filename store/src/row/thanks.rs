//! Rows of thanks, and of how owners are written to.

use chrono::{DateTime, Utc};
use domain::{OwnerMails, Reservation, Thanks, ThanksNote};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{record, rows},
};

rows! {
    "thanks" ThanksRow {
        reservation: RecordId,
        giver: RecordId,
        received_at: Option<DateTime<Utc>>,
        thanked_at: Option<DateTime<Utc>>,
        note: Option<String>,
    }
    "mail_choice" MailChoiceRow {
        person: RecordId,
        owner: String,
        since: DateTime<Utc>,
    }
    "digest" DigestRow {
        person: RecordId,
        day: String,
        since: DateTime<Utc>,
        until: DateTime<Utc>,
    }
}

impl ThanksRow {
    /// The row of a promise about which nothing is noted yet.
    pub(crate) fn new(reservation: &Reservation) -> Self {
        Self {
            id: record("thanks", reservation.id),
            version: 0,
            reservation: record("reserved", reservation.id),
            giver: record("giver", reservation.giver),
            received_at: None,
            thanked_at: None,
            note: None,
        }
    }

    /// The row, saying what `thanks` says.
    pub(crate) fn holding(self, thanks: &Thanks) -> Self {
        Self {
            received_at: thanks.received_at,
            thanked_at: thanks.thanked_at,
            note: thanks.note.as_ref().map(ToString::to_string),
            ..self
        }
    }
}

impl TryFrom<ThanksRow> for Thanks {
    type Error = StoreError;

    fn try_from(row: ThanksRow) -> Result<Self, StoreError> {
        let note = row.note.as_deref().map(ThanksNote::parse).transpose();
        Ok(Self {
            received_at: row.received_at,
            thanked_at: row.thanked_at,
            note: note.map_err(|why| StoreError::spoilt("note", why))?,
        })
    }
}

impl MailChoiceRow {
    /// What was chosen.
    pub(crate) fn choice(&self) -> Result<OwnerMails, StoreError> {
        OwnerMails::parse(&self.owner).map_err(|why| StoreError::spoilt("choice", why))
    }
}
