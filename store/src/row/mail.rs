//! Rows of the outbox.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Letter, ReservationId};
use surrealdb::types::{RecordId, SurrealValue};
use uuid::Uuid;

use crate::{
    MailState, StoreError,
    row::{record, rows, uuid_key},
};

/// What goes first counts as due so much earlier than it was caused: it goes before all that was caused
/// within that time, and nothing waits longer for it (R7.5). So the order is that of one index.
const HEAD_START: TimeDelta = TimeDelta::days(1);

rows! {
    "outbox" OutboxRow {
        kind: String,
        letter: String,
        about: Option<RecordId>,
        state: String,
        made_at: DateTime<Utc>,
        due_at: DateTime<Utc>,
        done_at: Option<DateTime<Utc>>,
        reason: Option<String>,
        trace: Option<String>,
        retried_at: Option<DateTime<Utc>>,
        dropped_at: Option<DateTime<Utc>>,
    }
    "lease" LeaseRow {
        holder: String,
        until: Option<DateTime<Utc>>,
        attempts: i64,
    }
}

impl LeaseRow {
    /// The lease on what nobody has taken yet.
    pub(crate) fn new(id: RecordId) -> Self {
        Self { id, version: 0, holder: String::new(), until: None, attempts: 0 }
    }

    /// The same, taken for one more try.
    pub(crate) fn taken(self, holder: &str, until: DateTime<Utc>) -> Self {
        Self { holder: holder.to_owned(), until: Some(until), attempts: self.attempts + 1, ..self }
    }
}

impl OutboxRow {
    /// A letter that waits from now on, behind those that wait already unless it goes first.
    pub(crate) fn new(id: Uuid, letter: Letter, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let text = serde_json::to_string(&letter);
        let row = Self {
            id: record("outbox", uuid_key(id)),
            version: 0,
            kind: letter.kind().to_owned(),
            letter: text.map_err(|why| StoreError::spoilt("letter", why))?,
            about: about(letter).map(|reservation| record("reserved", reservation)),
            state: MailState::Waiting.code().to_owned(),
            made_at: now,
            due_at: now,
            done_at: None,
            reason: None,
            trace: None,
            retried_at: None,
            dropped_at: None,
        };
        Ok(if letter.goes_first() { row.first() } else { row })
    }

    /// The same, before those that can wait.
    pub(crate) fn first(self) -> Self {
        Self { due_at: self.made_at - HEAD_START, ..self }
    }

    /// Whether it goes before those that can wait. It keeps its place while it waits to be tried again.
    pub(crate) fn goes_first(&self) -> bool {
        self.due_at < self.made_at
    }

    /// Whether it will be tried, or tried again.
    pub(crate) fn waits(&self) -> bool {
        self.state == MailState::Waiting.code()
    }

    /// What the letter says.
    pub(crate) fn letter(&self) -> Result<Letter, StoreError> {
        serde_json::from_str(&self.letter).map_err(|why| StoreError::spoilt("letter", why))
    }
}

/// The reservation that a letter is about.
fn about(letter: Letter) -> Option<ReservationId> {
    match letter {
        Letter::ConfirmCode { .. }
        | Letter::Welcome { .. }
        | Letter::ExistingAccount { .. }
        | Letter::Reset { .. }
        | Letter::PasswordChanged { .. }
        | Letter::NewDevice { .. }
        | Letter::WayInAdded { .. }
        | Letter::WayInRemoved { .. }
        | Letter::EmailChangeCode { .. }
        | Letter::EmailChanged { .. }
        | Letter::SecondStepOn { .. }
        | Letter::SecondStepOff { .. }
        | Letter::TokenMade { .. }
        | Letter::AccountSuspended { .. }
        | Letter::AccountRestored { .. }
        | Letter::ProductDeclined { .. }
        | Letter::AllReservations { .. }
        | Letter::CoOwnerInvitation { .. }
        | Letter::CoOwnerJoined { .. }
        | Letter::CoOwnerRemoved { .. }
        | Letter::ListPassedOn { .. }
        | Letter::Contact { .. }
        | Letter::ContactReceipt { .. }
        | Letter::OwnerDigest { .. }
        | Letter::WebhookOff { .. }
        | Letter::AlarmRaised { .. }
        | Letter::AlarmOver { .. }
        | Letter::QueueBegins { .. }
        | Letter::QueueDigest { .. } => None,
        Letter::ReservationMade { reservation }
        | Letter::ReservationChanged { reservation }
        | Letter::ReservationCancelled { reservation }
        | Letter::ReservationPurchased { reservation }
        | Letter::GiftReserved { reservation, .. }
        | Letter::GiftPurchased { reservation, .. }
        | Letter::GiftFreed { reservation, .. }
        | Letter::ListClosed { reservation }
        | Letter::ListClosedLifting { reservation }
        | Letter::ListDeleted { reservation }
        | Letter::ListRestored { reservation }
        | Letter::GiftWithdrawn { reservation }
        | Letter::GiftChanged { reservation }
        | Letter::GiftRestored { reservation }
        | Letter::SurpriseLifted { reservation }
        | Letter::SurpriseShortened { reservation }
        | Letter::Reminder { reservation }
        | Letter::ReservationLapsed { reservation }
        | Letter::ReservationLetGo { reservation }
        | Letter::ThankYou { reservation } => Some(reservation),
    }
}
