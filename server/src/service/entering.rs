//! What every way into an account ends with: cookies, a new session, the old one over.

use app::{
    backend::{Entered, SignedIn},
    error::AppError,
    session::Visit,
};
use domain::PersonId;
use store::{NewSession, Opened, StoreError};

use super::browser;
use crate::{secrets, site::Site};

/// The session cookie's name. The prefix holds browsers to `Secure`, `Path=/` and no `Domain`.
pub const SESSION_COOKIE: &str = "__Host-session";

/// The name of the cookie that remembers a first step.
pub const FIRST_STEP_COOKIE: &str = "__Host-first-step";

/// For how many minutes after signing in people may do what must not be done by whoever merely finds
/// a browser open (R2.8).
pub const FRESH_MINUTES: i64 = 10;

/// The whole `Set-Cookie` value that carries a session, or ends it where the token is empty.
pub fn session_cookie(token: &str) -> String {
    let age = if token.is_empty() { 0 } else { 30 * 24 * 60 * 60 };
    format!("{SESSION_COOKIE}={token}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax")
}

fn first_step_cookie(token: &str) -> String {
    let age = store::SECOND_STEP_MINUTES * 60;
    format!("{FIRST_STEP_COOKIE}={token}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax")
}

/// A session that is about to be opened, and the token of its cookie.
pub struct Ticket {
    token: String,
    /// What the store is told of it.
    pub session: NewSession,
}

impl Ticket {
    /// A ticket for the browser of this visit.
    ///
    /// # Errors
    /// [`AppError::Transport`] for a browser that was given no cookie.
    pub fn new(visit: &Visit) -> Result<Self, AppError> {
        let token = secrets::random_token();
        let session = NewSession {
            key: secrets::session_key(&token),
            browser: browser(visit)?,
            device: visit.device.clone(),
        };
        Ok(Self { token, session })
    }

    /// The cookie of the session.
    pub fn signed_in(&self) -> SignedIn {
        SignedIn { cookie: session_cookie(&self.token) }
    }

    fn entered(&self, opened: Opened) -> Entered {
        match opened.complete {
            true => Entered::SignedIn(self.signed_in()),
            false => Entered::SecondStep(SignedIn { cookie: first_step_cookie(&self.token) }),
        }
    }
}

impl Site {
    /// Lets somebody in whom the store has let in: ends the session that this browser had before,
    /// wakes the mail worker, and the pages about what is theirs from now on.
    ///
    /// # Errors
    /// As the store.
    pub async fn let_in(
        &self,
        visit: &Visit,
        ticket: &Ticket,
        opened: Result<Opened, StoreError>,
    ) -> Result<Entered, AppError> {
        let opened = self.answer(opened)?;
        if opened.complete {
            self.end_current(visit).await?;
            self.wake_given(opened.person).await;
        }
        self.mail.notify_one();
        Ok(ticket.entered(opened))
    }

    /// Ends the session of this visit.
    ///
    /// # Errors
    /// As the store.
    pub async fn end_current(&self, visit: &Visit) -> Result<(), AppError> {
        if let Some(session) = &visit.session {
            self.answer(self.store.end_session(self.errand(visit), session).await)?;
        }
        Ok(())
    }
}

/// Who is signed in, if they have shown just now who they are (R2.8).
///
/// # Errors
/// [`AppError::SignInNeeded`] or [`AppError::FreshSignInNeeded`].
pub fn fresh_person(visit: &Visit) -> Result<PersonId, AppError> {
    let person = super::person(visit)?;
    let fresh = visit.account.as_ref().is_some_and(|account| account.fresh);
    if fresh { Ok(person) } else { Err(AppError::FreshSignInNeeded) }
}
