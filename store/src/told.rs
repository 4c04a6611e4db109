//! What was written about reservations, so that several changes of a gift become one mail, and
//! nobody who never heard of a change is told that it was undone (R4.6).

use domain::{Letter, OutboxId, ReservationId};
use surrealdb::types::RecordId;

use crate::{
    MailState, Result, Store,
    row::{id_of, mail::OutboxRow, record},
};

const MAILS_ABOUT: &str = include_str!("../query/mails_about.surql");

/// A mail about a reservation, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAbout {
    /// Its id; later ones are greater.
    pub id: OutboxId,
    /// What it says, and to whom.
    pub letter: Letter,
    /// Whether the mail server took it. One that had nothing to say any more was not sent.
    pub sent: bool,
}

impl Store {
    /// Every mail about these reservations, the oldest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn mails_about(&self, reservations: &[ReservationId]) -> Result<Vec<MailAbout>> {
        let records: Vec<RecordId> = reservations.iter().map(|id| record("reserved", id)).collect();
        let ask = self.ask(MAILS_ABOUT).with("reservations", records);
        let rows: Vec<OutboxRow> = ask.one().await?;
        let mails = rows.iter().map(|row| {
            Ok(MailAbout {
                id: id_of(&row.id)?,
                letter: row.letter()?,
                sent: row.state == MailState::Sent.code() && row.reason.is_none(),
            })
        });
        mails.collect()
    }
}
