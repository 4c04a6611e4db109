//! Signing in elsewhere (R2.5, R2.6): there and back.
//!
//! What a browser keeps meanwhile is a sealed cookie; the proofs follow from the attempt's id by
//! the server's key, so nothing secret is kept anywhere. An attempt is completed once.

use app::{backend::Entered, error::AppError, next::Next, session::Visit};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{DomainError, PersonId, PersonName};
use serde::{Deserialize, Serialize};
use store::{Arrived, Arriving, Joined, NewIdentity, StoreError, identity_key};
use uuid::Uuid;

use super::{
    accounts::CODE_MINUTES,
    entering::{Ticket, fresh_person},
    limits::Limited,
    person,
};
use crate::{
    elsewhere::{ElsewhereError, Identity, IdentityProvider},
    secrets::{attempt_key, same},
    site::{Site, internal},
};

/// Within how many minutes the way there and back must be done (R2.6).
pub const ATTEMPT_MINUTES: i64 = 10;

/// How far a provider's clock may be behind ours.
const SKEW_SECONDS: i64 = 60;

/// What somebody asks to go to a provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in, or up.
    Enter,
    /// To join it to their account.
    Join,
    /// To show once more who they are.
    Again,
}

/// The same, with whose account it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    /// To sign in, or up.
    Enter,
    /// To join it to the account that they are signed in to.
    Join(PersonId),
    /// To show once more who they are.
    Again(PersonId),
}

/// A sign-in at a provider, as the browser keeps it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    id: Uuid,
    provider: String,
    why: Why,
    next: String,
    begun_at: DateTime<Utc>,
}

/// What comes back in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Back {
    /// Stands for what the provider knows.
    #[serde(default)]
    pub code: String,
    /// Shows which attempt it belongs to.
    #[serde(default)]
    pub state: String,
    /// Who says so (RFC 9207).
    pub iss: Option<String>,
}

/// Where the browser goes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// A path of ours.
    pub path: String,
    /// A cookie to set, if somebody is in.
    pub cookie: Option<String>,
}

impl Attempt {
    /// What the attempt is for.
    pub fn purpose(&self) -> Purpose {
        match self.why {
            Why::Enter => Purpose::Enter,
            Why::Join(_) => Purpose::Join,
            Why::Again(_) => Purpose::Again,
        }
    }

    /// The page that was asked for.
    pub fn next(&self) -> Next {
        Next::parse(&self.next)
    }
}

impl Site {
    /// The attempt that a browser kept, unless it was changed, is too old, or is for another
    /// provider.
    pub fn attempt(&self, sealed: &str, provider: &str) -> Option<Attempt> {
        let contents = self.secrets.open_attempt(sealed)?;
        let attempt: Attempt = serde_json::from_slice(&contents).ok()?;
        let age = self.clock.now() - attempt.begun_at;
        let good = age < TimeDelta::minutes(ATTEMPT_MINUTES) && attempt.provider == provider;
        good.then_some(attempt)
    }

    /// Whether a way back belongs to an attempt.
    pub fn belongs(&self, attempt: &Attempt, back: &Back) -> bool {
        same(&self.secrets.proofs(attempt.id).state, &back.state)
    }

    /// Begins an attempt: answers where the browser is sent, and what it keeps.
    ///
    /// # Errors
    /// [`AppError::ProviderSilent`]; for joining also where nobody has signed in just now.
    pub async fn go_elsewhere(
        &self,
        visit: &Visit,
        provider: &dyn IdentityProvider,
        purpose: Purpose,
        next: &Next,
    ) -> Result<(String, String), AppError> {
        let why = match purpose {
            Purpose::Enter => Why::Enter,
            Purpose::Join => Why::Join(fresh_person(visit)?),
            Purpose::Again => Why::Again(person(visit)?),
        };
        let attempt = Attempt {
            id: store::Ids::next(&*self.clock),
            provider: provider.id().to_owned(),
            why,
            next: next.as_str().to_owned(),
            begun_at: self.clock.now(),
        };
        let proofs = self.secrets.proofs(attempt.id);
        let again = matches!(why, Why::Again(_));
        let there = provider.begin(&proofs, &self.way_back(provider), again).await;
        let there = there.map_err(|error| elsewhere_failed(provider, &error))?;
        let contents = serde_json::to_vec(&attempt)
            .map_err(|error| internal("an attempt could not be written", &error))?;
        Ok((there, self.secrets.seal_attempt(&contents)))
    }

    /// Completes an attempt.
    ///
    /// # Errors
    /// [`AppError::SignInSpoilt`] for what does not belong to it, or was completed before;
    /// [`AppError::ProviderSilent`]; [`AppError::JoinedElsewhere`]; [`AppError::TooMany`].
    pub async fn come_back(
        &self,
        visit: &Visit,
        provider: &dyn IdentityProvider,
        attempt: &Attempt,
        back: &Back,
    ) -> Result<Onward, AppError> {
        let proofs = self.secrets.proofs(attempt.id);
        if !self.belongs(attempt, back) || back.code.is_empty() {
            tracing::warn!(provider.id = provider.id(), "a way back belongs to no attempt");
            return Err(AppError::SignInSpoilt);
        }
        let redirect = self.way_back(provider);
        let found = provider.finish(&proofs, &redirect, &back.code, back.iss.as_deref()).await;
        let identity = found.map_err(|error| elsewhere_failed(provider, &error))?;
        let authenticated = identity.authenticated;
        let ticket = Ticket::new(visit)?;
        let arriving = Arriving {
            name: name_of(&identity).ok_or(AppError::SignInSpoilt)?,
            identity: NewIdentity {
                key: identity_key(&identity.issuer, &identity.subject),
                provider: identity.provider,
                issuer: identity.issuer,
                subject: identity.subject,
                email: identity.claims.email.clone(),
            },
            claims: identity.claims,
            vouching: identity.vouching,
            attempt: attempt_key(&proofs),
            attempt_until: attempt.begun_at + TimeDelta::minutes(ATTEMPT_MINUTES),
            session: ticket.session.clone(),
            language: visit.language.to_string(),
            quota: Limited::Code.quota(),
        };
        match attempt.why {
            Why::Enter => self.arrive(visit, &ticket, arriving, &attempt.next()).await,
            Why::Join(id) => self.join(visit, id, &arriving).await,
            Why::Again(id) => {
                let skew = TimeDelta::seconds(SKEW_SECONDS);
                // A provider that does not say when they showed it is taken at its word.
                let stale = authenticated.is_some_and(|at| at + skew < attempt.begun_at);
                let holder = self.store.person_by_identity(&arriving.identity.key).await;
                let holder = self.answer(holder)?;
                if stale || holder != Some(id) || person(visit)? != id {
                    return Err(AppError::SignInSpoilt);
                }
                self.arrive(visit, &ticket, arriving, &attempt.next()).await
            }
        }
    }

    async fn arrive(
        &self,
        visit: &Visit,
        ticket: &Ticket,
        arriving: Arriving,
        next: &Next,
    ) -> Result<Onward, AppError> {
        let arrived = self.store.arrive(self.errand(visit), arriving, CODE_MINUTES).await;
        let opened = match arrived.map_err(|error| self.spent(error))? {
            Arrived::Entered(opened) => opened,
            Arrived::CodeMailed => {
                self.mail.notify_one();
                return Ok(Onward { path: next.after("/sign-up/code"), cookie: None });
            }
            Arrived::AddressWanted => {
                return Ok(Onward { path: next.after("/sign-up/address"), cookie: None });
            }
        };
        Ok(match self.let_in(visit, ticket, Ok(opened)).await? {
            Entered::SignedIn(signed) => {
                Onward { path: next.as_str().to_owned(), cookie: Some(signed.cookie) }
            }
            Entered::SecondStep(signed) => {
                Onward { path: next.after("/sign-in/second"), cookie: Some(signed.cookie) }
            }
        })
    }

    async fn join(
        &self,
        visit: &Visit,
        id: PersonId,
        arriving: &Arriving,
    ) -> Result<Onward, AppError> {
        if person(visit)? != id {
            return Err(AppError::SignInSpoilt);
        }
        let joined = self.store.join_identity(self.errand(visit), id, arriving).await;
        match joined.map_err(|error| self.spent(error))? {
            Joined::Elsewhere => Err(AppError::JoinedElsewhere),
            Joined::Yes => {
                self.mail.notify_one();
                Ok(Onward { path: "/account?done=joined".to_owned(), cookie: None })
            }
        }
    }

    /// An attempt that was completed before is refused as not found. Whose account is suspended is
    /// told so: they have shown who they are (R2.13).
    fn spent(&self, error: StoreError) -> AppError {
        match self.refuse(error) {
            AppError::Refused { rule } if rule != DomainError::Suspended => AppError::SignInSpoilt,
            other => other,
        }
    }

    /// Where a provider sends people back to: an address of its own, so that no provider's answer
    /// is taken for another's (RFC 9700, 4.4).
    fn way_back(&self, provider: &dyn IdentityProvider) -> String {
        format!("{}/sign-in/with/{}/back", self.settings.site.origin(), provider.id())
    }
}

/// What they are called there, or what stands before the @ of their address, or a question mark.
fn name_of(identity: &Identity) -> Option<PersonName> {
    let mailbox = identity.claims.email.as_ref().map(|email| email.as_str());
    let mailbox = mailbox.and_then(|email| email.split('@').next());
    let mut names = identity.name.as_deref().into_iter().chain(mailbox).chain(["?"]);
    names.find_map(|name| PersonName::parse(name).ok())
}

fn elsewhere_failed(provider: &dyn IdentityProvider, error: &ElsewhereError) -> AppError {
    tracing::warn!(provider.id = provider.id(), error.cause = %error, "a sign-in elsewhere failed");
    match error {
        ElsewhereError::Silent(_) => AppError::ProviderSilent,
        ElsewhereError::Spoilt(_) => AppError::SignInSpoilt,
    }
}
