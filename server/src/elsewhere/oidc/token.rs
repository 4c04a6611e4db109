//! What an id token says, and what makes it believable (OpenID Connect Core 1.0, 3.1.3.7).

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, ClaimsVerificationError, Client, EmptyExtraTokenFields,
    EndUserEmail, EndUserName, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    LocalizedClaim, Nonce, OAuth2TokenResponse as _, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse as _, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};

/// An id token is no older than this.
const AGE: TimeDelta = TimeDelta::minutes(10);
/// The provider's clock may be ahead of ours by this.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// The signatures that are taken: only such as nobody but the provider can make. Neither `none`,
/// nor the HS family, which our own secret would make.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What Google adds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Organisation {
    /// The domain of the organisation whose mail it runs.
    pub hd: Option<String>,
}

impl AdditionalClaims for Organisation {}

/// What is had for a code.
pub type Tokens = StandardTokenResponse<
    IdTokenFields<
        Organisation,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// A site as its provider knows it.
pub type Party = Client<
    Organisation,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What a provider says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it calls them, for good.
    pub subject: String,
    /// Their name.
    pub name: Option<String>,
    /// Their address, as it says.
    pub email: Option<String>,
    /// Whether it calls the address verified.
    pub email_verified: Option<bool>,
    /// Whether it runs the mail of the address's organisation.
    pub hosted_domain: bool,
    /// When they showed it who they are.
    pub authenticated: Option<DateTime<Utc>>,
}

impl Said {
    /// Adds what it says when it is asked for more: an address with all that belongs to it.
    pub fn add(&mut self, more: &UserInfoClaims<Organisation, CoreGenderClaim>) {
        self.email = more.email().map(text_of_email);
        self.email_verified = more.email_verified();
        self.hosted_domain = is_hosted(more.additional_claims());
        let known = self.name.take();
        self.name = known.or_else(|| text_of_name(more.name()));
    }
}

/// What the id token says, if it is one for this attempt: made by the provider for this site, by a
/// signature of its own, lately, and along with the access token.
///
/// # Errors
/// [`ClaimsVerificationError`], and the key may only be too new: [`is_about_keys`].
pub fn verified(
    party: &Party,
    tokens: &Tokens,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<Said, ClaimsVerificationError> {
    let other = |cause: &str| ClaimsVerificationError::Other(cause.to_owned());
    let token = tokens.id_token().ok_or_else(|| other("there is no id token"))?;
    let verifier = party
        .id_token_verifier()
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |issued| is_recent(issued, now));
    let claims = token.claims(&verifier, nonce)?;
    if claims.authorized_party().is_some_and(|azp| azp != party.client_id()) {
        return Err(other("the id token was made for another party (azp)"));
    }
    if let Some(expected) = claims.access_token_hash() {
        let signature = ClaimsVerificationError::SignatureVerification;
        let algorithm = token.signing_alg().map_err(signature)?;
        let key = token.signing_key(&verifier).map_err(signature)?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
            .map_err(|error| other(&error.to_string()))?;
        if actual != *expected {
            return Err(other("the access token is another one's (at_hash)"));
        }
    }
    Ok(Said {
        subject: claims.subject().to_string(),
        name: text_of_name(claims.name()),
        email: claims.email().map(text_of_email),
        email_verified: claims.email_verified(),
        hosted_domain: is_hosted(claims.additional_claims()),
        authenticated: claims.auth_time(),
    })
}

/// Whether a token might hold with newer keys.
pub fn is_about_keys(error: &ClaimsVerificationError) -> bool {
    use SignatureVerificationError::{AmbiguousKeyId, CryptoError, NoMatchingKey};
    matches!(
        error,
        ClaimsVerificationError::SignatureVerification(
            NoMatchingKey | CryptoError(_) | AmbiguousKeyId(_)
        )
    )
}

/// Whether a token was made lately.
///
/// # Errors
/// In words, when it was made, where that is too long ago or yet to come.
pub fn is_recent(issued: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    if issued > now + AHEAD {
        return Err(format!("issued at {issued}, which is yet to come"));
    }
    if issued < now - AGE {
        return Err(format!("issued at {issued}, which is too long ago"));
    }
    Ok(())
}

fn is_hosted(claims: &Organisation) -> bool {
    claims.hd.as_deref().is_some_and(|domain| !domain.is_empty())
}

fn text_of_email(email: &EndUserEmail) -> String {
    email.to_string()
}

/// The name, in the language of whoever has no other.
fn text_of_name(name: Option<&LocalizedClaim<EndUserName>>) -> Option<String> {
    let name = name.and_then(|name| name.get(None))?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
