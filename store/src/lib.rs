//! What is remembered: people, lists, gifts, promises, and the mails to be sent. The only crate
//! that knows the database.
//!
//! Every errand that writes goes one way: read rows with their versions, ask a pure rule of
//! `domain`, gather what it says as a unit of work, and commit that in one transaction together
//! with its mails and its row in the change log. A record is only ever replaced under the version
//! that was read, so of two rivals one starts again and sees what the other did.

mod admins;
mod ask;
mod catalogue;
mod chance;
mod change;
mod doctor;
mod email_change;
mod entering;
mod error;
mod gifts;
mod given;
mod identities;
mod image;
mod leaving;
mod lists;
mod migrate;
mod open;
mod outbox;
mod people;
mod promote;
mod rebuild;
mod reservations;
mod reserve;
mod row;
mod seal;
mod second_step;
mod sessions;
mod share;
mod sign_up;
mod sweep;
mod table;
mod tally;
mod tx;
mod work;

use chrono::{DateTime, Utc};

pub use admins::{Act, Audited, User};
pub use catalogue::WaitingProduct;
pub use doctor::Counts;
pub use email_change::{EmailChange, EmailUndo, UNDO_DAYS};
pub use entering::{
    FirstStep, MOST_SECOND_STEPS, NewSession, Opened, SECOND_STEP_MINUTES, SecondProof,
};
pub use error::{MigrateError, OpenError, StoreError};
pub use gifts::Adding;
pub use identities::{
    Arrived, Arriving, Joined, JoinedIdentity, NewIdentity, Unlinked, WaysIn, identity_key,
};
pub use lists::OwnedList;
#[cfg(feature = "remote")]
pub use open::Credentials;
pub use open::Store;
pub use outbox::{MailState, Waiting};
pub use people::Person;
pub use reservations::Held;
pub use reserve::Reserving;
pub use second_step::SecondStep;
pub use sessions::{Place, SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS, Session};
pub use share::SharedFacts;
pub use sign_up::{MOST_ATTEMPTS, NewSignUp, PendingSignUp};
pub use tally::Quota;

/// Where new ids come from.
pub trait Ids: Send + Sync {
    /// A new time-ordered id (UUID version 7, RFC 9562), above all before it.
    fn next(&self) -> uuid::Uuid;
}

/// Who asks for something, when, and where new ids come from.
#[derive(Clone, Copy)]
pub struct Errand<'a> {
    /// Who asks.
    pub actor: &'a domain::Actor,
    /// The moment at which all of it happens.
    pub now: DateTime<Utc>,
    /// Where new ids come from.
    pub ids: &'a dyn Ids,
}

/// What an errand came to.
type Result<T> = std::result::Result<T, StoreError>;
