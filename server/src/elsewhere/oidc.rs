//! Signing in by OpenID Connect: the code flow with PKCE, `state` and `nonce`.

mod discovery;
mod token;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{Claims, EmailAddress, Vouching};
use http::HeaderValue;
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, StandardErrorResponse, SubjectIdentifier, UserInfoClaims, UserInfoError,
    core::{
        CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
        CoreResponseType,
    },
};

use self::{
    discovery::{Discovery, Metadata},
    token::{Organisation, Party, Said, Tokens, is_about_keys, verified},
};
use super::{
    AskError, Client, ElsewhereError, Identity, IdentityProvider, Proofs, oauth::from_issuer, told,
};
use crate::{clock::Clock, settings::OidcSettings};

/// A provider that speaks OpenID Connect.
pub struct Oidc {
    settings: OidcSettings,
    client: Client,
    discovery: Discovery,
    clock: Arc<Clock>,
}

impl Oidc {
    /// The provider as it was set up. It is not asked yet, so that the site starts without it.
    pub fn new(settings: OidcSettings, client: &Client, clock: Arc<Clock>) -> Self {
        let client = client.towards(&settings.issuer);
        let discovery = Discovery::new(settings.issuer.clone(), client.clone());
        Self { settings, client, discovery, clock }
    }

    /// This site, as the provider knows it.
    fn party(&self, metadata: &Metadata, redirect: &str) -> Result<Party, ElsewhereError> {
        let redirect = RedirectUrl::new(redirect.to_owned()).map_err(ElsewhereError::spoilt)?;
        let secret = self.settings.client_secret.expose();
        let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.to_owned()));
        let id = ClientId::new(self.settings.client_id.clone());
        // Where nothing is said, the header is what there is (OpenID Connect Discovery, 3).
        let only_by_body = metadata.token_endpoint_auth_methods_supported().is_some_and(|ways| {
            !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && ways.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let way = if only_by_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        let party = Party::from_provider_metadata(metadata.clone(), id, secret);
        Ok(party.set_redirect_uri(redirect).set_auth_type(way))
    }

    /// Refuses a way back that is not from the provider that was asked (RFC 9207).
    fn check_way_back(&self, metadata: &Metadata, iss: Option<&str>) -> Result<(), ElsewhereError> {
        if iss.is_none() && metadata.additional_metadata().names_itself_on_the_way_back {
            return Err(ElsewhereError::Spoilt("the way back does not name its issuer".to_owned()));
        }
        from_issuer(iss, &self.settings.issuer)
    }

    /// What the id token says, after all that makes it believable. Where its key is not among
    /// those that are known, they are asked for anew, once: providers change them.
    async fn said(
        &self,
        metadata: &Arc<Metadata>,
        redirect: &str,
        tokens: &Tokens,
        proofs: &Proofs,
    ) -> Result<Said, ElsewhereError> {
        let nonce = Nonce::new(proofs.nonce.clone());
        let party = self.party(metadata, redirect)?;
        let found = verified(&party, tokens, &nonce, self.clock.now());
        let found = match found {
            Err(error) if is_about_keys(&error) => {
                let metadata = self.discovery.anew(metadata).await?;
                let party = self.party(&metadata, redirect)?;
                verified(&party, tokens, &nonce, self.clock.now())
            }
            found => found,
        };
        found.map_err(|error| ElsewhereError::Spoilt(told(&error)))
    }

    /// What the provider tells beyond the id token, of the same person.
    async fn asked(
        &self,
        party: &Party,
        tokens: &Tokens,
        subject: &str,
    ) -> Result<UserInfoClaims<Organisation, CoreGenderClaim>, ElsewhereError> {
        let token = tokens.access_token();
        // The library puts it into a header and panics where that can not be.
        if HeaderValue::try_from(format!("Bearer {}", token.secret())).is_err() {
            return Err(ElsewhereError::Spoilt("the access token is no token".to_owned()));
        }
        let subject = SubjectIdentifier::new(subject.to_owned());
        let request = party.user_info(token.clone(), Some(subject));
        let request = request.map_err(ElsewhereError::spoilt)?;
        request.request_async(&self.client).await.map_err(|error| match error {
            UserInfoError::Request(cause) => ElsewhereError::Silent(told(&cause)),
            UserInfoError::Parse(cause) => unread(cause.path()),
            error => ElsewhereError::Spoilt(told(&error)),
        })
    }

    fn identity(&self, said: Said) -> Identity {
        Identity {
            provider: self.settings.id.clone(),
            issuer: self.settings.issuer.clone(),
            subject: said.subject,
            name: said.name,
            claims: Claims {
                email: said.email.and_then(|email| EmailAddress::parse(&email).ok()),
                email_verified: said.email_verified,
                hosted_domain: said.hosted_domain,
            },
            vouching: Vouching::of(&self.settings.issuer, self.settings.trusted),
            authenticated: said.authenticated,
        }
    }
}

#[async_trait]
impl IdentityProvider for Oidc {
    fn id(&self) -> &str {
        &self.settings.id
    }

    fn label(&self) -> &str {
        &self.settings.label
    }

    fn icon(&self) -> Option<&str> {
        Some(self.settings.icon.as_str()).filter(|icon| !icon.is_empty())
    }

    async fn begin(
        &self,
        proofs: &Proofs,
        redirect: &str,
        again: bool,
    ) -> Result<String, ElsewhereError> {
        let metadata = self.discovery.metadata().await?;
        let party = self.party(&metadata, redirect)?;
        address(&party, &self.settings.scopes, proofs, again)
    }

    async fn finish(
        &self,
        proofs: &Proofs,
        redirect: &str,
        code: &str,
        iss: Option<&str>,
    ) -> Result<Identity, ElsewhereError> {
        let metadata = self.discovery.metadata().await?;
        self.check_way_back(&metadata, iss)?;
        let party = self.party(&metadata, redirect)?;
        let exchange = party.exchange_code(AuthorizationCode::new(code.to_owned()));
        let exchange = exchange.map_err(ElsewhereError::spoilt)?;
        let exchange = exchange.set_pkce_verifier(verifier(proofs)?);
        let tokens: Tokens = exchange.request_async(&self.client).await.map_err(refused)?;
        let mut said = self.said(&metadata, redirect, &tokens, proofs).await?;
        if said.email.is_none() && party.user_info_url().is_some() {
            let more = self.asked(&party, &tokens, &said.subject).await?;
            said.add(&more);
        }
        Ok(self.identity(said))
    }
}

/// Where the browser is sent.
fn address(
    party: &Party,
    scopes: &[String],
    proofs: &Proofs,
    again: bool,
) -> Result<String, ElsewhereError> {
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier(proofs)?);
    let (state, nonce) = (proofs.state.clone(), proofs.nonce.clone());
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    // The scope `openid` is there already.
    let scopes = scopes.iter().filter(|scope| scope.as_str() != "openid");
    let mut request = party
        .authorize_url(flow, move || CsrfToken::new(state), move || Nonce::new(nonce))
        .add_scopes(scopes.map(|scope| Scope::new(scope.clone())))
        .set_pkce_challenge(challenge);
    if again {
        request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
    }
    let (url, _, _) = request.url();
    Ok(url.into())
}

/// The verifier, if it is one: the library panics where it is too short or too long.
fn verifier(proofs: &Proofs) -> Result<PkceCodeVerifier, ElsewhereError> {
    if !(43..=128).contains(&proofs.verifier.len()) {
        return Err(ElsewhereError::Spoilt("the verifier is no verifier".to_owned()));
    }
    Ok(PkceCodeVerifier::new(proofs.verifier.clone()))
}

/// Why a code was not exchanged.
fn refused(
    error: RequestTokenError<AskError, StandardErrorResponse<CoreErrorResponseType>>,
) -> ElsewhereError {
    match error {
        RequestTokenError::Request(cause) => ElsewhereError::Silent(told(&cause)),
        RequestTokenError::ServerResponse(answer) => ElsewhereError::spoilt(answer),
        RequestTokenError::Parse(cause, _) => unread(cause.path()),
        RequestTokenError::Other(cause) => ElsewhereError::Spoilt(cause),
    }
}

/// An answer that can not be read. What the parser says might repeat what stands there.
fn unread(path: &impl std::fmt::Display) -> ElsewhereError {
    ElsewhereError::Spoilt(format!("its answer can not be read at {path}"))
}

#[cfg(test)]
mod tests;
