//! Signing in elsewhere (R2.5): asks a provider who somebody is.
//!
//! Only asking happens here. What follows from the answer is decided in `domain::arrive`, and done by
//! the services.

mod amazon;
mod client;
mod facebook;
mod oauth;
mod oidc;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{Claims, Vouching};
use thiserror::Error;

pub use amazon::Amazon;
pub use client::{AskError, Client};
pub use facebook::{Facebook, ISSUER as FACEBOOK, deleted_user};
pub use oidc::Oidc;

use crate::{clock::Clock, settings::Settings};

/// Somebody, as a provider knows them. They are issuer and subject; all else may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider's word in addresses.
    pub provider: String,
    /// What the provider calls itself.
    pub issuer: String,
    /// What it calls them, for good.
    pub subject: String,
    /// Their name, if it tells one.
    pub name: Option<String>,
    /// What it says of their address.
    pub claims: Claims,
    /// How far that goes.
    pub vouching: Vouching,
    /// When they showed the provider who they are, if it says so (`auth_time`). Somebody who was
    /// sent to do it again has done so only if this is after they were sent: what an address asks
    /// of a provider can be taken out of it on the way.
    pub authenticated: Option<DateTime<Utc>>,
}

/// Why a provider's word is not had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ElsewhereError {
    /// It does not answer. Later it may.
    #[error("the provider does not answer: {0}")]
    Silent(String),
    /// What came back is not what was asked for, or not from where it should come.
    #[error("the provider's answer does not hold: {0}")]
    Spoilt(String),
}

impl ElsewhereError {
    fn spoilt(cause: impl std::fmt::Display) -> Self {
        Self::Spoilt(cause.to_string())
    }
}

/// The secrets of one attempt. None serves twice.
pub struct Proofs {
    /// Shows that the way back belongs to this attempt.
    pub state: String,
    /// Shows that an id token was made for it.
    pub nonce: String,
    /// Shows that whoever exchanges the code began it: 43 to 128 letters, digits, `-`, `.`, `_`
    /// and `~` (RFC 7636, 4.1).
    pub verifier: String,
}

impl std::fmt::Debug for Proofs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proofs(***)")
    }
}

/// A provider of sign-ins.
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// Its word in addresses.
    fn id(&self) -> &str;
    /// What people call it.
    fn label(&self) -> &str;
    /// The drawing on its button, if it has one.
    fn icon(&self) -> Option<&str> {
        None
    }

    /// Where the browser is sent. `again` asks the provider to let them show once more who they
    /// are.
    ///
    /// # Errors
    /// [`ElsewhereError`].
    async fn begin(
        &self,
        proofs: &Proofs,
        redirect: &str,
        again: bool,
    ) -> Result<String, ElsewhereError>;

    /// Whom the code stands for that came back. `iss` is who says so, if that came too (RFC 9207).
    ///
    /// # Errors
    /// [`ElsewhereError`].
    async fn finish(
        &self,
        proofs: &Proofs,
        redirect: &str,
        code: &str,
        iss: Option<&str>,
    ) -> Result<Identity, ElsewhereError>;
}

/// The providers that are offered, in the order of the settings.
#[derive(Clone, Default)]
pub struct Providers(Vec<Arc<dyn IdentityProvider>>);

impl Providers {
    /// Puts them together. None is asked yet. What they sign is measured by a clock that tests do
    /// not move: theirs would not follow.
    pub fn new(settings: &Settings) -> Self {
        let client = Client::new();
        let clock = Arc::new(Clock::default());
        let mut all: Vec<Arc<dyn IdentityProvider>> = Vec::new();
        for row in settings.oidc.iter().filter(|row| row.enabled) {
            all.push(Arc::new(Oidc::new(row.clone(), &client, Arc::clone(&clock))));
        }
        if settings.facebook.enabled {
            all.push(Arc::new(Facebook::new(&settings.facebook, &client)));
        }
        if settings.amazon.enabled {
            all.push(Arc::new(Amazon::new(&settings.amazon, &client)));
        }
        Self(all)
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<dyn IdentityProvider>] {
        &self.0
    }

    /// The one with that word in addresses.
    pub fn find(&self, id: &str) -> Option<&Arc<dyn IdentityProvider>> {
        self.0.iter().find(|provider| provider.id() == id)
    }
}

/// An error and what it came from, in one line.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{AmazonSettings, FacebookSettings, OidcSettings};

    fn row(id: &str, enabled: bool) -> OidcSettings {
        OidcSettings { id: id.to_owned(), enabled, ..OidcSettings::default() }
    }

    // R2.5: any number of OpenID Connect providers, Facebook, and Amazon where it is turned on.
    #[test]
    fn only_what_is_enabled_is_offered_in_the_order_of_the_settings() {
        let settings = Settings {
            oidc: vec![row("b", true), row("off", false), row("a", true)],
            facebook: FacebookSettings { enabled: true, ..FacebookSettings::default() },
            amazon: AmazonSettings::default(),
            ..Settings::default()
        };
        let providers = Providers::new(&settings);
        let ids: Vec<_> = providers.all().iter().map(|provider| provider.id()).collect();
        assert_eq!(ids, ["b", "a", "facebook"]);
        assert!(providers.find("off").is_none() && providers.find("amazon").is_none());
        assert_eq!(providers.find("facebook").unwrap().label(), "Facebook");
        assert_eq!(providers.find("a").unwrap().icon(), None);
    }

    #[test]
    fn proofs_are_not_shown() {
        let word = || "canary".to_owned();
        let proofs = Proofs { state: word(), nonce: word(), verifier: word() };
        assert!(!format!("{proofs:?}").contains("canary"));
    }
}
