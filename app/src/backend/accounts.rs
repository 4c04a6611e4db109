//! Getting in: sign-up, sign-in, reset (R2).

use async_trait::async_trait;
use domain::SignUpForm;

use crate::{error::AppError, i18n::Locale, session::Visit};

/// A cookie that begins or ends a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The whole `Set-Cookie` value.
    pub cookie: String,
}

/// What came of a right password, code or link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// They are in.
    SignedIn(SignedIn),
    /// The account asks for a second step; the cookie remembers that the first one is done.
    SecondStep(SignedIn),
}

/// Where somebody on the way to an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeWanted {
    /// The address that the code went to; nothing where it has still to be named, since the
    /// provider they come from did not tell it.
    pub email: Option<String>,
    /// Whether the code is too old, or was tried too often: only a new one helps.
    pub spent: bool,
    /// The provider that they come from, if they do, as people call it.
    pub provider: Option<String>,
}

/// Where else people can sign in, as the button for it says (R2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its word in addresses: `/sign-in/with/<id>`.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The icon of the button, without which it has none.
    pub icon: Option<String>,
}

/// Accounts, for people who have or want one (R2).
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Where else people can sign in, in the order of the settings.
    fn providers(&self) -> Vec<Provider>;
    /// Mails a code; nothing becomes an account until it is entered in the same browser.
    async fn sign_up(&self, visit: &Visit, form: SignUpForm) -> Result<(), AppError>;
    /// Names the address that the provider did not tell, and mails a code to it.
    async fn name_address(&self, visit: &Visit, email: &str) -> Result<(), AppError>;
    /// Where this browser's sign-up stands.
    async fn code_wanted(&self, visit: &Visit) -> Result<Option<CodeWanted>, AppError>;
    /// Makes the account, or joins the provider to the one that is there, if this is the code that
    /// was mailed.
    async fn confirm(&self, visit: &Visit, code: &str) -> Result<Entered, AppError>;
    /// Mails a new code.
    async fn resend_code(&self, visit: &Visit) -> Result<(), AppError>;
    /// Signs in with a password.
    async fn sign_in(
        &self,
        visit: &Visit,
        email: &str,
        password: &str,
    ) -> Result<Entered, AppError>;
    /// Whether this browser has done the first step and owes the second.
    async fn owes_second_step(&self, visit: &Visit) -> Result<bool, AppError>;
    /// Does the second step: six digits of the authenticator app, or a recovery code.
    async fn second_step(&self, visit: &Visit, code: &str) -> Result<SignedIn, AppError>;
    /// Shows once more who is there, for what must not be done by whoever finds a browser open.
    async fn sign_in_again(&self, visit: &Visit, password: &str) -> Result<Entered, AppError>;
    /// Ends the session; answers the cookie that removes the old one.
    async fn sign_out(&self, visit: &Visit) -> Result<SignedIn, AppError>;
    /// Mails a link by which a password is set anew, if the address has an account.
    async fn ask_reset(&self, visit: &Visit, email: &str) -> Result<(), AppError>;
    /// Whether a reset link is still good.
    async fn reset_is_good(&self, visit: &Visit, token: &str) -> Result<bool, AppError>;
    /// Sets a password anew and signs in.
    async fn reset(&self, visit: &Visit, token: &str, password: &str) -> Result<Entered, AppError>;
    /// Notes in which language somebody who is signed in is written to from now on (R7.3). Where it
    /// can not be noted now nothing is said: the pages are in that language all the same.
    async fn choose_language(&self, visit: &Visit, language: Locale);
    /// How hard a password is to guess, from 0 to 4 (R2.2).
    async fn password_score(&self, visit: &Visit, form: SignUpForm) -> Result<u8, AppError>;
}
