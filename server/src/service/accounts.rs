//! Sign-up, sign-in, reset (R2).

use app::{
    backend::{Accounts, CodeWanted, Entered, Provider, SignedIn},
    error::AppError,
    i18n::Locale,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    BrowserKey, DomainError, EmailAddress, FieldErrors, FieldProblem, Password, PersonId,
    SignUpForm, TokenKey,
};
use leptos_i18n::Locale as _;
use store::{FirstStep, MOST_ATTEMPTS, NewSignUp, Opened, PendingSignUp, Person};

use super::{
    authenticator, browser,
    entering::{Ticket, session_cookie},
    limits::Limited,
    person,
};
use crate::{
    passwords::{self, Verified},
    site::Site,
};

/// How long a code is good (R2.1).
pub const CODE_MINUTES: i64 = 10;

/// How long a reset link is good (R2.9).
pub(super) const RESET_MINUTES: i64 = 30;

/// Fulfils [`Accounts`].
pub(super) struct Service(pub(super) Site);

/// A code as it was typed, without what only makes it easier to read.
pub(super) fn digits(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

pub(super) fn wrong_code() -> AppError {
    FieldErrors::one("code", FieldProblem::WrongCode).into()
}

impl Service {
    async fn hash(&self, password: Password) -> Result<String, AppError> {
        self.0.passwords.hash(password).await.ok_or(AppError::Busy)
    }

    async fn good_reset(&self, token: &str) -> Result<Option<(Person, u32)>, AppError> {
        let Some((id, generation)) = self.0.secrets.open_reset(token) else { return Ok(None) };
        let person = self.0.answer(self.0.store.person(id).await)?;
        let now = self.0.clock.now();
        Ok(person.and_then(|person| {
            let (current, expires) = person.reset?;
            (current == generation && now < expires).then_some((person, generation))
        }))
    }
}

#[async_trait]
impl Accounts for Service {
    fn providers(&self) -> Vec<Provider> {
        let offered = self.0.providers.all().iter().map(|provider| Provider {
            id: provider.id().to_owned(),
            label: provider.label().to_owned(),
            icon: provider.icon().map(str::to_owned),
        });
        offered.collect()
    }

    async fn sign_up(&self, visit: &Visit, form: SignUpForm) -> Result<(), AppError> {
        let wish = form.parse()?;
        passwords::require_strong(&wish.password, wish.name.as_str(), &wish.email).await?;
        self.0.count(Limited::Code, &wish.email.key()).await?;
        let sign_up = NewSignUp {
            name: wish.name,
            email: Some(wish.email),
            password_hash: Some(self.hash(wish.password).await?),
            browser: browser(visit)?,
            language: visit.language.to_string(),
            identity: None,
        };
        let started = self.0.store.start_sign_up(self.0.errand(visit), sign_up, CODE_MINUTES).await;
        self.0.answer(started)?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn name_address(&self, visit: &Visit, email: &str) -> Result<(), AppError> {
        let address = EmailAddress::parse(email);
        let address = address.map_err(|problem| FieldErrors::one("email", problem))?;
        let browser = browser(visit)?;
        let pending = self.pending(&browser).await?.ok_or(DomainError::NotFound)?;
        self.0.count(Limited::Code, &address.key()).await?;
        let errand = self.0.errand(visit);
        let named = self.0.store.name_address(errand, pending.id, &browser, &address, CODE_MINUTES);
        self.0.answer(named.await)?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn code_wanted(&self, visit: &Visit) -> Result<Option<CodeWanted>, AppError> {
        let Some(browser) = &visit.actor.browser else { return Ok(None) };
        let now = self.0.clock.now();
        let pending = self.pending(browser).await?;
        Ok(pending.map(|pending| CodeWanted {
            email: pending.email.map(String::from),
            spent: now >= pending.expires_at || pending.attempts >= MOST_ATTEMPTS,
            provider: pending.provider.map(|id| self.0.settings.provider_label(&id)),
        }))
    }

    async fn confirm(&self, visit: &Visit, code: &str) -> Result<Entered, AppError> {
        let browser = browser(visit)?;
        let pending = self.pending(&browser).await?.ok_or_else(wrong_code)?;
        let counted = self.0.store.count_attempt(self.0.errand(visit), pending.id, &browser).await;
        let pending = self.0.answer(counted)?;
        let right = self.0.secrets.is_code(pending.id, pending.generation, &digits(code));
        if !right || pending.decoy {
            return Err(wrong_code());
        }
        let ticket = Ticket::new(visit)?;
        let (errand, session) = (self.0.errand(visit), ticket.session.clone());
        let (id, generation) = (pending.id, pending.generation);
        let finished = self.0.store.finish_sign_up(errand, id, generation, &browser, session).await;
        self.0.let_in(visit, &ticket, finished).await
    }

    async fn resend_code(&self, visit: &Visit) -> Result<(), AppError> {
        let browser = browser(visit)?;
        let pending = self.pending(&browser).await?.ok_or(DomainError::NotFound)?;
        let email = pending.email.as_ref().ok_or(DomainError::NotFound)?;
        self.0.count(Limited::Code, &email.key()).await?;
        let errand = self.0.errand(visit);
        let resent = self.0.store.resend_code(errand, pending.id, &browser, CODE_MINUTES).await;
        self.0.answer(resent)?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn sign_in(
        &self,
        visit: &Visit,
        email: &str,
        password: &str,
    ) -> Result<Entered, AppError> {
        let address = EmailAddress::parse(email);
        let address = address.map_err(|problem| FieldErrors::one("email", problem))?;
        if password.is_empty() {
            return Err(FieldErrors::one("password", FieldProblem::Required).into());
        }
        self.0.count(Limited::SignIn, &address.key()).await?;
        let person = self.0.answer(self.0.store.person_by_email(&address.key()).await)?;
        let (id, hash) = self.with_password(visit, person, password).await?;
        self.enter(visit, id, &hash).await
    }

    async fn owes_second_step(&self, visit: &Visit) -> Result<bool, AppError> {
        Ok(self.first_step(visit).await?.is_some())
    }

    async fn second_step(&self, visit: &Visit, code: &str) -> Result<SignedIn, AppError> {
        if code.trim().is_empty() {
            return Err(FieldErrors::one("code", FieldProblem::Required).into());
        }
        let (key, first) = self.first_step(visit).await?.ok_or_else(wrong_code)?;
        self.0.count(Limited::SecondStep, &first.person.id).await?;
        self.0.answer(self.0.store.count_second_step(self.0.errand(visit), &key).await)?;
        let proof = authenticator::proof(&self.0, &first, code).ok_or_else(wrong_code)?;
        let ticket = Ticket::new(visit)?;
        let (errand, session) = (self.0.errand(visit), ticket.session.clone());
        let finished = self.0.store.finish_second_step(errand, &key, &first, proof, session).await;
        let opened = finished.map(|person| Opened { person, complete: true });
        self.0.let_in(visit, &ticket, opened).await.map(SignedIn::from)
    }

    async fn sign_in_again(&self, visit: &Visit, password: &str) -> Result<Entered, AppError> {
        let id = person(visit)?;
        if password.is_empty() {
            return Err(FieldErrors::one("password", FieldProblem::Required).into());
        }
        self.0.count(Limited::SignInAgain, &id).await?;
        let person = self.0.answer(self.0.store.person(id).await)?;
        let (id, hash) = self.with_password(visit, person, password).await?;
        self.enter(visit, id, &hash).await
    }

    async fn sign_out(&self, visit: &Visit) -> Result<SignedIn, AppError> {
        self.0.end_current(visit).await?;
        Ok(SignedIn { cookie: session_cookie("") })
    }

    async fn ask_reset(&self, visit: &Visit, email: &str) -> Result<(), AppError> {
        let address = EmailAddress::parse(email);
        let address = address.map_err(|problem| FieldErrors::one("email", problem))?;
        self.0.count(Limited::Reset, &address.key()).await?;
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.start_reset(errand, &address.key(), RESET_MINUTES).await)?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn reset_is_good(&self, _visit: &Visit, token: &str) -> Result<bool, AppError> {
        Ok(self.good_reset(token).await?.is_some())
    }

    async fn reset(&self, visit: &Visit, token: &str, password: &str) -> Result<Entered, AppError> {
        let (person, generation) = self.good_reset(token).await?.ok_or(DomainError::NotFound)?;
        let password = Password::parse(password);
        let password = password.map_err(|problem| FieldErrors::one("password", problem))?;
        passwords::require_strong(&password, person.name.as_str(), &person.email).await?;
        let hash = self.hash(password).await?;
        let ticket = Ticket::new(visit)?;
        let (errand, session) = (self.0.errand(visit), ticket.session.clone());
        let finished =
            self.0.store.finish_reset(errand, person.id, generation, hash, session).await;
        self.0.let_in(visit, &ticket, finished).await
    }

    async fn choose_language(&self, visit: &Visit, language: Locale) {
        let Some(person) = visit.actor.person else { return };
        let errand = self.0.errand(visit);
        if let Err(error) = self.0.store.choose_language(errand, person, language.as_str()).await {
            self.0.refuse(error);
        }
    }

    async fn password_score(&self, _visit: &Visit, form: SignUpForm) -> Result<u8, AppError> {
        let score = passwords::score(form.password, form.name, form.email).await;
        score.ok_or(AppError::Busy)
    }
}

impl Service {
    /// The person and the hash of their password, if this is it; as slow for nobody as for somebody
    /// (R2.4).
    async fn with_password(
        &self,
        visit: &Visit,
        person: Option<Person>,
        password: &str,
    ) -> Result<(PersonId, String), AppError> {
        let hash = person.as_ref().and_then(|person| person.password_hash.clone());
        let verified = self.0.passwords.verify(password.to_owned(), hash.clone()).await;
        let verified = verified.ok_or(AppError::Busy)?;
        let known = person.zip(hash).filter(|_| verified != Verified::No);
        let (person, hash) = known.ok_or(AppError::WrongSignIn)?;
        if verified == Verified::YesButOld {
            let better = self.rehash(visit, person.id, hash, password).await?;
            return Ok((person.id, better));
        }
        Ok((person.id, hash))
    }

    /// Signs somebody in whose password was verified against this hash, if it is theirs still.
    async fn enter(
        &self,
        visit: &Visit,
        person: PersonId,
        hash: &str,
    ) -> Result<Entered, AppError> {
        let ticket = Ticket::new(visit)?;
        let (errand, session) = (self.0.errand(visit), ticket.session.clone());
        let opened = self.0.store.open_session(errand, person, hash, session).await;
        let opened = self.0.answer(opened)?.ok_or(AppError::WrongSignIn)?;
        self.0.let_in(visit, &ticket, Ok(opened)).await
    }

    async fn pending(&self, browser: &BrowserKey) -> Result<Option<PendingSignUp>, AppError> {
        self.0.answer(self.0.store.pending_sign_up(browser, self.0.clock.now()).await)
    }

    async fn first_step(&self, visit: &Visit) -> Result<Option<(TokenKey, FirstStep)>, AppError> {
        let (Some(key), Some(browser)) = (&visit.first_step, &visit.actor.browser) else {
            return Ok(None);
        };
        let first = self.0.store.first_step(key, browser, self.0.clock.now()).await;
        Ok(self.0.answer(first)?.map(|first| (key.clone(), first)))
    }

    /// Hashes a password anew, and answers the hash that is kept of it from now on.
    async fn rehash(
        &self,
        visit: &Visit,
        person: PersonId,
        old: String,
        typed: &str,
    ) -> Result<String, AppError> {
        let Ok(password) = Password::parse(typed) else { return Ok(old) };
        let hash = self.hash(password).await?;
        let errand = self.0.errand(visit);
        let kept = self.0.store.set_password_hash(errand, person, &old, hash.clone()).await;
        // Somebody else was quicker: the next try finds out whether the password is another one.
        if self.0.answer(kept)? { Ok(hash) } else { Err(AppError::Busy) }
    }
}
