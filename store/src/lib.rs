//! What is remembered: people, lists, gifts, promises, and the mails to be sent. The only crate
//! that knows the database.
//!
//! Every errand that writes goes one way: read rows with their versions, ask a pure rule of
//! `domain`, gather what it says as a unit of work, and commit that in one transaction together
//! with its mails and its row in the change log. A record is only ever replaced under the version
//! that was read, so of two rivals one starts again and sees what the other did.

mod admins;
mod arrange;
mod ask;
mod by_mail;
mod catalogue;
mod chance;
mod change;
mod contact;
mod deletion;
mod doctor;
mod door;
mod email_change;
mod entering;
mod erasing;
mod error;
mod exchange;
mod gifts;
mod given;
mod holds;
mod identities;
mod image;
mod invitations;
mod leaving;
mod lists;
mod members;
mod migrate;
mod open;
mod outbox;
mod owner_mails;
mod people;
mod promote;
mod rebuild;
mod reminders;
mod reservations;
mod reserve;
mod row;
mod seal;
mod second_step;
mod sessions;
mod share;
mod sign_up;
mod stock;
mod sweep;
mod table;
mod tally;
mod thanks;
mod told;
mod tx;
mod work;

use chrono::{DateTime, Utc};

pub use admins::{Act, Audited, User};
pub use catalogue::WaitingProduct;
pub use contact::{ContactMessage, Contacting};
pub use doctor::Counts;
pub use door::Door;
pub use email_change::{EmailChange, EmailUndo, UNDO_DAYS};
pub use entering::{
    FirstStep, MOST_SECOND_STEPS, NewSession, Opened, SECOND_STEP_MINUTES, SecondProof,
};
pub use error::{MigrateError, OpenError, StoreError};
pub use gifts::Adding;
pub use identities::{
    Arrived, Arriving, Joined, JoinedIdentity, NewIdentity, Unlinked, WaysIn, identity_key,
};
pub use invitations::{Invited, Inviting, Joining};
pub use lists::OwnedList;
pub use members::{DoneAct, Keeper, Keepers};
#[cfg(feature = "remote")]
pub use open::Credentials;
pub use open::Store;
pub use outbox::{MailState, Waiting};
pub use owner_mails::Digest;
pub use people::Person;
pub use reservations::Held;
pub use reserve::Reserving;
pub use second_step::SecondStep;
pub use sessions::{Place, SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS, Session};
pub use share::SharedFacts;
pub use sign_up::{MOST_ATTEMPTS, NewSignUp, PendingSignUp};
pub use tally::Quota;
pub use told::MailAbout;

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
