//! The account page (R2.8). What only the person themselves may do, and some of it only soon after
//! they have shown who they are: that is refused as [`AppError::FreshSignInNeeded`] otherwise.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{IdentityKey, OwnerMails, SessionKey};

use super::{CodeWanted, Entered, SignedIn};
use crate::{error::AppError, session::Visit};

/// Everything that the account page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// What the person calls themselves.
    pub name: String,
    /// Where they are written to.
    pub email: String,
    /// The address that waits for its code.
    pub email_wanted: Option<String>,
    /// Whether they have a password.
    pub has_password: bool,
    /// The other ways in, those that are joined and those that can be.
    pub ways: Vec<WayIn>,
    /// The second step.
    pub second_step: SecondStepView,
    /// How often they read by mail of what givers do on their lists.
    pub owner_mails: OwnerMails,
    /// Where they are signed in, this browser first, then the last used first.
    pub sessions: Vec<OpenSession>,
    /// How many tokens for programs are good (R10.2).
    pub tokens: usize,
}

/// A provider, as the account page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayIn {
    /// Its word in addresses: `/sign-in/with/<id>`.
    pub provider: String,
    /// What people call it.
    pub label: String,
    /// The accounts there that are joined to this one, each with the address it had when that was
    /// done, if the provider told one.
    pub joined: Vec<(IdentityKey, Option<String>)>,
    /// Whether it may be taken away: not the last way in.
    pub removable: bool,
    /// Whether it is offered now. One that is not can only be taken away.
    pub offered: bool,
}

/// How the second step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondStepView {
    /// Whether it is asked for.
    pub on: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
}

/// A place where the person is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// What it is ended by.
    pub key: SessionKey,
    /// What the browser calls itself; nothing if it did not say.
    pub device: String,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// When it was last used, give or take an hour.
    pub seen_at: DateTime<Utc>,
    /// Whether it is this one.
    pub here: bool,
}

/// What an authenticator app needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatorSetUp {
    /// The secret, in Base32, in groups of four, for typing.
    pub secret: String,
    /// The same as an address of the scheme `otpauth`, for opening an app on this device.
    pub uri: String,
    /// The same as a QR code: the dark modules as the `d` of an SVG path, one unit each.
    pub qr_path: String,
    /// How many modules the QR code has on each side.
    pub qr_size: u32,
}

/// Codes for when the authenticator app is lost, each good once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCodes {
    /// All of them, such as `k3xq-9f2m`.
    pub codes: Vec<String>,
}

/// What people do with their own account (R2.8).
#[async_trait]
pub trait Profile: Send + Sync {
    /// The account page.
    async fn account(&self, visit: &Visit) -> Result<AccountView, AppError>;
    /// Changes what the person calls themselves.
    async fn rename(&self, visit: &Visit, name: &str) -> Result<(), AppError>;
    /// Sets another password, or a first one, and ends every other session. The current one is
    /// asked for where there is one.
    async fn change_password(
        &self,
        visit: &Visit,
        current: &str,
        password: &str,
    ) -> Result<SignedIn, AppError>;
    /// Mails a code to the address that shall be the new one.
    async fn ask_email_change(&self, visit: &Visit, email: &str) -> Result<(), AppError>;
    /// How the change of address stands.
    async fn email_change(&self, visit: &Visit) -> Result<Option<CodeWanted>, AppError>;
    /// Changes the address, if this is the code that was mailed, and ends every other session.
    async fn confirm_email_change(&self, visit: &Visit, code: &str) -> Result<SignedIn, AppError>;
    /// Forgets the address that waits for its code.
    async fn drop_email_change(&self, visit: &Visit) -> Result<(), AppError>;
    /// The address that an undo link brings back; nothing where it is not good any more.
    async fn undo_email_is_good(
        &self,
        visit: &Visit,
        token: &str,
    ) -> Result<Option<String>, AppError>;
    /// Brings the old address back, ends all sessions, and mails a reset link to it.
    async fn undo_email(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
    /// Takes a way in away, never the last.
    async fn unlink(&self, visit: &Visit, identity: &str) -> Result<(), AppError>;
    /// Ends one session.
    async fn end_session(&self, visit: &Visit, session: &str) -> Result<(), AppError>;
    /// Ends every session but this one.
    async fn end_other_sessions(&self, visit: &Visit) -> Result<(), AppError>;
    /// What an authenticator app needs to know to become the second step.
    async fn set_up_second_step(&self, visit: &Visit) -> Result<AuthenticatorSetUp, AppError>;
    /// Asks for the second step from now on, if these are the six digits that the app shows.
    async fn turn_on_second_step(&self, visit: &Visit, code: &str) -> Result<(), AppError>;
    /// The recovery codes, for ten minutes after they were made; nothing afterwards.
    async fn recovery_codes(&self, visit: &Visit) -> Result<Option<RecoveryCodes>, AppError>;
    /// Makes new recovery codes; the old ones are no longer good.
    async fn renew_recovery_codes(&self, visit: &Visit) -> Result<(), AppError>;
    /// Asks for no second step any more.
    async fn turn_off_second_step(&self, visit: &Visit) -> Result<(), AppError>;
    /// Everything that is kept of the person, as JSON.
    async fn everything(&self, visit: &Visit) -> Result<String, AppError>;
    /// Deletes the account, if its address was typed; answers the cookie that removes the session.
    async fn delete(&self, visit: &Visit, typed: &str) -> Result<SignedIn, AppError>;
}

impl From<Entered> for SignedIn {
    fn from(entered: Entered) -> Self {
        match entered {
            Entered::SignedIn(signed) | Entered::SecondStep(signed) => signed,
        }
    }
}
