//! What a provider says of itself: its addresses and keys (OpenID Connect Discovery 1.0).

use std::{sync::Arc, time::Duration};

use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use tokio::{sync::Mutex, time::Instant};

use super::super::{AskError, Client, ElsewhereError, told};

/// How long what it says is taken as still true.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// How long it is left alone after it did not say anything of use.
const LEFT_ALONE: Duration = Duration::from_secs(5);

/// What a provider says of itself, with its keys.
pub type Metadata = ProviderMetadata<
    WayBack,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What RFC 9207 adds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WayBack {
    /// Whether every way back names its issuer.
    #[serde(default, rename = "authorization_response_iss_parameter_supported")]
    pub names_itself_on_the_way_back: bool,
}

impl AdditionalProviderMetadata for WayBack {}

type Found = Result<Arc<Metadata>, ElsewhereError>;

/// What is known of one provider. It is asked when somebody first wants to sign in with it, by one
/// request at a time: the others wait for that one's answer.
pub struct Discovery {
    issuer: String,
    client: Client,
    last: Mutex<Option<(Instant, Found)>>,
}

impl Discovery {
    /// Nothing is known yet.
    pub fn new(issuer: String, client: Client) -> Self {
        Self { issuer, client, last: Mutex::new(None) }
    }

    /// What is known, asked for anew when it is old.
    pub async fn metadata(&self) -> Found {
        let mut last = self.last.lock().await;
        match &*last {
            Some((at, found)) if is_fresh(*at, found) => found.clone(),
            _ => self.ask(&mut last).await,
        }
    }

    /// What is known after `tried` turned out not to be enough.
    pub async fn anew(&self, tried: &Arc<Metadata>) -> Found {
        let mut last = self.last.lock().await;
        match &*last {
            Some((_, Ok(newer))) if !Arc::ptr_eq(newer, tried) => Ok(Arc::clone(newer)),
            Some((at, found @ Err(_))) if is_fresh(*at, found) => found.clone(),
            _ => self.ask(&mut last).await,
        }
    }

    async fn ask(&self, last: &mut Option<(Instant, Found)>) -> Found {
        let found = self.discover().await.map(Arc::new);
        *last = Some((Instant::now(), found.clone()));
        found
    }

    /// The library refuses what does not call itself as the settings do.
    async fn discover(&self) -> Result<Metadata, ElsewhereError> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(ElsewhereError::spoilt)?;
        let found = Metadata::discover_async(issuer, &self.client).await;
        found.map_err(|error: DiscoveryError<AskError>| match error {
            DiscoveryError::Request(cause) => ElsewhereError::Silent(told(&cause)),
            error => ElsewhereError::Spoilt(told(&error)),
        })
    }
}

fn is_fresh(at: Instant, found: &Found) -> bool {
    at.elapsed() < if found.is_ok() { KEPT } else { LEFT_ALONE }
}
