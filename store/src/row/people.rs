//! Rows of people, sign-ups and sessions.

use chrono::{DateTime, Utc};
use domain::{EmailAddress, EmailKey, PersonName};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    PendingSignUp, Person, StoreError,
    row::{count, id_of, rows},
};

rows! {
    "subject_key" SubjectKeyRow {
        key: String,
    }
    "person" PersonRow {
        name: String,
        email: String,
        email_key: String,
        language: String,
        password_hash: Option<String>,
        reset_generation: i64,
        reset_until: Option<DateTime<Utc>>,
        made_at: DateTime<Utc>,
        suspended_at: Option<DateTime<Utc>>,
    }
    "address" AddressRow {
        person: RecordId,
        held_until: Option<DateTime<Utc>>,
    }
    "sign_up" SignUpRow {
        browser: String,
        name: String,
        email: String,
        email_key: String,
        language: String,
        password_hash: Option<String>,
        generation: i64,
        attempts: i64,
        expires_at: DateTime<Utc>,
        made_at: DateTime<Utc>,
        decoy: Option<RecordId>,
        provider: Option<String>,
        issuer: Option<String>,
        subject: Option<String>,
    }
    "session" SessionRow {
        person: RecordId,
        browser: String,
        device: String,
        made_at: DateTime<Utc>,
        seen_at: DateTime<Utc>,
    }
    "device" DeviceRow {
        person: RecordId,
        browser: String,
        first_at: DateTime<Utc>,
    }
}

pub(crate) fn name(stored: &str) -> Result<PersonName, StoreError> {
    PersonName::parse(stored).map_err(|why| StoreError::spoilt("name", why))
}

pub(crate) fn email(stored: &str) -> Result<EmailAddress, StoreError> {
    EmailAddress::parse(stored).map_err(|why| StoreError::spoilt("address", why))
}

impl PersonRow {
    /// Whether this is their address now, and not one that they gave up and could have back (R2.8).
    pub(crate) fn has(&self, key: Option<&EmailKey>) -> bool {
        key.is_some_and(|key| self.email_key == key.as_str())
    }
}

impl AddressRow {
    /// Who has the address, or could have it back.
    pub(crate) fn holder(&self, now: DateTime<Utc>) -> Option<&RecordId> {
        self.held_until.is_none_or(|until| now < until).then_some(&self.person)
    }
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<Self, StoreError> {
        let generation = count(row.reset_generation)?;
        Ok(Self {
            id: id_of(&row.id)?,
            name: name(&row.name)?,
            email: email(&row.email)?,
            language: row.language,
            password_hash: row.password_hash,
            reset: row.reset_until.map(|until| (generation, until)),
            suspended_at: row.suspended_at,
        })
    }
}

impl TryFrom<SignUpRow> for PendingSignUp {
    type Error = StoreError;

    fn try_from(row: SignUpRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: id_of(&row.id)?,
            name: name(&row.name)?,
            email: match row.email.as_str() {
                "" => None,
                named => Some(email(named)?),
            },
            provider: row.provider,
            language: row.language,
            generation: count(row.generation)?,
            expires_at: row.expires_at,
            attempts: count(row.attempts)?,
            decoy: row.decoy.is_some(),
        })
    }
}
