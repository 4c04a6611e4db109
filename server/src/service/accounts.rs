//! Sign-up, sign-in, reset (R2).

use app::{
    backend::{Accounts, CodeWanted, SignedIn},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    DomainError, EmailAddress, FieldErrors, FieldProblem, Password, PersonId, SignUpForm,
};
use store::{NewSession, NewSignUp, Person};

use super::{browser, limits::Errand};
use crate::{
    passwords::{self, Verified},
    secrets,
    site::Site,
};

/// The session cookie's name. The prefix holds browsers to `Secure`, `Path=/` and no `Domain`.
pub const SESSION_COOKIE: &str = "__Host-session";

/// A code is good for so long (R2.1).
const CODE_MINUTES: i64 = 10;

/// A reset link is good for so long (R2.9).
const RESET_MINUTES: i64 = 30;

/// A code may be tried so often (R2.1).
const CODE_TRIES: u32 = 5;

/// Fulfils [`Accounts`].
pub(super) struct Service(pub(super) Site);

/// The whole `Set-Cookie` value that carries a session, or ends it where the token is empty.
pub fn session_cookie(token: &str) -> String {
    let age = if token.is_empty() { 0 } else { 30 * 24 * 60 * 60 };
    format!("{SESSION_COOKIE}={token}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax")
}

fn wrong_code() -> AppError {
    FieldErrors::one("code", FieldProblem::WrongCode).into()
}

impl Service {
    fn new_session(&self, visit: &Visit) -> Result<(NewSession, SignedIn), AppError> {
        let token = secrets::random_token();
        let session = NewSession {
            key: secrets::session_key(&token),
            browser: browser(visit)?,
            device: visit.device.clone(),
        };
        Ok((session, SignedIn { cookie: session_cookie(&token) }))
    }

    async fn hash(&self, password: Password) -> Result<String, AppError> {
        self.0.passwords.hash(password).await.ok_or(AppError::Busy)
    }

    async fn end_current(&self, visit: &Visit) -> Result<(), AppError> {
        if let Some(session) = &visit.session {
            let ended = self.0.store.end_session(self.0.errand(visit), session).await;
            ended.map_err(|error| self.0.refuse(error))?;
        }
        Ok(())
    }

    async fn good_reset(&self, token: &str) -> Result<Option<(Person, u32)>, AppError> {
        let Some((id, generation)) = self.0.secrets.open_reset(token) else { return Ok(None) };
        let person = self.0.store.person(id).await.map_err(|error| self.0.refuse(error))?;
        let now = self.0.clock.now();
        Ok(person.and_then(|person| {
            let (current, expires) = person.reset?;
            (current == generation && now < expires).then_some((person, generation))
        }))
    }
}

#[async_trait]
impl Accounts for Service {
    async fn sign_up(&self, visit: &Visit, form: SignUpForm) -> Result<(), AppError> {
        let wish = form.parse()?;
        passwords::require_strong(&wish.password, wish.name.as_str(), &wish.email)?;
        self.0.limits.count(Errand::Code, &wish.email.key())?;
        let sign_up = NewSignUp {
            name: wish.name,
            email: wish.email,
            password_hash: self.hash(wish.password).await?,
            browser: browser(visit)?,
            language: visit.language.to_string(),
        };
        let started = self.0.store.start_sign_up(self.0.errand(visit), sign_up, CODE_MINUTES).await;
        started.map_err(|error| self.0.refuse(error))?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn code_wanted(&self, visit: &Visit) -> Result<Option<CodeWanted>, AppError> {
        let Some(browser) = &visit.actor.browser else { return Ok(None) };
        let now = self.0.clock.now();
        let pending = self.0.store.pending_sign_up(browser, now).await;
        let pending = pending.map_err(|error| self.0.refuse(error))?;
        Ok(pending.map(|pending| CodeWanted {
            email: pending.email.as_str().to_owned(),
            spent: now >= pending.expires_at || pending.attempts >= CODE_TRIES,
        }))
    }

    async fn confirm(&self, visit: &Visit, code: &str) -> Result<SignedIn, AppError> {
        let browser = browser(visit)?;
        let pending = self.0.store.pending_sign_up(&browser, self.0.clock.now()).await;
        let pending = pending.map_err(|error| self.0.refuse(error))?.ok_or_else(wrong_code)?;
        let counted = self.0.store.count_attempt(self.0.errand(visit), pending.id, &browser).await;
        let pending = counted.map_err(|error| self.0.refuse(error))?;
        let typed: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let right = self.0.secrets.is_code(pending.id, pending.generation, &typed);
        if !right || pending.decoy {
            return Err(wrong_code());
        }
        let (session, signed) = self.new_session(visit)?;
        let finished =
            self.0.store.finish_sign_up(self.0.errand(visit), pending.id, &browser, session).await;
        finished.map_err(|error| self.0.refuse(error))?;
        self.end_current(visit).await?;
        self.0.mail.notify_one();
        Ok(signed)
    }

    async fn resend_code(&self, visit: &Visit) -> Result<(), AppError> {
        let browser = browser(visit)?;
        let pending = self.0.store.pending_sign_up(&browser, self.0.clock.now()).await;
        let pending = pending.map_err(|error| self.0.refuse(error))?;
        let pending = pending.ok_or(DomainError::NotFound)?;
        self.0.limits.count(Errand::Code, &pending.email.key())?;
        let errand = self.0.errand(visit);
        let resent = self.0.store.resend_code(errand, pending.id, &browser, CODE_MINUTES).await;
        resent.map_err(|error| self.0.refuse(error))?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn sign_in(
        &self,
        visit: &Visit,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, AppError> {
        let address = EmailAddress::parse(email);
        let address = address.map_err(|problem| FieldErrors::one("email", problem))?;
        if password.is_empty() {
            return Err(FieldErrors::one("password", FieldProblem::Required).into());
        }
        self.0.limits.count(Errand::SignIn, &address.key())?;
        let person = self.0.store.person_by_email(&address.key()).await;
        let person = person.map_err(|error| self.0.refuse(error))?;
        let hash = person.as_ref().and_then(|person| person.password_hash.clone());
        let verified = self.0.passwords.verify(password.to_owned(), hash).await;
        let verified = verified.ok_or(AppError::Busy)?;
        let Some(person) = person.filter(|_| verified != Verified::No) else {
            return Err(AppError::WrongSignIn);
        };
        if verified == Verified::YesButOld {
            self.rehash(visit, person.id, password).await?;
        }
        let (session, signed) = self.new_session(visit)?;
        let opened = self.0.store.open_session(self.0.errand(visit), person.id, session).await;
        opened.map_err(|error| self.0.refuse(error))?;
        self.end_current(visit).await?;
        self.0.mail.notify_one();
        Ok(signed)
    }

    async fn sign_out(&self, visit: &Visit) -> Result<SignedIn, AppError> {
        self.end_current(visit).await?;
        Ok(SignedIn { cookie: session_cookie("") })
    }

    async fn ask_reset(&self, visit: &Visit, email: &str) -> Result<(), AppError> {
        let address = EmailAddress::parse(email);
        let address = address.map_err(|problem| FieldErrors::one("email", problem))?;
        self.0.limits.count(Errand::Reset, &address.key())?;
        let errand = self.0.errand(visit);
        let started = self.0.store.start_reset(errand, &address.key(), RESET_MINUTES).await;
        started.map_err(|error| self.0.refuse(error))?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn reset_is_good(&self, _visit: &Visit, token: &str) -> Result<bool, AppError> {
        Ok(self.good_reset(token).await?.is_some())
    }

    async fn reset(
        &self,
        visit: &Visit,
        token: &str,
        password: &str,
    ) -> Result<SignedIn, AppError> {
        let (person, generation) = self.good_reset(token).await?.ok_or(DomainError::NotFound)?;
        let password = Password::parse(password);
        let password = password.map_err(|problem| FieldErrors::one("password", problem))?;
        passwords::require_strong(&password, person.name.as_str(), &person.email)?;
        let hash = self.hash(password).await?;
        let (session, signed) = self.new_session(visit)?;
        let errand = self.0.errand(visit);
        let finished =
            self.0.store.finish_reset(errand, person.id, generation, hash, session).await;
        finished.map_err(|error| self.0.refuse(error))?;
        self.0.mail.notify_one();
        Ok(signed)
    }

    async fn password_score(&self, _visit: &Visit, form: SignUpForm) -> Result<u8, AppError> {
        let measured = tokio::task::spawn_blocking(move || {
            passwords::score(&form.password, &form.name, &form.email)
        });
        measured.await.map_err(|_| AppError::Busy)
    }
}

impl Service {
    async fn rehash(&self, visit: &Visit, person: PersonId, typed: &str) -> Result<(), AppError> {
        let Ok(password) = Password::parse(typed) else { return Ok(()) };
        let hash = self.hash(password).await?;
        let kept = self.0.store.set_password_hash(self.0.errand(visit), person, hash).await;
        kept.map_err(|error| self.0.refuse(error))
    }
}
