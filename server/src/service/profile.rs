//! The account page (R2.8).

use app::{
    backend::{
        AccountView, AuthenticatorSetUp, CodeWanted, OpenSession, Profile, RecoveryCodes,
        SecondStepView, SignedIn, WayIn,
    },
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::{
    DomainError, EmailAddress, FieldErrors, FieldProblem, IdentityKey, Password, PersonId,
    PersonName, SessionKey,
};
use store::{EmailUndo, MOST_ATTEMPTS, Person, RECOVERY_CODES, SecondStep, Unlinked, WaysIn};

use super::{
    accounts::{CODE_MINUTES, RESET_MINUTES, digits, wrong_code},
    authenticator,
    entering::{FRESH_MINUTES, Ticket, fresh_person, session_cookie},
    limits::Limited,
    person,
};
use crate::{
    passwords::{self, Verified},
    site::Site,
};

/// Fulfils [`Profile`].
pub(super) struct Service(pub(super) Site);

impl Service {
    async fn somebody(&self, id: PersonId) -> Result<Person, AppError> {
        let person = self.0.answer(self.0.store.person(id).await)?;
        person.ok_or(AppError::SignInNeeded)
    }

    /// Every provider that is offered or joined.
    fn ways(&self, ways: &WaysIn) -> Vec<WayIn> {
        let offered: Vec<_> =
            self.0.providers.all().iter().map(|way| way.id().to_owned()).collect();
        let left = ways.providers.iter().filter(|id| !offered.contains(id)).cloned();
        let alone = !ways.password && ways.identities.len() == 1;
        let way = |id: String, is_offered| WayIn {
            label: self.0.settings.provider_label(&id),
            joined: ways
                .identities
                .iter()
                .filter(|identity| identity.provider == id)
                .map(|identity| (identity.key.clone(), identity.email.clone()))
                .collect(),
            removable: !alone,
            offered: is_offered,
            provider: id,
        };
        let left: Vec<_> = left.map(|id| way(id, false)).collect();
        offered.into_iter().map(|id| way(id, true)).chain(left).collect()
    }

    async fn second(&self, person: PersonId) -> Result<Option<SecondStep>, AppError> {
        self.0.answer(self.0.store.second_step(person).await)
    }

    async fn good_undo(&self, token: &str) -> Result<Option<EmailUndo>, AppError> {
        let Some(id) = self.0.secrets.open_email_undo(token) else { return Ok(None) };
        let undo = self.0.answer(self.0.store.email_undo(id).await)?;
        Ok(undo.filter(|undo| self.0.clock.now() < undo.until))
    }
}

#[async_trait]
impl Profile for Service {
    async fn account(&self, visit: &Visit) -> Result<AccountView, AppError> {
        let id = person(visit)?;
        let person = self.somebody(id).await?;
        let now = self.0.clock.now();
        let change = self.0.answer(self.0.store.email_change(id).await)?;
        let change = change.filter(|change| now < change.expires_at);
        let ways = self.0.answer(self.0.store.ways_in(id).await)?;
        let second = self.second(id).await?.filter(|second| second.active);
        let owner_mails = self.0.answer(self.0.store.owner_mails(id).await)?;
        let here = visit.session.as_ref();
        let places = self.0.answer(self.0.store.places(id, now).await)?;
        let mut sessions: Vec<_> = places
            .into_iter()
            .map(|place| OpenSession {
                here: here == Some(&place.key),
                key: place.key,
                device: place.device,
                made_at: place.made_at,
                seen_at: place.seen_at,
            })
            .collect();
        sessions.sort_by_key(|session| !session.here);
        let tokens = self.0.answer(self.0.store.tokens(id).await)?;
        Ok(AccountView {
            name: person.name.to_string(),
            email: person.email.as_str().to_owned(),
            email_wanted: change.map(|change| String::from(change.email)),
            has_password: ways.password,
            ways: self.ways(&ways),
            second_step: SecondStepView {
                on: second.is_some(),
                recovery_codes_left: second.map_or(0, |second| {
                    let used = u32::try_from(second.codes_used.len()).unwrap_or(RECOVERY_CODES);
                    RECOVERY_CODES.saturating_sub(used)
                }),
            },
            owner_mails,
            sessions,
            tokens: tokens.iter().filter(|held| held.token.is_good(now)).count(),
        })
    }

    async fn rename(&self, visit: &Visit, name: &str) -> Result<(), AppError> {
        let id = person(visit)?;
        let name = PersonName::parse(name);
        let name = name.map_err(|problem| FieldErrors::one("name", problem))?;
        self.0.answer(self.0.store.rename(self.0.errand(visit), id, &name).await)
    }

    async fn change_password(
        &self,
        visit: &Visit,
        current: &str,
        password: &str,
    ) -> Result<SignedIn, AppError> {
        let id = person(visit)?;
        let person = self.somebody(id).await?;
        let new = Password::parse(password);
        let new = new.map_err(|problem| FieldErrors::one("password", problem))?;
        match &person.password_hash {
            None => drop(fresh_person(visit)?),
            Some(_) if current.is_empty() => {
                return Err(FieldErrors::one("current", FieldProblem::Required).into());
            }
            Some(hash) => {
                self.0.count(Limited::SignInAgain, &id).await?;
                let verified =
                    self.0.passwords.verify(current.to_owned(), Some(hash.clone())).await;
                if verified.ok_or(AppError::Busy)? == Verified::No {
                    return Err(FieldErrors::one("current", FieldProblem::WrongPassword).into());
                }
            }
        }
        passwords::require_strong(&new, person.name.as_str(), &person.email).await?;
        let hash = self.0.passwords.hash(new).await.ok_or(AppError::Busy)?;
        let ticket = Ticket::new(visit)?;
        let (errand, session) = (self.0.errand(visit), ticket.session.clone());
        let verified = person.password_hash.as_deref();
        self.0.done(self.0.store.change_password(errand, id, verified, hash, session).await)?;
        Ok(ticket.signed_in())
    }

    async fn ask_email_change(&self, visit: &Visit, email: &str) -> Result<(), AppError> {
        let id = fresh_person(visit)?;
        let address = EmailAddress::parse(email);
        let address = address.map_err(|problem| FieldErrors::one("email", problem))?;
        if address == self.somebody(id).await?.email {
            return Err(FieldErrors::one("email", FieldProblem::Unchanged).into());
        }
        self.0.count(Limited::EmailChange, &id).await?;
        self.0.count(Limited::Code, &address.key()).await?;
        let errand = self.0.errand(visit);
        self.0.done(self.0.store.start_email_change(errand, id, &address, CODE_MINUTES).await)
    }

    async fn email_change(&self, visit: &Visit) -> Result<Option<CodeWanted>, AppError> {
        let id = person(visit)?;
        let now = self.0.clock.now();
        let change = self.0.answer(self.0.store.email_change(id).await)?;
        Ok(change.map(|change| CodeWanted {
            spent: now >= change.expires_at || change.attempts >= MOST_ATTEMPTS,
            email: Some(String::from(change.email)),
            provider: None,
        }))
    }

    async fn confirm_email_change(&self, visit: &Visit, code: &str) -> Result<SignedIn, AppError> {
        let id = fresh_person(visit)?;
        let counted = self.0.store.count_email_attempt(self.0.errand(visit), id).await;
        let change = self.0.answer(counted)?;
        let right = self.0.secrets.is_email_code(id, change.generation, &digits(code));
        if !right || change.decoy {
            return Err(wrong_code());
        }
        let ticket = Ticket::new(visit)?;
        let (errand, session) = (self.0.errand(visit), ticket.session.clone());
        self.0.done(self.0.store.finish_email_change(errand, id, &change, session).await)?;
        Ok(ticket.signed_in())
    }

    async fn drop_email_change(&self, visit: &Visit) -> Result<(), AppError> {
        let id = person(visit)?;
        self.0.answer(self.0.store.drop_email_change(self.0.errand(visit), id).await)
    }

    async fn undo_email_is_good(
        &self,
        _visit: &Visit,
        token: &str,
    ) -> Result<Option<String>, AppError> {
        Ok(self.good_undo(token).await?.map(|undo| String::from(undo.old_email)))
    }

    async fn undo_email(&self, visit: &Visit, token: &str) -> Result<(), AppError> {
        let undo = self.good_undo(token).await?.ok_or(DomainError::NotFound)?;
        let errand = self.0.errand(visit);
        self.0.done(self.0.store.undo_email_change(errand, &undo, RESET_MINUTES).await)
    }

    async fn unlink(&self, visit: &Visit, identity: &str) -> Result<(), AppError> {
        let id = fresh_person(visit)?;
        let errand = self.0.errand(visit);
        match self.0.done(self.0.store.unlink(errand, id, &IdentityKey::new(identity)).await)? {
            Unlinked::Yes => Ok(()),
            Unlinked::Last => Err(AppError::LastWayIn),
        }
    }

    async fn end_session(&self, visit: &Visit, session: &str) -> Result<(), AppError> {
        let id = person(visit)?;
        let session = SessionKey::new(session);
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.end_sessions(errand, id, |key| *key == session).await)
    }

    async fn end_other_sessions(&self, visit: &Visit) -> Result<(), AppError> {
        let id = person(visit)?;
        let here = visit.session.clone();
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.end_sessions(errand, id, |key| Some(key) != here.as_ref()).await)
    }

    async fn set_up_second_step(&self, visit: &Visit) -> Result<AuthenticatorSetUp, AppError> {
        let id = fresh_person(visit)?;
        let person = self.somebody(id).await?;
        let last = self.second(id).await?.map_or(0, |second| second.generation);
        authenticator::set_up(&self.0, id, last + 1, person.email.as_str())
    }

    async fn turn_on_second_step(&self, visit: &Visit, code: &str) -> Result<(), AppError> {
        let id = fresh_person(visit)?;
        self.0.count(Limited::SecondStep, &id).await?;
        let generation = self.second(id).await?.map_or(0, |second| second.generation) + 1;
        let step = authenticator::time_step(&self.0, id, generation, code);
        let step = step.ok_or_else(wrong_code)?;
        let errand = self.0.errand(visit);
        self.0.done(self.0.store.turn_on_second_step(errand, id, generation, step).await)
    }

    async fn recovery_codes(&self, visit: &Visit) -> Result<Option<RecoveryCodes>, AppError> {
        let id = fresh_person(visit)?;
        let Some(second) = self.second(id).await?.filter(|second| second.active) else {
            return Ok(None);
        };
        let old = self.0.clock.now() - second.codes_made_at;
        if old >= TimeDelta::minutes(FRESH_MINUTES) {
            return Ok(None);
        }
        let generation = second.codes_generation;
        let code = |number| self.0.secrets.recovery_code(id, generation, number);
        Ok(Some(RecoveryCodes { codes: (0..RECOVERY_CODES).map(code).collect() }))
    }

    async fn renew_recovery_codes(&self, visit: &Visit) -> Result<(), AppError> {
        let id = fresh_person(visit)?;
        self.0.answer(self.0.store.renew_recovery_codes(self.0.errand(visit), id).await)
    }

    async fn turn_off_second_step(&self, visit: &Visit) -> Result<(), AppError> {
        let id = fresh_person(visit)?;
        self.0.done(self.0.store.turn_off_second_step(self.0.errand(visit), id).await)
    }

    async fn everything(&self, visit: &Visit) -> Result<String, AppError> {
        let id = fresh_person(visit)?;
        self.0.count(Limited::Everything, &id).await?;
        super::everything::of(&self.0, id).await
    }

    async fn delete(&self, visit: &Visit, typed: &str) -> Result<SignedIn, AppError> {
        let id = fresh_person(visit)?;
        let person = self.somebody(id).await?;
        let same = EmailAddress::parse(typed).is_ok_and(|typed| typed.key() == person.email.key());
        if !same {
            return Err(FieldErrors::one("email", FieldProblem::NotTheSame).into());
        }
        let left = self.0.answer(self.0.store.looked_after_by(id).await)?;
        self.0.done(self.0.store.delete_account(self.0.errand(visit), id, None).await)?;
        for list in left {
            self.0.announce(list.list.id).await;
        }
        Ok(SignedIn { cookie: session_cookie("") })
    }
}
