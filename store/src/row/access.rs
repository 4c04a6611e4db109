//! Rows of other ways in, the second step, changes of address, limits and admins.

use chrono::{DateTime, Utc};
use surrealdb::types::{RecordId, SurrealValue};

use crate::row::rows;

rows! {
    "identity" IdentityRow {
        person: RecordId,
        provider: String,
        issuer: String,
        subject: String,
        email: Option<String>,
        made_at: DateTime<Utc>,
    }
    "spent_attempt" SpentAttemptRow {
        until: DateTime<Utc>,
    }
    "second_step" SecondStepRow {
        person: RecordId,
        generation: i64,
        active: bool,
        made_at: DateTime<Utc>,
        last_step: i64,
        codes_generation: i64,
        codes_made_at: DateTime<Utc>,
        codes_used: Vec<i64>,
    }
    "first_step" FirstStepRow {
        person: RecordId,
        browser: String,
        attempts: i64,
        until: DateTime<Utc>,
    }
    "email_change" EmailChangeRow {
        person: RecordId,
        email: String,
        email_key: String,
        generation: i64,
        attempts: i64,
        expires_at: DateTime<Utc>,
        decoy: Option<RecordId>,
    }
    "email_undo" EmailUndoRow {
        person: RecordId,
        email: String,
        email_key: String,
        until: DateTime<Utc>,
        made_at: DateTime<Utc>,
    }
    "tally" TallyRow {
        free_at: DateTime<Utc>,
    }
    "admin" AdminRow {
        person: RecordId,
        since: DateTime<Utc>,
    }
    "audit" AuditRow {
        at: DateTime<Utc>,
        who: Option<RecordId>,
        act: String,
        /// A person,
        about: Option<RecordId>,
        /// or a product,
        product: Option<RecordId>,
        /// or something else, by its word.
        thing: Option<String>,
        why: Option<String>,
    }
}
