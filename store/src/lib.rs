//! What is remembered: people, lists, gifts, promises, and the mails to be sent. The only crate
//! that knows the database.
//!
//! Every errand that writes takes the same path: read rows with their versions, ask a pure rule of
//! `domain`, gather what it answers as a unit of work, and commit that in one transaction, together
//! with its mails and its row in the change log. A record is only ever replaced under the version
//! that was read, so of two rivals one starts again, and sees what the other did.

mod addressed;
mod admins;
mod arrange;
mod ask;
mod audits;
#[cfg(test)]
mod by_index;
mod by_mail;
mod catalogue;
mod chance;
mod change;
mod clicks;
mod contact;
mod deletion;
mod deliveries;
mod delivering;
mod discard;
mod doctor;
mod door;
mod dump;
mod email_change;
mod engine;
mod entering;
mod entries;
mod erasing;
mod error;
mod exchange;
pub mod figures;
mod gifts;
mod gifts_named;
mod given;
mod holds;
mod identities;
mod image;
#[cfg(test)]
mod in_tests;
mod invitations;
mod kept;
mod kpis;
mod leaving;
mod letting_go;
mod lists;
mod mailroom;
mod members;
mod memory;
mod migrate;
mod new_account;
mod not_found;
mod open;
mod outbox;
mod owned;
mod owner_mails;
mod people;
mod promote;
mod rebuild;
mod rekey;
mod remembered;
mod reminders;
mod reservations;
mod reserve;
mod room;
mod row;
mod seal;
mod second_step;
mod sessions;
mod share;
mod sign_up;
mod stamp;
mod stock;
mod suspending;
mod sweep;
mod table;
mod tally;
mod telling;
mod thanks;
mod timeline;
mod tokens;
mod told;
mod tx;
mod upon;
mod watch;
mod webhooks;
mod work;

use chrono::{DateTime, Utc};

pub use admins::{Act, FoundUser, User};
pub use audits::{AUDIT_PAGE, About, AuditFilter, Audited, By};
pub use catalogue::WaitingProduct;
pub use contact::{ContactMessage, Contacting};
pub use deliveries::{Delivery, DeliveryState};
pub use delivering::{DeliveryOutcome, DueDelivery, SettledDelivery};
pub use discard::Discarded;
pub use doctor::Counts;
pub use door::Door;
pub use dump::{
    Aftermath, Erasure, Erasures, Filled, Keys, LOG_OVERLAP, Logged, Mails, Overlay, Page,
    RESTORED, Refill, dump_tables,
};
pub use email_change::{EmailChange, EmailUndo, UNDO_DAYS};
pub use entering::{
    FirstStep, MOST_SECOND_STEPS, NewSession, Opened, SECOND_STEP_MINUTES, SecondProof,
};
pub use entries::{CatalogueEntry, Put, Queued};
pub use error::{MigrateError, OpenError, StoreError};
pub use figures::Stopwatch;
pub use gifts::{Adding, GiftRule};
pub use identities::{
    Arrived, Arriving, Joined, JoinedIdentity, NewIdentity, Unlinked, WaysIn, identity_key,
};
pub use invitations::{Invited, Inviting, Joining};
pub use kept::Beginning;
pub use lists::{ListRule, LookedAfter};
pub use mailroom::{MailCounts, MailsShown, QueuedMail};
pub use members::{DoneAct, Keeper, Keepers};
pub use migrate::{SchemaFile, schema};
pub use not_found::OwnProduct;
#[cfg(feature = "remote")]
pub use open::Credentials;
pub use open::Store;
pub use outbox::{DECLINED, MailState, SERVER_AWAY, SERVER_SLOW, Waiting};
pub use owned::OwnedList;
pub use owner_mails::Digest;
pub use people::Person;
pub use rekey::Rekeyed;
pub use reservations::{Held, ReservationRule};
pub use reserve::Reserving;
pub use seal::Seal;
pub use second_step::{RECOVERY_CODES, SecondStep};
pub use sessions::{Place, SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS, Session};
pub use share::SharedFacts;
pub use sign_up::{MOST_ATTEMPTS, NewSignUp, PendingSignUp};
pub use stamp::{log_key, log_time};
pub use tally::Quota;
pub use thanks::ThanksRule;
pub use tokens::{HeldToken, TokenBearer};
pub use told::MailAbout;

/// Where new ids come from.
pub trait Ids: Send + Sync {
    /// A new time-ordered id (UUID version 7, RFC 9562), above all before it.
    fn next(&self) -> uuid::Uuid;
}

/// Who asks for something, on which terms, when, and where new ids come from.
#[derive(Clone, Copy)]
pub struct Errand<'a> {
    /// Who asks.
    pub actor: &'a domain::Actor,
    /// On which terms.
    pub terms: &'a domain::Terms,
    /// The moment at which all of it happens.
    pub now: DateTime<Utc>,
    /// Where new ids come from.
    pub ids: &'a dyn Ids,
}

/// What an errand came to.
type Result<T> = std::result::Result<T, StoreError>;
